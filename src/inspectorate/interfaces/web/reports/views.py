"""Documents to read: the list, the text with its problems, previews, editions, accuracy points."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.reports import queries, showing
from inspectorate.domain.reports.binding.covered import by_section
from inspectorate.domain.reports.checks.registry import Findings
from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.proof import Proof
from inspectorate.domain.reports.reasons import ReportReason
from inspectorate.domain.reports.sections import queries as sections
from inspectorate.domain.reports.sections.left import left_of
from inspectorate.domain.reports.sections.left import preview as preview_of
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.files import store
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..access import StaffRequest, inspection_page
from ..inspection_page import page
from . import listings
from .document_lookup import the_document, the_edition
from .forms import FreezeForm
from .margin import MarginProblem, anchors, rows
from .variants import in_languages
from .wording import words_signed

PRINTED = {kind.value: kind for kind in (EditionKind.FULL, EditionKind.PUBLIC)}
VERBS = (
    ReportVerb.SAVE,
    ReportVerb.SAVE_SECTION,
    ReportVerb.ASSIGN_SECTION,
    ReportVerb.MARK_SECTION,
    ReportVerb.BRING_SUGGESTIONS,
    ReportVerb.PLACE,
    ReportVerb.MEND,
    ReportVerb.WAIVE,
    ReportVerb.OPEN_FACT_CHECK,
    ReportVerb.FREEZE,
)
OF_SECTIONS = (ReportVerb.SAVE_SECTION, ReportVerb.ASSIGN_SECTION, ReportVerb.MARK_SECTION)
SHOWN_AT_ONCE = 8


@require_GET
@inspection_page(ReportVerb.SEE)
def documents(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Every document with its coverage and editions."""
    seen = queries.visible_to(request.user, inspection).select_related("scope_body")
    found = list(seen.order_by("kind", "slug"))
    newest = queries.newest_public(inspection)
    covered = sections.coverage(request.user, inspection, found)
    listed = [
        (one, counts, newest.get(one.slug)) for one, counts in zip(found, covered, strict=True)
    ]
    may_open = queries.can(request.user, inspection, ReportVerb.OPEN_DOCUMENT)
    return page(
        request,
        "reports/list.html",
        inspection,
        title="Documents",
        listing=listings.documents(listed),
        listed=listed,
        may_open=may_open,
    )


