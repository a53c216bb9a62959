"""Which document an address names, for whom; anything else does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.verbs import ReportVerb

from ...act_forms import person
from ..inspection_page import the_inspection

STAIR = "Documents"


def may(request: HttpRequest, slug: str, verb: ReportVerb) -> Inspection:
    """The inspection, if this person may do ``verb`` in this room of it."""
    inspection = the_inspection(request, slug)
    if not queries.can(person(request), inspection, verb):
        raise Http404
    return inspection


def the_document(
    request: HttpRequest, slug: str, name: str, verb: ReportVerb = ReportVerb.SEE
) -> tuple[Inspection, Document]:
    """The document, if this person may do ``verb`` with it."""
    inspection = may(request, slug, verb)
    rows = queries.visible_to(person(request), inspection).select_related(
        "inspection", "scope_body"
    )
    return inspection, get_object_or_404(rows, slug=name)
