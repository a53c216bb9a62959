"""Reads of the sessions that a person has still to hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ..interruptions.kinds import Halt
from ..interruptions.standing import away_of
from ..models import Session
from ..planning.clashes import Clash
from ..planning.passing import of_session
from .policies import begun


def to_come(inspection: Inspection, person: Person, now: datetime) -> QuerySet[Session]:
    """The sessions of an inspection that ``person`` is to hold and that have not begun.

    All those of a visit that is deferred, which come back with it, and those of one that is paused;
    none that was cancelled, and none of a visit that was, has ended or was left incomplete.
    """
    held = Session.objects.filter(
        Q(starts_at__gt=now) | Q(visit__halted=Halt.DEFERRED),
        visit__inspection=inspection,
        visit__cancelled_reason="",
        visit__ended_at=None,
        inspectors=person,
        cancellation=None,
    ).exclude(visit__halted=Halt.INCOMPLETE)
    return held.select_related("visit__inspection", "visit__scope_body__body").order_by(
        "visit", "starts_at", "pk"
    )


def not_begun(sessions: Iterable[Session], now: datetime) -> set[int]:
    """Return the keys of those of some sessions that may still be handed to another."""
    return {one.pk for one in sessions if not begun(one, now)}


def taken_over(session: Session, to: Person, at: datetime) -> list[Clash]:
    """Return what of ``to`` clashes with a session that they are to hold instead of somebody.

    What stands still takes nothing from others: that is asked when its visit goes on.
    """
    still = away_of([session.visit_id])[session.visit_id]
    if session.visit.halted == Halt.DEFERRED or still.holds(session.starts_at, session.ends_at):
        return []
    return of_session(session, session.starts_at, session.ends_at, [to], at)
