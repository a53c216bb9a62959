"""Documents to write: open, edit, bind, mend, waive, freeze, ask a body, decide its points."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.models import Document, FactCheck, Point
from inspectorate.domain.reports.verbs import ReportVerb

from ...act_forms import VersionForm, person
from ..act_pages import act_page, signing, staff
from .document_lookup import STAIR, may, the_document
from .forms import (
    DecideForm,
    FactCheckForm,
    MendForm,
    OpenForm,
    PlaceForm,
    RaiseForm,
    TextForm,
    WaiveForm,
)

BOTH = ["GET", "POST"]


def _act(
    request: HttpRequest,
    inspection: Inspection,
    document: Document,
    form: Any,
    act: Any,
    **words: Any,
) -> HttpResponse:
    to = reverse("reports-document", args=[inspection.slug, document.slug])
    return act_page(
        request, inspection, form, act, **{"to": to, "stair": STAIR, "document": document, **words}
    )


@require_http_methods(BOTH)
@staff
def open_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a report, release, letter or summary."""
    inspection = may(request, slug, ReportVerb.OPEN_DOCUMENT)
    return act_page(
        request,
        inspection,
        OpenForm(request.POST or None, inspection=inspection),
        actions.open_document,
        title="Begin a document",
        button="Begin",
        to=reverse("reports-list", args=[slug]),
        said="The document is open, and empty.",
        stair=STAIR,
        inspection=inspection,
    )


@require_http_methods(BOTH)
@staff
def edit(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Change the text: every save is kept as a revision."""
    inspection, document = the_document(request, slug, name, ReportVerb.SAVE)
    form = TextForm(
        request.POST or None, initial={"text": document.text, "version": document.version}
    )
    return _act(
        request,
        inspection,
        document,
        form,
        actions.save,
        title=f"Edit {document.title}",
        button="Save",
        said="Saved. The checks have been run again.",
        lede=f"You are changing version {document.version}. Every save is kept.",
    )


@require_http_methods(BOTH)
@staff
def place(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Bind a passage to the claim it rests on."""
    inspection, document = the_document(request, slug, name, ReportVerb.PLACE)
    first = {"version": document.version, "excerpt": request.GET.get("excerpt", "")[:2000]}
    form = PlaceForm(
        request.POST or None, person=person(request), inspection=inspection, initial=first
    )
    return _act(
        request,
        inspection,
        document,
        form,
        actions.place,
        title=f"Bind a passage of {document.title}",
        button="Bind",
        said="The passage carries the claim.",
        lede="The words stay yours; the claim's figures are held against them.",
    )


@require_POST
@staff
def mend(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Take the mend that a check offers."""
    inspection, document = the_document(request, slug, name, ReportVerb.MEND)
    form = MendForm(request.POST)
    return _act(
        request,
        inspection,
        document,
        form,
        actions.mend,
        title="Take the mend",
        button="Try again",
        said="The words are mended.",
    )


@require_http_methods(BOTH)
@staff
def waive(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Let a problem stand, with the reason."""
    inspection, document = the_document(request, slug, name, ReportVerb.WAIVE)
    first = {"check": request.GET.get("check", "")[:60], "excerpt": request.GET.get("excerpt", "")}
    said = request.POST.get("excerpt", first["excerpt"])
    form = WaiveForm(request.POST or None, initial=first)
    return _act(
        request,
        inspection,
        document,
        form,
        actions.waive,
        title=f"Let {request.POST.get('check', first['check'])} stand",
        button="Let it stand",
        said="The problem stands, with your reason and name.",
        lede=f"“{said}”" if said else "",
    )


@require_POST
@staff
@signing
def freeze(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Freeze the text the signer has seen as a full and a public edition."""
    inspection, document = the_document(request, slug, name, ReportVerb.FREEZE)
    return _act(
        request,
        inspection,
        document,
        VersionForm(request.POST),
        actions.freeze,
        title=f"Freeze {document.title}",
        button="Freeze",
        said="Frozen: a full and a public edition, each with its PDF.",
    )


@require_http_methods(BOTH)
@staff
def open_fact_check(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Ask a body to check facts."""
    inspection, document = the_document(request, slug, name, ReportVerb.OPEN_FACT_CHECK)
    return _act(
        request,
        inspection,
        document,
        FactCheckForm(request.POST or None, inspection=inspection),
        actions.open_fact_check,
        title="Ask a body to check facts",
        button="Ask",
        said="The body sees its part in the portal.",
        lede="The body is shown the passages that concern it, or the summary, without other "
        "bodies' names.",
        to=reverse("reports-points", args=[slug, name]),
    )


@require_http_methods(BOTH)
@staff
def raise_point(request: HttpRequest, slug: str, name: str, body: str) -> HttpResponse:
    """Record a point that came another way than the portal."""
    inspection, document = the_document(request, slug, name, ReportVerb.RAISE_POINT)
    asked = next(
        (one for one in queries.fact_checks(document) if one.scope_body.code == body), None
    )
    if asked is None:
        raise Http404
    return _point(
        request,
        inspection,
        document,
        RaiseForm(request.POST or None),
        actions.raise_point,
        asked,
        None,
    )


@require_http_methods(BOTH)
@staff
def decide(request: HttpRequest, slug: str, name: str, pk: int) -> HttpResponse:
    """Decide a point once, with a reason the body reads."""
    inspection, document = the_document(request, slug, name, ReportVerb.DECIDE)
    for asked in queries.fact_checks(document):
        for point in asked.points.all():
            if point.pk == pk:
                return _point(
                    request,
                    inspection,
                    document,
                    DecideForm(request.POST or None),
                    actions.decide,
                    asked,
                    point,
                )
    raise Http404


def _point(
    request: HttpRequest,
    inspection: Inspection,
    document: Document,
    form: Any,
    act: Any,
    asked: FactCheck,
    point: Point | None,
) -> HttpResponse:
    words: dict[str, Any] = (
        {
            "title": f"Point {point.number} of {asked.scope_body.label}",
            "button": "Decide",
            "said": "Decided; the body reads the reason.",
            "lede": f"On “{point.about}”: {point.text}",
            "point": point,
        }
        if point
        else {
            "title": f"A point of {asked.scope_body.label}",
            "button": "Record the point",
            "said": "The point is recorded.",
            "fact_check": asked,
        }
    )
    to = reverse("reports-points", args=[inspection.slug, document.slug])
    return act_page(request, inspection, form, act, to=to, stair=STAIR, **words)
