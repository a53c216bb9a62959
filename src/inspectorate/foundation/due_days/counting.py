"""Counting: the last day by which something is due, as the rule that sets it counts.

Pure calendar arithmetic, which :func:`resolving.resolve` alone uses. "Before the end of 56 days
beginning with the day of publication" (Police Act 1996 s.55(5A)) counts the day of publication as
day 1: published on 9 March 2020, due by 3 May 2020.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A due day and, where a rule moved it, why."""

    on: date
    why: str = ""


def days_beginning_with(start: date, days: int) -> date:
    """Return the last of ``days`` days of which ``start`` is the first.

    As in "56 days beginning with the day of publication".
    """
    _at_least_one(days)
    # The day itself is day 1, as the statute counts.
    return start + timedelta(days=days - 1)


def days_after(start: date, days: int) -> date:
    """Return the last of ``days`` days of which the day after ``start`` is the first.

    As in "within 30 days of receipt".
    """
    _at_least_one(days)
    return start + timedelta(days=days)


def before_day(start: date, day: int) -> date:
    """Return the day before the ``day``-th day after ``start``.

    "Before the 181st day after the date of the report" is day 180.
    """
    if day < 2:
        raise ValueError(f"day {day}: there is no day before it; give 2 or more")
    return start + timedelta(days=day - 1)


def is_working(on: date, holidays: Collection[date]) -> bool:
    """Is ``on`` neither Saturday, Sunday nor a holiday?"""
    return on.weekday() < 5 and on not in holidays


def working_days_after(start: date, days: int, holidays: Collection[date]) -> date:
    """The last of ``days`` working days after ``start``.

    ``holidays`` must reach that far; give the list of the jurisdiction.
    """
    _at_least_one(days)
    on, left = start, days
    while left:
        on += timedelta(days=1)
        left -= is_working(on, holidays)
    return on


def working_days_beginning_with(start: date, days: int, holidays: Collection[date]) -> date:
    """The last of ``days`` working days of which ``start`` is the first, if it is one."""
    # A first day that is none (a Sunday) is passed over, as every other.
    return working_days_after(start - timedelta(days=1), days, holidays)


def months_after(start: date, months: int) -> date:
    """The same day ``months`` months later.

    The last day of a shorter month ("2 months from publication").
    """
    if months < 1:
        raise ValueError(f"months {months}: give 1 or more")
    # Months count from 0 here, so that December plus one is January of the next year.
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def next_fixed(after: date, fixed: Sequence[tuple[int, int]]) -> date:
    """The next of the fixed (month, day) dates later than ``after`` ("30 April and 31 October")."""
    if not fixed:
        raise ValueError("fixed: no date is given")
    found = [
        # Two years always hold a later one, also after the last fixed day of this year.
        date(year, month, day)
        for year in (after.year, after.year + 1)
        for month, day in fixed
    ]
    return min(on for on in found if on > after)


def earlier(*days: date) -> date:
    """Return the earlier of the due days given.

    For "the earlier of 30 days after receipt and nine months after the period".
    """
    if not days:
        raise ValueError("days: none is given")
    return min(days)


def before_return(due: date, sitting: Sequence[tuple[date, date]]) -> MovedDay:
    """A day that falls while the House is not sitting becomes the day before it returns.

    ``sitting`` are (first, last) days.
    """
    for first, last in sorted(sitting):
        if first <= due <= last:
            return MovedDay(due)
        if due < first:
            return MovedDay(
                first - timedelta(days=1),
                f"{due.isoformat()} is not a sitting day; the House returns on {first.isoformat()}",
            )
    # Guessing past the calendar's end would print a day that Parliament may not sit.
    raise ValueError(f"sitting: the calendar given ends before {due.isoformat()}")


def _at_least_one(days: int) -> None:
    if days < 1:
        raise ValueError(f"days {days}: give 1 or more")
