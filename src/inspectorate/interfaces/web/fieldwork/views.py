"""Requests, visits and sessions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import actions, queries
from inspectorate.domain.fieldwork.models import Request, Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection

from ...act_forms import person
from ..act_pages import act_page, staff
from ..inspection_page import page, the_inspection
from .forms import AskForm, CancelForm, EndForm, MoveForm, PlanForm, ReceiveForm, SessionForm

BOTH = ["GET", "POST"]
STAIR = "Fieldwork"
SORTS = {
    "body": lambda row: row.visit.scope_body.order,
    "starts_on": lambda row: row.visit.starts_on,
    "team": lambda row: row.visit.team,
    "state": lambda row: row.state,
    "sessions": lambda row: row.sessions,
}


def _may(request: HttpRequest, inspection: Inspection, verb: FieldworkVerb) -> None:
    if not queries.can(person(request), inspection, verb):
        raise Http404


def _visit(
    request: HttpRequest, slug: str, pk: int, verb: FieldworkVerb
) -> tuple[Inspection, Visit]:
    inspection = the_inspection(request, slug)
    _may(request, inspection, verb)
    return inspection, get_object_or_404(
        queries.visits_visible_to(person(request), inspection), pk=pk
    )


def _request(
    request: HttpRequest, slug: str, pk: int, verb: FieldworkVerb
) -> tuple[Inspection, Request]:
    inspection = the_inspection(request, slug)
    _may(request, inspection, verb)
    return inspection, get_object_or_404(queries.visible_to(person(request), inspection), pk=pk)


@require_GET
@staff
def visits(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendar of visits."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, FieldworkVerb.SEE)
    rows = queries.visits(person(request), inspection, timezone.localdate())
    state = request.GET.get("state", "")
    states = sorted({row.state for row in rows})
    rows = [row for row in rows if not state or row.state == state]
    sort = request.GET.get("sort", "starts_on")
    rows.sort(key=SORTS.get(sort.lstrip("-"), SORTS["starts_on"]), reverse=sort.startswith("-"))
    may = {
        verb.act: queries.can(person(request), inspection, verb)
        for verb in (FieldworkVerb.PLAN_VISIT, FieldworkVerb.ASK)
    }
    return page(
        request,
        "fieldwork/visits.html",
        inspection,
        title="Fieldwork",
        stair=STAIR,
        rows=rows,
        states=states,
        may=may,
        counts=queries.counts(inspection),
    )


@require_http_methods(BOTH)
@staff
def plan_visit(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a visit."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, FieldworkVerb.PLAN_VISIT)
    return act_page(
        request,
        inspection,
        PlanForm(request.POST or None, inspection=inspection),
        actions.plan_visit,
        title="Plan a visit",
        button="Plan visit",
        to=reverse("fieldwork-visits", args=[slug]),
        said="The visit is planned.",
        stair=STAIR,
        inspection=inspection,
    )


@require_GET
@staff
def visit_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One visit: its state, sessions, feedback, and what can be done now."""
    inspection, visit = _visit(request, slug, pk, FieldworkVerb.SEE)
    who = person(request)
    verbs = (
        FieldworkVerb.MOVE_VISIT,
        FieldworkVerb.CANCEL_VISIT,
        FieldworkVerb.END_VISIT,
        FieldworkVerb.HOLD_SESSION,
    )
    return page(
        request,
        "fieldwork/visit.html",
        inspection,
        title=f"Visit to {visit.scope_body.label}",
        stair=STAIR,
        visit=visit,
        sessions=queries.sessions(who, visit),
        state=queries.state_of(visit, timezone.localdate()),
        may={verb.act: queries.can(who, inspection, verb) for verb in verbs},
        may_record=evidence.can(who, inspection, EvidenceVerb.RECORD),
        closed=queries.reasons_not_to_change(visit),
        not_cancellable=queries.reasons_not_to_cancel(visit),
    )


