"""One document of a pack and its text, for the device that took the pack along.

Whoever may not open the document on its page gets it here neither, and that they read it is noted
as it is there. What names it stood in the pack, which was written down before it was given.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.documents import layers, scanning
from inspectorate.foundation.documents.models import TextLayer, TextPage
from inspectorate.foundation.people.devices import queries as devices
from inspectorate.foundation.reasons.reasons import Refused, refuse_if

from ...downloads import download
from ..access import StaffRequest, inspection_page
from ..evidence.documents import layout_of, rows_of
from .views import about_of, visit_of

NOT_TAKEN = "This device did not take this visit along, or was ended. Take the visit along first."
CAME_LATER = "This document came after the visit was taken along. Take it along again."


@require_GET
@inspection_page(EvidenceVerb.RECORD)
def document(request: StaffRequest, inspection: Inspection, pk: int, key: str) -> HttpResponse:
    """The bytes of one document, from the byte ``from`` on, so that a device goes on with it."""
    found = _document(request, inspection, pk, key)
    if why := _why_not(request, found, pk):
        return _refused(why)
    begins = request.GET.get("from", "0")
    start = int(begins) if begins.isdecimal() and len(begins) < 13 else 0
    try:
        return download(found.digest, found.name, start=start)
    except Refused as refusal:
        return _refused(_told(refusal))


@require_GET
@inspection_page(EvidenceVerb.RECORD)
def text(request: StaffRequest, inspection: Inspection, pk: int, key: str) -> HttpResponse:
    """The text of one document, page by page as its own page shows it."""
    found = _document(request, inspection, pk, key)
    if why := _why_not(request, found, pk):
        return _refused(why)
    try:
        refuse_if(scanning.against_opening(found.digest))
    except Refused as refusal:
        return _refused(_told(refusal))
    layer = layers.newest(found.digest)
    if layer is None or layer.refused:
        return _refused("Its text was not read.")
    return JsonResponse(_text(layer))


def _document(request: StaffRequest, inspection: Inspection, pk: int, key: str) -> Receipt:
    """What came of the body of a visit, as its reader may read it; 404 for any other."""
    visit = visit_of(request, inspection, pk)
    found = evidence.document(request.user, inspection, key)
    if found is None or found.receipt is None or found.scope_body.pk != visit.scope_body_id:
        raise Http404
    return found.receipt


def _why_not(request: StaffRequest, found: Receipt, pk: int) -> str:
    """Why this device is not given a document; empty where it is."""
    known_as = request.GET.get("device", "")
    taken = devices.pack_held(request.user, known_as, about_of(pk))
    if taken is None:
        return NOT_TAKEN
    return CAME_LATER if found.at > taken.at else ""


def _refused(why: str) -> HttpResponse:
    return JsonResponse({"detail": why}, status=422)


def _told(refusal: Refused) -> str:
    return " ".join(one.text for one in refusal.reasons)


def _text(layer: TextLayer) -> dict[str, Any]:
    pages = [_page(one) for one in layer.pages.all()]
    return {"machine_read": layer.machine_read, "pages": pages}


def _page(kept: TextPage) -> dict[str, Any]:
    """One page as plain data: of each row its number, and of each cell its name and its words."""
    rows = rows_of(layers.page_of(kept))
    return {
        "title": kept.title,
        "layout": layout_of(kept),
        "rows": [[row.number, [cell[1:] for cell in row.cells]] for row in rows],
    }
