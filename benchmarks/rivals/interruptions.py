"""Visits that are interrupted while somebody else acts on them, and addresses of calendars."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from benchmarks.at_once import Call
from tests.factories.rooms import AT, a_key, member

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.diary import actions as diary
from inspectorate.domain.fieldwork.diary.addresses import digest_of
from inspectorate.domain.fieldwork.interruptions import actions
from inspectorate.domain.fieldwork.interruptions.policies import Asked
from inspectorate.foundation.people.roles import Role

from .ground import WINDOW, Ground, Pair, again, call
from .inspections import _planned_visit

# Every visit of the window has begun by then.
LATE = AT + timedelta(days=WINDOW)


def _asked(since: datetime) -> Asked:
    return Asked(since, "body", "Office of the chief", "weather", "Welfare desk", "01632 960123")


def _of(on: Ground, visit: Any, act: Any, at: datetime, **given: Any) -> Call:
    fields = {"visit": visit, "version": visit.version, **given}
    return call(act, by=on.lead(on.fieldwork), at=at, **fields)


def _pause(on: Ground, visit: Any) -> Call:
    return _of(on, visit, actions.pause_visit, LATE, asked=_asked(LATE))


def pause_or_end_a_visit(on: Ground) -> Pair:
    visit = _planned_visit(on)
    end = _of(on, visit, fieldwork.end_visit, LATE, debrief="What we heard")
    return _pause(on, visit), end


def paused_twice(on: Ground) -> Pair:
    return again(_pause(on, _planned_visit(on)))


def defer_or_move_a_visit(on: Ground) -> Pair:
    visit = _planned_visit(on)
    day = visit.starts_on + timedelta(days=1)
    given = {"starts_on": day, "ends_on": day, "reason": "They are away", "gone_past": "As planned"}
    move = _of(on, visit, fieldwork.move_visit, AT, **given)
    return _of(on, visit, actions.defer_visit, AT, asked=_asked(AT)), move


def resume_or_leave_incomplete(on: Ground) -> Pair:
    visit = _planned_visit(on)
    _pause(on, visit)()
    visit.refresh_from_db()
    left = _of(
        on, visit, actions.leave_incomplete, LATE, asked=_asked(LATE), not_seen="The control room"
    )
    return _of(on, visit, actions.resume_visit, LATE, since=LATE), left


def reopened_twice(on: Ground) -> Pair:
    visit = _planned_visit(on)
    _of(on, visit, fieldwork.end_visit, LATE, debrief="What we heard")()
    visit.refresh_from_db()
    reopen = _of(on, visit, actions.reopen_visit, LATE, since=LATE, reason="It was not over")
    return again(reopen)


def address_made_or_ended(on: Ground) -> Pair:
    person = member(on.fieldwork, Role.ANALYST)
    secret = f"secret {next(on.numbers)}"
    diary.make_calendar_address(by=person, at=AT, key=a_key("rival"), digest=digest_of(secret))
    made = call(diary.make_calendar_address, by=person, digest=digest_of(f"{secret} again"))
    return made, call(diary.end_calendar_address, by=person)
