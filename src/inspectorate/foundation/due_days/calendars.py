"""Calendars of days that are no working days, as they are loaded: a name and a day each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.spreadsheets import reading

from .reasons import DueDayReason

# A century of a dozen days a year.
MOST_ROWS, LONGEST_NAME = 1_200, 120
# Of years without a day so many are named.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class LoadedCalendar:
    """Days that are no working days beside Saturdays and Sundays, each with what it is.

    It tells of the days from ``first`` to ``last``, and of no other. ``name`` is said with each day
    counted by it.
    """

    name: str
    first: date
    last: date
    days: Mapping[date, str]


def read_days(content: bytes, *, name: str, first: date, last: date) -> dict[date, str]:
    """Read the days of a calendar from a CSV file with the columns ``day`` and ``name``.

    Raises SheetRefused naming every row and column that is wrong; nothing is taken then.
    """
    rows, faults = reading.read(content, name=name, required=("day", "name"), most_rows=MOST_ROWS)
    found: dict[date, str] = {}
    for row in rows:
        on, words = faults.day(row, "day"), row.line("name")
        if not row["day"]:
            text, mend = "there is no day.", Mend.words("Write it as YYYY-MM-DD.")
            faults.add(DueDayReason.DAY_MISSING, row.where("day"), text, mend)
        if not words or len(words) > LONGEST_NAME:
            text = f"the name is {'longer than 120 characters' if words else 'empty'}."
            mend = Mend.words("Write what the day is, for example Christmas Day.")
            faults.add(DueDayReason.NAME_MISSING, row.where("name"), text, mend)
        if on is None:
            continue
        if on in found:
            text, mend = f"{on} stands there twice.", Mend.words("Leave one of the two out.")
            faults.add(DueDayReason.DAY_TWICE, row.where("day"), text, mend)
        if not first <= on <= last:
            text = f"{on} is outside {first} to {last}, which the calendar covers."
            mend = Mend.words("Mend the day, or say that the calendar covers it.")
            faults.add(DueDayReason.DAY_OUTSIDE, row.where("day"), text, mend)
        found[on] = words
    if not rows:
        text, mend = "there is no row.", Mend.words("Write one row for each day.")
        faults.add(DueDayReason.DAYS_MISSING, name, text, mend)
    if empty := _empty_years(found, first, last):
        # Days counted in them would be wrong, and nobody would see it.
        named = ", ".join(map(str, empty[:_NAMED])) + (" and others" * (len(empty) > _NAMED))
        text = f"there is no day of {named}, which the calendar covers."
        mend = Mend.words("Write the days of each year, or name a last day before them.")
        faults.add(DueDayReason.YEAR_EMPTY, name, text, mend)
    faults.refuse()
    return found


def _empty_years(found: Collection[date], first: date, last: date) -> list[int]:
    """The whole years between two days of which none is ``found``, where any is."""
    years = {on.year for on in found}
    whole = (
        one
        for one in range(first.year, last.year + 1)
        if first <= date(one, 1, 1) and date(one, 12, 31) <= last
    )
    return [one for one in whole if years and one not in years]
