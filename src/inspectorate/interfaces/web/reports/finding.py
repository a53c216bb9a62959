"""Find and replace over a whole document: a page, and one act."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.reports import actions, queries, replacing
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.replacing import PlaceFound
from inspectorate.domain.reports.sections import queries as sections
from inspectorate.domain.reports.sections.queries import OutlineSection
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.reasons import Conflict, Refused
from inspectorate.prose.finding import asked_for

from ... import act_forms
from ...act_forms import Page, require_get_or_post
from ..access import StaffRequest, inspection_page
from ..conflict import conflict_page
from ..inspection_page import page, unread_page
from .desk_forms import FindForm, ReplaceForm
from .document_lookup import for_readers, the_document


@require_get_or_post
@inspection_page(ReportVerb.SAVE)
@for_readers
def find(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Find words in a document; look at what replacing them would do; replace them."""
    document = the_document(request, inspection, name)
    if request.method == "POST":
        return _replace(request, inspection, document)
    return _found_page(document, FindForm(request.GET or None))(
        request, "", inspection, title=_title(document)
    )


def _title(document: Document) -> str:
    return f"Find in {document.title}"


def _replace(request: StaffRequest, inspection: Inspection, document: Document) -> HttpResponse:
    back = reverse("reports-document", args=[inspection.slug, document.slug])
    if unread := queries.reasons_unread(request.user, document):
        # Before any place is looked for: which of them are taken would tell the text, a character
        # at a time.
        title = _title(document)
        return unread_page(request, inspection, unread, title=title, back=back, status=422)
    asked = FindForm(request.POST)
    given = asked.cleaned_data if asked.is_valid() else {}
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else document.version
    text = replacing.text_at(request.user, document, version) or ""
    pattern = _pattern(given)
    found = replacing.places(text, pattern) if pattern else []
    form = ReplaceForm(request.POST, text=text, spans=_spans(found))
    try:
        return act_forms.act_page(
            _found_page(document, asked, form),
            request,
            inspection,
            form,
            partial(actions.save, document=document),
            title=_title(document),
            button="Replace",
            success_url=back,
            message="Replaced, as one change. The checks have been run again.",
        )
    except Conflict as conflict:
        to = reverse("reports-edit", args=[inspection.slug, document.slug])
        return conflict_page(request, conflict, address=to)


def _pattern(given: dict[str, Any]) -> Any:
    words = given.get("words", "")
    return asked_for(words, whole=given["whole"], case=given["case"]) if words else None


def _spans(found: Sequence[PlaceFound]) -> list[tuple[int, int]]:
    return [(one.found.start, one.found.end) for one in found if one.found.whole]


def _found_page(document: Document, asked: FindForm, refused: ReplaceForm | None = None) -> Page:
    """Return how the page is drawn: what was found in the newest text, for who may read it."""

    def drawn(
        request: StaffRequest,
        _template: str,
        inspection: Inspection | None,
        /,
        *,
        title: str,
        status: int = 200,
        **given: Any,
    ) -> HttpResponse:
        shown: dict[str, Any] = {"found": (), "places": 0, "form": refused}
        given_words = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
        if given_words:
            shown |= _looked(request, document, given_words, refused)
        return page(
            request,
            "reports/find.html",
            inspection,
            title=title,
            status=status,
            document=document,
            find_form=asked,
            asked=given_words,
            most=replacing.MOST,
            **{**given, **shown},
        )

    return drawn


def _looked(
    request: StaffRequest,
    document: Document,
    given: dict[str, Any],
    refused: ReplaceForm | None,
) -> dict[str, Any]:
    """What was found, section by section, and what the replacement would do."""
    day = timezone.localdate()
    out = publication.out(document.inspection)
    laid, unread = queries.laid_out(request.user, document, day, out)
    pattern = _pattern(given)
    if unread or pattern is None:
        return {}
    found = replacing.places(document.text, pattern, laid)
    shown: dict[str, Any] = {"found": _by_section(document, found), "places": len(found)}
    if refused or "look" not in request.GET or not any(one.found.whole for one in found):
        return shown
    chosen = [(one.found.start, one.found.end) for one in found if one.ticked]
    initial = {**given, "version": document.version}
    shown["form"] = ReplaceForm(text=document.text, spans=_spans(found), initial=initial)
    try:
        shown["fallen"] = replacing.falling(
            request.user, document, laid, chosen, given["replacement"], day
        )
    except Refused as refusal:
        shown["not_looked_at"] = refusal.reasons
    return shown


def _by_section(
    document: Document, found: Sequence[PlaceFound]
) -> list[tuple[OutlineSection, list[PlaceFound]]]:
    outline = sections.outline(document)

    def section(one: PlaceFound) -> int:
        return max(
            (at for at, here in enumerate(outline) if here.line <= one.found.line), default=0
        )

    return [(outline[at], list(held)) for at, held in groupby(found, key=section)]
