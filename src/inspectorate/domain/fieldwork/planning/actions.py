"""The only writers of whole plans and of hours of travel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from .. import searched
from ..interruptions.standstill_reasons import moved_into_a_standstill
from ..models import Session, SessionInspector, Visit, VisitMove
from ..permissions import TABLE
from ..verbs import FieldworkVerb
from . import ahead, passing, policies
from .lines import Draft, draft
from .models import PlannedSession, PlannedVisit, TravelTime, VisitPlan
from .shifting import keep_cancelled, keep_moved, shifted
from .travelling import pair_of, standing


def _visits_to(bodies: Sequence[ScopeBody]) -> list[str]:
    return [f"visits/{one.body_id}" for one in bodies]


@action(
    FieldworkVerb.PLAN_MANY,
    streams=lambda *, inspection, bodies, **_: [inspection.stream, *_visits_to(bodies)],
)
def plan_many(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    bodies: Sequence[ScopeBody],
    visits: str,
    sessions: str,
    outside_window: str = "",
    gone_past: str = "",
) -> VisitPlan:
    """Plan all visits and sessions of two tables, or none.

    ``bodies`` are those in scope when the tables were looked at; the tables name no others.
    """
    require(by, inspection, TABLE, FieldworkVerb.PLAN_MANY)
    read = draft(inspection, bodies, visits, sessions)
    found = passing.of_draft(read)
    refuse_if(
        [
            *policies.plan_keepable(read, outside_window),
            *policies.passable(found, gone_past),
        ]
    )
    plan = VisitPlan.objects.create(
        inspection=inspection, number=inspection.visit_plans.count() + 1, by=by, at=at
    )
    _keep_visits(plan, read, outside_window)
    _keep_sessions(plan, read)
    passing.keep_passed(found, gone_past, inspection=inspection, by=by, at=at, plan=plan)
    write(
        of=plan,
        stream=inspection.stream,
        detail={"visits": len(read.visits), "sessions": len(read.sessions), "clashes": len(found)},
    )
    return plan


def _keep_visits(plan: VisitPlan, read: Draft, outside_window: str) -> None:
    window = plan.inspection
    for line in read.visits:
        visit = line.visit
        inside = window.fieldwork_from <= visit.starts_on and visit.ends_on <= window.fieldwork_to
        visit.window_reason = "" if inside else outside_window.strip()
    made = Visit.objects.bulk_create([line.visit for line in read.visits])
    PlannedVisit.objects.bulk_create([PlannedVisit(plan=plan, visit=one) for one in made])
    searched.VISIT.keep(*made)


def _keep_sessions(plan: VisitPlan, read: Draft) -> None:
    made = Session.objects.bulk_create([line.session for line in read.sessions])
    SessionInspector.objects.bulk_create(
        [
            SessionInspector(session=line.session, person=person)
            for line in read.sessions
            for person in line.inspectors
        ]
    )
    PlannedSession.objects.bulk_create([PlannedSession(plan=plan, session=one) for one in made])
    searched.SESSION.keep(*made)


@action(FieldworkVerb.CANCEL_PLAN, streams=lambda *, plan, **_: [plan.inspection.stream])
def cancel_plan(*, by: Person, at: datetime, key: str, plan: VisitPlan, reason: str) -> VisitPlan:
    """Cancel what of a plan is still to come, visits with their sessions; the rest stays.

    A visit that stays keeps its sessions.
    """
    inspection = plan.inspection
    require(by, inspection, TABLE, FieldworkVerb.CANCEL_PLAN)
    visits, sessions, _ = ahead.to_cancel(plan, at)
    refuse_if(policies.plan_cancellable(plan, visits, sessions, reason))
    keep_cancelled(sessions, reason, by=by, at=at)
    for visit in visits:
        visit.cancelled_reason = reason.strip()
        visit.version += 1
        visit.save(update_fields=["cancelled_reason", "version"])
    searched.VISIT.keep(*visits)
    write(
        of=plan,
        stream=inspection.stream,
        detail={"visits": [one.pk for one in visits], "sessions": len(sessions)},
    )
    return plan


@action(
    FieldworkVerb.MOVE_PLAN,
    streams=lambda *, plan, bodies, **_: [plan.inspection.stream, *_visits_to(bodies)],
)
def move_plan(
    *,
    by: Person,
    at: datetime,
    key: str,
    plan: VisitPlan,
    bodies: Sequence[ScopeBody],
    days: int,
    reason: str,
    gone_past: str = "",
) -> VisitPlan:
    """Move every visit of a plan that is still to come by so many days, its sessions along.

    ``bodies`` are those that the plan visits. A session keeps the time that the clocks show.
    """
    inspection = plan.inspection
    require(by, inspection, TABLE, FieldworkVerb.MOVE_PLAN)
    visits, sessions, deferred = ahead.to_move(plan, at)
    if not {one.scope_body_id for one in visits} <= {one.pk for one in bodies}:
        raise AssertionError("an act holds the bodies whose visits it moves")
    refuse_if(policies.plan_movable(plan, visits, deferred, days, reason))
    along = shifted(sessions, days)
    landing = ((one.visit_id, starts, ends) for one, starts, ends in along)
    refuse_if(moved_into_a_standstill(landing))
    step = timedelta(days=days)
    moved = [(one, one.starts_on + step, one.ends_on + step) for one in visits]
    found = passing.of_moved(moved, along)
    refuse_if(policies.passable(found, gone_past))
    VisitMove.objects.bulk_create(
        [
            VisitMove(
                visit=one,
                old_starts_on=one.starts_on,
                old_ends_on=one.ends_on,
                starts_on=first,
                ends_on=last,
                reason=reason.strip(),
                by=by,
                at=at,
            )
            for one, first, last in moved
        ]
    )
    for visit, first, last in moved:
        visit.starts_on, visit.ends_on = first, last
        inside = inspection.fieldwork_from <= first and last <= inspection.fieldwork_to
        visit.window_reason = "" if inside else reason.strip()
        visit.version += 1
        visit.save(update_fields=["starts_on", "ends_on", "window_reason", "version"])
    keep_moved(along, reason, by=by, at=at)
    searched.VISIT.keep(*visits)
    passing.keep_passed(found, gone_past, inspection=inspection, by=by, at=at, plan=plan)
    write(
        of=plan,
        stream=inspection.stream,
        detail={"days": days, "visits": [one.pk for one in visits], "sessions": len(along)},
    )
    return plan


@action(FieldworkVerb.SAY_TRAVEL, streams=lambda *, inspection, **_: [inspection.stream])
def say_travel(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    minutes: int | None,
    one: Body | None = None,
    other: Body | None = None,
) -> TravelTime:
    """Say how long people travel between two bodies, or between any two where none is named.

    Without ``minutes`` a pair takes the default again, and the default compares nothing.
    """
    require(by, inspection, TABLE, FieldworkVerb.SAY_TRAVEL)
    pair = pair_of(one.pk if one else None, other.pk if other else None)
    there = standing(inspection).get(pair)
    refuse_if(policies.travel_sayable(inspection, one, other, minutes, there))
    made = TravelTime.objects.create(
        inspection=inspection, one_id=pair[0], other_id=pair[1], minutes=minutes, by=by, at=at
    )
    write(
        of=made,
        stream=inspection.stream,
        detail={"bodies": [pk for pk in pair if pk is not None], "minutes": minutes},
    )
    return made
