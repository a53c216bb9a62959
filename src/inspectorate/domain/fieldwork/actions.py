"""The only writers of requests, receipts, visits and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.inspections.access import may, require
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion, WorkingCalendar
from inspectorate.foundation.due_days.rules import DueRule
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, refuse_if

from . import policies, searched
from .days import near
from .interruptions.kinds import Halt
from .models import (
    AskedReturn,
    Receipt,
    Request,
    RequestCriterion,
    ReturnTemplate,
    Session,
    SessionCancellation,
    SessionInspector,
    SessionMove,
    Visit,
    VisitMove,
)
from .permissions import TABLE
from .planning import ahead, passing
from .planning.policies import passable
from .planning.shifting import Moved, keep_cancelled, keep_moved, shifted
from .requests.due import due_day, keep_rule
from .requests.policies import replaceable
from .requests.receiving import keep_receipt
from .returns.policies import return_askable
from .verbs import FieldworkVerb


@action(FieldworkVerb.ASK, streams=lambda *, inspection, **_: [inspection.stream])
def ask(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    scope_body: ScopeBody,
    title: str,
    due_on: date | None = None,
    rule: DueRule | None = None,
    calendar: WorkingCalendar | None = None,
    text: str = "",
    criteria: Sequence[Criterion] = (),
    template: ReturnTemplate | None = None,
) -> Request:
    """Ask a body for documents or data, due by the end of a day.

    The day is ``due_on``, or what ``rule`` gives from today, with ``calendar`` for working days.
    With a ``template`` a data return is asked for.
    """
    require(by, inspection, TABLE, FieldworkVerb.ASK)
    due = due_day(due_on, rule, calendar, at)
    refuse_if(
        [
            *policies.askable(inspection, scope_body, title, criteria, due.on, at),
            *return_askable(template, inspection, scope_body),
        ]
    )
    request = Request.objects.create(
        inspection=inspection,
        scope_body=scope_body,
        title=title.strip(),
        text=text.strip(),
        sent_at=at,
        due_on=due.on,
    )
    RequestCriterion.objects.bulk_create(
        [
            RequestCriterion(request=request, criterion_id=pk)
            for pk in dict.fromkeys(one.pk for one in criteria)
        ]
    )
    if rule is not None:
        keep_rule(request, rule, due, by=by, at=at)
    if template is not None:
        AskedReturn.objects.create(request=request, template=template)
    searched.REQUEST.keep(request)
    detail = {"scope_body": scope_body.pk, "due_on": due.on}
    if template is not None:
        detail["template"] = template.number
    write(of=request, stream=inspection.stream, detail=detail)
    return request


@action(FieldworkVerb.RECEIVE, streams=lambda *, request, **_: [request.inspection.stream])
def receive(
    *,
    by: Person,
    at: datetime,
    key: str,
    request: Request,
    note: str = "",
    file: StoredFile | None = None,
    marking: str = BASELINE,
    replaces: Receipt | None = None,
) -> Receipt:
    """Record what a body sent for a request: a note or a file, by its contact or by staff.

    ``replaces`` is an earlier hand-in of the same document; it stays and can be opened.
    """
    outside = bodies.speaks_for(by, request.scope_body.body)
    if not outside and not may(by, request.inspection, TABLE, FieldworkVerb.RECEIVE):
        raise Forbidden(FieldworkVerb.RECEIVE)
    refuse_if(
        [
            *policies.receivable(request, note, file, marking, outside=outside),
            *replaceable(request, replaces, file),
        ]
    )
    receipt = keep_receipt(
        request,
        by=by,
        at=at,
        note=note,
        name=file.name if file else "",
        blob=store.put(file, at=at) if file else None,
        marking=marking,
        replaces=replaces,
    )
    write(
        of=receipt,
        stream=request.inspection.stream,
        detail={"request": request.pk, "file": file is not None},
    )
    return receipt


@action(
    FieldworkVerb.PLAN_VISIT,
    streams=lambda *, inspection, scope_body, **_: [inspection.stream, _visits_to(scope_body)],
)
def plan_visit(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    scope_body: ScopeBody,
    starts_on: date,
    ends_on: date,
    team: str = "",
    outside_window: str = "",
    gone_past: str = "",
) -> Visit:
    """Plan a visit by the field team of a letter.

    ``outside_window`` says why it is outside the fieldwork window, where it is; ``gone_past`` why
    it is planned though something clashes.
    """
    require(by, inspection, TABLE, FieldworkVerb.PLAN_VISIT)
    refuse_if(policies.plannable(inspection, scope_body, team, starts_on, ends_on, outside_window))
    visit = Visit(
        inspection=inspection,
        scope_body=scope_body,
        team=team,
        starts_on=starts_on,
        ends_on=ends_on,
        window_reason=_window_reason(inspection, starts_on, ends_on, outside_window),
    )
    found = passing.of_visit(visit, starts_on, ends_on, at)
    refuse_if(passable(found, gone_past))
    visit.save()
    passing.keep_passed(found, gone_past, inspection=visit.inspection, by=by, at=at, visit=visit)
    searched.VISIT.keep(visit)
    write(
        of=visit,
        stream=inspection.stream,
        detail={"scope_body": scope_body.pk, "from": starts_on, "to": ends_on},
    )
    return visit


@action(
    FieldworkVerb.MOVE_VISIT,
    streams=lambda *, visit, **_: [visit.inspection.stream, _visits_to(visit.scope_body)],
)
def move_visit(
    *,
    by: Person,
    at: datetime,
    key: str,
    visit: Visit,
    starts_on: date,
    ends_on: date,
    reason: str,
    version: int,
    with_sessions: bool = False,
    gone_past: str = "",
) -> Visit:
    """Move a visit to other days, with the reason; Conflict when it changed since ``version``.

    ``with_sessions`` takes along what has not begun: as many days on, at the same time.
    ``gone_past`` says why it is moved though something clashes.
    A visit that was deferred comes back so, and brings all its sessions along.
    """
    require(by, visit.inspection, TABLE, FieldworkVerb.MOVE_VISIT)
    _hold(visit, version, yours=f"{starts_on} to {ends_on}")
    # What goes along is counted from days that a calendar has.
    refuse_if(near(visit.inspection, starts_on, ends_on))
    deferred = visit.halted == Halt.DEFERRED
    along = _along(visit, starts_on, at) if with_sessions or deferred else []
    times = {one.pk: (starts, ends) for one, starts, ends in along}
    refuse_if(policies.movable(visit, starts_on, ends_on, reason, at, times))
    found = passing.of_visit(visit, starts_on, ends_on, at, along)
    refuse_if(passable(found, gone_past))
    VisitMove.objects.create(
        visit=visit,
        old_starts_on=visit.starts_on,
        old_ends_on=visit.ends_on,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    was = [visit.starts_on, visit.ends_on]
    if deferred:
        visit.halted = ""
    visit.starts_on, visit.ends_on = starts_on, ends_on
    visit.window_reason = _window_reason(visit.inspection, starts_on, ends_on, reason)
    _keep(visit, "starts_on", "ends_on", "window_reason", "halted")
    keep_moved(along, reason, by=by, at=at)
    passing.keep_passed(found, gone_past, inspection=visit.inspection, by=by, at=at, visit=visit)
    write(
        of=visit,
        stream=visit.inspection.stream,
        detail={"was": was, "from": starts_on, "to": ends_on, "sessions": len(along)},
    )
    return visit


def _along(visit: Visit, starts_on: date, at: datetime) -> list[Moved]:
    days = (starts_on - visit.starts_on).days
    # What was to be heard while the visit was deferred was not: it comes along, whatever its day,
    # and is compared with what stands by now even where the visit comes back to the same days.
    if visit.halted == Halt.DEFERRED:
        return shifted(list(visit.sessions.filter(cancellation=None).order_by("pk")), days)
    if days == 0:
        return []  # it lasts longer or less long, and its sessions stay when they are
    standing = visit.sessions.filter(cancellation=None, starts_at__gt=at)
    return shifted(list(standing.order_by("pk")), days)


@action(FieldworkVerb.CANCEL_VISIT, streams=lambda *, visit, **_: [visit.inspection.stream])
def cancel_visit(
    *, by: Person, at: datetime, key: str, visit: Visit, reason: str, version: int
) -> Visit:
    """Cancel a visit at which no session has begun, and its sessions, with the reason.

    It stays in the calendar, marked.
    """
    require(by, visit.inspection, TABLE, FieldworkVerb.CANCEL_VISIT)
    _hold(visit, version, yours=reason)
    refuse_if(policies.cancellable(visit, reason, at))
    going = ahead.going_with(visit, at)
    keep_cancelled(going, reason, by=by, at=at)
    visit.cancelled_reason = reason.strip()
    _keep(visit, "cancelled_reason")
    write(
        of=visit,
        stream=visit.inspection.stream,
        detail={"from": visit.starts_on, "to": visit.ends_on, "sessions": len(going)},
    )
    return visit


@action(FieldworkVerb.END_VISIT, streams=lambda *, visit, **_: [visit.inspection.stream])
def end_visit(
    *,
    by: Person,
    at: datetime,
    key: str,
    visit: Visit,
    debrief: str,
    marking: str = BASELINE,
    version: int,
) -> Visit:
    """End a visit with its hot debrief: the provisional feedback given on the day.

    Marked above OFFICIAL it is not shown to the body.
    """
    require(by, visit.inspection, TABLE, FieldworkVerb.END_VISIT)
    _hold(visit, version, yours=debrief)
    refuse_if(policies.endable(visit, debrief, at, marking))
    visit.debrief, visit.debrief_marking, visit.ended_at = debrief.strip(), marking, at
    _keep(visit, "debrief", "debrief_marking", "ended_at")
    write(of=visit, stream=visit.inspection.stream, detail={"scope_body": visit.scope_body_id})
    return visit


@action(FieldworkVerb.HOLD_SESSION, streams=lambda *, visit, **_: [visit.inspection.stream])
def hold_session(
    *,
    by: Person,
    at: datetime,
    key: str,
    visit: Visit,
    method: str,
    title: str,
    origin: str,
    starts_at: datetime,
    ends_at: datetime,
    inspectors: Sequence[Person],
    gone_past: str = "",
) -> Session:
    """Record a session of a visit: method, with whom or on what (by role), times, inspectors.

    ``gone_past`` says why one that is still to come is planned though something clashes.
    """
    require(by, visit.inspection, TABLE, FieldworkVerb.HOLD_SESSION)
    refuse_if(policies.holdable(visit, method, title, origin, starts_at, ends_at, inspectors))
    session = Session(
        visit=visit,
        method=method,
        title=title.strip(),
        origin=origin.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    found = passing.of_session(session, starts_at, ends_at, inspectors, at)
    refuse_if(passable(found, gone_past))
    session.save()
    passing.keep_passed(
        found, gone_past, inspection=visit.inspection, by=by, at=at, session=session
    )
    SessionInspector.objects.bulk_create(
        [
            SessionInspector(session=session, person_id=pk)
            for pk in dict.fromkeys(one.pk for one in inspectors)
        ]
    )
    searched.SESSION.keep(session)
    write(
        of=session,
        stream=visit.inspection.stream,
        detail={"visit": visit.pk, "method": method},
    )
    return session


@action(
    FieldworkVerb.MOVE_SESSION, streams=lambda *, session, **_: [session.visit.inspection.stream]
)
def move_session(
    *,
    by: Person,
    at: datetime,
    key: str,
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    version: int,
    gone_past: str = "",
) -> Session:
    """Mend the times of a session, with the reason; what was recorded from it keeps its own times.

    ``version`` is how often it had been moved when the page was made; Conflict when it is more.
    """
    inspection = session.visit.inspection
    require(by, inspection, TABLE, FieldworkVerb.MOVE_SESSION)
    if (moved := session.moves.count()) != version:
        raise Conflict(
            theirs=f"{session.starts_at} to {session.ends_at}",
            yours=f"{starts_at} to {ends_at}",
            version=moved,
        )
    refuse_if(policies.session_movable(session, starts_at, ends_at, reason))
    inspectors = list(session.inspectors.all())
    found = passing.of_session(session, starts_at, ends_at, inspectors, at)
    refuse_if(passable(found, gone_past))
    SessionMove.objects.create(
        session=session,
        old_starts_at=session.starts_at,
        old_ends_at=session.ends_at,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    was = [session.starts_at, session.ends_at]
    session.starts_at, session.ends_at = starts_at, ends_at
    session.save(update_fields=["starts_at", "ends_at"])
    passing.keep_passed(found, gone_past, inspection=inspection, by=by, at=at, session=session)
    searched.SESSION.keep(session)
    write(
        of=session,
        stream=inspection.stream,
        detail={"was": was, "from": starts_at, "to": ends_at},
    )
    return session


@action(
    FieldworkVerb.CANCEL_SESSION, streams=lambda *, session, **_: [session.visit.inspection.stream]
)
def cancel_session(
    *, by: Person, at: datetime, key: str, session: Session, reason: str
) -> SessionCancellation:
    """Say that a session was not held after all, with the reason. It stays, and counts no more."""
    inspection = session.visit.inspection
    require(by, inspection, TABLE, FieldworkVerb.CANCEL_SESSION)
    refuse_if(policies.session_cancellable(session, reason))
    made = SessionCancellation.objects.create(session=session, reason=reason.strip(), by=by, at=at)
    searched.SESSION.keep(session)
    write(of=made, stream=inspection.stream, detail={"session": session.pk})
    return made


def _hold(visit: Visit, version: int, *, yours: str) -> None:
    """Conflict when the visit is no longer at ``version``."""
    if visit.version != version:
        days = f"{visit.starts_on} to {visit.ends_on}"
        # Its words are read on its page, by whoever may read them there.
        ended = "It was ended with its hot debrief." if visit.ended_at else ""
        raise Conflict(
            theirs=visit.cancelled_reason or ended or days,
            yours=yours,
            version=visit.version,
        )


def _visits_to(scope_body: ScopeBody) -> str:
    """What is held so that a second inspection that plans a visit to the body waits its turn."""
    return f"visits/{scope_body.body_id}"


def _keep(visit: Visit, *fields: str) -> None:
    visit.version += 1
    visit.save(update_fields=[*fields, "version"])
    searched.VISIT.keep(visit)
    if visit.ended_at is not None:
        searched.DEBRIEF.keep(visit)


def _window_reason(inspection: Inspection, starts_on: date, ends_on: date, reason: str) -> str:
    inside = inspection.fieldwork_from <= starts_on and ends_on <= inspection.fieldwork_to
    return "" if inside else reason.strip()
