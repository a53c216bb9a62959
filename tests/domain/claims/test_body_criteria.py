"""Criteria met by one body: counted on its agreed grades, and always a number that tells of it."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.facts import ClaimFacts, Setting
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.claims.support import problems
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.editions.how_we_know import claim_info
from inspectorate.domain.reports.editions.pictures import ChartData
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.findings import a_claim, agreed, referenced
from tests.factories.keeping import kept
from tests.factories.rooms import an_inspection, criterion, member, scope_body
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@kept
def graded(**given: Any) -> Inspection:
    """A body that is Good on 1.1 and Inadequate on 1.2, and not agreed on 2.1."""
    inspection = an_inspection(bodies=3, phase="judging", **given)
    agreed(inspection, scope_body(inspection), criterion(inspection))
    agreed(inspection, scope_body(inspection), criterion(inspection, "1.2"), "Inadequate")
    agreed(inspection, scope_body(inspection, 1), criterion(inspection, "1.2"))
    return inspection


def predicate(inspection: Inspection, *criteria: str) -> dict[str, Any]:
    return {"body": scope_body(inspection).code, "criteria": list(criteria)}


def counted(inspection: Inspection, structure: object) -> Figures:
    return queries.preview(member(inspection, Role.LEAD), inspection, KINDS["criteria"], structure)


def test_criteria_are_counted_of_the_one_body_and_what_is_not_agreed_counts_neither_way() -> None:
    inspection = graded()
    found = counted(inspection, predicate(inspection, "1.1", "1.2", "2.1"))
    assert (found.met, found.not_met, found.inspected, found.scope) == (1, 1, 2, 3)
    assert (found.population, found.values) == ("criteria", {"body": scope_body(inspection).label})


def test_number_needs_a_decision_unless_the_inspection_names_bodies() -> None:
    for names in (False, True):
        inspection = graded(names_bodies=names)
        claim = a_claim(inspection, predicate(inspection, "1.1", "1.2"), kind="criteria")
        facts = queries.facts(inspection)[claim.key]
        codes = [reason.code for reason in problems(facts, Setting())]
        assert ("small_number_decided" in codes) is not names


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        ({"body": "no-such", "criteria": ["1.1"]}, ["predicate.body"]),
        ({"criteria": ["1.1"]}, ["predicate.body"]),
        ({"body": None, "criteria": []}, ["predicate.body", "predicate.criteria"]),
        ({"criteria": ["2.2"]}, ["predicate.body", "predicate.criteria"]),
    ],
)
def test_body_not_in_scope_or_criterion_without_grades_is_refused_by_field(
    raw: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        counted(graded(), raw)
    assert sorted(reason.field for reason in refused.value.reasons) == fields


def test_claim_is_stale_when_a_grade_of_the_body_changes_and_not_when_anothers_does() -> None:
    inspection = graded(names_bodies=True)
    claim = a_claim(inspection, predicate(inspection, "1.1", "1.2"), kind="criteria")
    referenced(claim)
    agreed(inspection, scope_body(inspection, 1), criterion(inspection, "1.2"), "Good")
    assert queries.facts(inspection)[claim.key].stale == ()
    agreed(inspection, scope_body(inspection), criterion(inspection, "1.2"), "Good")
    facts = queries.facts(inspection)[claim.key]
    assert ([reason.code for reason in facts.stale], facts.figures.met) == (
        ["judgment_replaced"],
        2,
    )


def test_print_speaks_of_criteria_and_names_no_body() -> None:
    inspection = graded()
    claim = a_claim(inspection, predicate(inspection, "1.1", "1.2", "2.1"), kind="criteria")
    facts: ClaimFacts = queries.facts(inspection)[claim.key]
    info = claim_info(
        "k", Facts(claims={"k": facts}, vocabulary=DEFAULT), ChartData(claim_refs={"k": "1.1, 1.2"})
    )
    assert info.coverage == (
        "1 of the 3 criteria in scope was not inspected on this and counts neither way."
    )
    assert info.method.startswith("Counted over the agreed judgments of one force on criterion 1.1")
    assert scope_body(inspection).label not in f"{info.method} {info.coverage} {info.margin}"


def test_form_asks_for_the_body_and_its_page_draws_no_strip_of_bodies() -> None:
    inspection = graded()
    lead = door(inspection, Role.LEAD)
    sent = {
        "claim_key": "met",
        "statement": "It met one of two",
        "body": scope_body(inspection).code,
        "criteria": [criterion(inspection, ref).pk for ref in ("1.1", "1.2")],
        "small_number_decision": "The letter is to that force alone.",
    }
    assert lead.post("claims/draft/?kind=criteria", **sent).status_code == 302
    assert Claim.objects.get(key="met").predicate == predicate(inspection, "1.1", "1.2")
    page = lead.get("claims/claim/met/")
    assert "1 of 2 inspected" in words(page)
    assert page.context["picture"] is None
    edit = lead.get("claims/claim/met/edit/").context["form"]
    assert edit.initial["body"] == sent["body"]
