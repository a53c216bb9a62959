"""Which document an address names, for whom; anything else does not exist."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.domain.reports.sections import reading as sections
from inspectorate.domain.reports.variants.queries import with_translated

from ...act_forms import View
from ..access import StaffRequest
from ..inspection_page import unread_page


def the_document(request: StaffRequest, inspection: Inspection, slug: str) -> Document:
    """The document, if this person may see it."""
    documents = with_translated(queries.visible_to(request.user, inspection))
    return get_object_or_404(documents.select_related("inspection", "scope_body"), slug=slug)


def the_edition(request: StaffRequest, document: Document, number: int, kind: str) -> Edition:
    """The frozen edition, if this person may read it; the read is noted."""
    found = queries.edition(request.user, document, number, kind)
    if found is None:
        raise Http404
    return found


def for_readers(view: View) -> View:
    """Offer what ``view`` shows only to who may read the text that it is about.

    What is sent goes on to the act, which refuses it and leaves on the page what was typed.
    """

    @wraps(view)
    def offered(
        request: StaffRequest, inspection: Inspection, name: str, **given: Any
    ) -> HttpResponse:
        unread = _unread(request, inspection, name)
        return unread or view(request, inspection, name, **given)

    return offered


def for_section_readers(view: View) -> View:
    """Offer what ``view`` shows of a section only to who may read all of it, as above."""

    @wraps(view)
    def offered(
        request: StaffRequest, inspection: Inspection, name: str, identity: str, **given: Any
    ) -> HttpResponse:
        if is_opened(request):
            document = the_document(request, inspection, name)
            unread = sections.reasons_unread(request.user, document, identity)
            if unread:
                back = reverse("reports-document", args=[inspection.slug, name])
                return unread_page(request, inspection, unread, title=document.title, back=back)
        return view(request, inspection, name, identity=identity, **given)

    return offered


def to_readers(request: StaffRequest, document: Document, words: str) -> str:
    """What a page behind ``for_readers`` tells of the words of a text; "" where something is sent
    by who may not read it, whose act is refused on that page.
    """
    if is_opened(request) or not queries.reasons_unread(request.user, document):
        return words
    return ""


def is_opened(request: StaffRequest) -> bool:
    """Is the page asked for as it is opened?

    Sent without anything, it asks for no act and would be answered so.
    """
    return request.method == "GET" or not (request.POST or request.FILES)


def _unread(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse | None:
    document = the_document(request, inspection, name)
    unread = queries.reasons_unread(request.user, document) if is_opened(request) else []
    if not unread:
        return None
    back = reverse("reports-document", args=[inspection.slug, name])
    return unread_page(request, inspection, unread, title=document.title, back=back)
