"""The only writers of the secret addresses of calendars: each person's own, and nobody else's."""

from __future__ import annotations

from datetime import datetime

from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.access import require
from inspectorate.foundation.people.actions import STREAM
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ..permissions import TABLE
from ..verbs import FieldworkVerb
from . import policies
from .models import CalendarAddress


@action(FieldworkVerb.MAKE_CALENDAR_ADDRESS, streams=lambda **_: [STREAM])
def make_calendar_address(*, by: Person, at: datetime, key: str, digest: str) -> CalendarAddress:
    """Open an address of one's own calendar, known here by the digest of its secret alone.

    An earlier one is ended.
    """
    require(by, TABLE, FieldworkVerb.MAKE_CALENDAR_ADDRESS)
    refuse_if(policies.address_makeable(digest))
    ended = _end(by, at)
    made = CalendarAddress.objects.create(person=by, digest=digest, made_at=at)
    write(of=made, stream=STREAM, detail={"person": by.pk, "ended": ended})
    return made


@action(FieldworkVerb.END_CALENDAR_ADDRESS, streams=lambda **_: [STREAM])
def end_calendar_address(*, by: Person, at: datetime, key: str) -> CalendarAddress:
    """End the address of one's own calendar: nothing is read there any more."""
    require(by, TABLE, FieldworkVerb.END_CALENDAR_ADDRESS)
    refuse_if(policies.address_endable(by))
    open_now = CalendarAddress.objects.get(person=by, ended_at=None)
    _end(by, at)
    write(of=open_now, stream=STREAM, detail={"person": by.pk})
    return open_now


def _end(person: Person, at: datetime) -> list[int]:
    """End what is open; return its keys."""
    ended = list(CalendarAddress.objects.filter(person=person, ended_at=None))
    for one in ended:
        one.ended_at = at
        one.save(update_fields=["ended_at"])
    return [one.pk for one in ended]