@require_GET
@inspection_page(ReportVerb.SEE)
def document_page(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """The text in the reading face with what is wrong beside it, and what can be done now."""
    document = the_document(request, inspection, name)
    out = publication.out(inspection)
    laid, unread = queries.laid_out(request.user, document, timezone.localdate(), out)
    if unread:
        return _closed_page(request, document, out, unread)
    findings = laid.problems()
    waivers = queries.waivers(request.user, document, laid.marking)
    let_stand = {(one.check_name, one.excerpt): f"{one.reason} ({one.by.name})" for one in waivers}
    beside = [
        MarginProblem(
            one, let_stand.get((one.check, one.place.excerpt), ""), queries.waivable(one.check)
        )
        for one in findings.problems
    ]
    head, text = rows(laid.manuscript, beside)
    held = sections.held(document)
    outline = sections.outline(document, findings.problems, held)
    covered = laid.manuscript.coverage()
    sees_claims = claims.can(request.user, inspection, ClaimVerb.SEE)
    reasons, warnings = _before_freezing(request, laid, findings)
    return page(
        request,
        "reports/document.html",
        inspection,
        title=document.title,
        document=document,
        head=head,
        rows=text,
        outline=list(zip(outline, anchors(text, [one.line for one in outline]), strict=True)),
        covered=by_section(laid, outline, findings.problems),
        ended=sections.ended(document, laid.marking, held),
        known=set(laid.facts.claims or ()) if sees_claims else set(),
        coverage=[
            (label, getattr(covered, label))
            for label in ("bound", "context", "narrative", "unbound")
        ],
        counts={
            "blocks": sum(one.blocks for one in beside),
            "warns": sum(one.problem.severity == "warns" for one in beside),
        },
        not_run=findings.not_run,
        words=words_signed(laid),
        waivers=waivers,
        editions=queries.editions(request.user, document),
        marking=laid.marking,
        may={verb.act: queries.can(request.user, inspection, verb) for verb in VERBS},
        not_freeze=_told(reasons),
        every_reason=reasons if len(reasons) > SHOWN_AT_ONCE else [],
        form=None,
        freeze_form=FreezeForm(
            initial={"version": document.version, "seen": queries.seen(laid)},
            warned=bool(warnings),
        ),
        warnings=warnings,
        passed=queries.passed(document),
        points=queries.fact_checks(document),
        languages=in_languages(request.user, document),
    )


def _before_freezing(
    request: StaffRequest, laid: Proof, findings: Findings
) -> tuple[list[Reason], list[Reason]]:
    """What keeps the text from being frozen and what warns, for who freezes."""
    if not queries.can(request.user, laid.document.inspection, ReportVerb.FREEZE):
        return [], []
    return queries.reasons_not_to_freeze(laid, findings), queries.warnings(laid)


def _closed_page(
    request: StaffRequest, document: Document, out: Collection[int], unread: list[Reason]
) -> HttpResponse:
    """The text without what this person may not read, and its sections: some they may write."""
    inspection, person = document.inspection, request.user
    left = left_of(person, document, timezone.localdate(), out)
    data, problems = left.edition(), left.problems()
    outline = sections.outline(document, problems, read=left.read)
    return page(
        request,
        "reports/closed.html",
        inspection,
        title=document.title,
        document=document,
        data=data,
        marking=data.marking,
        unread=unread,
        outline=[(one, 0) for one in outline],
        problems=problems,
        may={verb.act: queries.can(person, inspection, verb) for verb in OF_SECTIONS},
        editions=queries.editions(person, document),
    )


def _told(reasons: list[Reason]) -> list[Reason]:
    """All reasons beside the button, or their number where they would bury the page.

    Then each stands in a list below.
    """
    if len(reasons) <= SHOWN_AT_ONCE:
        return reasons
    return [
        Reason(
            ReportReason.MANY,
            f"{len(reasons)} problems keep it from being frozen.",
            Mend.words("Each is listed below and beside its sentence."),
        )
    ]


@require_GET
@inspection_page(ReportVerb.SEE)
def preview(request: StaffRequest, inspection: Inspection, name: str, kind: str) -> HttpResponse:
    """The newest text as the full or the public edition it would become.

    What is removed is shown as removed.
    """
    document = the_document(request, inspection, name)
    if kind not in PRINTED:
        raise Http404
    data = preview_of(request.user, document, PRINTED[kind])
    return page(
        request,
        "reports/edition.html",
        inspection,
        title=data.title,
        document=document,
        data=data,
        kind=kind,
        edition=None,
        here="Preview",
        marking=data.marking,
    )


@require_GET
@inspection_page(ReportVerb.SEE)
def edition(
    request: StaffRequest, inspection: Inspection, name: str, number: int, kind: str
) -> HttpResponse:
    """A frozen edition, as it was frozen."""
    document = the_document(request, inspection, name)
    found = the_edition(request, document, number, kind)
    data = queries.data_of(found)
    return page(
        request,
        "reports/edition.html",
        inspection,
        title=data.title,
        document=document,
        data=data,
        kind=kind,
        edition=found,
        saw=showing.told(found),
        here=f"{found.get_kind_display()} edition {found.number}",
        marking=data.marking,
    )


@require_GET
@inspection_page(ReportVerb.SEE)
def pdf(
    request: StaffRequest, inspection: Inspection, name: str, number: int, kind: str
) -> HttpResponse:
    """An edition's PDF, as a download."""
    found = the_edition(request, the_document(request, inspection, name), number, kind)
    if not found.pdf:
        raise Http404
    response = HttpResponse(store.get(found.pdf), content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{inspection.slug}-{name}-{kind}-{number}.pdf"'
    )
    return response
