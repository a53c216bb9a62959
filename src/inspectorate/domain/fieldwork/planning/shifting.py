"""Sessions that go along with a visit that moves: as many days on, at the time the clocks show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspectorate.foundation.people.models import Person

from .. import searched
from ..models import Session, SessionMove
from .lines import days_on

# A session and the times it gets.
type Moved = tuple[Session, datetime, datetime]


def shifted(sessions: Sequence[Session], days: int) -> list[Moved]:
    """Return sessions with the times they have so many days on."""
    return [(one, days_on(one.starts_at, days), days_on(one.ends_at, days)) for one in sessions]


def keep_moved(along: Sequence[Moved], reason: str, *, by: Person, at: datetime) -> None:
    """Move sessions, each with its record, within the act that moves their visits."""
    SessionMove.objects.bulk_create(
        [
            SessionMove(
                session=one,
                old_starts_at=one.starts_at,
                old_ends_at=one.ends_at,
                starts_at=starts,
                ends_at=ends,
                reason=reason.strip(),
                by=by,
                at=at,
            )
            for one, starts, ends in along
        ]
    )
    for one, starts, ends in along:
        one.starts_at, one.ends_at = starts, ends
        one.save(update_fields=["starts_at", "ends_at"])
    searched.SESSION.keep(*(one for one, _, _ in along))
