"""When a visit stood still, and which sessions were planned for then: told by its records alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from .kinds import Again, Halt
from .models import Interruption, Resumption

if TYPE_CHECKING:
    from ..models import Session, Visit


class Standstill(NamedTuple):
    """A time in which a visit stood still; ``until`` is None while it still does."""

    since: datetime
    until: datetime | None

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Does any of the time from ``starts_at`` to ``ends_at`` lie within?"""
        return ends_at > self.since and (self.until is None or starts_at < self.until)


def standstills(
    interruptions: Iterable[Interruption], resumptions: Iterable[Resumption]
) -> list[Standstill]:
    """The times in which a visit was paused or left incomplete, in order.

    What was left incomplete out of a pause stands still from the pause on.
    """
    came: list[Interruption | Resumption] = [*interruptions, *resumptions]
    came.sort(key=lambda one: (one.at, one.kind in Again))
    found: list[Standstill] = []
    since: datetime | None = None
    for one in came:
        if one.kind in (Halt.PAUSED, Halt.INCOMPLETE):
            since = one.since if since is None else since
        elif one.kind in Again and since is not None:
            found.append(Standstill(since, one.since))
            since = None
    return [*found, Standstill(since, None)] if since is not None else found


def standstills_of(visit: Visit) -> list[Standstill]:
    """The times in which a visit stood still. Two queries."""
    return standstills(visit.interruptions.all(), visit.resumptions.all())


def inside(visit: Visit, sessions: Iterable[Session]) -> list[Session]:
    """Which of some sessions that stand lie in a time in which their visit stood still."""
    times = standstills_of(visit)
    return [
        one
        for one in sessions
        if not hasattr(one, "cancellation")
        and any(time.holds(one.starts_at, one.ends_at) for time in times)
    ]
