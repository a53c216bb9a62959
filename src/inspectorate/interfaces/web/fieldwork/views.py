"""Requests, visits and sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.bodies.delegates.queries import stood_in
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import document_key
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import actions, queries
from inspectorate.domain.fieldwork.interruptions import queries as turns
from inspectorate.domain.fieldwork.models import Request, Session, Visit
from inspectorate.domain.fieldwork.planning import queries as plans
from inspectorate.domain.fieldwork.planning.ahead import going_with
from inspectorate.domain.fieldwork.requests import queries as terms
from inspectorate.domain.fieldwork.requests.reminders import reminders_of
from inspectorate.domain.fieldwork.sessions.queries import not_begun
from inspectorate.domain.fieldwork.states import VisitState
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.debriefs import queries as debriefs
from inspectorate.domain.judgments.debriefs.models import Telling
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.documents import scanning

from ...act_forms import VersionForm, require_get_or_post
from ...downloads import download
from ...jobs import documents
from ...reminding import mails_nothing
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from ..searching.reading import progress_of_visit
from . import listings
from .acts import acts_on
from .forms import (
    AskForm,
    BringBackForm,
    CancelForm,
    MoveForm,
    PlanForm,
    ReceiveForm,
    SessionCancelForm,
    SessionForm,
    SessionMoveForm,
)
from .planning.forms import moved_to
from .request_forms import LookForm
from .returns.views import door_of

SORTS = {
    "body": lambda row: row.visit.scope_body.order,
    "starts_on": lambda row: (row.starts_on is None, row.visit.starts_on),
    "team": lambda row: row.visit.team,
    "state": lambda row: row.state,
    "sessions": lambda row: row.sessions,
}

_OF_REQUEST = (
    FieldworkVerb.RECEIVE,
    FieldworkVerb.LOOK_AT_RECEIPTS,
    FieldworkVerb.MOVE_REQUEST,
    FieldworkVerb.WITHDRAW_REQUEST,
)
# What of the page of a request shows its return.
_OF_RETURN = (
    FieldworkVerb.RETURN_DATA,
    FieldworkVerb.TAKE_RETURN_BACK,
    FieldworkVerb.EXCEPT_ROWS,
    FieldworkVerb.WITHDRAW_EXCEPTION,
    FieldworkVerb.CERTIFY_RETURN,
    FieldworkVerb.WITHDRAW_CERTIFICATE,
)


def _visit(request: StaffRequest, inspection: Inspection, pk: int) -> Visit:
    return get_object_or_404(queries.visits_visible_to(request.user, inspection), pk=pk)


def _request(request: StaffRequest, inspection: Inspection, pk: int) -> Request:
    return get_object_or_404(queries.visible_to(request.user, inspection), pk=pk)


@require_GET
@inspection_page(FieldworkVerb.SEE)
def visits(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """The calendar of visits."""
    rows = queries.visits(request.user, inspection, timezone.localdate())
    states = sorted({row.state for row in rows})
    state = request.GET.get("state", "")
    rows = [row for row in rows if not state or row.state == state]
    sort = request.GET.get("sort", "starts_on")
    rows.sort(key=SORTS.get(sort.lstrip("-"), SORTS["starts_on"]), reverse=sort.startswith("-"))
    return page(
        request,
        "fieldwork/visits.html",
        inspection,
        title="Fieldwork",
        listing=listings.visits(rows, state),
        rows=rows,
        states=states,
        may={
            verb.act: queries.can(request.user, inspection, verb)
            for verb in (FieldworkVerb.PLAN_VISIT, FieldworkVerb.ASK)
        },
        counts=queries.counts(inspection),
        tellings=debriefs.tellings(inspection),
        may_set_telling=judgments.can(request.user, inspection, JudgmentVerb.SET_TELLING),
        without_words=debriefs.without_words(request.user, inspection),
    )


@require_get_or_post
@inspection_page(FieldworkVerb.PLAN_VISIT)
def plan_visit(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Plan a visit."""
    return act_page(
        request,
        inspection,
        PlanForm(request.POST or None, inspection=inspection),
        partial(actions.plan_visit, inspection=inspection),
        title="Plan a visit",
        button="Plan visit",
        success_url=reverse("fieldwork-visits", args=[inspection.slug]),
        message="The visit is planned.",
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def visit_page(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """One visit: its state, sessions, hot debrief, and what can be done now."""
    visit = queries.visit(request.user, inspection, pk)
    if visit is None:
        raise Http404
    verbs = (
        FieldworkVerb.MOVE_VISIT,
        FieldworkVerb.CANCEL_VISIT,
        FieldworkVerb.END_VISIT,
        FieldworkVerb.HOLD_SESSION,
        FieldworkVerb.MOVE_SESSION,
        FieldworkVerb.CANCEL_SESSION,
        FieldworkVerb.HAND_OVER_SESSION,
        FieldworkVerb.DEFER_VISIT,
        FieldworkVerb.PAUSE_VISIT,
        FieldworkVerb.RESUME_VISIT,
        FieldworkVerb.LEAVE_INCOMPLETE,
        FieldworkVerb.REOPEN_VISIT,
    )
    sessions = list(queries.sessions(request.user, visit))
    visit = debriefs.as_read(request.user, visit)
    told = debriefs.debriefs(request.user, visit)
    befell = turns.turns(request.user, visit)
    debriefs.as_befell(request.user, visit, [one.resumption for one in befell])
    tells = debriefs.tellings(inspection)[:1]
    sees_evidence = evidence.can(request.user, inspection, EvidenceVerb.SEE)
    may = {verb.act: queries.can(request.user, inspection, verb) for verb in verbs}
    live, shut = acts_on(visit, may, timezone.now())
    return page(
        request,
        "fieldwork/visit.html",
        inspection,
        title=f"Visit to {visit.scope_body.label}",
        visit=visit,
        sessions=sessions,
        turns=[
            (one, told.get(one.resumption.ended_at) if one.resumption else None) for one in befell
        ],
        debrief=told.get(visit.ended_at),
        grades=debriefs.of_visit(request.user, visit),
        may_say=judgments.can(request.user, inspection, JudgmentVerb.SAY_DIFFERENCE),
        tells=bool(told) and any(one.telling != Telling.NEVER for one in tells),
        may_tell=judgments.can(request.user, inspection, JudgmentVerb.TELL_GRADE),
        may_untell=judgments.can(request.user, inspection, JudgmentVerb.WITHDRAW_TOLD_GRADE),
        inside=turns.inside(visit, sessions),
        to_come=not_begun(sessions, timezone.now()),
        passed=plans.passed(visit),
        progress=progress_of_visit(request.user, inspection, visit.pk),
        state=queries.state_of(visit, timezone.localdate()),
        may=may,
        live=live,
        shut=shut,
        apart=evidence.apart_from_sessions(request.user, visit) if sees_evidence else (),
        may_read=sees_evidence,
        may_record=evidence.can(request.user, inspection, EvidenceVerb.RECORD),
    )


def _change(
    request: StaffRequest,
    inspection: Inspection,
    pk: int,
    form: type[VersionForm],
    act: Callable[..., Any],
    *,
    title: str,
    button: str,
    message: str,
    initial: Mapping[str, Any] | None = None,
    intro: str = "",
) -> HttpResponse:
    """A page that changes the visit ``pk`` as it was seen, then leads back to it."""
    visit = _visit(request, inspection, pk)
    begun = {"version": visit.version, **(initial or {})}
    return act_page(
        request,
        inspection,
        form(request.POST or None, initial=begun),
        partial(act, visit=visit),
        title=title,
        button=button,
        success_url=reverse("fieldwork-visit", args=[inspection.slug, pk]),
        message=message,
        intro=intro,
    )


@require_get_or_post
@inspection_page(FieldworkVerb.MOVE_VISIT)
def move_visit(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Move a visit, with the reason; one that is deferred brings its sessions along in any case."""
    visit = _visit(request, inspection, pk)
    deferred = queries.state_of(visit, timezone.localdate()) is VisitState.DEFERRED
    return _change(
        request,
        inspection,
        pk,
        BringBackForm if deferred else MoveForm,
        actions.move_visit,
        title="Move the visit",
        button="Move",
        message="The visit is moved.",
        initial=moved_to(visit, request.GET.get("week", ""), request.GET.get("from", "")),
        intro="It is deferred. Its sessions come along, each at its hour." if deferred else "",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.CANCEL_VISIT)
def cancel_visit(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Cancel a visit, and its sessions, with the reason."""
    visit = _visit(request, inspection, pk)
    number = len(going_with(visit, timezone.now()))
    return _change(
        request,
        inspection,
        pk,
        CancelForm,
        actions.cancel_visit,
        title="Cancel the visit",
        button="Cancel the visit",
        message="The visit is cancelled; it stays in the calendar, marked.",
        intro=f"{number} session{pluralize(number)} of it {pluralize(number, 'is,are')} still to "
        f"come and {pluralize(number, 'is,are')} cancelled with it, for the same reason."
        if number
        else "",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.HOLD_SESSION)
def hold_session(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record a session."""
    visit = _visit(request, inspection, pk)
    return act_page(
        request,
        inspection,
        SessionForm(request.POST or None, visit=visit),
        partial(actions.hold_session, visit=visit),
        title="Record a session",
        button="Record session",
        success_url=reverse("fieldwork-visit", args=[inspection.slug, pk]),
        message="The session is recorded.",
    )


def _session(request: StaffRequest, inspection: Inspection, pk: int) -> Session:
    session = queries.session(request.user, inspection, pk)
    if session is None:
        raise Http404
    return session


@require_get_or_post
@inspection_page(FieldworkVerb.MOVE_SESSION)
def move_session(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Mend the times of a session, with the reason."""
    session = _session(request, inspection, pk)
    times = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    form = SessionMoveForm(
        request.POST or None, initial={**times, "version": session.moves.count()}
    )
    return act_page(
        request,
        inspection,
        form,
        partial(actions.move_session, session=session),
        title=f"Mend the times of: {session.title}",
        button="Mend the times",
        success_url=reverse("fieldwork-visit", args=[inspection.slug, session.visit_id]),
        message="The times are mended. What was recorded from the session keeps its own times.",
        intro="The times that stood before stay on record, with your reason. Evidence recorded "
        "from the session keeps its own times: the page of the visit lists what then lies outside.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.CANCEL_SESSION)
def cancel_session(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Say that a session was not held after all, with the reason."""
    session = _session(request, inspection, pk)
    return act_page(
        request,
        inspection,
        SessionCancelForm(request.POST or None),
        partial(actions.cancel_session, session=session),
        title=f"Cancel the session: {session.title}",
        button="Cancel the session",
        success_url=reverse("fieldwork-visit", args=[inspection.slug, session.visit_id]),
        message="The session is cancelled; it stays on the page of the visit, marked.",
        intro="For a session that was not held, or was recorded by mistake. It is no longer "
        "counted, and no evidence can be recorded from it. Evidence that was stays: withdraw it "
        "where it says what nobody heard.",
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def requests(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What was asked for, and what came."""
    rows = queries.requests(request.user, inspection, timezone.localdate())
    return page(
        request,
        "fieldwork/requests.html",
        inspection,
        title="Requests",
        listing=listings.requests(rows),
        rows=rows,
        may_ask=queries.can(request.user, inspection, FieldworkVerb.ASK),
    )


@require_get_or_post
@inspection_page(FieldworkVerb.ASK)
def ask(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Ask a body for documents or data."""
    return act_page(
        request,
        inspection,
        AskForm(request.POST or None, inspection=inspection),
        partial(actions.ask, inspection=inspection),
        title="Ask for documents or data",
        button="Ask",
        success_url=reverse("fieldwork-requests", args=[inspection.slug]),
        message="The request is sent: the body sees it in the portal.",
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def request_page(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """One request and what was received for it."""
    asked = _request(request, inspection, pk)
    receipts = queries.receipts(request.user, asked)
    standings = scanning.standings(one.digest for one in receipts)
    door = door_of(request, inspection, asked)
    return page(
        request,
        "fieldwork/request.html",
        inspection,
        title=asked.title,
        asked=asked,
        receipts=[
            (*row, standings[row[1].digest], document_key(receipt=row[1].pk))
            for row in terms.in_order(receipts)
        ],
        new=terms.new_among(request.user, asked, receipts),
        form=LookForm(),
        days=terms.due_days(asked),
        reminded=reminders_of(asked),
        stood_in=stood_in(request.user, [asked.scope_body.body_id]),
        no_mail=mails_nothing(),
        may={
            verb.act: queries.can(request.user, inspection, verb)
            for verb in (*_OF_REQUEST, *_OF_RETURN)
        },
        door=door.shown() if door else None,
        closed=terms.reasons_not_to_receive(asked),
        not_withdrawable=terms.reasons_not_to_withdraw(asked),
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def handed_in(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """A file that was handed in, as a download only."""
    receipt = queries.handed_in_file(request.user, inspection, pk)
    if receipt is None:
        raise Http404
    return download(receipt.digest, receipt.name)


@require_get_or_post
@inspection_page(FieldworkVerb.RECEIVE)
def receive(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record what came by another way than the portal."""
    asked = _request(request, inspection, pk)
    again = terms.handed_in_under(request.user, asked, request.POST.get("key", ""))
    return act_page(
        request,
        inspection,
        ReceiveForm(
            request.POST or None,
            request.FILES or None,
            there=terms.replaceable_receipts(request.user, asked, again=again),
        ),
        partial(documents.with_files(actions.receive), request=asked),
        title=f"Received for: {asked.title}",
        button="Record receipt",
        success_url=reverse("fieldwork-request", args=[inspection.slug, pk]),
        message="The receipt is recorded.",
    )
