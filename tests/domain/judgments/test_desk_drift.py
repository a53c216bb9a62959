"""Drift of an inspector on the agenda and beside a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions, queries
from inspectorate.domain.judgments.desk.agenda import AgendaReason, agenda
from inspectorate.domain.judgments.desk.figures import Figure, FigureKind
from inspectorate.domain.judgments.desk.papers import papers
from inspectorate.domain.judgments.desk.showing import showing, told
from inspectorate.domain.judgments.models import Assignment
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_grade, an_item, answers, assigned
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

# Drift is worked out in Python, of grades that other tests of the desk read on both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]
BODIES = 9
FALLING = ("Outstanding", "Outstanding", "Good", "Good", "Good", "Requires improvement")
FALLING = (*FALLING, "Requires improvement", "Inadequate", "Inadequate")
EVEN = ("Good", "Requires improvement") * 5


def submit(assignment: Assignment, grade: str, day: int) -> None:
    inspection, of = assignment.scope_body.inspection, assignment.criterion
    actions.submit(
        by=assignment.inspector,
        at=LATER + timedelta(days=day),
        key=a_key(),
        assignment=assignment,
        grade=a_grade(of, grade),
        findings=answers(of),
        reasons="Seen in the records.",
        cited=[an_item(inspection, assignment.scope_body, of.ref)],
    )


def judged(*, falling: bool = True) -> Inspection:
    """Bodies judged over as many weeks: the first inspector's grades fall, two others' stay."""
    inspection = an_inspection(phase="judging", bodies=BODIES)
    for ref in ("1.1", "1.2") if falling else ("1.1",):
        for number in range(BODIES):
            body, of = scope_body(inspection, number), criterion(inspection, ref)
            given = {} if falling else {"week": 0}
            first, *seconds = (member(inspection, Role.INSPECTOR, place) for place in range(3))
            rows = [assigned(inspection, body, of, first)]
            rows += [
                assigned(inspection, body, of, one, second=True, chance="1/5") for one in seconds
            ]
            for row in rows:
                fell = row.inspector == first and not given
                submit(row, FALLING[number] if fell else EVEN[number], 7 * number)
    return inspection


def drift_beside(person: Person, inspection: Inspection) -> Figure | None:
    cell = queries.cell(person, scope_body(inspection), criterion(inspection))
    assert cell is not None
    found = papers(person, inspection, cell).figures
    return next((one for one in found if one.kind is FigureKind.DRIFT), None)


def test_drift_is_on_the_agenda_and_beside_the_decision_and_told_as_severity_is() -> None:
    inspection = judged()
    moderator, lead = member(inspection, Role.MODERATOR), member(inspection, Role.LEAD)
    found = agenda(moderator, inspection)
    assert all(AgendaReason.DRIFT in one.reasons for one in found.items)
    first = member(inspection, Role.INSPECTOR)
    # Beside one who falls, so few others look as if they rose.
    assert first.pk in {who for _, who in found.severities.drifting}
    named, unnamed = drift_beside(lead, inspection), drift_beside(moderator, inspection)
    assert named is not None
    assert unnamed is not None
    [value] = [one for one in named.values if one.label == first.name]
    assert (value.low or 0) > 0
    assert f"{first.name} grew harsher" in named.means
    assert (unnamed.values, first.name in unnamed.means) == ((), False)
    assert "early on this criterion" in unnamed.next
    _decided_by(lead, inspection)
    shown = {one: _told(one, inspection) for one in (first, member(inspection, Role.INSPECTOR, 1))}
    for person, [values] in shown.items():
        assert [one.startswith(person.name) for one in values] == [True]


def _decided_by(person: Person, inspection: Inspection) -> None:
    body, of = scope_body(inspection), criterion(inspection)
    cell = queries.cell(person, body, of)
    assert cell is not None
    actions.moderate(
        by=member(inspection, Role.MODERATOR),
        at=LATER + timedelta(days=90),
        key=a_key(),
        scope_body=body,
        criterion=of,
        grade=cell.submissions[0].grade,
        findings=answers(of),
        reasons="As its evidence says.",
        shown=showing(papers(person, inspection, cell)),
    )


def _told(person: Person, inspection: Inspection) -> list[tuple[str, ...]]:
    cell = queries.cell(person, scope_body(inspection), criterion(inspection))
    assert cell is not None
    [shown] = told(person, inspection, cell)
    return [one.values for one in shown.figures if one.kind is FigureKind.DRIFT]


def test_grades_that_stay_as_they_were_are_no_drift() -> None:
    inspection = judged(falling=False)
    found = agenda(member(inspection, Role.MODERATOR), inspection)
    assert not any(AgendaReason.DRIFT in one.reasons for one in found.items)
    assert drift_beside(member(inspection, Role.LEAD), inspection) is None
