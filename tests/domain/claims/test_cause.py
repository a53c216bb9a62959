"""A cause names two findings and the items that give one as the reason of the other; it is stale
when one of them is.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.claims import actions, queries
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.claims.work_queue import to_look_at
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.trace import trace
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import LATER, a_claim, agreed, an_item, referenced
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db
TRAINED = {"criterion": "1.1", "finding": "mandatory-training"}
DECIDED = {"small_number_decision": "Nobody is named."}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def found() -> Inspection:
    """Two findings that were referenced, and three items of two kinds that say why."""
    inspection = an_inspection(phase="judging")
    for number in range(3):
        agreed(inspection, scope_body(inspection, number), criterion(inspection))
        kind = "document" if number else "interview"
        an_item(inspection, scope_body(inspection, number), ref="2.1", kind=kind)
    for name, finding in (("fell", "mandatory-training"), ("unheard", "completion-known")):
        made = a_claim(inspection, {**TRAINED, "finding": finding}, name=name, **DECIDED)
        referenced(made)
    return inspection


def because(inspection: Inspection, **given: Any) -> Claim:
    """The claim that one holds because of the other."""
    fields = {"finding": "fell", "because": "unheard", "criteria": ["2.1"], **given}
    return a_claim(inspection, fields, name="why", kind="cause", **DECIDED)


def stale(inspection: Inspection) -> list[str]:
    return [reason.code for reason in queries.facts(inspection)["why"].stale]


def test_cause_names_both_findings_in_their_versions_and_rests_on_items_of_its_own(
    found: Inspection,
) -> None:
    made = referenced(because(found))
    assert made.figures["claims"] == {"fell": 1, "unheard": 1}
    assert Claim.objects.get(key="why").pins.exclude(item=None).count() == 3
    assert stale(found) == []


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"because": "no-such"}, ["predicate.because"]),
        ({"finding": None}, ["predicate.finding"]),
        ({"because": "fell"}, ["predicate.because"]),
    ],
)
def test_cause_of_no_claim_or_of_itself_is_refused_by_field(
    found: Inspection, given: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        because(found, **given)
    assert [reason.field for reason in refused.value.reasons] == fields


def test_cause_of_a_cause_is_refused(found: Inspection) -> None:
    because(found)
    with pytest.raises(Refused, match="why is a cause itself"):
        a_claim(
            found,
            {"finding": "fell", "because": "why", "criteria": ["2.1"]},
            kind="cause",
            **DECIDED,
        )


def test_cause_is_stale_while_a_finding_it_names_is_and_cannot_be_referenced(
    found: Inspection,
) -> None:
    claim = because(found)
    referenced(claim)
    agreed(found, scope_body(found), criterion(found), completion_known=False)
    assert stale(found) == ["named_claim_fell", "named_claim_fell"]
    with pytest.raises(Refused) as refused:
        referenced(claim)
    assert [reason.code for reason in refused.value.reasons] == ["claim_stale"]


def test_cause_is_stale_when_a_finding_it_names_was_changed(found: Inspection) -> None:
    referenced(because(found))
    actions.edit(
        by=member(found, Role.LEAD),
        at=LATER,
        key=a_key(),
        claim=Claim.objects.get(key="unheard"),
        statement="Nobody heard back",
        predicate={**TRAINED, "finding": "completion-known", "holds": False},
        version=1,
        **DECIDED,
    )
    assert stale(found) == ["figures_changed"]


def test_cause_is_not_stale_when_another_claim_is(found: Inspection) -> None:
    other = a_claim(found, {"criteria": ["1.1"]}, name="other", kind="variation")
    referenced(other)
    referenced(because(found))
    an_item(found)
    assert stale(found) == []


def test_number_of_queries_does_not_grow_with_causes_nor_with_what_they_name(
    found: Inspection,
) -> None:
    because(found)
    with CaptureQueriesContext(connection) as one:
        queries.facts(found)
    for name in ("a", "b"):
        a_claim(found, {**TRAINED, "holds": name == "a"}, name=name, **DECIDED)
    fields = {"finding": "a", "because": "b", "criteria": ["2.1"]}
    a_claim(found, fields, kind="cause", **DECIDED)
    with CaptureQueriesContext(connection) as two:
        queries.facts(found)
    assert len(one) == len(two)


def test_trace_of_a_cause_names_both_findings_and_what_each_item_says(found: Inspection) -> None:
    because(found)
    nodes = trace("why")
    assert [one.ref for one in nodes if one.kind == "claim named"] == ["fell", "unheard"]
    told = [one.text for one in nodes if one.kind == "evidence"]
    assert [text.partition(":")[0] for text in told] == ["says so"] * 3


def test_cause_says_in_print_that_no_test_was_made() -> None:
    said = KINDS["cause"].how_we_know(noun="force", nouns="forces", on="", values={}, source="")
    assert said.endswith("Not tested: no test of cause was made.")


def test_form_of_a_cause_offers_the_findings_and_its_page_names_them(found: Inspection) -> None:
    lead, path = door(found, Role.LEAD), "claims/draft/?kind=cause"
    sent = {
        "claim_key": "why",
        "statement": "It fell because nobody heard back",
        "criteria": [criterion(found, "2.1").pk],
        "finding": "fell",
        "because": "fell",
        **dict.fromkeys(("min_items", "min_kinds", "min_bodies"), "1"),
    }
    page = lead.post(path, look="yes", **sent)
    assert list(page.context["form"].errors) == ["because"]
    items = {name: "says-so" for name in page.context["form"].fields if name.startswith("item_")}
    assert len(items) == 3
    made = lead.post(path, **{**sent, **items, "because": "unheard"})
    assert made.status_code == 302, words(made)
    assert "fell, unheard" in words(lead.get("claims/claim/why/"))
    edit = lead.get("claims/claim/why/edit/").context["form"]
    assert (edit.initial["finding"], edit.initial["because"]) == ("fell", "unheard")


def test_cause_waits_on_its_drafter_once_a_finding_that_it_names_has_fallen(
    found: Inspection,
) -> None:
    referenced(because(found))
    lead = member(found, Role.LEAD)
    assert queries.waiting(lead, found) == []
    agreed(found, scope_body(found), criterion(found), by=lead, mandatory_training=False)
    waits = [one.what for one in queries.waiting(lead, found)]
    assert waits == [f"Look again at the claim {key}" for key in ("fell", "unheard", "why")]
    with CaptureQueriesContext(connection) as asked:
        to_look_at(found)
    assert len(asked) == 1


def test_cause_waits_on_nobody_while_another_claim_has_fallen(found: Inspection) -> None:
    referenced(because(found))
    other = criterion(found, "2.1")
    agreed(found, scope_body(found), other)
    graded = {"criterion": "2.1", "grades": ["Good"]}
    referenced(a_claim(found, graded, name="graded", **DECIDED))
    agreed(found, scope_body(found), other, by=member(found, Role.LEAD), grade="Inadequate")
    assert [one.key for one in to_look_at(found)] == ["graded"]
