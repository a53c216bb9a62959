"""The grid, the agreement figures and what waits: right, complete, and at a fixed price."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.grid import grid
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import agreed, assigned, submitted
from tests.factories.rooms import AT, a_key, a_person, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db


def test_grid_shows_each_reader_the_state_they_may_know() -> None:
    inspection = an_inspection(phase="judging")
    bodies, of = [scope_body(inspection, number) for number in range(3)], criterion(inspection)
    one, other, lead = (
        member(inspection, Role.INSPECTOR),
        member(inspection, Role.INSPECTOR, 1),
        member(inspection, Role.LEAD),
    )
    agreed(inspection, bodies[0], of, "Inadequate")
    submitted(assigned(inspection, bodies[1], of, one))
    assigned(inspection, bodies[2], of, one)
    left_out = criterion(inspection, "2.1")
    inspections.leave_out(
        by=lead,
        at=AT,
        key=a_key(),
        inspection=inspection,
        scope_body=bodies[0],
        criterion=left_out,
        reason="Not asked here",
    )
    seen = {person: grid(person, inspection) for person in (one, other, lead)}
    states = {
        person: [found.cells[body.pk, of.pk].state for body in bodies]
        for person, found in seen.items()
    }
    assert states == {
        one: ["agreed", "submitted", "yours"],
        other: ["agreed", "in-hand", "in-hand"],
        lead: ["agreed", "ready", "in-hand"],
    }
    cell = seen[other].cells[bodies[0].pk, of.pk]
    assert (cell.grade, cell.outcome, cell.moved) == ("Inadequate", "cause-of-concern", False)
    assert seen[other].cells[bodies[0].pk, left_out.pk].reason == "Not asked here"
    assert seen[lead].totals == {
        "agreed": 1,
        "ready": 1,
        "in-hand": 1,
        "not-inspected": 1,
        "unassigned": 8,
    }
    assert grid(a_person(Role.LEAD), inspection).cells == {}


def test_number_of_queries_does_not_grow_with_the_cells() -> None:
    inspection = an_inspection(phase="judging", bodies=4)
    lead, of = member(inspection, Role.LEAD), criterion(inspection)
    counts = []
    for number in range(4):
        agreed(inspection, scope_body(inspection, number), of)
        submitted(
            assigned(
                inspection,
                scope_body(inspection, number),
                criterion(inspection, "2.1"),
                member(inspection, Role.INSPECTOR),
            )
        )
        made = []
        for read in (
            lambda: grid(lead, inspection),
            lambda: [one.submissions for one in queries.desk(lead, inspection)],
            lambda: queries.waiting(lead, inspection),
            lambda: queries.agreement(inspection),
            lambda: queries.current(inspection),
            lambda: queries.grade_outcome_problems(inspection),
        ):
            with CaptureQueriesContext(connection) as captured:
                read()
            made.append(len(captured))
        counts.append(made)
    assert counts == [counts[0]] * 4


def test_desk_puts_differing_cells_side_by_side_and_says_what_they_wait_for() -> None:
    inspection = an_inspection(phase="judging")
    of, moderator = criterion(inspection), member(inspection, Role.MODERATOR)
    first, second = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    for number, grades in enumerate((("Good", "Good"), ("Good", "Outstanding"))):
        for inspector, grade in zip((first, second), grades, strict=True):
            submitted(
                assigned(inspection, scope_body(inspection, number), of, inspector),
                grade,
                completion_known=inspector == first,
            )
    found = queries.desk(moderator, inspection)
    assert [(one.grades_differ, one.findings_differ, one.waits_for) for one in found] == [
        (False, ("completion-known",), "moderation"),
        (True, ("completion-known",), "moderation"),
    ]
    assert [(one.verb, one.args) for one in queries.waiting(moderator, inspection)] == [
        (JudgmentVerb.MODERATE, (scope_body(inspection, number).code, of.pk)) for number in range(2)
    ]
    assert queries.desk(first, inspection) == []


def test_cell_tells_who_is_to_judge_it_still_and_whether_all_have() -> None:
    inspection = an_inspection(phase="judging")
    body, of, lead = scope_body(inspection), criterion(inspection), member(inspection, Role.LEAD)

    def told() -> tuple[tuple[Person, ...], bool | None]:
        found = queries.cell(lead, body, of)
        assert found is not None
        return tuple(one.inspector for one in found.waiting_on), found.complete

    assert told() == ((), False)
    one, other = (
        assigned(inspection, body, of, member(inspection, Role.INSPECTOR, number))
        for number in range(2)
    )
    assert told() == ((one.inspector, other.inspector), False)
    submitted(one)
    assert told() == ((other.inspector,), False)
    submitted(other)
    assert told() == ((), True)


def test_desk_of_what_is_unsettled_leaves_out_what_is_agreed_or_not_inspected() -> None:
    inspection = an_inspection(phase="judging")
    of, moderator = criterion(inspection), member(inspection, Role.MODERATOR)
    for number in range(3):
        body = scope_body(inspection, number)
        submitted(assigned(inspection, body, of, member(inspection, Role.INSPECTOR)))
    agreed(inspection, scope_body(inspection, 0), of)
    inspections.leave_out(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        scope_body=scope_body(inspection, 1),
        criterion=of,
        reason="Closed since",
    )
    everything = queries.desk(moderator, inspection)
    unsettled = queries.desk(moderator, inspection, unsettled=True)
    assert [one.scope_body for one in everything] == [
        scope_body(inspection, number) for number in range(3)
    ]
    assert [one.scope_body for one in unsettled] == [scope_body(inspection, 2)]


def test_judgments_that_rest_on_an_item_are_those_that_stand_and_cite_it() -> None:
    inspection = an_inspection(phase="judging")
    of, reader = criterion(inspection), member(inspection, Role.LEAD)
    first, second = (agreed(inspection, scope_body(inspection, number), of) for number in (0, 1))
    cited = [one.citations.get().item for one in (first, second)]
    assert [queries.resting_on(reader, inspection, one) for one in cited] == [[first], [second]]
    assert queries.resting_on(a_person(Role.LEAD), inspection, cited[0]) == []


def test_agreement_counts_the_double_judgments_as_submitted_before_moderation() -> None:
    inspection = an_inspection(phase="judging", bodies=4)
    of = criterion(inspection)
    first, second = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    for number, grades in enumerate(
        (("Good", "Good"), ("Good", "Outstanding"), ("Inadequate", "Good"))
    ):
        for inspector, grade in zip((first, second), grades, strict=True):
            chance = "1/5" if inspector == second else ""
            given = assigned(
                inspection, scope_body(inspection, number), of, inspector, chance=chance
            )
            submitted(given, grade)
    submitted(assigned(inspection, scope_body(inspection, 3), of, first))
    assigned(inspection, scope_body(inspection, 3), of, second)
    found = queries.agreement(inspection)
    assert found is not None
    figures = dict(found.by_criterion)[of]
    counts = figures.counts
    assert (counts.cells, counts.pairs, counts.same, counts.one_step, counts.further) == (
        3,
        3,
        1,
        1,
        1,
    )
    assert figures.summary is not None
    assert figures.summary.percent.value == pytest.approx(1 / 3)
    assert found.findings == (
        ("1.1", "completion-known", 3, 3),
        ("1.1", "mandatory-training", 3, 3),
    )
    assert [one.counts for _, one in found.overall] == [counts]
    assert queries.agreement(inspection, first) is None


def test_what_waits_is_each_persons_own() -> None:
    inspection = an_inspection(phase="judging")
    of, one = criterion(inspection), member(inspection, Role.INSPECTOR)
    assignment = assigned(inspection, scope_body(inspection), of, one, due_on=AT.date())
    found = {
        person: [
            (each.verb, each.args, each.due_on) for each in queries.waiting(person, inspection)
        ]
        for person in (
            one,
            member(inspection, Role.INSPECTOR, 1),
            member(inspection, Role.LEAD),
        )
    }
    assert list(found.values()) == [[(JudgmentVerb.SUBMIT, (assignment.pk,), AT.date())], [], []]
