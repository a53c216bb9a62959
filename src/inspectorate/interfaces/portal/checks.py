"""The factual accuracy check: what this body is shown, its points, and what was decided on them."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.accuracy.kinds import RecipientKind
from inspectorate.domain.reports.models import FactCheck
from inspectorate.prose.dates import in_words

from ..act_forms import require_get_or_post
from ..jobs import documents
from . import access
from .forms import PointForm
from .frame import ContactRequest, act_page, contact, page


@require_GET
@contact
def fact_check(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """The passages to check, and the points raised: accuracy and judgment apart."""
    asked = access.the_row(access.checks(request.user), slug, code, number)
    return _copy(request, asked.row, asked.inspection, asked.url("portal-point"))


@require_GET
@contact
def draft(request: ContactRequest, number: int) -> HttpResponse:
    """The copy of a draft that was sent to an addressee, a third party or who reads for us."""
    sent = access.the_draft(request.user, timezone.localdate(), number)
    return _copy(request, sent.row, sent.inspection, sent.url("portal-draft-point"))


def _copy(
    request: ContactRequest, check: FactCheck, inspection: Inspection, to: str
) -> HttpResponse:
    points = queries.points_read_by_contact(request.user, check)
    names = {"accuracy": "on accuracy", "judgment": "on judgment", "redaction": "on redactions"}
    return page(
        request,
        "portal/fact_check.html",
        inspection,
        title=f"Factual accuracy check: {check.document.get_kind_display().lower()}",
        check=check,
        watermark=_watermark(check),
        kinds=[
            (f"Points {names[kind]}", [one for one in points if one.kind == kind])
            for kind in RecipientKind(check.kind).about.points
        ],
        proposes="redaction" in RecipientKind(check.kind).about.points,
        extensions=check.extensions.all(),
        not_now=queries.reasons_not_to_raise(check, timezone.localdate()),
        to=to,
    )


def _watermark(check: FactCheck) -> str:
    """Whose copy it is and since when, told over every part of it."""
    whose = f"{check.recipient}: {check.person.name}" if check.person else check.recipient
    return f"Draft, copy {check.number} for {whose}, {in_words(localdate(check.opened_at))}"


@require_get_or_post
@contact
def point(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Raise one point."""
    asked = access.the_row(access.checks(request.user), slug, code, number)
    return _raise(request, asked.row, asked.inspection, asked.url("portal-fact-check"))


@require_get_or_post
@contact
def draft_point(request: ContactRequest, number: int) -> HttpResponse:
    """Raise one point on a copy sent to an addressee, a third party or who reads for us."""
    sent = access.the_draft(request.user, timezone.localdate(), number)
    return _raise(request, sent.row, sent.inspection, sent.url("portal-draft"))


def _raise(
    request: ContactRequest, check: FactCheck, inspection: Inspection, back: str
) -> HttpResponse:
    return act_page(
        request,
        inspection,
        PointForm(request.POST or None, request.FILES or None, check=check),
        partial(documents.with_files(actions.raise_point), fact_check=check),
        title="Raise a point",
        button="Raise the point",
        success_url=back,
        message="The point is raised. The decision, and why, will be shown beside it.",
        intro="One point at a time, each on one passage. Points of different kinds are decided "
        "apart.",
    )
