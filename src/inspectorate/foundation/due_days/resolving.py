"""The one resolver of due days: a rule and the day on which it begins give a last day, and why.

Nothing else in the house counts a due day (ADR 56).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from . import counting
from .calendars import LoadedCalendar
from .reasons import DueDayReason
from .rules import Count, DueRule, unsound

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The day from which a rule counts, and what day that is ("the day it was sent")."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day on which something is still in time, and in words how it was counted."""

    on: date
    why: str


def resolve(rule: DueRule, beginning: Beginning, calendar: LoadedCalendar | None = None) -> DueDay:
    """Count the last day by ``rule`` from ``beginning``; ``calendar`` is for working days.

    Raises Refused for a rule without sense, for working days without a calendar, and where the
    calendar does not tell of every day that would be counted: a day guessed past its end may be
    wrong, and nobody would see it.
    """
    refuse_if(unsound(rule))
    if rule.count is Count.EARLIER_OF:
        found = [resolve(one, beginning, calendar) for one in rule.among]
        on = counting.earlier(*(one.on for one in found))
        first = next(one for one in found if one.on == on)
        others = "; ".join(said(one.on) for one in found if one is not first)
        return DueDay(
            on, f"The earlier of {len(found)} days, the others being {others}. {first.why}"
        )
    if rule.needs_calendar:
        return _working(rule, beginning, calendar)
    return DueDay(_counted(rule, beginning.on), _why(rule, beginning))


def _counted(rule: DueRule, start: date) -> date:
    """The last day by a rule that needs no calendar."""
    if rule.count is Count.DAYS_AFTER:
        return counting.days_after(start, rule.number)
    if rule.count is Count.DAYS_BEGINNING_WITH:
        return counting.days_beginning_with(start, rule.number)
    if rule.count is Count.MONTHS_AFTER:
        return counting.months_after(start, rule.number)
    return counting.next_fixed(start, rule.fixed)


def _why(rule: DueRule, beginning: Beginning) -> str:
    since = f"{said(beginning.on)}, {beginning.what}"
    if rule.count is Count.NEXT_FIXED:
        fixed = " and ".join(f"{day} {_MONTHS[month - 1]}" for month, day in rule.fixed)
        return f"The next of {fixed} later than {since}."
    unit = {
        Count.MONTHS_AFTER: "month",
        Count.WORKING_DAYS_AFTER: "working day",
        Count.WORKING_DAYS_BEGINNING_WITH: "working day",
    }.get(rule.count, "day")
    counted = f"{rule.number} {unit}{'' if rule.number == 1 else 's'}"
    if rule.count is Count.MONTHS_AFTER:
        return f"{counted} after {since}."
    begins = rule.count in (Count.DAYS_BEGINNING_WITH, Count.WORKING_DAYS_BEGINNING_WITH)
    return f"The last of {counted} {'beginning with' if begins else 'after'} {since}."


def _working(rule: DueRule, beginning: Beginning, calendar: LoadedCalendar | None) -> DueDay:
    if calendar is None:
        text = "No calendar of days that are no working days is given."
        mend = Mend.words("Choose a calendar, or count days of every kind.")
        raise Refused([Reason(DueDayReason.CALENDAR_MISSING, text, mend, "rule")])
    begins = rule.count is Count.WORKING_DAYS_BEGINNING_WITH
    count = counting.working_days_beginning_with if begins else counting.working_days_after
    on = count(beginning.on, rule.number, calendar.days)
    # The days that were asked of the calendar: the first of them too must be one it tells of.
    asked_first = beginning.on if begins else beginning.on + timedelta(days=1)
    if asked_first < calendar.first or calendar.last < on:
        short = (
            f"begins on {said(calendar.first)}"
            if asked_first < calendar.first
            else f"ends on {said(calendar.last)}"
        )
        text = f"The calendar {calendar.name} {short}, and a day beyond it would be counted."
        mend = Mend.words("Have a longer calendar loaded, or name the day itself.")
        raise Refused([Reason(DueDayReason.CALENDAR_TOO_SHORT, text, mend, "rule")])
    passed = "; ".join(_passed(calendar, asked_first, on))
    not_counted = f"not counted: Saturdays, Sundays{'; ' + passed if passed else ''}"
    why = f"{_why(rule, beginning)} By the calendar {calendar.name}; {not_counted}."
    return DueDay(on, why)


def _passed(calendar: LoadedCalendar, first: date, last: date) -> Iterator[str]:
    """The days between two, both among them, that the calendar alone takes out."""
    for on in sorted(calendar.days):
        if first <= on <= last and on.weekday() < 5:
            yield f"{said(on)} ({calendar.days[on]})"


def said(on: date) -> str:
    """Write a day as prose has it, "9 March 2020"."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
