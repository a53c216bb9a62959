"""One section of a document: written, given, marked, compared with what it was, brought back."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries as documents
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.sections import actions, queries
from inspectorate.domain.reports.sections.left import left_of
from inspectorate.domain.reports.sections.queries import OutlineSection
from inspectorate.domain.reports.sections.reading import as_read, reasons_unread
from inspectorate.domain.reports.sections.written import written_in
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.reasons import Conflict
from inspectorate.prose.differences import brought_back, differences

from ... import act_forms
from ...act_forms import require_get_or_post, sent
from ..access import StaffRequest, inspection_page
from ..conflict import conflict_page
from ..inspection_page import act_page, page, unread_page
from . import as_typed
from .desk import desk_page
from .document_lookup import for_section_readers, is_opened, the_document
from .forms import AssignSectionForm, BackForm, MarkSectionForm, RestoreSectionForm, SectionForm

MOVED_ON = (
    "The section was changed since you compared it, so nothing was put back. This is how it "
    "stands now: compare it again. "
)


def _ever(request: StaffRequest, document: Document, identity: str) -> OutlineSection | None:
    """The section as this person has it, ``None`` where it ended; 404 where there never was one."""
    found = queries.section_of(document, identity, as_read(request.user, document))
    if found is None and not queries.ever_had(document, identity):
        raise Http404
    return found


def _ended(request: StaffRequest, document: Document, identity: str) -> HttpResponse:
    """Say that there is nothing to fill in: the section is in the text no longer."""
    inspection = document.inspection
    return unread_page(
        request,
        inspection,
        queries.reasons_gone(document, identity),
        title=f"A section of {document.title}",
        back=reverse("reports-section-history", args=[inspection.slug, document.slug, identity]),
    )


def _named(found: OutlineSection | None) -> str:
    """What a title calls the section; a heading is not named to who has not all of it."""
    if found is None:
        return "a section that ended"
    return "this section" if found.closed else f"“{found.heading}”"


@csp_override(as_typed.POLICY)
@require_get_or_post
@inspection_page(ReportVerb.SAVE_SECTION)
def write(request: StaffRequest, inspection: Inspection, name: str, identity: str) -> HttpResponse:
    """Change the text of one section; the others are not touched."""
    document = the_document(request, inspection, name)
    found = _ever(request, document, identity)
    if found is None and request.method == "GET":
        return _ended(request, document, identity)
    if found and found.closed and is_opened(request):
        return _read_only(request, document, identity)
    form, intro = SectionForm(sent(request)), ""
    if found and not form.is_bound:
        text, intro = _to_write(request, document, found)
        form.initial = {"text": text, "version": found.version}
    return act_forms.act_page(
        desk_page(document, identity),
        request,
        inspection,
        as_typed.with_editor(request, form, document, identity, found),
        partial(actions.save_section, document=document, identity=identity),
        title=f"Write {_named(found)}",
        button="Save",
        success_url=reverse("reports-document", args=[inspection.slug, name]),
        message="Saved. The checks have been run again.",
        intro=intro,
    )


def _read_only(request: StaffRequest, document: Document, identity: str) -> HttpResponse:
    """What this person has of a section that is closed to them, in place of its editor, and why."""
    inspection, person = document.inspection, request.user
    return page(
        request,
        "reports/section_closed.html",
        inspection,
        title="A section that is closed to you",
        document=document,
        identity=identity,
        unread=reasons_unread(person, document, identity),
        data=left_of(person, document, timezone.localdate()).section(identity),
    )


def _to_write(request: StaffRequest, document: Document, now: OutlineSection) -> tuple[str, str]:
    """The text that the form begins with and what is said of it; one paragraph may be put back."""
    said = f"You are changing version {now.version} of this section. Every save is kept."
    asked = BackForm(request.GET)
    if not asked.is_valid():
        return now.text, said
    given = asked.cleaned_data
    person, revision = request.user, given["revision"]
    earlier, _ = queries.text_read_by(person, document, now.identity, revision)
    if earlier is None:
        raise Http404
    changes = differences(earlier, now.text)
    if given["version"] != now.version or given["paragraph"] >= len(changes):
        return now.text, MOVED_ON + said
    put_back = f"One paragraph stands here as it was in revision {revision}. Save it to keep it. "
    return brought_back(changes, given["paragraph"]), put_back + said


@require_get_or_post
@inspection_page(ReportVerb.ASSIGN_SECTION)
@for_section_readers
def assign(request: StaffRequest, inspection: Inspection, name: str, identity: str) -> HttpResponse:
    """Say who writes a section."""
    document = the_document(request, inspection, name)
    found = _ever(request, document, identity)
    if found is None and request.method == "GET":
        return _ended(request, document, identity)
    initial = {"to": found.assigned_to if found else None}
    return act_page(
        request,
        inspection,
        AssignSectionForm(sent(request), inspection=inspection, initial=initial),
        partial(actions.assign_section, document=document, identity=identity),
        title=f"Who writes {_named(found)}",
        button="Say so",
        success_url=reverse("reports-document", args=[inspection.slug, name]),
        message="The outline says who writes it.",
    )


@require_get_or_post
@inspection_page(ReportVerb.MARK_SECTION)
@for_section_readers
def mark(request: StaffRequest, inspection: Inspection, name: str, identity: str) -> HttpResponse:
    """Say how far a section is."""
    document = the_document(request, inspection, name)
    found = _ever(request, document, identity)
    if found is None and request.method == "GET":
        return _ended(request, document, identity)
    initial = {"status": found.status.value if found else ""}
    return act_page(
        request,
        inspection,
        MarkSectionForm(sent(request), initial=initial),
        partial(actions.mark_section, document=document, identity=identity),
        title=f"How far {_named(found)} is",
        button="Say so",
        success_url=reverse("reports-document", args=[inspection.slug, name]),
        message="The outline says how far it is.",
    )


@require_GET
@inspection_page(ReportVerb.SEE)
def history(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> HttpResponse:
    """The versions of a section, newest first: when, and by whom."""
    document = the_document(request, inspection, name)
    found = _ever(request, document, identity)
    return page(
        request,
        "reports/section_history.html",
        inspection,
        title=f"History of {_named(found)}",
        document=document,
        identity=identity,
        section=found,
        changes=queries.history(document, identity),
        written=written_in(request.user, document, identity, found.text)
        if found and not found.closed
        else [],
        may_write=not (found and found.closed)
        and documents.can(request.user, inspection, ReportVerb.SAVE_SECTION),
    )


@require_GET
@inspection_page(ReportVerb.SEE)
def revision(
    request: StaffRequest, inspection: Inspection, name: str, identity: str, revision: int
) -> HttpResponse:
    """An earlier text of a section beside what stands now, or beside the one before it."""
    document = the_document(request, inspection, name)
    before = "before" in request.GET
    found = queries.compared(request.user, document, identity, revision, before=before)
    if found is None:
        raise Http404
    back = reverse("reports-section-history", args=[inspection.slug, name, identity])
    lies_back = found.now is not None and not found.stands and not found.unread
    version = found.now.version if found.now else 0
    put_back = reverse("reports-section", args=[inspection.slug, name, identity])
    return page(
        request,
        "reports/section_revision.html",
        inspection,
        title=f"Revision {revision} of {_named(found.now)}",
        document=document,
        identity=identity,
        found=found,
        changes=[
            (place, one)
            for place, one in enumerate(differences(found.old, found.new))
            if one.changed
        ],
        may={
            verb.act: lies_back and documents.can(request.user, inspection, verb)
            for verb in (ReportVerb.SAVE_SECTION, ReportVerb.RESTORE_SECTION)
        },
        form=None,
        restore_form=RestoreSectionForm(initial={"version": version}),
        put_back=f"{put_back}?{urlencode({'revision': revision, 'version': version})}",
        back=back,
    )


@require_POST
@inspection_page(ReportVerb.RESTORE_SECTION)
def restore(
    request: StaffRequest, inspection: Inspection, name: str, identity: str, revision: int
) -> HttpResponse:
    """Bring an earlier text of a section back as its next version."""
    document = the_document(request, inspection, name)
    found = _ever(request, document, identity)
    act = partial(actions.restore_section, document=document, identity=identity, revision=revision)
    address = [inspection.slug, name, identity]
    try:
        return act_page(
            request,
            inspection,
            RestoreSectionForm(request.POST),
            act,
            title=f"Bring {_named(found)} back as in revision {revision}",
            button="Try again",
            success_url=reverse("reports-section-history", args=address),
            message=f"The section stands as it did in revision {revision}, as its own version.",
        )
    except Conflict as conflict:
        # What is merged there is words of one's own: they are saved, and nothing is brought back.
        return conflict_page(request, conflict, address=reverse("reports-section", args=address))
