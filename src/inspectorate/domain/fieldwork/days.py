"""Days in which a visit may lie: so far round the fieldwork window, and no farther.

A year typed wrongly is farther. Nobody plans for it, and every calendar would have to show it.
"""

from __future__ import annotations

from datetime import date, timedelta

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .reasons import FieldworkReason

_ROUND = timedelta(days=2 * 366)
MEND = "Correct the year, or amend the fieldwork window first."


def later(day: date, by: timedelta) -> date:
    """Return a day so much later or earlier, or the last or first that a calendar has."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta() else date.min


def bounds(inspection: Inspection) -> tuple[date, date]:
    """Return the first and the last day on which a visit of an inspection may be."""
    return later(inspection.fieldwork_from, -_ROUND), later(inspection.fieldwork_to, _ROUND)


def told_far(inspection: Inspection, day: date) -> str:
    """Say that a day is too far from the fieldwork window; nothing where it is not."""
    first, last = bounds(inspection)
    if first <= day <= last:
        return ""
    window = f"{inspection.fieldwork_from} to {inspection.fieldwork_to}"
    return f"{day} is more than two years from the fieldwork window, {window}."


def near(inspection: Inspection, starts_on: date, ends_on: date) -> list[Reason]:
    """Require days of a visit that are not far from the fieldwork window."""
    found = (("starts_on", starts_on), ("ends_on", ends_on))
    return [
        Reason(FieldworkReason.DAY_TOO_FAR, text, Mend.words(MEND), field)
        for field, day in found
        if (text := told_far(inspection, day))
    ]
