"""The front matter of a document as a form, saved by the act of the section it stands in."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import actions as documents
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.sections import actions, queries
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.reasons import Conflict
from inspectorate.prose.front_matter import other_keys

from ...act_forms import require_get_or_post, sent
from ..access import StaffRequest, inspection_page
from ..conflict import conflict_page
from ..inspection_page import act_page
from .desk_forms import FrontMatterForm
from .document_lookup import for_readers, the_document


@require_get_or_post
@inspection_page(ReportVerb.SAVE_SECTION)
@for_readers
def front_matter(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Change what stands before the first heading by its keys; every other line stays."""
    document = the_document(request, inspection, name)
    first = next(iter(queries.outline(document)), None)
    text, version = (first.text, first.version) if first else ("", document.version)
    address = [inspection.slug, name, *([first.identity] if first else [])]
    # What is sent is refused by the act; the page that says so quotes nothing that is closed.
    kept = [] if reports.reasons_unread(request.user, document) else other_keys(text)
    try:
        return act_page(
            request,
            inspection,
            FrontMatterForm(sent(request), standing=text, initial={"version": version}),
            partial(actions.save_section, document=document, identity=first.identity)
            if first
            else partial(documents.save, document=document),
            title="Front matter",
            button="Save",
            success_url=reverse("reports-document", args=[inspection.slug, name]),
            message="Saved. The checks have been run again.",
            intro=f"Other lines stay as they are: {', '.join(kept)}." if kept else "",
        )
    except Conflict as conflict:
        # What is chosen there is a text, and no field of this form.
        to = "reports-section" if first else "reports-edit"
        return conflict_page(request, conflict, address=reverse(to, args=address))
