"""May days off be entered, or taken back, now?"""

from __future__ import annotations

from datetime import date

from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more

from ..models import Person
from ..reasons import PersonReason
from .models import DaysOff

_LONGEST = 366
_MOST = 200


def days_off_takeable(person: Person, from_on: date, to_on: date) -> list[Reason]:
    """Require days in order, a year at most, and room on the person's page."""
    there = person.days_off.filter(withdrawal=None).count()
    mend = Mend.words("Enter fewer, longer stretches.")
    reasons = room_for_more(there, _MOST, "days off", mend)
    if to_on < from_on:
        text, mend = "The last day is before the first.", Mend.words("Swap the two days.")
        reasons.append(Reason(PersonReason.DAYS_OFF_ODD, text, mend, "to_on"))
    elif (to_on - from_on).days >= _LONGEST:
        text = "That is more than a year."
        mend = Mend.words("Enter a year at most, and the rest by itself.")
        reasons.append(Reason(PersonReason.DAYS_OFF_ODD, text, mend, "to_on"))
    return reasons


def days_off_withdrawable(days_off: DaysOff) -> list[Reason]:
    """Require days that were not taken back before."""
    if hasattr(days_off, "withdrawal"):
        text = "These days were taken back already."
        return [Reason(PersonReason.DAYS_OFF_WITHDRAWN, text, NOTHING_TO_DO)]
    return []
