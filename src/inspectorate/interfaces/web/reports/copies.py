"""Documents to take away: an edition as a Word file, the editors' own copy, the text itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import copies
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.files.kinds import ALLOWED
from inspectorate.foundation.reasons.reasons import Refused

from ..access import StaffRequest, inspection_page
from ..inspection_page import page
from .document_lookup import the_document, the_edition

TYPES = {".docx": ALLOWED[".docx"], ".md": "text/markdown; charset=utf-8"}


@require_GET
@inspection_page(ReportVerb.SEE)
def word(
    request: StaffRequest, inspection: Inspection, name: str, number: int, kind: str
) -> HttpResponse:
    """An edition as a Word file, as a download."""
    document = the_document(request, inspection, name)
    found = the_edition(request, document, number, kind)
    return _taken(
        request, document, f"{name}-{kind}-{number}.docx", lambda: copies.edition_in_word(found)
    )


@require_GET
@inspection_page(ReportVerb.SAVE)
def editors_copy(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """The newest text as the editors' own Word file, with what the checks find beside it."""
    document = the_document(request, inspection, name)
    return _taken(
        request,
        document,
        f"{name}-version-{document.version}-editors.docx",
        lambda: copies.editors_copy(request.user, document, timezone.localdate()),
    )


@require_GET
@inspection_page(ReportVerb.SEE)
def markdown(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """The newest text as it was written."""
    document = the_document(request, inspection, name)
    return _taken(
        request,
        document,
        f"{name}-version-{document.version}.md",
        lambda: copies.markdown(request.user, document),
    )


def _taken(
    request: StaffRequest, document: Document, called: str, make: Callable[[], bytes]
) -> HttpResponse:
    """The copy as a download, or a page that says why there is none."""
    inspection = document.inspection
    try:
        content = make()
    except Refused as refused:
        back = reverse("reports-document", args=[inspection.slug, document.slug])
        return page(
            request,
            "inspectorate/unread.html",
            inspection,
            title=document.title,
            lead="This copy cannot be made for you.",
            reasons=refused.reasons,
            back=back,
        )
    response = HttpResponse(content, content_type=TYPES[PurePath(called).suffix])
    response.headers["Content-Disposition"] = f'attachment; filename="{inspection.slug}-{called}"'
    return response
