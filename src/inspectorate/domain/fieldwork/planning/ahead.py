"""What of a plan is still to come: what goes with it when it is cancelled, and when it moves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from ..interruptions.kinds import Halt
from ..models import Session, Visit
from .models import VisitPlan


class Ahead(NamedTuple):
    """Visits and sessions of a plan that are still to come; ``deferred`` are those without days."""

    visits: list[Visit]
    sessions: list[Session]
    deferred: list[Visit]


def to_cancel(plan: VisitPlan, at: datetime) -> Ahead:
    """What is cancelled with a plan: its visits to come, deferred ones too, each with its sessions.

    A session that the plan brought to a visit of another plan, or of none, goes as well. One of a
    visit of this plan that stays is as that visit is: it stays. Three queries.
    """
    visits, deferred = _visits(plan, at)
    going = {one.pk for one in (*visits, *deferred)}
    own = set(plan.visits.values_list("visit", flat=True))
    joined = Q(planned__plan=plan) & ~Q(visit__in=own)
    return Ahead([*visits, *deferred], _sessions(Q(visit__in=going) | joined, at), deferred)


def to_move(plan: VisitPlan, at: datetime) -> Ahead:
    """What moves with a plan: its visits to come and their sessions. Deferred ones have no days."""
    visits, deferred = _visits(plan, at)
    return Ahead(visits, _sessions(Q(visit__in=[one.pk for one in visits]), at), deferred)


def going_with(visit: Visit, at: datetime) -> list[Session]:
    """Return the sessions that go with a visit that is cancelled: those that have not begun."""
    return _sessions(Q(visit=visit.pk), at)


def _visits(plan: VisitPlan, at: datetime) -> tuple[list[Visit], list[Visit]]:
    found = Visit.objects.filter(planned__plan=plan, cancelled_reason="", ended_at=None)
    rows = list(found.select_related("scope_body__body", "inspection").order_by("pk"))
    begun = _begun(rows, at)
    today = timezone.localdate(at)
    deferred = [one for one in rows if one.halted == Halt.DEFERRED]
    others = [one for one in rows if one.halted != Halt.DEFERRED]
    return [one for one in others if one.starts_on > today and one.pk not in begun], deferred


def _begun(visits: Collection[Visit], at: datetime) -> set[int]:
    """Those at which somebody was heard already, whatever days they have by now."""
    heard = Session.objects.filter(visit__in=visits, cancellation=None, starts_at__lte=at)
    return set(heard.order_by().values_list("visit", flat=True))


def _sessions(of: Q, at: datetime) -> list[Session]:
    # While a visit was deferred nobody was heard, whatever day a session had.
    to_come = Q(starts_at__gt=at) | Q(visit__halted=Halt.DEFERRED)
    found = Session.objects.filter(of, to_come, cancellation=None)
    rows = found.select_related("visit__scope_body__body", "visit__inspection")
    return list(rows.order_by("pk"))
