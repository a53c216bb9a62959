"""The first page of a contact, the own visits, and what was asked of the own body."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.fieldwork import actions
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.reports import queries as reports

from ..act_forms import one_act, person
from . import access
from .forms import HandInForm
from .frame import HOME, contact, page

BOTH = ["GET", "POST"]
TONES = {
    "overdue": "problem",
    "reply overdue": "problem",
    "open": "waiting",
    "answered": "accent",
    "implemented": "good",
}


@require_GET
@contact
def home(request: HttpRequest) -> HttpResponse:
    """Everything of one's own body: what waits on it first."""
    who, today = person(request), timezone.localdate()
    visits, requests, checks, parts = (
        access.visits(who, today),
        access.requests(who, today),
        access.checks(who),
        access.parts(who, today),
    )
    standings = [(part, recommendations.standing(part.addressee, today)) for part in parts]
    inspections = [one.inspection for one in (*visits, *requests, *checks)]
    inspections += [part.addressee.recommendation.inspection for part in parts]
    return page(
        request,
        "portal/home.html",
        None,
        title=HOME,
        notice=next((one.notice for one in inspections if one.notice), ""),
        bodies=[] if any(one.rehearsal for one in inspections) else bodies.spoken_for_by(who),
        visits=[(one, one.url("portal-visit")) for one in visits],
        requests=[(one, one.url("portal-request")) for one in requests],
        checks=[
            (one, one.url("portal-fact-check"), reports.has_ended(one.row, today)) for one in checks
        ],
        parts=[
            (part, found, part.url("portal-recommendation"), TONES.get(found.state, "quiet"))
            for part, found in standings
        ],
    )


@require_GET
@contact
def visit(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """One visit: its days, and what was fed back on the day, which is provisional."""
    found = access.one_of(access.visits(person(request), timezone.localdate()), slug, code, number)
    title = f"Visit to {found.scope_body.label}"
    return page(
        request,
        "portal/visit.html",
        found.inspection,
        title=title,
        visit=found.row.visit,
        state=found.row.state,
    )


@require_GET
@contact
def asked(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """One request, and what was handed in for it."""
    who = person(request)
    found = access.one_of(access.requests(who, timezone.localdate()), slug, code, number)
    return page(
        request,
        "portal/request.html",
        found.inspection,
        title=found.row.request.title,
        asked=found.row.request,
        row=found.row,
        receipts=[(one, one.by_id == who.pk) for one in found.row.receipts],
        to=found.url("portal-receive"),
    )


@require_http_methods(BOTH)
@contact
def receive(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Hand in a note or a file."""
    found = access.one_of(
        access.requests(person(request), timezone.localdate()), slug, code, number
    )
    return one_act(
        page,
        request,
        found.inspection,
        HandInForm(request.POST or None, request.FILES or None),
        actions.receive,
        title=f"Hand in: {found.row.request.title}",
        button="Hand in",
        to=found.url("portal-request"),
        said="Received. You can hand in more.",
        lede="What you hand in is kept as it is and cannot be taken back. You can add to it.",
        arguments=with_file,
        request=found.row.request,
    )


def with_file(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Cleaned data as the action's arguments: a file as its name and bytes."""
    file = cleaned["file"]
    return {
        "note": cleaned["note"],
        "name": file.name if file else "",
        "content": file.read() if file else b"",
    }
