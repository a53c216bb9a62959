"""Evidence: a reading list with the words first; recording, withdrawing, superseding."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.markings.scheme import highest

from ...act_forms import person
from ..act_pages import act_page, staff
from ..inspection_page import page, the_inspection
from .forms import FilterForm, ReasonForm, RecordForm, SupersedeForm, as_arguments

BOTH = ["GET", "POST"]
STAIR = "Evidence"


def _may(request: HttpRequest, inspection: Inspection, verb: EvidenceVerb) -> None:
    if not queries.can(person(request), inspection, verb):
        raise Http404


def _item(request: HttpRequest, slug: str, number: int) -> tuple[Inspection, Item]:
    inspection = the_inspection(request, slug)
    found = queries.item(person(request), inspection, number)
    if found is None:
        raise Http404
    return inspection, found


@require_GET
@staff
def items(request: HttpRequest, slug: str) -> HttpResponse:
    """Find and read evidence."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, EvidenceVerb.SEE)
    form = FilterForm(request.GET, inspection=inspection)
    filters = form.filters()
    words = request.GET.get("q", "")[:300]
    number = (
        int(request.GET["page"])
        if request.GET.get("page", "").isdecimal() and len(request.GET["page"]) < 6
        else 1
    )
    found = queries.search(person(request), inspection, words, filters, number)
    return page(
        request,
        "evidence/list.html",
        inspection,
        title="Evidence",
        stair=STAIR,
        filter_form=form,
        found=found,
        words=words,
        previous=found.number - 1,
        next=found.number + 1,
        rows=[(item, found.marks.get(item.pk)) for item in found.items],
        may_record=queries.can(person(request), inspection, EvidenceVerb.RECORD),
        marking=highest([item.marking for item in found.items] or ["OFFICIAL"]),
    )


@require_http_methods(BOTH)
@staff
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Record evidence, from a session where one is named."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, EvidenceVerb.RECORD)
    pk = request.GET.get("session", "")
    session = (
        fieldwork.sessions_of(person(request), inspection).filter(pk=pk).first()
        if pk.isdecimal() and len(pk) < 12
        else None
    )
    form = RecordForm(
        request.POST or None, request.FILES or None, inspection=inspection, session=session
    )
    return act_page(
        request,
        inspection,
        form,
        actions.record,
        title="Record evidence",
        button="Record evidence",
        to=reverse("evidence-list", args=[slug]),
        said="Saved. The item cannot be changed; it can be withdrawn or superseded.",
        stair=STAIR,
        arguments=as_arguments,
        inspection=inspection,
    )


@require_GET
@staff
def item_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One item: its words, its source, its times, its files, what rests on it, what became of it."""
    inspection, item = _item(request, slug, number)
    who = person(request)
    resting = claims.resting_on(item) if claims.can(who, inspection, ClaimVerb.SEE) else []
    return page(
        request,
        "evidence/item.html",
        inspection,
        title=item.ref,
        stair=STAIR,
        item=item,
        resting=resting,
        marking=item.marking,
        may_withdraw=queries.can(who, inspection, EvidenceVerb.WITHDRAW),
        may_supersede=queries.can(who, inspection, EvidenceVerb.SUPERSEDE),
        fallen=queries.fallen([item.pk]).get(item.pk, ""),
    )


@require_http_methods(BOTH)
@staff
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """No longer rely on an item; it stays readable."""
    inspection, item = _item(request, slug, number)
    _may(request, inspection, EvidenceVerb.WITHDRAW)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        actions.withdraw,
        title=f"Withdraw {item.ref}",
        button="Withdraw",
        to=reverse("evidence-item", args=[slug, number]),
        said="The item is withdrawn. Each claim that rests on it is now stale.",
        stair=STAIR,
        item=item,
        lede="The item stays readable. Every claim that rests on it becomes stale until "
        "somebody looks at it again.",
    )


@require_http_methods(BOTH)
@staff
def supersede(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Replace an item by a fuller record of the same thing; both stay."""
    inspection, item = _item(request, slug, number)
    _may(request, inspection, EvidenceVerb.SUPERSEDE)
    before = {
        "scope_body": item.scope_body,
        "session": item.session,
        "kind": item.kind,
        "method": item.method,
        "origin": item.origin,
        "words": item.words,
        "criteria": list(item.criteria.all()),
        "direction": item.direction,
        "practice": item.practice,
        "marking": item.marking,
        "stub": item.stub,
        "observed_at": item.observed_at,
        "written_at": item.written_at,
    }
    form = SupersedeForm(
        request.POST or None, request.FILES or None, inspection=inspection, initial=before
    )
    return act_page(
        request,
        inspection,
        form,
        actions.supersede,
        title=f"Replace {item.ref}",
        button="Record the replacement",
        to=reverse("evidence-list", args=[slug]),
        said="Saved. Both records stay readable.",
        stair=STAIR,
        arguments=as_arguments,
        item=item,
    )


@require_GET
@staff
def attachment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file, as a download only: it is never shown inside a page of ours."""
    inspection = the_inspection(request, slug)
    found = queries.attachment(person(request), inspection, pk)
    if found is None:
        raise Http404
    response = HttpResponse(store.get(found.blob.digest), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{found.blob.digest[:12]}{_suffix(found.name)}"'
    )
    return response


def _suffix(name: str) -> str:
    ending = name.rsplit(".", 1)[-1].lower()
    return f".{ending}" if ending.isalnum() and len(ending) <= 5 else ""
