"""Conditions that differ are joined by all; a population may be those bodies that were found to
meet another condition, and bodies not inspected on it are kept apart.
"""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.conditions import joined, taken_apart
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.editions.how_we_know import coverage
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import a_claim, agreed, referenced
from tests.factories.keeping import kept
from tests.factories.rooms import an_inspection, criterion, member, scope_body
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db
TRAINED = {"criterion": "1.1", "finding": "mandatory-training"}
GOOD = {"criterion": "1.2", "grades": ["Good", "Outstanding"]}
BOTH = {"all_of": [TRAINED, GOOD]}
TESTED = {**GOOD, "population": TRAINED}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@kept
def judged(*cells: tuple[bool | None, str]) -> Inspection:
    """Bodies, each with whether it trains (None: not agreed) and its grade on 1.2 ("": none)."""
    inspection = an_inspection(bodies=len(cells), phase="judging")
    for number, (trains, grade) in enumerate(cells):
        body = scope_body(inspection, number)
        if trains is not None:
            agreed(inspection, body, criterion(inspection), mandatory_training=trains)
        if grade:
            agreed(inspection, body, criterion(inspection, "1.2"), grade)
    return inspection


def counted(inspection: Inspection, structure: dict[str, Any]) -> Figures:
    """The figures that a counted claim would have now."""
    return queries.preview(member(inspection, Role.LEAD), inspection, KINDS["counted"], structure)


def of(found: Figures) -> tuple[int | None, ...]:
    """Met, not met, inspected, scope."""
    return found.met, found.not_met, found.inspected, found.scope


CELLS = (
    (True, "Good"),
    (True, "Inadequate"),
    (True, "Outstanding"),
    (False, "Good"),
    (True, ""),
    (None, "Good"),
)


def test_all_of_a_finding_and_a_grade_counts_who_meets_both_and_leaves_out_who_lacks_one() -> None:
    found = counted(judged(*CELLS), BOTH)
    assert of(found) == (2, 2, 4, 6)
    assert len(found.bodies.pending) == 2


def test_any_of_and_all_of_the_same_conditions_differ() -> None:
    inspection = judged(*CELLS)
    assert of(counted(inspection, {"any_of": [TRAINED, GOOD]})) == (4, 0, 4, 6)


@pytest.mark.parametrize(
    "raw",
    [
        {"all_of": []},
        {"all_of": [TRAINED], "any_of": [GOOD]},
        {"all_of": [{**TRAINED, "finding": "no-such"}]},
        {"all_of": [TRAINED], "finding": "mandatory-training"},
        {**GOOD, "population": {"criterion": "1.1", "finding": "no-such"}},
        {**GOOD, "population": {**TRAINED, "kind": "territorial"}},
        {**GOOD, "population": {}},
    ],
)
def test_conditions_that_are_no_conditions_are_refused_by_field(raw: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        counted(judged((True, "Good")), raw)
    assert all(reason.field.startswith("predicate.") for reason in refused.value.reasons)


def test_stored_conditions_joined_by_all_come_apart_and_together_again() -> None:
    assert taken_apart(BOTH) == ([TRAINED, GOOD], "all")
    assert joined([TRAINED, GOOD], "all") == BOTH
    same = [{"criterion": ref, "grades": ["Good"]} for ref in ("1.1", "1.2")]
    assert joined(same, "all") == {"criteria": ["1.1", "1.2"], "grades": ["Good"]}


def test_population_by_finding_is_who_met_it_and_who_was_not_inspected_is_kept_apart() -> None:
    inspection = judged(*CELLS)
    found = counted(inspection, TESTED)
    assert of(found) == (2, 1, 3, 4)
    assert [len(part) for part in (found.bodies.pending, found.bodies.unplaced)] == [1, 1]
    labels = {body.label for body in inspection.scope.all()}
    parts = found.bodies
    placed = {*parts.met, *parts.not_met, *parts.not_inspected, *parts.pending, *parts.unplaced}
    assert len(labels - placed) == 1  # the one found not to train
    assert coverage(found, ("force", "forces")) == (
        "1 of the 4 forces counted among (“Training is mandatory” (criterion 1.1)) was not "
        "inspected on this and counts neither way. Of 1 more force it is not known whether they "
        "belong."
    )


def test_population_by_finding_so_small_or_so_large_that_it_points_at_a_body_needs_a_decision() -> (
    None
):
    many: list[tuple[bool | None, str]] = [(True, "Good")] * 3 + [(True, "Inadequate")] * 3
    assert not counted(judged(*many, *[(False, "Good")] * 3), TESTED).identifies
    assert counted(judged(*many, (False, "Good")), TESTED).identifies


def test_claim_is_stale_when_another_body_joins_its_population() -> None:
    inspection = judged(*[(True, "Good")] * 4, *[(False, "Good")] * 3)
    claim = a_claim(inspection, TESTED, small_number_decision="Nobody is named.")
    referenced(claim)
    assert queries.facts(inspection)[claim.key].stale == ()
    body = scope_body(inspection, 6)
    agreed(inspection, body, criterion(inspection), mandatory_training=True)
    facts = queries.facts(inspection)[claim.key]
    # Its own judgment was made again, and with it the one on what is counted came in.
    assert [reason.code for reason in facts.stale] == ["judgment_replaced", "judgment_added"]
    assert facts.figures.scope == 5


def test_criteria_of_a_claim_name_what_narrows_its_population() -> None:
    kind = KINDS["counted"]
    assert kind.criteria(TESTED) == ["1.2", "1.1"]
    assert kind.criteria(TESTED, graded=True) == ["1.2"]
    assert kind.criteria({**TRAINED, "population": GOOD}, graded=True) == ["1.2"]


def test_form_joins_what_differs_by_all_and_narrows_by_a_finding() -> None:
    inspection = judged(*CELLS)
    lead = door(inspection, Role.LEAD)
    sent = {
        "claim_key": "both",
        "statement": "Trained and good",
        "condition_1": "1.1:finding:mandatory-training:yes",
        "condition_2": "1.2:grades:Good,Outstanding",
        "how": "all",
        "population": "where:1.1:finding:mandatory-training:yes",
    }
    assert "2 of 3 inspected (4 in scope)" in words(
        lead.post("claims/draft/?kind=counted", look="yes", **sent)
    )
    assert lead.post("claims/draft/?kind=counted", **sent).status_code == 302
    stored = {**TRAINED, "holds": True}
    assert Claim.objects.get(key="both").predicate == {
        "all_of": [stored, {**GOOD, "grades": ["Good", "Outstanding"]}],
        "population": stored,
    }
    shown = words(lead.get("claims/claim/both/"))
    assert "Not known whether counted among" in shown
    again = lead.get("claims/claim/both/edit/").context["form"]
    assert again.initial["population"] == sent["population"]
    assert again.initial["condition_2"] == sent["condition_2"]
    assert lead.post(
        "claims/claim/both/edit/", version=1, **{**sent, "statement": "Anew"}
    ).status_code in (200, 302)
