"""Sessions that go with their visit: as many days on, at the time the clocks show, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspectorate.foundation.people.models import Person

from .. import searched
from ..models import Session, SessionCancellation, SessionMove
from .lines import days_on

# A session and the times it gets.
type Moved = tuple[Session, datetime, datetime]


def shifted(sessions: Sequence[Session], days: int) -> list[Moved]:
    """Return sessions with the times they have so many days on."""
    return [(one, *_times(one, days)) for one in sessions]


def _times(session: Session, days: int) -> tuple[datetime, datetime]:
    starts, ends = days_on(session.starts_at, days), days_on(session.ends_at, days)
    if ends <= starts:
        # Clocks that are put forward may move the beginning alone: it then lasts as long as it did.
        ends = starts + (session.ends_at - session.starts_at)
    return starts, ends


def keep_moved(along: Sequence[Moved], reason: str, *, by: Person, at: datetime) -> None:
    """Move sessions, each with its record, within the act that moves their visits.

    One that has its times already is not moved.
    """
    along = [one for one in along if one[1:] != (one[0].starts_at, one[0].ends_at)]
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


def keep_cancelled(sessions: Sequence[Session], reason: str, *, by: Person, at: datetime) -> None:
    """Cancel sessions, each with its record, within the act that cancels their visits."""
    SessionCancellation.objects.bulk_create(
        [SessionCancellation(session=one, reason=reason.strip(), by=by, at=at) for one in sessions]
    )
    # Read again: those at hand do not know that they were cancelled.
    searched.SESSION.keep(*Session.objects.filter(pk__in=[one.pk for one in sessions]))
