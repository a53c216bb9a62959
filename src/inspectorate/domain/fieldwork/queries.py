"""Reads of requests, visits and sessions: staff see their inspections', a contact their body's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, QuerySet

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.inspections.access import held_on, may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from . import policies
from .models import Receipt, Request, Session, Visit
from .permissions import TABLE
from .states import RequestState, VisitState, request_state, visit_state
from .verbs import FieldworkVerb


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request on a day: its state, what was received, and the days since it was due."""

    request: Request
    receipts: tuple[Receipt, ...]
    state: RequestState
    late_by: int

    @property
    def received(self) -> bool:
        return self.state is RequestState.RECEIVED

    @property
    def late(self) -> bool:
        return self.state is RequestState.LATE


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit on a day: its state, and the number of its sessions."""

    visit: Visit
    state: VisitState
    sessions: int


def can(person: Person, inspection: Inspection, verb: FieldworkVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def requests(person: Person, inspection: Inspection, on: date) -> list[RequestRow]:
    """Requests of an inspection as they stand on a day. Two queries past the reader's own."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    return _rows(Request.objects.filter(inspection=inspection), on)


def requests_for_contact(
    person: Person, on: date, inspection: Inspection | None = None
) -> list[RequestRow]:
    """Requests to the bodies ``person`` speaks for, and no others."""
    mine = Request.objects.filter(scope_body__body__in=bodies.spoken_for_by(person))
    return _rows(mine if inspection is None else mine.filter(inspection=inspection), on)


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Request]:
    """Requests of an inspection that ``person``, on its team, may see."""
    requests = Request.objects.filter(inspection=inspection).select_related(
        "inspection", "scope_body__body"
    )
    return requests if can(person, inspection, FieldworkVerb.SEE) else requests.none()


def visible_to_contact(person: Person) -> QuerySet[Request]:
    """Requests to the bodies ``person`` speaks for."""
    mine = Request.objects.filter(scope_body__body__in=bodies.spoken_for_by(person))
    return mine.select_related("inspection", "scope_body__body")


def visits(person: Person, inspection: Inspection, on: date) -> list[VisitRow]:
    """Visits of an inspection as they stand on a day. One query past the reader's own."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    return _visit_rows(Visit.objects.filter(inspection=inspection), on)


def visits_visible_to(person: Person, inspection: Inspection) -> QuerySet[Visit]:
    """Visits of an inspection that ``person``, on its team, may see."""
    visits = Visit.objects.filter(inspection=inspection).select_related(
        "inspection", "scope_body__body"
    )
    return visits if can(person, inspection, FieldworkVerb.SEE) else visits.none()


def visits_for_contact(person: Person, on: date) -> list[VisitRow]:
    """Visits to the bodies ``person`` speaks for; a contact may read the feedback given."""
    return _visit_rows(Visit.objects.filter(scope_body__body__in=bodies.spoken_for_by(person)), on)


def sessions(person: Person, visit: Visit) -> QuerySet[Session]:
    """Sessions of a visit with their inspectors. Two queries past the reader's own."""
    if not can(person, visit.inspection, FieldworkVerb.SEE):
        return Session.objects.none()
    return visit.sessions.prefetch_related("inspectors")


def sessions_of(person: Person, inspection: Inspection) -> QuerySet[Session]:
    """Every session of an inspection, to choose the one a note was taken in."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return Session.objects.none()
    return (
        Session.objects.filter(visit__inspection=inspection)
        .select_related("visit__scope_body")
        .prefetch_related("inspectors")
    )


def counts(inspection: Inspection) -> dict[str, int]:
    """Count visits that were not cancelled, sessions, requests, and requests answered.

    Four queries.
    """
    requests = Request.objects.filter(inspection=inspection)
    return {
        "visits": Visit.objects.filter(inspection=inspection, cancelled_reason="").count(),
        "sessions": Session.objects.filter(visit__inspection=inspection).count(),
        "requests": requests.count(),
        "requests_received": requests.filter(receipts__isnull=False).distinct().count(),
    }


def visit_dates(inspection: Inspection) -> tuple[date, date] | None:
    """Return the first and last day of the visits that were not cancelled; None without any."""
    days = list(
        Visit.objects.filter(inspection=inspection, cancelled_reason="").values_list(
            "starts_on", "ends_on"
        )
    )
    return (min(day for day, _ in days), max(day for _, day in days)) if days else None


def reasons_not_to_cancel(visit: Visit) -> list[Reason]:
    """Why a visit may not be cancelled now, given that a reason will be written."""
    return policies.cancellable(visit, "given")


def reasons_not_to_change(visit: Visit) -> list[Reason]:
    """Why a visit may not be moved or ended any more."""
    return policies.changeable(visit)


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List requests not answered, which wait on the body, and visits not ended, on the team."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    held = held_on(person, inspection)
    unanswered = Request.objects.filter(inspection=inspection, receipts=None)
    work = [
        Waiting(
            what=f"{request.title} from {request.scope_body.label}",
            verb=FieldworkVerb.RECEIVE,
            args=(request.pk,),
            inspection=inspection.slug,
            due_on=request.due_on,
            mine=False,
            waits_on=request.scope_body.label,
        )
        for request in unanswered.select_related("scope_body")
    ]
    letters = set(
        inspection.team.filter(person=person, left_at=None)
        .exclude(team="")
        .values_list("team", flat=True)
    )
    ends = bool(held & TABLE[FieldworkVerb.END_VISIT])
    still_open = Visit.objects.filter(
        inspection=inspection, ended_at=None, cancelled_reason=""
    ).select_related("scope_body")
    for visit in still_open:
        mine = ends and (visit.team in letters or Role.LEAD in held)
        if mine or Role.ANALYST in held:
            work.append(
                Waiting(
                    what=f"Visit to {visit.scope_body.label}",
                    verb=FieldworkVerb.END_VISIT,
                    args=(visit.pk,),
                    inspection=inspection.slug,
                    due_on=visit.ends_on,
                    mine=mine,
                    waits_on="" if mine else f"team {visit.team}".strip(),
                )
            )
    return work


def _rows(requests: QuerySet[Request], on: date) -> list[RequestRow]:
    listed = requests.select_related("inspection", "scope_body").prefetch_related(
        Prefetch("receipts", Receipt.objects.select_related("by"))
    )
    rows = []
    for request in listed:
        receipts = tuple(request.receipts.all())
        state = request_state(received=bool(receipts), due_on=request.due_on, on=on)
        late_by = (on - request.due_on).days if state is RequestState.LATE else 0
        rows.append(RequestRow(request, receipts, state, late_by))
    return rows


def _visit_rows(visits: QuerySet[Visit], on: date) -> list[VisitRow]:
    listed = visits.select_related("inspection", "scope_body").annotate(held=Count("sessions"))
    return [VisitRow(visit, state_of(visit, on), visit.held) for visit in listed]


def state_of(visit: Visit, on: date) -> VisitState:
    """Return where a visit is on a day."""
    return visit_state(
        starts_on=visit.starts_on,
        ends_on=visit.ends_on,
        ended_at=visit.ended_at,
        cancelled=bool(visit.cancelled_reason),
        on=on,
    )
