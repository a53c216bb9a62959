"""Documents to read: the list, the text with its problems in the margin, previews, editions,
accuracy points.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.reasons import ReportReason
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.files import store
from inspectorate.foundation.reasons.reasons import Reason

from ...act_forms import VersionForm, person
from ..act_pages import staff
from ..inspection_page import page
from .document_lookup import STAIR, may, the_document
from .margin import Beside, rows

PRINTED = {kind.value: kind for kind in (EditionKind.FULL, EditionKind.PUBLIC)}
VERBS = (
    ReportVerb.SAVE,
    ReportVerb.PLACE,
    ReportVerb.MEND,
    ReportVerb.WAIVE,
    ReportVerb.OPEN_FACT_CHECK,
    ReportVerb.FREEZE,
)
SHOWN_AT_ONCE = 8


@require_GET
@staff
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """Every document with its coverage and editions."""
    inspection = may(request, slug, ReportVerb.SEE)
    found = (
        queries.visible_to(person(request), inspection)
        .select_related("scope_body")
        .order_by("kind", "slug")
    )
    newest = queries.newest_public(inspection)
    listed = [(one, queries.coverage(one), newest.get(one.slug)) for one in found]
    may_open = queries.can(person(request), inspection, ReportVerb.OPEN_DOCUMENT)
    return page(
        request,
        "reports/list.html",
        inspection,
        title="Documents",
        stair=STAIR,
        listed=listed,
        may_open=may_open,
    )


@require_GET
@staff
def document_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The text in the reading face with what is wrong beside it, and what can be done now."""
    inspection, document = the_document(request, slug, name)
    who = person(request)
    laid = queries.proof_of(document, timezone.localdate())
    findings = laid.problems()
    waivers = queries.waivers(document)
    let_stand = {(one.check_name, one.excerpt): f"{one.reason} ({one.by.name})" for one in waivers}
    beside = [
        Beside(one, let_stand.get((one.check, one.place.excerpt), ""), queries.waivable(one.check))
        for one in findings.problems
    ]
    head, text = rows(laid.manuscript, beside)
    covered = laid.manuscript.coverage()
    reasons = (
        queries.reasons_not_to_freeze(laid, findings)
        if queries.can(who, inspection, ReportVerb.FREEZE)
        else []
    )
    return page(
        request,
        "reports/document.html",
        inspection,
        title=document.title,
        stair=STAIR,
        document=document,
        head=head,
        rows=text,
        known=set(claims.visible_to(who, inspection).values_list("key", flat=True)),
        coverage=[
            (label, getattr(covered, label))
            for label in ("bound", "context", "narrative", "unbound")
        ],
        counts={
            "blocks": sum(one.blocks for one in beside),
            "warns": sum(one.problem.severity == "warns" for one in beside),
        },
        not_run=findings.not_run,
        waivers=waivers,
        editions=queries.editions(document),
        may={verb.act: queries.can(who, inspection, verb) for verb in VERBS},
        not_freeze=_told(reasons),
        every_reason=reasons if len(reasons) > SHOWN_AT_ONCE else [],
        form=None,
        freeze_form=VersionForm(initial={"version": document.version}),
        points=queries.fact_checks(document),
    )


def _told(reasons: list[Reason]) -> list[Reason]:
    """All reasons beside the button, or their number where they would bury the page; then each
    stands in a list below.
    """
    if len(reasons) <= SHOWN_AT_ONCE:
        return reasons
    return [
        Reason(
            ReportReason.MANY,
            f"{len(reasons)} things keep it from being frozen.",
            "Each is listed below and beside its sentence.",
        )
    ]


@require_GET
@staff
def preview(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """The newest text as the full or the public edition it would become; what is removed is shown
    as removed.
    """
    inspection, document = the_document(request, slug, name)
    if kind not in PRINTED:
        raise Http404
    data = queries.preview(document, PRINTED[kind])
    return page(
        request,
        "reports/edition.html",
        inspection,
        title=data.title,
        stair=STAIR,
        document=document,
        data=data,
        kind=kind,
        edition=None,
        here="Preview",
        marking=data.marking,
    )


def _edition(request: HttpRequest, slug: str, name: str, number: int, kind: str) -> Edition:
    _, document = the_document(request, slug, name)
    found = queries.editions(document).filter(number=number, kind=kind).first()
    if found is None:
        raise Http404
    return found


@require_GET
@staff
def edition(request: HttpRequest, slug: str, name: str, number: int, kind: str) -> HttpResponse:
    """A frozen edition, as it was frozen."""
    found = _edition(request, slug, name, number, kind)
    inspection, document = the_document(request, slug, name)
    data = queries.data_of(found)
    return page(
        request,
        "reports/edition.html",
        inspection,
        title=data.title,
        stair=STAIR,
        document=document,
        data=data,
        kind=kind,
        edition=found,
        here=f"{found.get_kind_display()} edition {found.number}",
        marking=data.marking,
    )


@require_GET
@staff
def pdf(request: HttpRequest, slug: str, name: str, number: int, kind: str) -> HttpResponse:
    """An edition's PDF, as a download."""
    found = _edition(request, slug, name, number, kind)
    if not found.pdf:
        raise Http404
    response = HttpResponse(store.get(found.pdf), content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{slug}-{name}-{kind}-{number}.pdf"'
    )
    return response


@require_GET
@staff
def points(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The factual accuracy check: each body asked, what it was shown, its points and what was
    decided.
    """
    inspection, document = the_document(request, slug, name)
    who = person(request)
    checks = queries.fact_checks(document)
    return page(
        request,
        "reports/points.html",
        inspection,
        title=f"Factual accuracy: {document.title}",
        stair=STAIR,
        document=document,
        checks=checks,
        today=timezone.localdate(),
        back=reverse("reports-document", args=[slug, name]),
        may={
            verb.act: queries.can(who, inspection, verb)
            for verb in (ReportVerb.OPEN_FACT_CHECK, ReportVerb.RAISE_POINT, ReportVerb.DECIDE)
        },
    )
