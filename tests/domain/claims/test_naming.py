"""A claim on evidence names its items, each saying so or otherwise; what goes against it counts for
nothing that it needs, and falls like the rest.
"""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims import actions, queries
from inspectorate.domain.claims.models import Claim, Pin
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import LATER, a_claim, an_item, referenced
from tests.factories.rooms import a_key, an_inspection, member, scope_body

pytestmark = pytest.mark.django_db


def said(bodies: int = 4, *, kinds: tuple[str, ...] = ("interview", "document")) -> Inspection:
    """An inspection with one item on 1.1 of each body, of two kinds of source by turns."""
    inspection = an_inspection(bodies=bodies)
    for number in range(bodies):
        an_item(inspection, scope_body(inspection, number), kind=kinds[number % len(kinds)])
    return inspection


def claiming(inspection: Inspection, so: list[int], otherwise: list[int], **given: Any) -> Claim:
    """A claim on several kinds of evidence that names these items."""
    named = {"says_so": so, "says_otherwise": otherwise} if otherwise else {"says_so": so}
    predicate = {"criteria": ["1.1"], **named, **given}
    decision = "No body is named."
    return a_claim(inspection, predicate, kind="qualitative", small_number_decision=decision)


def refusal(inspection: Inspection, predicate: dict[str, Any]) -> list[str]:
    """The codes with which drafting is refused."""
    with pytest.raises(Refused) as refused:
        actions.draft(
            by=member(inspection, Role.LEAD),
            at=LATER,
            key=a_key(),
            inspection=inspection,
            claim_key="k",
            kind="qualitative",
            statement="So",
            predicate=predicate,
        )
    return [reason.code for reason in refused.value.reasons]


def test_items_are_pinned_each_with_what_it_says() -> None:
    inspection = said()
    claim = claiming(inspection, [1, 3], [2])
    assert dict(claim.pins.values_list("item__number", "stance")) == {
        1: "says-so",
        2: "says-otherwise",
        3: "says-so",
    }
    support = queries.facts(inspection)[claim.key].figures.support
    assert support.balance == "2 say so, 1 says otherwise"


def test_item_that_says_otherwise_counts_for_no_minimum() -> None:
    inspection = said()
    base = {"criteria": ["1.1"], "says_so": [1, 3], "says_otherwise": [2, 4]}
    assert refusal(inspection, {**base, "min_items": 3}) == ["no_support"]
    assert refusal(inspection, {**base, "min_kinds": 2}) == ["no_support"]
    assert refusal(inspection, {**base, "min_bodies": 3}) == ["no_support"]
    both = {"criteria": ["1.1"], "says_so": [1, 2, 3], "min_items": 3, "min_kinds": 2}
    assert a_claim(inspection, both, kind="qualitative").pins.count() == 3


def test_claim_that_names_no_item_is_refused() -> None:
    assert refusal(said(), {"criteria": ["1.1"]}) == ["items_not_named"]


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"says_so": [1, 99]}, "no_such_source"),
        ({"says_so": [1, 1]}, "predicate_wrong"),
        ({"says_so": [0]}, "predicate_wrong"),
        ({"says_so": [True]}, "predicate_wrong"),
        ({"says_so": "1"}, "predicate_wrong"),
        ({"says_so": [1], "says_otherwise": [1]}, "predicate_wrong"),
    ],
)
def test_items_named_that_are_not_there_or_named_twice_are_refused(
    named: dict[str, Any], code: str
) -> None:
    assert set(refusal(said(), {"criteria": ["1.1"], **named})) == {code}


def test_item_on_another_criterion_is_refused_as_not_there() -> None:
    inspection = said()
    an_item(inspection, ref="1.2")
    named = {"criteria": ["1.1"], "says_so": [1, 5]}
    assert refusal(inspection, named) == ["no_such_source"]


@pytest.mark.parametrize("fallen", [1, 2])
def test_claim_is_stale_when_an_item_of_either_side_falls(fallen: int) -> None:
    inspection = said()
    claim = claiming(inspection, [1, 3], [2])
    referenced(claim)
    evidence.withdraw(
        by=member(inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        item=Item.objects.get(inspection=inspection, number=fallen),
        reason="Recorded in error.",
    )
    facts = queries.facts(inspection)[claim.key]
    assert [reason.code for reason in facts.stale] == ["evidence_fell"]
    left = {1: "1 says so, 1 says otherwise", 2: "2 say so, none says otherwise"}
    assert facts.figures.support.balance == left[fallen]


def test_claim_pinned_before_items_were_marked_is_read_as_not_recorded() -> None:
    inspection = said()
    lead = member(inspection, Role.LEAD)
    old = Claim.objects.create(
        inspection=inspection,
        key="old",
        kind="qualitative",
        statement="Training is mandatory",
        predicate={"criteria": ["1.1"], "min_items": 2},
        drafted_by=lead,
        drafted_at=LATER,
    )
    Pin.objects.bulk_create(
        [Pin(claim=old, claim_version=1, item=item) for item in Item.objects.all()]
    )
    facts = queries.facts(inspection)["old"]
    assert (facts.figures.support.balance, facts.figures.support.item_count) == ("", 4)
    assert facts.figures.looked_at() == {"values": {"items": "4", "bodies": "4"}}
    with pytest.raises(Refused) as refused:
        actions.refresh(by=lead, at=LATER, key=a_key(), claim=old, version=1)
    assert [reason.code for reason in refused.value.reasons] == ["items_not_named"]


def test_two_claims_on_the_very_same_items_know_of_each_other() -> None:
    inspection = said()
    one, two = claiming(inspection, [1, 2], []), claiming(inspection, [2], [1], shared="A survey.")
    other = claiming(inspection, [1, 2], [3])
    facts = queries.facts(inspection)
    assert facts[one.key].same_items_as == (two.key,)
    assert (facts[two.key].same_items_as, facts[two.key].shares_because) == (
        (one.key,),
        "A survey.",
    )
    assert facts[other.key].same_items_as == ()


def test_referencer_signs_the_balance() -> None:
    inspection = said()
    made = referenced(claiming(inspection, [1, 3], [2]))
    assert made.figures["values"] == {"items": "2", "bodies": "2", "saying otherwise": "1"}
