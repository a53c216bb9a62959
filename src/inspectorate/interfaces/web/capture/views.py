"""What the page of capture asks as the person who is signed in, and the way without it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ...act_forms import person
from ..access import StaffRequest, inspection_page, staff
from ..inspection_page import page
from .packs import offer_of, pack_of


def _recording(who: Person) -> list[Inspection]:
    """The inspections on which a person may record evidence."""
    theirs = inspections.visible_to(who)
    return [one for one in theirs if evidence.can(who, one, EvidenceVerb.RECORD)]


@require_GET
@staff
def plain(request: HttpRequest) -> HttpResponse:
    """Lead to the plain form, where the page of capture cannot be had."""
    theirs = _recording(person(request))
    if len(theirs) == 1:
        return HttpResponseRedirect(reverse("evidence-record", args=[theirs[0].slug]))
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


@require_GET
@inspection_page(EvidenceVerb.RECORD)
def pack(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """All that is taken along to one visit."""
    if not fieldwork.can(request.user, inspection, FieldworkVerb.SEE):
        raise Http404
    visit = fieldwork.visits_visible_to(request.user, inspection).filter(pk=pk).first()
    if visit is None:
        raise Http404
    return JsonResponse(pack_of(request.user, inspection, visit))
