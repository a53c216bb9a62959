"""Grades and debrief notes from devices, while two act on one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.factories import rooms
from tests.factories.findings import LATER, a_grade, answers, assigned
from tests.factories.meanings import a_debrief_note, a_received_grade
from tests.factories.rooms import member
from tests.factories.telling import ENDED

from inspectorate.domain.evidence.arrivals import actions as arrivals
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.debriefs import actions as debriefs
from inspectorate.domain.judgments.received import actions
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call


def _own(on: Ground) -> Any:
    body, of = next(on.cells)
    return assigned(on.judging, body, of, member(on.judging, Role.INSPECTOR))


def _taking(own: Any) -> Any:
    grade = a_received_grade(own)
    return call(actions.take_grade, by=own.inspector, at=LATER, arrival=grade, version=0)


def grade_taken_into_the_draft_twice(on: Ground) -> Pair:
    return again(_taking(_own(on)))


def two_grades_taken_into_one_draft(on: Ground) -> Pair:
    own = _own(on)
    return _taking(own), _taking(own)


def take_a_grade_or_set_it_aside(on: Ground) -> Pair:
    own = _own(on)
    grade = a_received_grade(own)
    given: Any = {"by": own.inspector, "at": LATER, "arrival": grade}
    return (
        call(actions.take_grade, version=0, **given),
        call(arrivals.set_aside, reason="Thought again", **given),
    )


def take_a_grade_or_save_the_draft(on: Ground) -> Pair:
    own = _own(on)
    saving = call(
        judgments.save_draft,
        by=own.inspector,
        at=LATER,
        assignment=own,
        grade=a_grade(own.criterion),
        findings=answers(own.criterion),
        reasons="Written at the desk.",
        version=0,
    )
    return _taking(own), saving


FIRST, DAYS = date(2017, 1, 2), count()


def _noted(on: Ground) -> tuple[Any, Any]:
    # Each on days of its own: a body is visited once at a time.
    day = FIRST + timedelta(days=next(DAYS))
    visit = rooms.a_visit(on.fieldwork, starts_on=day, ends_on=day, outside_window="Late.")
    note = a_debrief_note(visit, member(on.fieldwork, Role.INSPECTOR))
    ending = call(
        debriefs.hold_debrief,
        by=on.lead(on.fieldwork),
        at=ENDED,
        visit=visit,
        debrief="What was said",
        heard_by="Chief officer",
        said_on=visit.starts_on,
        version=visit.version,
        note=note,
    )
    return note, ending


def visit_ended_twice_with_a_debrief_note(on: Ground) -> Pair:
    return again(_noted(on)[1])


def end_a_visit_with_a_debrief_note_or_set_it_aside(on: Ground) -> Pair:
    note, ending = _noted(on)
    given: Any = {"by": on.lead(on.fieldwork), "at": ENDED, "arrival": note}
    return ending, call(arrivals.set_aside, reason="Sent twice", **given)
