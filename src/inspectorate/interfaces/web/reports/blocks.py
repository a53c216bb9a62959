"""A picture or table of a section by a form, with how it would be printed: a page of its own, and
beside the editor a part of the section's page. It is saved as the section's text is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.sections import actions, queries
from inspectorate.domain.reports.sections.blocks import BlockDesk, block_desk
from inspectorate.domain.reports.sections.queries import OutlineSection
from inspectorate.domain.reports.sections.reading import as_read
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.reasons import Conflict, Reason, Refused
from inspectorate.prose.reading.fences import Fence, fence_in, fences_of

from ... import act_forms
from ...act_forms import Page, require_get_or_post, sent
from ...in_place import is_in_place
from ..access import StaffRequest, inspection_page
from ..conflict import conflict_page
from ..inspection_page import page
from .block_forms import LONGEST, BlockFields, PutForm
from .document_lookup import for_section_readers, the_document


class _Asked(NamedTuple):
    """A block as its form was filled in, what it is made from, and what stands around it."""

    fields: BlockFields
    was: Fence | None
    source: str
    desk: BlockDesk | None
    refused: Sequence[Reason]


@require_get_or_post
@inspection_page(ReportVerb.SAVE_SECTION)
@for_section_readers
def block(request: StaffRequest, inspection: Inspection, name: str, identity: str) -> HttpResponse:
    """Put a picture or table into a section, or another in the place of one."""
    document, found = _section(request, inspection, name, identity)
    asked = _asked(request, document, found)
    if is_in_place(request) and request.method == "GET":
        return render(
            request,
            "reports/_block.html",
            {"asked": asked, "inspection": inspection, "longest": LONGEST, "in_place": True},
        )
    old = asked.was
    initial = {"version": found.version, "source": asked.source}
    initial |= {"line": old.line, "old": old.source} if old else {}
    # Where nothing is chosen there is nothing to save, and its form is not drawn.
    form = PutForm(sent(request) if asked.source else None, text=found.text, initial=initial)
    address = reverse("reports-section", args=[inspection.slug, name, identity])
    try:
        return act_forms.act_page(
            _drawn(document, identity, asked),
            request,
            inspection,
            form,
            partial(actions.save_section, document=document, identity=identity),
            title="Change a picture or table" if old else "Put in a picture or table",
            button="Save it in the section",
            success_url=address,
            message="Saved. The checks have been run again.",
        )
    except Conflict as conflict:
        # What is merged there is the text of the section, and no field of this form.
        return conflict_page(request, conflict, address=address)


def _section(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> tuple[Document, OutlineSection]:
    """The document, and its section as this person reads it; 404 where it does not stand."""
    document = the_document(request, inspection, name)
    found = queries.section_of(document, identity, as_read(request.user, document))
    if found is None:
        raise Http404
    return document, found


def _asked(request: StaffRequest, document: Document, found: OutlineSection) -> _Asked:
    """What is asked for; of a form that was sent, the block that it would put in."""
    given = request.POST if request.method == "POST" else request.GET
    was = _was(given, found.text)
    nothing = request.method == "POST" and not str(given.get("source", "")).strip()
    chosen = request.GET if "block" in request.GET or nothing else None
    fields = BlockFields(chosen, was=was)
    fields.initial.update(old=given.get("old", ""), line=given.get("line", ""))
    if found.closed:  # whoever sent this is told by the act
        return _Asked(fields, None, "", None, [])
    looks = partial(
        block_desk,
        request.user,
        document,
        found.identity,
        found.text,
        timezone.localdate(),
        instead_of=_stands(was, found.text),
        out=publication.out(document.inspection),
    )
    desk = looks()
    fields.offer(desk.choices)
    source = (
        fields.markdown() if fields.is_bound else given.get("source", was.source if was else "")
    )
    try:
        return _Asked(fields, was, source, looks(block=source) if source else desk, [])
    except Refused as refusal:
        return _Asked(fields, was, source, desk, refusal.reasons)


def _was(given: Any, text: str) -> Fence | None:
    """The block that is changed: the one of the editor, or that of the text as it was saved."""
    old = str(given.get("old", ""))[:LONGEST].replace("\r\n", "\n")
    if old.strip():
        return _stands(fence_in(old), text) or fence_in(old)
    line = str(given.get("line", ""))
    return next((one for one in fences_of(text) if str(one.line) == line), None)


def _stands(was: Fence | None, text: str) -> Fence | None:
    """The block as it stands in the text that was saved, where it does."""
    there = [one for one in fences_of(text) if was and one.source == was.source]
    same = (one for one in there if was and one.line == was.line)
    return next(same, there[0] if there else None)


def _drawn(document: Document, identity: str, asked: _Asked) -> Page:
    """Draw the page of a block around the form that puts it in."""

    def drawn(
        request: StaffRequest,
        _template: str,
        inspection: Inspection | None,
        /,
        *,
        title: str,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        if request.method == "POST" and asked.fields.errors:
            status = 422  # nothing was chosen, which the form for looking at it says
        context |= {"document": document, "identity": identity, "asked": asked}
        return page(
            request, "reports/block.html", inspection, title=title, status=status, **context
        )

    return drawn
