"""Reads of plans: what a table would plan, what plans brought, travel, and the board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.spreadsheets.reading import SheetRefused

from ..days import bounds
from ..interruptions.kinds import Halt
from ..models import Request, Session, Visit
from ..policies import changeable
from ..queries import VisitRow, can, state_of, visits_visible_to
from ..requests.answered import taken_back
from ..states import VisitState
from ..verbs import FieldworkVerb
from . import ahead, passing, policies
from .clashes import MOST, Clash
from .lines import SessionLine, VisitLine, draft
from .models import ClashPassed, TravelTime, VisitPlan
from .travelling import standing

# More in a row than that are left out of the board.
_EMPTY_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Looked:
    """What two tables would plan: their rows, why they may not be kept, and what clashes."""

    visits: Sequence[VisitLine] = ()
    sessions: Sequence[SessionLine] = ()
    reasons: Sequence[Reason] = ()
    refusing: Sequence[Clash] = ()
    warning: Sequence[Clash] = ()

    @property
    def told(self) -> str:
        """How many clashes there are; no more are counted than can be gone past."""
        number = len(self.refusing) + len(self.warning)
        return f"more than {MOST:,}" if number > MOST else f"{number:,}"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan with how much it brought, and what of it is still to come.

    ``cancels`` and ``moves`` are what goes when it is cancelled, and when it moves.
    """

    plan: VisitPlan
    visits: Sequence[VisitRow]
    sessions: int
    cancels: ahead.Ahead
    moves: ahead.Ahead


class OnBoard(NamedTuple):
    """A visit in a week of the board, and its state."""

    visit: Visit
    state: VisitState

    @property
    def moves(self) -> bool:
        """Say whether it may be moved: it has neither ended nor was it left incomplete."""
        return not changeable(self.visit)


@dataclass(slots=True)
class BoardWeek:
    """A week of the board: its Monday and, for each team in order, its visits."""

    monday: date
    cells: list[list[OnBoard]] = field(default_factory=list)


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
        [*policies.countable(found), *policies.plan_keepable(read, outside_window)],
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
    today = timezone.localdate(at)
    there = visits_visible_to(person, inspection).filter(planned__plan=found)
    rows = [VisitRow(one, state_of(one, today), 0) for one in there]
    count = found.sessions.count()
    return PlanRow(found, rows, count, ahead.to_cancel(found, at), ahead.to_move(found, at))


def bodies_of(plan: VisitPlan) -> list[ScopeBody]:
    """Return the bodies that a plan visits; they never change. One query."""
    return list(ScopeBody.objects.filter(visits__planned__plan=plan).distinct().order_by("pk"))


def passed(visit: Visit) -> list[ClashPassed]:
    """Return why clashes of a visit and its sessions were gone past, the earliest first.

    Of a plan that brought it, or sessions to it: when the plan was kept, and when it moved this
    visit.
    """
    plans_of_it = VisitPlan.objects.filter(
        Q(visits__visit=visit) | Q(sessions__session__visit=visit)
    )
    then = Q(at=F("plan__at")) | Q(at__in=visit.moves.order_by().values("at"))
    of_plan = Q(then, plan__in=plans_of_it)
    found = ClashPassed.objects.filter(of_plan | Q(visit=visit) | Q(session__visit=visit))
    return list(found.select_related("by", "session", "plan"))


def travel(person: Person, inspection: Inspection) -> list[TravelTime]:
    """Return what stands of hours of travel: the default first, then each pair."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    rows = [row for row in standing(inspection).values() if row.minutes is not None]
    return sorted(rows, key=lambda row: (row.one is not None, str(row.one), str(row.other)))


def board(person: Person, inspection: Inspection, on: date) -> tuple[list[str], list[BoardWeek]]:
    """Return the teams, and who is where in each week in which somebody is somewhere.

    Weeks between them in which nobody is anywhere stand too, to drag a visit to, where they are
    few.
    """
    found = list(visits_visible_to(person, inspection).filter(pk__in=Visit.with_days()))
    teams = sorted({one.team for one in found})
    weeks: dict[date, BoardWeek] = {}
    _, until = bounds(inspection)
    for one in found:
        for monday in _mondays(one, until):
            week = weeks.setdefault(monday, BoardWeek(monday, [[] for _ in teams]))
            week.cells[teams.index(one.team)].append(OnBoard(one, state_of(one, on)))
    for before, after in pairwise(sorted(weeks)):
        empty = (after - before).days // 7 - 1
        for number in range(1, empty + 1 if empty <= _EMPTY_WEEKS else 0):
            monday = before + timedelta(weeks=number)
            weeks[monday] = BoardWeek(monday, [[] for _ in teams])
    return teams, [weeks[monday] for monday in sorted(weeks)]


def _mondays(visit: Visit, until: date) -> Iterator[date]:
    """The weeks of a visit; one planned before days had a bound has none beyond but its first."""
    monday = _monday(visit.starts_on)
    yield monday
    while visit.ends_on - monday > timedelta(days=6) and monday < until:
        monday += timedelta(days=7)
        yield monday


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def deferred(person: Person, inspection: Inspection) -> list[Visit]:
    """Return the visits that wait for new days, and so stand in no week."""
    found = visits_visible_to(person, inspection).filter(cancelled_reason="", ended_at=None)
    return list(found.filter(halted=Halt.DEFERRED))


def in_the_week(visit: Visit, day: date, dragged_from: date | None = None) -> tuple[date, date]:
    """Return the days of a visit dragged to the week of ``day``, on its own weekdays.

    It may be dragged from any week that it touches; from its first where none is named.
    """
    by = _monday(day) - _monday(dragged_from or visit.starts_on)
    return visit.starts_on + by, visit.ends_on + by


def asked_of(person: Person, visit: Visit) -> list[Request]:
    """Return the requests to the body of a visit that stand, for what is taken along."""
    if not can(person, visit.inspection, FieldworkVerb.SEE):
        return []
    rows = Request.objects.filter(scope_body=visit.scope_body, withdrawal=None)
    return list(rows.annotate(came=Count("receipts"), taken_back=taken_back()))


def standing_sessions(person: Person, visit: Visit) -> list[Session]:
    """Return the sessions of a visit that stand, in the order of their times."""
    if not can(person, visit.inspection, FieldworkVerb.SEE):
        return []
    rows = visit.sessions.filter(cancellation=None).prefetch_related("inspectors")
    return list(rows.order_by("starts_at", "pk"))