def _visit_act(
    request: HttpRequest, slug: str, pk: int, verb: FieldworkVerb, make: Any, **words: Any
) -> HttpResponse:
    inspection, visit = _visit(request, slug, pk, verb)
    to = reverse("fieldwork-visit", args=[slug, pk])
    return act_page(
        request,
        inspection,
        make(visit),
        getattr(actions, verb.act),
        to=to,
        stair=STAIR,
        visit=visit,
        **words,
    )


@require_http_methods(BOTH)
@staff
def move_visit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move a visit, with the reason."""
    return _visit_act(
        request,
        slug,
        pk,
        FieldworkVerb.MOVE_VISIT,
        lambda visit: MoveForm(request.POST or None, initial={"version": visit.version}),
        title="Move the visit",
        button="Move",
        said="The visit is moved.",
    )


@require_http_methods(BOTH)
@staff
def cancel_visit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a visit, with the reason."""
    return _visit_act(
        request,
        slug,
        pk,
        FieldworkVerb.CANCEL_VISIT,
        lambda visit: CancelForm(request.POST or None, initial={"version": visit.version}),
        title="Cancel the visit",
        button="Cancel the visit",
        said="The visit is cancelled; it stays in the calendar, marked.",
    )


@require_http_methods(BOTH)
@staff
def end_visit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a visit with the feedback given."""
    return _visit_act(
        request,
        slug,
        pk,
        FieldworkVerb.END_VISIT,
        lambda visit: EndForm(request.POST or None, initial={"version": visit.version}),
        title="End the visit",
        button="End the visit",
        said="The visit is ended.",
    )


@require_http_methods(BOTH)
@staff
def hold_session(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record a session."""
    return _visit_act(
        request,
        slug,
        pk,
        FieldworkVerb.HOLD_SESSION,
        lambda visit: SessionForm(request.POST or None, visit=visit),
        title="Record a session",
        button="Record session",
        said="The session is recorded.",
    )


@require_GET
@staff
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked for, and what came."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, FieldworkVerb.SEE)
    rows = queries.requests(person(request), inspection, timezone.localdate())
    return page(
        request,
        "fieldwork/requests.html",
        inspection,
        title="Requests",
        stair=STAIR,
        rows=rows,
        may_ask=queries.can(person(request), inspection, FieldworkVerb.ASK),
    )


@require_http_methods(BOTH)
@staff
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a body for documents or data."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, FieldworkVerb.ASK)
    return act_page(
        request,
        inspection,
        AskForm(request.POST or None, inspection=inspection),
        actions.ask,
        title="Ask for documents or data",
        button="Ask",
        to=reverse("fieldwork-requests", args=[slug]),
        said="The request is sent: the body sees it in the portal.",
        stair=STAIR,
        inspection=inspection,
    )


@require_GET
@staff
def request_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One request and what was received for it."""
    inspection, asked = _request(request, slug, pk, FieldworkVerb.SEE)
    return page(
        request,
        "fieldwork/request.html",
        inspection,
        title=asked.title,
        stair=STAIR,
        asked=asked,
        receipts=asked.receipts.select_related("by"),
        may_receive=queries.can(person(request), inspection, FieldworkVerb.RECEIVE),
    )


@require_http_methods(BOTH)
@staff
def receive(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record what came by another way than the portal."""
    inspection, asked = _request(request, slug, pk, FieldworkVerb.RECEIVE)

    def arguments(cleaned: dict[str, Any]) -> dict[str, Any]:
        file = cleaned["file"]
        return {
            "note": cleaned["note"],
            "name": file.name if file else "",
            "content": file.read() if file else b"",
        }

    return act_page(
        request,
        inspection,
        ReceiveForm(request.POST or None, request.FILES or None),
        actions.receive,
        title=f"Received for: {asked.title}",
        button="Record receipt",
        to=reverse("fieldwork-request", args=[slug, pk]),
        said="The receipt is recorded.",
        stair=STAIR,
        arguments=arguments,
        request=asked,
    )
