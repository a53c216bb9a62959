"""Reads of the interruptions of a visit, as a reader may have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.marked_words import reading_outside
from inspectorate.foundation.markings.reading import Reading, is_withheld
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ..models import Session, Visit
from ..planning.passing import of_visit
from ..policies import days_takeable
from . import policies, standing
from .kinds import Again, AskedBy, Ground, Halt
from .models import Interruption, Resumption
from .policies import Asked


@dataclass(frozen=True, slots=True)
class Turn:
    """One step in what befell a visit: an interruption, or how it went on; the other is None.

    ``told_withheld`` says that what was told at the end of a visit reopened is above the reader.
    """

    interruption: Interruption | None
    resumption: Resumption | None
    told_withheld: bool = False

    @property
    def record(self) -> Interruption | Resumption:
        """The record itself."""
        found = self.interruption or self.resumption
        assert found is not None
        return found


def turns(person: Person, visit: Visit) -> list[Turn]:
    """What befell a visit, in order, words above the reader withheld. Two queries."""
    return _turns(visit, reading(person, visit.inspection))


def turns_for_contact(visit: Visit) -> list[Turn]:
    """What befell a visit as its body may know it: no words above OFFICIAL. Two queries."""
    return _turns(visit, reading_outside(visit.inspection))


def inside(visit: Visit, sessions: Iterable[Session]) -> list[Session]:
    """Sessions that stand though their visit stood still at that time: to be moved or cancelled."""
    return standing.inside(visit, sessions)


def clashing_ahead(visit: Visit, at: datetime) -> list[str]:
    """What clashes with the days and sessions that a visit still has to come, if it went on now.

    It goes on all the same: whoever takes it up reads this, and moves what has to be moved.
    """
    first = max(timezone.localdate(at), visit.starts_on)
    if visit.ends_on < first:
        return []
    ahead = visit.sessions.filter(cancellation=None, starts_at__gt=at)
    moved = [(one, one.starts_at, one.ends_at) for one in ahead]
    taken = days_takeable(visit, first, visit.ends_on)
    found = of_visit(visit, first, visit.ends_on, at, moved)
    return [*(one.text for one in taken), *(one.text for one in found)]


def reasons_not_to_interrupt(visit: Visit, at: datetime) -> dict[str, list[Reason]]:
    """Why each of the acts on the life of a visit may not be done now, by the act's name, given
    that what it asks for will be written.
    """
    given = Asked(at, AskedBy.BODY, "given", Ground.WEATHER, "given", "given")
    return {
        "defer": policies.deferrable(visit, given, at),
        "pause": policies.pausable(visit, given, at),
        "resume": policies.resumable(visit, at, "given", given.marking, at),
        "incomplete": policies.incompletable(visit, given, "given", at),
        "reopen": policies.reopenable(visit, at, "given", given.marking, at),
    }


def offered(visit: Visit) -> Sequence[str]:
    """Which of these acts a page offers of a visit as it stands: those that are not beside it."""
    if visit.cancelled_reason:
        return ()
    if visit.ended_at is not None or visit.halted == Halt.INCOMPLETE:
        return ("reopen",)
    if visit.halted == Halt.DEFERRED:
        return ()
    if visit.halted == Halt.PAUSED:
        return ("resume", "incomplete")
    begun = timezone.localdate() >= visit.starts_on
    if not begun and policies.began_before(visit):
        return ("incomplete",)
    return ("pause", "defer", "incomplete") if begun else ("defer",)


def _turns(visit: Visit, reader: Reading) -> list[Turn]:
    found = [
        Turn(reader.of(one, one.marking, "words", "not_seen"), None)
        for one in visit.interruptions.select_related("by")
    ]
    for one in visit.resumptions.select_related("by"):
        told = reader.of(one, one.debrief_marking, "debrief")
        above = is_withheld(told)
        found.append(Turn(None, reader.of(told, one.marking, "reason"), above))
    return sorted(found, key=lambda turn: (turn.record.at, turn.record.kind in Again))
