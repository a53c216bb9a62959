"""The letters of a template: which were made, and the press that makes them."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.letters import actions
from inspectorate.domain.reports.letters.queries import LetterState, letters_of
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.jobs import asking
from inspectorate.foundation.jobs.states import UNDER_WAY, JobState, state_of

from ...act_forms import ActForm, require_get_or_post
from ...in_place import lead_back
from ...jobs import letters as making
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .document_lookup import for_readers, the_document


def _template(request: StaffRequest, inspection: Inspection, name: str) -> Document:
    found = the_document(request, inspection, name)
    if not DocumentKind(found.kind).type.template:
        raise Http404
    return found


@require_GET
@inspection_page(ReportVerb.SEE)
@for_readers
def letters(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Every body in scope with its letter, how each stands, and how far a making is."""
    template = _template(request, inspection, name)
    told, job = letters_of(template), making.newest(template)
    state = state_of(job, timezone.now()) if job else None
    return page(
        request,
        "reports/letters.html",
        inspection,
        title=f"Letters of {template.title}",
        template=template,
        told=told,
        left=sum(one.makeable for one in told),
        page_key=uuid.uuid4().hex,
        job=job,
        under_way=state in UNDER_WAY,
        percent=round(100 * job.share) if job else 0,
        may_make=queries.can(request.user, inspection, ReportVerb.MAKE_LETTER),
    )


@require_get_or_post
@inspection_page(ReportVerb.MAKE_LETTER)
@for_readers
def make_letters(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Have every letter of the template made, or made again."""
    template = _template(request, inspection, name)
    return act_page(
        request,
        inspection,
        ActForm(request.POST or None),
        partial(making.ask, template=template),
        title=f"Make the letters of {template.title}",
        button="Make the letters",
        success_url=reverse("reports-letters", args=[inspection.slug, name]),
        message=lambda _job: _asked(template),
        intro=f"{_offered(template)} One that was made before and that nobody has changed is made "
        "again; one that somebody has changed stays as they left it. What is signed of the "
        "template is signed in each letter.",
    )


def _offered(template: Document) -> str:
    """To whom letters are made, and to which bodies of the scope none is, with why."""
    told = letters_of(template)
    out = [one for one in told if one.state is LetterState.LEFT_OUT]
    many = len(told) - len(out)
    made = "One letter is made" if many == 1 else f"{many or 'No'} letters are made"
    none = "; ".join(f"{one.scope_body.label} ({one.why})" for one in out)
    rest = f" None is made to who is inspected on nothing any more: {none}." if out else ""
    return f"{made}, one for each body that is inspected.{rest}"


def _asked(template: Document) -> str:
    job = making.newest(template)
    if job is None or job.ended_at is None:
        return "The letters are being made. Ask for this page again in a moment."
    return "The letters are made." if state_of(job, timezone.now()) is JobState.DONE else job.told


@require_POST
@inspection_page(ReportVerb.MAKE_LETTER)
def stop_letters(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Stop making letters: those made so far stay."""
    template = _template(request, inspection, name)
    job = making.newest(template)
    if job is not None and state_of(job, timezone.now()) in UNDER_WAY:
        asking.stop(job=job, at=timezone.now())
        messages.success(request, "It is being stopped. The letters made so far stay.")
    else:
        messages.info(request, "No letters are being made now.")
    return lead_back(request, reverse("reports-letters", args=[inspection.slug, name]))


@require_POST
@inspection_page(ReportVerb.MAKE_LETTER)
def make_letter(
    request: StaffRequest, inspection: Inspection, name: str, body: str
) -> HttpResponse:
    """Make the letter to one body, or make it again."""
    template = _template(request, inspection, name)
    scope_body = get_object_or_404(inspection.scope.select_related("body", "inspection"), code=body)
    return act_page(
        request,
        inspection,
        ActForm(request.POST),
        partial(actions.make_letter, template=template, scope_body=scope_body),
        title=f"Make the letter to {scope_body.label}",
        button="Make it",
        success_url=reverse("reports-letters", args=[inspection.slug, name]),
        message="The letter is made.",
    )
