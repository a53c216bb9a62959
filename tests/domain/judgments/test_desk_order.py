"""Grades that contradict the order from comparisons, on the agenda and beside a decision."""

from __future__ import annotations

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.desk.agenda import AgendaReason, agenda
from inspectorate.domain.judgments.desk.figures import FigureKind
from inspectorate.domain.judgments.desk.papers import papers
from inspectorate.domain.judgments.desk.showing import showing, told
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.comparing import compared_by_many
from tests.factories.findings import LATER, a_grade, agreed, an_item, answers, assigned, submitted
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

# The order is worked out in Python, of comparisons that test_comparisons reads on both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]
ASKED = 9


@kept
def compared(*grades: str, people: int = ASKED, answers: str = "012") -> Inspection:
    """An inspection whose bodies have these grades on 1.1, compared in this order by so many; one
    more body, the last, is judged by nobody.
    """
    inspection = an_inspection(phase="judging", bodies=len(grades) + 1)
    for number, grade in enumerate(grades):
        body = scope_body(inspection, number)
        an_item(inspection, body)
        judge = member(inspection, Role.INSPECTOR)
        submitted(assigned(inspection, body, criterion(inspection), judge), grade)
    compared_by_many(inspection, answers[: len(grades)], people)
    return inspection


def contradicting(person: Person, inspection: Inspection) -> list[int]:
    """The numbers of the bodies whose grade contradicts the order, for a reader of the desk."""
    found = agenda(person, inspection).items
    return sorted(one.scope_body.order for one in found if AgendaReason.ORDER in one.reasons)


def test_lower_grade_of_the_better_and_higher_of_the_worse_are_on_the_agenda() -> None:
    inspection = compared("Good", "Requires improvement", "Outstanding")
    moderator = member(inspection, Role.MODERATOR)
    # Body 1 is worse than 0 and better than 2: its grade contradicts that of 2 alone.
    assert contradicting(moderator, inspection) == [0, 1, 2]
    [figure] = [
        one
        for one in papers(
            moderator,
            inspection,
            cell(moderator, inspection, 1),
        ).figures
        if one.kind is FigureKind.ORDER
    ]
    [value] = figure.values
    assert value.label == scope_body(inspection, 2).label
    assert value.high is not None
    assert value.high < 0
    assert "was called worse and has the higher grade" in figure.means


def cell(person: Person, inspection: Inspection, number: int) -> queries.Cell:
    found = queries.cell(person, scope_body(inspection, number), criterion(inspection))
    assert found is not None
    return found


def test_grades_that_follow_the_order_or_are_alike_contradict_nothing() -> None:
    inspection = compared("Outstanding", "Good", "Good")
    assert contradicting(member(inspection, Role.MODERATOR), inspection) == []


def test_few_comparisons_contradict_nothing() -> None:
    inspection = compared("Good", "Outstanding", "Good", people=2)
    assert contradicting(member(inspection, Role.MODERATOR), inspection) == []


def test_agreed_grade_counts_before_the_one_submitted() -> None:
    inspection = compared("Good", "Outstanding", "Inadequate")
    assert contradicting(member(inspection, Role.MODERATOR), inspection) == [0, 1]
    agreed(inspection, scope_body(inspection, 1), criterion(inspection), "Requires improvement")
    assert contradicting(member(inspection, Role.MODERATOR), inspection) == []


def test_who_has_still_to_judge_on_the_criterion_is_told_of_no_contradiction() -> None:
    inspection = compared("Good", "Outstanding", "Inadequate")
    lead = member(inspection, Role.LEAD)
    assert contradicting(lead, inspection) == [0, 1]
    assigned(inspection, scope_body(inspection, 3), criterion(inspection), lead)
    assert contradicting(lead, inspection) == []
    found = papers(lead, inspection, cell(lead, inspection, 0)).figures
    assert FigureKind.ORDER not in {one.kind for one in found}
    assert contradicting(member(inspection, Role.MODERATOR), inspection) == [0, 1]


def test_what_a_decision_was_shown_of_the_order_is_kept_and_told_through_blindness() -> None:
    inspection = compared("Good", "Outstanding", "Inadequate")
    moderator, of = member(inspection, Role.MODERATOR), criterion(inspection)
    body = scope_body(inspection)
    judgments.moderate(
        by=moderator,
        at=LATER,
        key=a_key(),
        scope_body=body,
        criterion=of,
        grade=a_grade(of),
        findings=answers(of),
        reasons="As its evidence says.",
        shown=showing(papers(moderator, inspection, cell(moderator, inspection, 0))),
    )

    def kinds(person: Person) -> set[FigureKind]:
        [shown] = told(person, inspection, cell(person, inspection, 0))
        return {one.kind for one in shown.figures}

    lead = member(inspection, Role.LEAD)
    assert FigureKind.ORDER in kinds(lead)
    assert FigureKind.ORDER not in kinds(member(inspection, Role.INSPECTOR))
    assigned(inspection, scope_body(inspection, 3), of, lead)
    assert FigureKind.ORDER not in kinds(lead)
