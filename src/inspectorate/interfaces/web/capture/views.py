"""What the page of capture asks as the person who is signed in, and the way without it."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.devices import actions
from inspectorate.foundation.people.devices import queries as devices
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused

from ...act_forms import person
from ..access import StaffRequest, inspection_page, staff
from ..inspection_page import page
from .packs import holds_of, offer_of, pack_of


def _recording(who: Person) -> list[Inspection]:
    """The inspections on which a person may record evidence."""
    theirs = inspections.visible_to(who)
    return [one for one in theirs if evidence.can(who, one, EvidenceVerb.RECORD)]


@require_GET
@staff
def plain(request: HttpRequest) -> HttpResponse:
    """Lead to the plain form, where the page of capture cannot be had."""
    theirs = _recording(person(request))
    return page(request, "capture/plain.html", None, title="Record evidence", inspections=theirs)


@require_GET
@staff
def offered(request: HttpRequest) -> HttpResponse:
    """Whose session it is, what a form of theirs is sent with, and the visits they may take."""
    who = person(request)
    visits = [
        offer_of(row.visit)
        for one in _recording(who)
        for row in fieldwork.visits(who, one, timezone.localdate())
        if row.starts_on and not row.visit.cancelled_reason
    ]
    told = {"csrf": get_token(request), "person": who.name, "visits": visits}
    return JsonResponse(told)


@require_POST
@inspection_page(EvidenceVerb.RECORD)
def pack(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """All that is taken along to one visit, for a device of the person who is signed in.

    That the device may hold it from now on is written down before it is given: a device that is
    lost on its way back to the page is told of too.
    """
    visit = visit_of(request, inspection, pk)
    sent = _sent(request)
    mine = devices.devices_of(request.user, request.user)
    device = mine.filter(known_as=str(sent.get("device", ""))).first()
    if device is None:
        text = "Whoever is signed in here has not enrolled this device. Sign in as its person."
        return JsonResponse({"detail": text}, status=422)
    told = pack_of(request.user, inspection, visit)
    try:
        for n, holds in enumerate(holds_of(told)):
            actions.note_pack(
                by=request.user,
                at=timezone.now(),
                key=f"pack/{str(sent.get('key', ''))[:22]}{f'/{n}' if n else ''}",
                device=device,
                about_code=about_of(pk),
                title=f"{visit.scope_body.label}, {inspection.title}"[:200],
                holds=holds,
            )
    except Refused as refusal:
        return JsonResponse({"detail": " ".join(one.text for one in refusal.reasons)}, status=422)
    return JsonResponse(told)


def about_of(pk: int) -> str:
    """How the record of a device names the visit of which it holds a pack."""
    return f"fieldwork.visit/{pk}"


def visit_of(request: StaffRequest, inspection: Inspection, pk: int) -> Visit:
    """A visit that the person may see; 404 for any other."""
    visit = fieldwork.visits_visible_to(request.user, inspection).filter(pk=pk).first()
    if visit is None:
        raise Http404
    return visit


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What was sent as JSON; nothing where it is none, or where it came as a form."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        return {}
    return found if isinstance(found, dict) else {}
