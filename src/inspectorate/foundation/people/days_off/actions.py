"""The only writers of days off: a person of their own alone."""

from __future__ import annotations

from datetime import date, datetime

from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from ..access import require
from ..actions import STREAM
from ..models import Person
from ..permissions import TABLE
from ..verbs import PersonVerb
from . import lines, policies
from .models import DaysOff, DaysOffWithdrawal


@action(PersonVerb.TAKE_DAYS_OFF, streams=lambda **_: [STREAM])
def take_days_off(*, by: Person, at: datetime, key: str, from_on: date, to_on: date) -> DaysOff:
    """Say that one cannot be sent anywhere on some days; no ground is asked."""
    require(by, TABLE, PersonVerb.TAKE_DAYS_OFF)
    refuse_if(policies.days_off_takeable(by, from_on, to_on))
    made = DaysOff.objects.create(person=by, from_on=from_on, to_on=to_on, at=at)
    write(of=made, stream=STREAM)
    return made


@action(PersonVerb.TAKE_MANY_DAYS_OFF, streams=lambda **_: [STREAM])
def take_many_days_off(*, by: Person, at: datetime, key: str, days: str) -> Person:
    """Enter several stretches of days off, a line each as :mod:`.lines` reads them; all or none.

    Each is entered by an act of its own, and is taken back by itself.
    """
    require(by, TABLE, PersonVerb.TAKE_MANY_DAYS_OFF)
    found = lines.stretches(days)
    refuse_if(policies.lines_takeable(by, found))
    for place, (from_on, to_on) in enumerate(found, 1):
        take_days_off(by=by, at=at, key=f"days-{place}", from_on=from_on, to_on=to_on)
    write(of=by, stream=STREAM, detail={"stretches": len(found)})
    return by


@action(PersonVerb.WITHDRAW_DAYS_OFF, streams=lambda **_: [STREAM])
def withdraw_days_off(
    *, by: Person, at: datetime, key: str, days_off: DaysOff
) -> DaysOffWithdrawal:
    """Take days off of one's own back."""
    require(by, TABLE, PersonVerb.WITHDRAW_DAYS_OFF)
    if days_off.person_id != by.pk:
        raise Forbidden(PersonVerb.WITHDRAW_DAYS_OFF)
    refuse_if(policies.days_off_withdrawable(days_off))
    made = DaysOffWithdrawal.objects.create(days_off=days_off, at=at)
    write(of=made, stream=STREAM)
    return made
