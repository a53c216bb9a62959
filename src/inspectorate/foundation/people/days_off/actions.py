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
from . import policies
from .models import DaysOff, DaysOffWithdrawal


@action(PersonVerb.TAKE_DAYS_OFF, streams=lambda **_: [STREAM])
def take_days_off(*, by: Person, at: datetime, key: str, from_on: date, to_on: date) -> DaysOff:
    """Say that one cannot be sent anywhere on some days; no ground is asked."""
    require(by, TABLE, PersonVerb.TAKE_DAYS_OFF)
    refuse_if(policies.days_off_takeable(by, from_on, to_on))
    made = DaysOff.objects.create(person=by, from_on=from_on, to_on=to_on, at=at)
    write(of=made, stream=STREAM)
    return made


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
