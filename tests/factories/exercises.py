"""Small builders for standardisation exercises, through actions only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.exercises import actions
from inspectorate.domain.judgments.exercises.loading import cases_of
from inspectorate.domain.judgments.exercises.models import (
    ExerciseCase,
    HandIn,
    Nearness,
    ReadinessDecision,
)
from inspectorate.domain.judgments.exercises.policies import Answer
from inspectorate.domain.judgments.models import Exercise
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_grade
from tests.factories.rooms import AT, a_key, criterion, member

# What stands in the panel's reasons alone.
PANEL = "Because the panel weighed it so"
REFS = ("1.1", "2.1")


def an_exercise(
    inspection: Inspection,
    cases: int = 2,
    *,
    panel: Sequence[Person] = (),
    again: Exercise | None = None,
    **given: Any,
) -> Exercise:
    """One that is set up, with so many cases on two criteria: the panel's grade is Good."""
    fields = {"share": 50, "nearness": Nearness.SAME, "reason": "Half is the least", **given}
    made = actions.set_exercise(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        title=fields.pop("title", "Before fieldwork"),
        panel=panel,
        again=again,
        **fields,
    )
    for number in range(cases):
        a_case(made, REFS[number % len(REFS)])
    return made


def a_case(exercise: Exercise, ref: str = "1.1", grade: str = "Good", **given: Any) -> ExerciseCase:
    """A case on a criterion, with the panel's answer."""
    of = criterion(exercise.inspection, ref)
    fields = {"words": f"All records on {ref} were kept.", "reasons": f"{PANEL}.", **given}
    return actions.add_case(
        by=fields.pop("by", member(exercise.inspection, Role.LEAD)),
        at=AT,
        key=a_key(),
        exercise=exercise,
        criterion=of,
        grade=a_grade(of, grade),
        **fields,
    )


def opened(exercise: Exercise, **given: Any) -> Exercise:
    """The exercise, open to inspectors."""
    lead = member(exercise.inspection, Role.LEAD)
    actions.open_exercise(by=lead, at=AT, key=a_key(), exercise=exercise, **given)
    return exercise


def answers(exercise: Exercise, *grades: str, reasons: str = "As I see it") -> dict[int, Answer]:
    """An answer to each case; the last grade to all that follow."""
    named = list(grades) or ["Good"]
    return {
        case.number: Answer(
            a_grade(case.criterion, named[min(place, len(named) - 1)]),
            f"{reasons} {case.number}.",
        )
        for place, case in enumerate(cases_of(exercise))
    }


def handed_in(
    exercise: Exercise, person: Person, *grades: str, reasons: str = "As I see it"
) -> HandIn:
    """What a person handed in."""
    return actions.hand_in_answers(
        by=person,
        at=LATER,
        key=a_key(),
        exercise=exercise,
        answers=answers(exercise, *grades, reasons=reasons),
    )


def closed(exercise: Exercise) -> Exercise:
    """The exercise, closed by its lead."""
    lead = member(exercise.inspection, Role.LEAD)
    actions.close_exercise(by=lead, at=LATER, key=a_key(), exercise=exercise)
    return exercise


def decided(
    exercise: Exercise, person: Person, decision: str = "may-judge", reasons: str = "Near enough"
) -> ReadinessDecision:
    """What the lead decided of a person."""
    return actions.decide_readiness(
        by=member(exercise.inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        exercise=exercise,
        inspector=person,
        decision=decision,
        reasons=reasons,
    )
