"""Which document an address names, for whom; anything else does not exist."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.models import Document, Edition

from ..access import StaffRequest


def the_document(request: StaffRequest, inspection: Inspection, slug: str) -> Document:
    """The document, if this person may see it."""
    documents = queries.visible_to(request.user, inspection)
    return get_object_or_404(documents.select_related("inspection", "scope_body"), slug=slug)


def the_edition(request: StaffRequest, document: Document, number: int, kind: str) -> Edition:
    """The frozen edition, if this person may read it; the read is noted."""
    found = queries.edition(request.user, document, number, kind)
    if found is None:
        raise Http404
    return found
