"""The newest text as it would be read: full, public and by a body, in three columns."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.previews import side_by_side
from inspectorate.domain.reports.sections import queries as sections
from inspectorate.domain.reports.verbs import ReportVerb

from ..access import StaffRequest, inspection_page
from ..inspection_page import page, unread_page
from .desk_forms import PreviewsForm
from .document_lookup import for_readers, the_document


@require_GET
@inspection_page(ReportVerb.SEE)
@for_readers
def previews(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """A section, or the whole text, in each edition; what is removed is shown as removed."""
    document = the_document(request, inspection, name)
    laid, unread = queries.laid_out(request.user, document, timezone.localdate())
    if unread:
        back = reverse("reports-document", args=[inspection.slug, name])
        return unread_page(request, inspection, unread, title=document.title, back=back)
    outline = sections.outline(document)
    scope = {one.code: one for one in inspections.scope(inspection)}
    choices = [(one.identity, one.heading) for one in outline]
    asked = PreviewsForm(
        request.GET, sections=choices, bodies=[(one.code, one.label) for one in scope.values()]
    )
    given = asked.cleaned_data if asked.is_valid() else {}
    wanted = given.get("section")
    place = next((at for at, one in enumerate(outline) if one.identity == wanted), None)
    first, after = 1, None
    if place is not None:
        first = outline[place].line
        after = outline[place + 1].line if place + 1 < len(outline) else None
    body = (
        scope.get(given.get("body", "")) or document.scope_body or next(iter(scope.values()), None)
    )
    return page(
        request,
        "reports/previews.html",
        inspection,
        title=f"Previews of {document.title}",
        document=document,
        find_form=asked,
        rows=side_by_side(laid, body, first, after),
        full=laid.compiled(EditionKind.FULL).edition,
        public=laid.compiled(EditionKind.PUBLIC).edition,
        body=body,
        marking=laid.marking,
    )
