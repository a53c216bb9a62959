"""Reads of plans: what a table would plan, what plans brought, travel, and the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.spreadsheets.reading import SheetRefused

from ..models import Request, Session, Visit
from ..queries import can, state_of, visits_visible_to
from ..states import VisitState
from ..verbs import FieldworkVerb
from . import passing, policies
from .clashes import Clash
from .lines import SessionLine, VisitLine, draft
from .models import ClashPassed, TravelTime, VisitPlan
from .travelling import standing


@dataclass(frozen=True, slots=True)
class Looked:
    """What two tables would plan: their rows, why they may not be kept, and what clashes."""

    visits: Sequence[VisitLine] = ()
    sessions: Sequence[SessionLine] = ()
    reasons: Sequence[Reason] = ()
    refusing: Sequence[Clash] = ()
    warning: Sequence[Clash] = ()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan with how much it brought, and how much of it is still to come."""

    plan: VisitPlan
    visits: Sequence[Visit]
    sessions: int
    ahead: Sequence[Visit]


@dataclass(slots=True)
class BoardWeek:
    """A week of the board: its Monday and, for each team in order, its visits."""

    monday: date
    cells: list[list[tuple[Visit, VisitState]]] = field(default_factory=list)

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


def looked_at(
    inspection: Inspection,
    bodies: Sequence[ScopeBody],
    visits: str,
    sessions: str,
    outside_window: str,
) -> Looked:
    """Read two tables as :func:`plan_many` would, and say all that is to be said of them."""
    try:
        read = draft(inspection, bodies, visits, sessions)
    except SheetRefused as refusal:
        return Looked(reasons=refusal.reasons)
    found = passing.of_draft(read)
    return Looked(
        read.visits,
        read.sessions,
        policies.plan_keepable(read, outside_window),
        [one for one in found if one.refuses],
        [one for one in found if not one.refuses],
    )


def plans(person: Person, inspection: Inspection) -> list[tuple[VisitPlan, int, int]]:
    """Plans of an inspection, each with its number of visits and of sessions. One query."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    rows = inspection.visit_plans.select_related("by").annotate(
        brought=Count("visits", distinct=True), held=Count("sessions", distinct=True)
    )
    return [(row, row.brought, row.held) for row in rows]


def plan(person: Person, inspection: Inspection, number: int, at: datetime) -> PlanRow | None:
    """Return one plan; None where it is not seen."""
    found = inspection.visit_plans.select_related("by", "inspection").filter(number=number).first()
    if found is None or not can(person, inspection, FieldworkVerb.SEE):
        return None
    there = list(visits_visible_to(person, inspection).filter(planned__plan=found))
    return PlanRow(found, there, found.sessions.count(), policies.ahead(there, at))


def bodies_of(plan: VisitPlan) -> list[ScopeBody]:
    """Return the bodies that a plan visits; they never change. One query."""
    return list(ScopeBody.objects.filter(visits__planned__plan=plan).distinct().order_by("pk"))


def passed(visit: Visit) -> list[ClashPassed]:
    """Return why clashes of a visit and its sessions were gone past, the earliest first."""
    of_plan = ClashPassed.objects.filter(plan__visits__visit=visit)
    of_visit = ClashPassed.objects.filter(visit=visit)
    of_sessions = ClashPassed.objects.filter(session__visit=visit)
    found = (of_plan | of_visit | of_sessions).distinct().select_related("by", "session")
    return list(found)


def travel(person: Person, inspection: Inspection) -> list[TravelTime]:
    """Return what stands of hours of travel: the default first, then each pair."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    rows = [row for row in standing(inspection).values() if row.minutes is not None]
    return sorted(rows, key=lambda row: (row.one is not None, str(row.one), str(row.other)))


def board(person: Person, inspection: Inspection, on: date) -> tuple[list[str], list[BoardWeek]]:
    """Return the teams, and for each week from the first visit to the last who is where."""
    found = list(visits_visible_to(person, inspection).filter(pk__in=Visit.with_days()))
    if not found:
        return [], []
    teams = sorted({one.team for one in found})
    first = _monday(min(one.starts_on for one in found))
    last = max(one.ends_on for one in found)
    weeks = []
    while first <= last:
        week = BoardWeek(first, [[] for _ in teams])
        for one in found:
            if one.starts_on <= week.sunday and first <= one.ends_on:
                week.cells[teams.index(one.team)].append((one, state_of(one, on)))
        weeks.append(week)
        first += timedelta(days=7)
    return teams, weeks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def in_the_week(visit: Visit, day: date) -> tuple[date, date]:
    """Return the days of a visit that begins on its own weekday in the week of ``day``."""
    first = _monday(day) + timedelta(days=visit.starts_on.weekday())
    return first, first + (visit.ends_on - visit.starts_on)


def asked_of(person: Person, visit: Visit) -> list[Request]:
    """Return the requests to the body of a visit that stand, for what is taken along."""
    if not can(person, visit.inspection, FieldworkVerb.SEE):
        return []
    rows = Request.objects.filter(scope_body=visit.scope_body, withdrawal=None)
    return list(rows.annotate(came=Count("receipts")))


def standing_sessions(person: Person, visit: Visit) -> list[Session]:
    """Return the sessions of a visit that stand, in the order of their times."""
    if not can(person, visit.inspection, FieldworkVerb.SEE):
        return []
    rows = visit.sessions.filter(cancellation=None).prefetch_related("inspectors")
    return list(rows.order_by("starts_at", "pk"))
