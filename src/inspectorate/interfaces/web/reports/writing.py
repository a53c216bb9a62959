"""Documents to write: open, edit, bind, mend, waive, freeze, decide points."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.verbs import ReportVerb

from ...act_forms import require_get_or_post, sent
from ..access import StaffRequest, inspection_page, signing
from ..inspection_page import act_page
from .document_lookup import for_readers, the_document
from .forms import (
    DecideForm,
    FreezeForm,
    MendForm,
    OpenForm,
    PlaceForm,
    TextForm,
    WaiveForm,
)


@require_get_or_post
@inspection_page(ReportVerb.OPEN_DOCUMENT)
def open_document(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Begin a report, release, letter or summary."""
    return act_page(
        request,
        inspection,
        OpenForm(sent(request), inspection=inspection),
        partial(actions.open_document, inspection=inspection),
        title="Begin a document",
        button="Begin",
        success_url=lambda made: reverse("reports-document", args=[inspection.slug, made.slug]),
        back=reverse("reports-list", args=[inspection.slug]),
        message=lambda made: (
            "The document is open, with the text of its template."
            if made.text
            else "The document is open, and empty."
        ),
    )


@require_get_or_post
@inspection_page(ReportVerb.SAVE)
@for_readers
def edit(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Change the text: every save is kept as a revision."""
    document = the_document(request, inspection, name)
    initial = {"text": document.text, "version": document.version}
    return act_page(
        request,
        inspection,
        TextForm(sent(request), initial=initial),
        partial(actions.save, document=document),
        title=f"Edit {document.title}",
        button="Save",
        success_url=reverse("reports-document", args=[inspection.slug, name]),
        message="Saved. The checks have been run again.",
        intro=f"You are changing version {document.version}. Every save is kept.",
    )


@require_get_or_post
@inspection_page(ReportVerb.PLACE)
@for_readers
def place(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Bind a passage to the claim it rests on."""
    document = the_document(request, inspection, name)
    initial = {"version": document.version, "excerpt": request.GET.get("excerpt", "")[:2000]}
    form = PlaceForm(sent(request), person=request.user, inspection=inspection, initial=initial)
    form.choose(request.GET.get("claim", ""))
    return act_page(
        request,
        inspection,
        form,
        partial(actions.place, document=document),
        title=f"Bind a passage of {document.title}",
        button="Bind",
        success_url=reverse("reports-document", args=[inspection.slug, name]),
        message="The passage carries the claim.",
        intro="The words stay yours; the claim's figures are held against them.",
    )


@require_POST
@inspection_page(ReportVerb.MEND)
def mend(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Take the mend that a check offers."""
    document = the_document(request, inspection, name)
    return act_page(
        request,
        inspection,
        MendForm(request.POST),
        partial(actions.mend, document=document),
        title="Take the mend",
        button="Try again",
        success_url=reverse("reports-document", args=[inspection.slug, name]),
        message="The words are mended.",
    )


@require_get_or_post
@inspection_page(ReportVerb.WAIVE)
@signing
@for_readers
def waive(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Record an exception: a problem that may stand, with the reason."""
    document = the_document(request, inspection, name)
    asked = request.POST or request.GET
    check, excerpt = asked.get("check", "")[:60], asked.get("excerpt", "")
    return act_page(
        request,
        inspection,
        WaiveForm(sent(request), initial={"check": check, "excerpt": excerpt}),
        partial(actions.waive, document=document),
        title=f"Record an exception to {check}",
        button="Record exception",
        success_url=reverse("reports-document", args=[inspection.slug, name]),
        message="The exception is recorded, with your reason and name.",
        intro=f"“{excerpt}”" if excerpt else "",
    )


@require_POST
@inspection_page(ReportVerb.FREEZE)
@signing
def freeze(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Freeze the text the signer has seen as a full and a public edition."""
    document = the_document(request, inspection, name)
    out = publication.out(inspection)
    laid = queries.proof_of(document, timezone.localdate(), out=out)
    # Where it is refused whatever is said, the act says why, and no reason is asked for.
    warnings = [] if queries.reasons_not_to_freeze(laid) else queries.warnings(laid)
    return act_page(
        request,
        inspection,
        # A reason that was sent stays, whatever came between.
        FreezeForm(request.POST, warned=bool(warnings or request.POST.get("reason"))),
        partial(actions.freeze, document=document, out=out),
        title=f"Freeze {document.title}",
        button="Freeze",
        success_url=reverse("reports-document", args=[inspection.slug, name]),
        message="Frozen: a full and a public edition, each with its PDF.",
        intro=" ".join(one.text for one in warnings),
    )


@require_get_or_post
@inspection_page(ReportVerb.DECIDE)
def decide(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Decide a point once, with a reason the body reads."""
    document = the_document(request, inspection, name)
    for fact_check in queries.fact_checks_read_by(request.user, document):
        for point in fact_check.points.all():
            if point.pk == pk:
                return act_page(
                    request,
                    inspection,
                    DecideForm(sent(request)),
                    partial(actions.decide, point=point),
                    title=f"Point {point.number} of {fact_check.recipient}",
                    button="Decide",
                    success_url=reverse("reports-points", args=[inspection.slug, name]),
                    message="Decided; the body reads the reason.",
                    intro=f"On “{point.about}”: {point.text}",
                )
    raise Http404
