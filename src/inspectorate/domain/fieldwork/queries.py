"""Reads of requests, visits and sessions: staff see their inspections', a contact their body's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.inspections.access import held_on, may, reading
from inspectorate.domain.inspections.marked_words import reading_outside
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import OVER
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.markings.reading import Reading, is_withheld
from inspectorate.foundation.people.access import may as may_in_house
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from . import policies
from .interruptions.kinds import Halt
from .interruptions.standstill_reasons import not_paused
from .models import Receipt, Request, Session, Visit
from .permissions import TABLE
from .requests.answered import answered, taken_back
from .requests.models import ReceiptReplacement
from .requests.queries import new_receipts
from .states import RequestState, VisitState, request_state, visit_state
from .verbs import FieldworkVerb


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request on a day: its state, what was received, and the days since it was due.

    ``moved`` is how often its due day was moved; ``taken_back`` that the data return was which came
    last for it: it is asked again then, whatever else came.
    """

    request: Request
    receipts: tuple[Receipt, ...]
    state: RequestState
    late_by: int
    moved: int = 0
    taken_back: bool = False

    @property
    def received(self) -> bool:
        return self.state is RequestState.RECEIVED

    @property
    def late(self) -> bool:
        return self.state is RequestState.LATE

    @property
    def withdrawn(self) -> bool:
        return self.state is RequestState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit on a day: its state, and the number of its sessions."""

    visit: Visit
    state: VisitState
    sessions: int

    @property
    def starts_on(self) -> date | None:
        """Its first day; None while it is deferred, and so has no days."""
        return None if self.state is VisitState.DEFERRED else self.visit.starts_on

    @property
    def ends_on(self) -> date | None:
        """Its last day; None while it is deferred."""
        return None if self.state is VisitState.DEFERRED else self.visit.ends_on


def can(person: Person, inspection: Inspection, verb: FieldworkVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def can_in_house(person: Person, verb: FieldworkVerb) -> bool:
    """May ``person`` do ``verb``, which is of no inspection: one's own diary?"""
    return may_in_house(person, TABLE, verb)


def requests(person: Person, inspection: Inspection, on: date) -> list[RequestRow]:
    """Requests of an inspection as they stand on a day. Two queries past the reader's own."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    # A list tells that something came; what, :func:`receipts` tells.
    unread = Receipt.objects.select_related("by").defer("note", "name", "digest")
    return _rows(Request.objects.filter(inspection=inspection), on, unread)


def receipts(person: Person, request: Request) -> list[Receipt]:
    """What was handed in for a request: note, name and file withheld above the reader."""
    if not can(person, request.inspection, FieldworkVerb.SEE):
        return []
    given = _with_ends(request.receipts.select_related("by", "look__by"))
    return _laid_open(reading(person, request.inspection), given)


def replacing(receipt: Receipt) -> Receipt | None:
    """The last of the hand-ins that replace one another after this one and that stands; None where
    none does. A data return that was taken back stands for nothing, what came after it does.

    One query.
    """
    there = ReceiptReplacement.objects.filter(receipt__request=receipt.request_id)
    there = there.select_related("receipt__data_return__withdrawal")
    rows = there.defer("receipt__data_return__rows", "receipt__data_return__soft")
    after = {one.earlier_id: one.receipt for one in rows}
    newest, later = None, after.get(receipt.pk)
    while later is not None:
        newest = newest if is_taken_back(later) else later
        later = after.get(later.pk)
    return newest


def is_taken_back(receipt: Receipt) -> bool:
    """Whether it came by a data return that was taken back."""
    return hasattr(getattr(receipt, "data_return", None), "withdrawal")


def handed_in_file(person: Person, inspection: Inspection, pk: int) -> Receipt | None:
    """Return a hand-in with a file that ``person``, on the team, may read; None for any other."""
    of_here = Receipt.objects.filter(pk=pk, request__in=visible_to(person, inspection))
    found = of_here.exclude(digest="").first()
    if found is None:
        return None
    shown = reading(person, inspection).of(found, found.marking)
    return None if is_withheld(shown) else shown


def requests_for_contact(
    person: Person, on: date, inspection: Inspection | None = None
) -> list[RequestRow]:
    """Requests to the bodies ``person`` speaks for, and no others.

    What the person handed in is theirs to read (:func:`read_by_contact`); of the rest nothing above
    OFFICIAL is.
    """
    mine = Request.objects.filter(scope_body__body__in=bodies.spoken_for_by(person))
    rows = _rows(mine if inspection is None else mine.filter(inspection=inspection), on)
    for row in rows:
        others = (one for one in row.receipts if one.by_id != person.pk)
        _laid_open(reading_outside(row.request.inspection), others)
    return rows


def read_by_contact(person: Person, row: RequestRow) -> tuple[Receipt, ...]:
    """Lay open to a contact what was handed in for one request: their own whole, and noted."""
    reader = reading_outside(row.request.inspection)
    for one in row.receipts:
        if one.by_id == person.pk:
            reader.own(one, one.marking)
    return row.receipts


def own_file(person: Person, row: RequestRow, number: int) -> Receipt | None:
    """Return the contact's own hand-in at a place, from 1, among those of a request; else None.

    A colleague's stays with the colleague, whatever its marking: one gets back what one sent.
    """
    found = own_receipt(person, row, number)
    return found if found is not None and found.digest else None


def own_receipt(person: Person, row: RequestRow, number: int) -> Receipt | None:
    """Return the contact's own hand-in at a place, from 1, with or without a file; else None."""
    found = row.receipts[number - 1] if 0 < number <= len(row.receipts) else None
    if found is None or found.by_id != person.pk:
        return None
    return reading_outside(row.request.inspection).own(found, found.marking)


