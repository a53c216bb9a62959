"""The clock of the database, the one clock that every server of an installation shares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .reasons import LedgerReason
from .round_trip import Statement, asked_together

# Between the press and the act lie the wait for a lock (20 s) and two clocks that are kept in time.
TOLERANCE = timedelta(minutes=2)


def database_clock() -> datetime:
    """The moment by the database's own clock, in UTC."""
    (((moment,),),) = asked_together([reading()])
    return told(moment)


def reading() -> Statement:
    """The statement that reads the clock."""
    if connection.vendor == "sqlite":
        return "SELECT strftime(%s, 'now')", ["%Y-%m-%dT%H:%M:%f"]
    return "SELECT clock_timestamp()", []


def told(moment: datetime | str) -> datetime:
    """A moment as the driver gives it, in UTC: SQLite keeps no zone and reads its clock as text."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def not_of_now(at: datetime) -> list[Reason]:
    """Why an act may not say it was done ``at``: in a live installation, only now.

    A rehearsal and a demonstration tell acts of other days.
    """
    if not settings.LIVE:
        return []
    clock = database_clock()
    if abs(at - clock) <= TOLERANCE:
        return []
    return [
        Reason(
            LedgerReason.CLOCKS_DIFFER,
            f"The clock of this server says {at:%d %B %Y %H:%M:%S}, that of the database "
            f"{clock:%d %B %Y %H:%M:%S} (UTC), so nothing was saved.",
            Mend.outside("Ask whoever runs the server to set both clocks right, then send again."),
            "at",
        )
    ]


def deciding(at: datetime) -> datetime:
    """The moment that decides whether an hour has come.

    In a live installation the database's clock alone, which may stand behind that of a server; a
    rehearsal and a demonstration tell acts of other days.
    """
    return database_clock() if settings.LIVE else at
