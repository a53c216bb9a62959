"""When a visit stood still, and which sessions were planned for then: told by its records alone.

And when visits are away from the calendar, between their first and last day, for whatever reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max
from django.utils import timezone

from inspectorate.domain.inspections.models import PhaseMove
from inspectorate.domain.inspections.states import OVER

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

    def covers(self, day: date) -> bool:
        """Does the whole of a day lie within? The days it begins and ends on do not."""
        until = self.until
        return timezone.localdate(self.since) < day and (
            until is None or day < timezone.localdate(until)
        )


class Absence(NamedTuple):
    """When a visit does not take place between its first and last day.

    In ``still`` no session of it is held. In ``over`` it had ended, and was reopened afterwards:
    its days were free, and a session of then is a record all the same.
    """

    still: Sequence[Standstill] = ()
    over: Sequence[Standstill] = ()

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Does a session at these times lie in a time in which none is held?"""
        return any(one.holds(starts_at, ends_at) for one in self.still)

    def days(self, first: date, last: date, *, going_on: bool = False) -> list[tuple[date, date]]:
        """From ``first`` to ``last`` the runs of days on which the visit takes place.

        With ``going_on`` as it would if it went on now, were it standing still.
        """
        gaps = [one for one in (*self.still, *self.over) if one.until or not going_on]
        if not gaps:
            return [(first, last)]
        runs: list[tuple[date, date]] = []
        for more in range((last - first).days + 1):
            day = first + timedelta(days=more)
            if any(one.covers(day) for one in gaps):
                continue
            if runs and runs[-1][1] == day - timedelta(days=1):
                runs[-1] = (runs[-1][0], day)
            else:
                runs.append((day, day))
        return runs


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


def away_of(visits: Collection[int]) -> Mapping[int, Absence]:
    """When each of some visits, by their keys, is away from the calendar. Three queries.

    What an inspection that was closed or abandoned had still to come does not take place either.
    """
    halts: dict[int, list[Interruption]] = defaultdict(list)
    again: dict[int, list[Resumption]] = defaultdict(list)
    for one in Interruption.objects.filter(visit__in=visits):
        halts[one.visit_id].append(one)
    for other in Resumption.objects.filter(visit__in=visits):
        again[other.visit_id].append(other)
    closed = PhaseMove.objects.filter(inspection__visits__in=visits)
    closed = closed.filter(to_phase__in=OVER, inspection__phase__in=OVER).order_by()
    ends = dict(closed.values_list("inspection__visits").annotate(Max("at")))
    return defaultdict(
        Absence,
        {
            pk: Absence(
                [
                    *standstills(halts[pk], again[pk]),
                    *([Standstill(ends[pk], None)] if pk in ends else []),
                ],
                [Standstill(one.ended_at, one.since) for one in again[pk] if one.ended_at],
            )
            for pk in {*halts, *again, *ends}
        },
    )