def size_of(receipt: Receipt) -> int | None:
    """How many bytes the file of a hand-in has; None of a note. One query."""
    return Blob.objects.get(pk=receipt.digest).size if receipt.digest else None


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Request]:
    """Requests of an inspection that ``person``, on its team, may see."""
    requests = Request.objects.filter(inspection=inspection).select_related(
        "inspection", "scope_body__body", "withdrawal"
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
    return _visit_rows(Visit.objects.filter(inspection=inspection).defer("debrief"), on)


def visits_visible_to(person: Person, inspection: Inspection) -> QuerySet[Visit]:
    """Visits of an inspection that ``person``, on its team, may see."""
    visits = Visit.objects.filter(inspection=inspection).select_related(
        "inspection", "scope_body__body"
    )
    # Its feedback is read by :func:`visit` alone.
    visits = visits.defer("debrief")
    return visits if can(person, inspection, FieldworkVerb.SEE) else visits.none()


def visit(person: Person, inspection: Inspection, pk: int) -> Visit | None:
    """Return one visit, its feedback withheld above the reader; None where it is not seen."""
    found = visits_visible_to(person, inspection).defer(None).filter(pk=pk).first()
    reader = reading(person, inspection)
    return reader.of(found, found.debrief_marking, "debrief") if found else None


def visits_for_contact(person: Person, on: date) -> list[VisitRow]:
    """Visits to the bodies ``person`` speaks for, with the feedback given up to OFFICIAL."""
    mine = Visit.objects.filter(scope_body__body__in=bodies.spoken_for_by(person))
    rows = _visit_rows(mine, on)
    for row in rows:
        reader = reading_outside(row.visit.inspection)
        reader.of(row.visit, row.visit.debrief_marking, "debrief")
    return rows


def sessions(person: Person, visit: Visit) -> QuerySet[Session]:
    """Sessions of a visit, cancelled ones too, with inspectors and the times they had before.

    Three queries past the reader's own.
    """
    if not can(person, visit.inspection, FieldworkVerb.SEE):
        return Session.objects.none()
    listed = visit.sessions.select_related("cancellation")
    return listed.prefetch_related("inspectors", "moves")


def session(person: Person, inspection: Inspection, pk: int) -> Session | None:
    """Return one session of an inspection, cancelled or not; None where it is not seen."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return None
    held = Session.objects.filter(visit__inspection=inspection, pk=pk)
    return held.select_related("visit__inspection", "visit__scope_body", "cancellation").first()


def sessions_of(person: Person, inspection: Inspection) -> QuerySet[Session]:
    """Every session of an inspection that stands, to choose the one a note was taken in."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return Session.objects.none()
    return (
        Session.objects.filter(visit__inspection=inspection, cancellation=None)
        .select_related("visit__scope_body")
        .prefetch_related("inspectors")
    )


def counts(inspection: Inspection) -> dict[str, int]:
    """Count visits neither cancelled nor deferred and their sessions not cancelled, requests not
    withdrawn, and requests answered.

    Four queries.
    """
    requests = Request.objects.filter(inspection=inspection, withdrawal=None)
    return {
        "visits": _with_days(inspection).count(),
        "sessions": Session.objects.filter(
            visit__in=_with_days(inspection), cancellation=None
        ).count(),
        "requests": requests.count(),
        "requests_received": requests.filter(answered()).count(),
    }


def visit_dates(inspection: Inspection) -> tuple[date, date] | None:
    """Return the first and last day of visits neither cancelled nor deferred; None without any."""
    days = list(_with_days(inspection).values_list("starts_on", "ends_on"))
    return (min(day for day, _ in days), max(day for _, day in days)) if days else None


def days_of_visits(inspection: Inspection) -> list[tuple[int, tuple[date, date]]]:
    """Return the body in scope, by its key, and the days of each visit that has some. One query."""
    rows = _with_days(inspection).values_list("scope_body_id", "starts_on", "ends_on")
    return [(body, (first, last)) for body, first, last in rows]


def _with_days(inspection: Inspection) -> QuerySet[Visit]:
    return Visit.with_days().filter(inspection=inspection)


def reasons_not_to_cancel(visit: Visit, at: datetime) -> list[Reason]:
    """Why a visit may not be cancelled now, given that a reason will be written."""
    return policies.cancellable(visit, "given", at)


def reasons_not_to_change_session(session: Session) -> list[Reason]:
    """Why a session may not be moved or cancelled any more."""
    return policies.session_cancellable(session, "given")


def reasons_not_to_change(visit: Visit) -> list[Reason]:
    """Why a visit may not be moved or ended any more."""
    return policies.changeable(visit)


def reasons_not_to_move(visit: Visit) -> list[Reason]:
    """Why a visit may not be moved now, whatever days are given."""
    return [*policies.changeable(visit), *not_paused(visit)]


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List requests not answered, which wait on the body, and visits not ended, on the team."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    held = held_on(person, inspection)
    work = _waiting_for_requests(
        person, inspection, looks=bool(held & TABLE[FieldworkVerb.LOOK_AT_RECEIPTS])
    )
    of_the_team = inspection.team.filter(person=person, left_at=None, team=OuterRef("team"))
    ends = bool(held & TABLE[FieldworkVerb.END_VISIT])
    gives_days = bool(held & TABLE[FieldworkVerb.MOVE_VISIT])
    still_open = (
        Visit.objects.filter(inspection=inspection, ended_at=None, cancelled_reason="")
        .exclude(halted=Halt.INCOMPLETE)
        .annotate(own=Exists(of_the_team.exclude(team="").order_by()))
        .select_related("scope_body", "inspection")
    )
    for visit in still_open:
        if visit.halted == Halt.DEFERRED:
            work += [_no_days_yet(visit)] if gives_days else []
            continue
        mine = ends and (visit.own or Role.LEAD in held)
        paused = visit.halted == Halt.PAUSED
        if mine or Role.ANALYST in held:
            work.append(
                Waiting(
                    what=f"{'Paused: v' if paused else 'V'}isit to {visit.scope_body.label}",
                    verb=FieldworkVerb.RESUME_VISIT if paused else FieldworkVerb.END_VISIT,
                    args=(visit.pk,),
                    inspection=inspection.slug,
                    # While it is paused nothing of it is late.
                    due_on=None if paused else visit.ends_on,
                    mine=mine,
                    waits_on="" if mine else f"team {visit.team}".strip(),
                )
            )
    return work


def _no_days_yet(visit: Visit) -> Waiting:
    """A deferred visit waits for new days, on no day: it is not late."""
    return Waiting(
        what=f"Deferred, without days: visit to {visit.scope_body.label}",
        verb=FieldworkVerb.MOVE_VISIT,
        args=(visit.pk,),
        inspection=visit.inspection.slug,
    )


def _waiting_for_requests(person: Person, inspection: Inspection, *, looks: bool) -> list[Waiting]:
    """Requests not answered; and those to which contacts handed in what nobody looked at, for those
    who may. One query.
    """
    new: Exists | Value = Value(value=False)
    if looks and inspection.phase not in OVER:
        new = Exists(new_receipts(person, inspection).filter(request=OuterRef("pk")).order_by())
    rows = Request.objects.filter(inspection=inspection).annotate(
        taken_back=taken_back(), new=new, still_asked=~answered() & Q(withdrawal=None)
    )
    rows = rows.filter(Q(still_asked=True) | Q(new=True))
    work = []
    for one in rows.select_related("scope_body"):
        label = one.scope_body.label
        if one.new:
            work.append(
                Waiting(
                    what=f"New from {label}: {one.title}",
                    verb=FieldworkVerb.LOOK_AT_RECEIPTS,
                    args=(one.pk,),
                    inspection=inspection.slug,
                )
            )
        if not one.still_asked:
            continue
        # Also where something new came: a return taken back since leaves its request open.
        again = "Taken back, asked again: " if one.taken_back else ""
        work.append(
            Waiting(
                what=f"{again}{one.title} from {label}",
                verb=FieldworkVerb.RECEIVE,
                args=(one.pk,),
                inspection=inspection.slug,
                due_on=one.due_on,
                mine=False,
                waits_on=label,
            )
        )
    return work


def _rows(
    requests: QuerySet[Request], on: date, receipts: QuerySet[Receipt] | None = None
) -> list[RequestRow]:
    given = _with_ends(Receipt.objects.select_related("by")) if receipts is None else receipts
    listed = requests.select_related("inspection", "scope_body", "withdrawal").prefetch_related(
        Prefetch("receipts", given)
    )
    listed = listed.annotate(
        moved=Count("due_days", filter=Q(due_days__old_due_on__isnull=False)),
        taken_back=taken_back(),
    )
    rows = []
    for request in listed:
        # In the order in which they were recorded, so that the place of one stays what it was.
        came = tuple(sorted(request.receipts.all(), key=lambda one: one.pk))
        again = request.taken_back is not None
        state = request_state(
            received=bool(came) and not again,
            due_on=request.due_on,
            on=on,
            withdrawn=hasattr(request, "withdrawal"),
        )
        late_by = (on - request.due_on).days if state is RequestState.LATE else 0
        rows.append(RequestRow(request, came, state, late_by, request.moved, again))
    return rows


def _with_ends(given: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Hand-ins with what replaced each and whether it was taken back; of a return without rows."""
    ends = given.select_related("replaced", "replacement", "data_return__withdrawal__by")
    return ends.defer("data_return__rows", "data_return__soft")


def _laid_open(reader: Reading, rows: Iterable[Receipt]) -> list[Receipt]:
    return [reader.of(one, one.marking, "note", "name", "digest") for one in rows]


def _visit_rows(visits: QuerySet[Visit], on: date) -> list[VisitRow]:
    listed = visits.select_related("inspection", "scope_body").annotate(
        held=Count("sessions", filter=Q(sessions__cancellation=None))
    )
    return [VisitRow(visit, state_of(visit, on), visit.held) for visit in listed]


def state_of(visit: Visit, on: date) -> VisitState:
    """Return where a visit is on a day."""
    return visit_state(
        starts_on=visit.starts_on,
        ends_on=visit.ends_on,
        ended_at=visit.ended_at,
        cancelled=bool(visit.cancelled_reason),
        on=on,
        halted=visit.halted,
    )
