"""Who is signed in where: the sessions of one person, and their end.

Django keeps whose a session is inside it, signed; as many are read as people are at work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note

from .models import Person


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session that has not ended: when it began, and when its last request was (UTC)."""

    key: str
    began: datetime | None
    seen: datetime | None


def held(person: Person) -> Iterator[OpenSession]:
    """The sessions of ``person`` that have not ended."""
    for one in Session.objects.filter(expire_date__gt=timezone.now()):
        kept = one.get_decoded()
        if kept.get(SESSION_KEY) == str(person.pk):
            yield OpenSession(
                one.session_key, _moment(kept.get("began")), _moment(kept.get("seen"))
            )


def end(person: Person, *, by: int | str, but: str | None = None) -> int:
    """End the sessions of ``person``, all ``but`` the one of that key; return how many.

    A request that is under way in one of them keeps no session either.
    """
    keys = [one.key for one in held(person) if one.key != but]
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    if ended:
        # Within an act it may be taken back.
        transaction.on_commit(
            lambda: note(
                SecurityEvent.SESSION_ENDED, person=person.pk, by=by, why="asked", count=ended
            )
        )
    return ended


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
