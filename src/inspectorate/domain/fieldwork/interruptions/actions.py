"""The only writers of interruptions of visits, and of how they went on."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.inspections.access import require
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, refuse_if

from .. import searched
from ..models import Visit
from ..permissions import TABLE
from ..verbs import FieldworkVerb
from . import policies
from .kinds import Again, Halt
from .models import Interruption, Resumption
from .policies import Asked


@action(FieldworkVerb.DEFER_VISIT, streams=lambda *, visit, **_: [visit.inspection.stream])
def defer_visit(
    *, by: Person, at: datetime, key: str, visit: Visit, asked: Asked, version: int
) -> Interruption:
    """Take a visit that has not begun out of the calendar; a move to other days brings it back."""
    require(by, visit.inspection, TABLE, FieldworkVerb.DEFER_VISIT)
    _hold(visit, version, asked.words)
    refuse_if(policies.deferrable(visit, asked, at))
    return _interrupt(visit, Halt.DEFERRED, asked, by=by, at=at)


@action(FieldworkVerb.PAUSE_VISIT, streams=lambda *, visit, **_: [visit.inspection.stream])
def pause_visit(
    *, by: Person, at: datetime, key: str, visit: Visit, asked: Asked, version: int
) -> Interruption:
    """Pause a visit that has begun: no session is held until it is resumed."""
    require(by, visit.inspection, TABLE, FieldworkVerb.PAUSE_VISIT)
    _hold(visit, version, asked.words)
    refuse_if(policies.pausable(visit, asked, at))
    return _interrupt(visit, Halt.PAUSED, asked, by=by, at=at)


@action(FieldworkVerb.LEAVE_INCOMPLETE, streams=lambda *, visit, **_: [visit.inspection.stream])
def leave_incomplete(
    *,
    by: Person,
    at: datetime,
    key: str,
    visit: Visit,
    asked: Asked,
    not_seen: str,
    version: int,
) -> Interruption:
    """End a visit without a debrief, and say what was not seen."""
    require(by, visit.inspection, TABLE, FieldworkVerb.LEAVE_INCOMPLETE)
    _hold(visit, version, not_seen)
    refuse_if(policies.incompletable(visit, asked, not_seen, at))
    return _interrupt(visit, Halt.INCOMPLETE, asked, not_seen, by=by, at=at)


@action(FieldworkVerb.RESUME_VISIT, streams=lambda *, visit, **_: [visit.inspection.stream])
def resume_visit(
    *,
    by: Person,
    at: datetime,
    key: str,
    visit: Visit,
    since: datetime,
    reason: str = "",
    marking: str = BASELINE,
    version: int,
) -> Resumption:
    """Take a paused visit up again."""
    require(by, visit.inspection, TABLE, FieldworkVerb.RESUME_VISIT)
    _hold(visit, version, reason)
    refuse_if(policies.resumable(visit, since, reason, marking, at))
    return _go_on(visit, Again.RESUMED, since, reason, marking, by=by, at=at)


@action(FieldworkVerb.REOPEN_VISIT, streams=lambda *, visit, **_: [visit.inspection.stream])
def reopen_visit(
    *,
    by: Person,
    at: datetime,
    key: str,
    visit: Visit,
    since: datetime,
    reason: str,
    marking: str = BASELINE,
    version: int,
) -> Resumption:
    """Take up again a visit that had ended or was left incomplete, with the reason.

    What was told at its end stays on record beside the reopening.
    """
    require(by, visit.inspection, TABLE, FieldworkVerb.REOPEN_VISIT)
    _hold(visit, version, reason)
    refuse_if(policies.reopenable(visit, since, reason, marking, at))
    return _go_on(visit, Again.REOPENED, since, reason, marking, by=by, at=at)


def _hold(visit: Visit, version: int, yours: str) -> None:
    """Conflict when the visit is no longer at ``version``."""
    if visit.version != version:
        theirs = visit.get_halted_display() or f"{visit.starts_on} to {visit.ends_on}"
        raise Conflict(theirs=theirs, yours=yours, version=visit.version)


def _interrupt(
    visit: Visit, kind: Halt, asked: Asked, not_seen: str = "", *, by: Person, at: datetime
) -> Interruption:
    made = Interruption.objects.create(
        visit=visit,
        kind=kind,
        since=asked.since,
        asked_by=asked.asked_by,
        office=asked.office.strip(),
        ground=asked.ground,
        words=asked.words.strip(),
        not_seen=not_seen.strip(),
        marking=asked.marking,
        welfare_office=asked.welfare_office.strip(),
        welfare_reach=asked.welfare_reach.strip(),
        by=by,
        at=at,
    )
    visit.halted, visit.version = kind, visit.version + 1
    visit.save(update_fields=["halted", "version"])
    searched.VISIT.keep(visit)
    write(
        of=made,
        stream=visit.inspection.stream,
        detail={"visit": visit.pk, "ground": made.ground, "since": made.since},
    )
    return made


def _go_on(
    visit: Visit,
    kind: Again,
    since: datetime,
    reason: str,
    marking: str,
    *,
    by: Person,
    at: datetime,
) -> Resumption:
    made = Resumption.objects.create(
        visit=visit,
        kind=kind,
        since=since,
        reason=reason.strip(),
        marking=marking,
        ended_at=visit.ended_at,
        debrief=visit.debrief,
        debrief_marking=visit.debrief_marking,
        by=by,
        at=at,
    )
    ended = visit.ended_at is not None
    visit.halted, visit.version = "", visit.version + 1
    visit.ended_at, visit.debrief, visit.debrief_marking = None, "", BASELINE
    visit.save(update_fields=["halted", "version", "ended_at", "debrief", "debrief_marking"])
    searched.VISIT.keep(visit)
    if ended:
        searched.DEBRIEF.forget(visit.pk)
    write(of=made, stream=visit.inspection.stream, detail={"visit": visit.pk, "since": since})
    return made
