"""The factual accuracy check: what this body is shown, its points, and what was decided on them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.accuracy import queries as accuracy
from inspectorate.domain.reports.accuracy.ending import actions as ending
from inspectorate.domain.reports.accuracy.kinds import RecipientKind
from inspectorate.domain.reports.models import FactCheck
from inspectorate.domain.reports.pictures.queries import shown_in_copy
from inspectorate.prose.dates import in_words

from ..act_forms import ActForm, require_get_or_post
from ..downloads import download, shown
from ..jobs import documents
from . import access
from .forms import PointForm
from .frame import ContactRequest, act_page, contact, page

# A copy as an address names it: of a body inspected, or of whoever else was sent one.
type _Sent = access.NumberedRow[FactCheck] | access.DraftRow


@require_GET
@contact
def fact_check(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """The passages to check, and the points raised: accuracy and judgment apart."""
    asked = access.the_row(access.checks(request.user), slug, code, number)
    acts = ("portal-point", "portal-finish", "portal-reopen")
    return _copy(request, asked, *acts, _pictures(asked, "portal-picture", slug, code, number))


@require_GET
@contact
def draft(request: ContactRequest, number: int) -> HttpResponse:
    """The copy of a draft that was sent to an addressee, a third party or who reads for us."""
    sent = access.the_draft(request.user, timezone.localdate(), number)
    acts = ("portal-draft-point", "portal-draft-finish", "portal-draft-reopen")
    return _copy(request, sent, *acts, _pictures(sent, "portal-draft-picture", number))


@require_GET
@contact
def picture(
    request: ContactRequest, slug: str, code: str, number: int, passage: int
) -> HttpResponse:
    """The picture that a passage of the copy shows."""
    return _picture(_asked(request, slug, code, number), passage)


@require_GET
@contact
def draft_picture(request: ContactRequest, number: int, passage: int) -> HttpResponse:
    """The same of a copy sent to an addressee, a third party or who reads for us."""
    return _picture(_draft(request, number), passage)


def _picture(sent: _Sent, passage: int) -> HttpResponse:
    found = shown_in_copy(sent.row).get(passage)
    if found is None:
        raise Http404
    return shown(found.digest, found.media_type)


def _pictures(sent: _Sent, to: str, *where: str | int) -> dict[int, str]:
    """Where each picture of a copy stands, by the number of its passage."""
    return {number: reverse(to, args=[*where, number]) for number in shown_in_copy(sent.row)}


def _copy(
    request: ContactRequest,
    sent: _Sent,
    to_raise: str,
    to_finish: str,
    to_reopen: str,
    pictures: Mapping[int, str],
) -> HttpResponse:
    check, title = sent.row, f"Factual accuracy check: {_called(sent.row)}"
    recall = accuracy.recalled(check)
    points = queries.points_read_by_contact(request.user, check)
    if recall is not None:
        return page(
            request,
            "portal/recalled.html",
            sent.inspection,
            title=title,
            check=check,
            own=request.path,
            recall=recall,
            points=points,
        )
    names = {"accuracy": "on accuracy", "judgment": "on judgment", "redaction": "on redactions"}
    return page(
        request,
        "portal/fact_check.html",
        sent.inspection,
        title=title,
        check=check,
        own=request.path,
        watermark=_watermark(check),
        passages=[{**one, "picture_at": pictures.get(one["number"])} for one in check.shown],
        kinds=[
            (f"Points {names[kind]}", [one for one in points if one.kind == kind])
            for kind in RecipientKind(check.kind).about.points
        ],
        proposes="redaction" in RecipientKind(check.kind).about.points,
        extensions=check.extensions.all(),
        not_now=queries.reasons_not_to_raise(check, timezone.localdate()),
        to=sent.url(to_raise),
        to_finish=sent.url(to_finish),
        to_reopen=sent.url(to_reopen),
    )


def _called(check: FactCheck) -> str:
    return check.document.get_kind_display().lower()


def _watermark(check: FactCheck) -> str:
    """Whose copy it is and since when, told over every part of it."""
    whose = f"{check.recipient}: {check.person.name}" if check.person else check.recipient
    return f"Draft, copy {check.number} for {whose}, {in_words(localdate(check.opened_at))}"


@require_get_or_post
@contact
def point(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Raise one point."""
    return _raise(request, _asked(request, slug, code, number), "portal-fact-check")


@require_get_or_post
@contact
def draft_point(request: ContactRequest, number: int) -> HttpResponse:
    """Raise one point on a copy sent to an addressee, a third party or who reads for us."""
    return _raise(request, _draft(request, number), "portal-draft")


def _raise(request: ContactRequest, sent: _Sent, back: str) -> HttpResponse:
    check = sent.row
    return act_page(
        request,
        sent.inspection,
        PointForm(request.POST or None, request.FILES or None, check=check),
        partial(documents.with_files(actions.raise_point), fact_check=check),
        title="Raise a point",
        button="Raise the point",
        success_url=sent.url(back),
        message="The point is raised. The decision, and why, will be shown beside it.",
        intro="One point at a time, each on one passage. Points of different kinds are decided "
        "apart.",
    )


@require_GET
@contact
def point_file(
    request: ContactRequest, slug: str, code: str, number: int, place: int
) -> HttpResponse:
    """The file of a point that somebody of this body raised, as a download only."""
    return _file(request, access.the_row(access.checks(request.user), slug, code, number), place)


@require_GET
@contact
def draft_file(request: ContactRequest, number: int, place: int) -> HttpResponse:
    """The file of a point on a copy sent to an addressee, a third party or who reads for us."""
    sent = access.the_draft(request.user, timezone.localdate(), number)
    return _file(request, sent, place)


def _file(request: ContactRequest, sent: _Sent, place: int) -> HttpResponse:
    # Also of a copy that was recalled: what somebody sent us stays theirs to look at.
    found = accuracy.point_file(request.user, sent.row, place)
    if found is None:
        raise Http404
    return download(found.digest, found.file_name)


@require_get_or_post
@contact
def finish(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Say that one has nothing more to say on what one was shown."""
    return _finish(request, _asked(request, slug, code, number), "portal-fact-check")


@require_get_or_post
@contact
def finish_draft(request: ContactRequest, number: int) -> HttpResponse:
    """Say so of a copy sent to an addressee, a third party or who reads for us."""
    return _finish(request, _draft(request, number), "portal-draft")


@require_get_or_post
@contact
def reopen(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Take back that one has nothing more to say."""
    return _reopen(request, _asked(request, slug, code, number), "portal-fact-check")


@require_get_or_post
@contact
def reopen_draft(request: ContactRequest, number: int) -> HttpResponse:
    """Take that back of a copy sent to an addressee, a third party or who reads for us."""
    return _reopen(request, _draft(request, number), "portal-draft")


def _finish(request: ContactRequest, sent: _Sent, back: str) -> HttpResponse:
    return act_page(
        request,
        sent.inspection,
        ActForm(request.POST or None),
        partial(ending.finish_check, fact_check=sent.row),
        title="Nothing more to say",
        button="Say so",
        success_url=sent.url(back),
        message="It is recorded that you have nothing more to say.",
        intro="You have read what was sent to you, and have no point, or no other point, to raise. "
        "You are not reminded again. You can take this back.",
    )


def _reopen(request: ContactRequest, sent: _Sent, back: str) -> HttpResponse:
    return act_page(
        request,
        sent.inspection,
        ActForm(request.POST or None),
        partial(ending.reopen_check, fact_check=sent.row),
        title="More to say after all",
        button="Say so",
        success_url=sent.url(back),
        message="It is recorded that you have more to say. Raise it as a point.",
    )


def _asked(request: ContactRequest, slug: str, code: str, number: int) -> _Sent:
    """The copy of a body that an address names, while it is its reader's; else none exists."""
    return _standing(access.the_row(access.checks(request.user), slug, code, number))


def _draft(request: ContactRequest, number: int) -> _Sent:
    return _standing(access.the_draft(request.user, timezone.localdate(), number))


def _standing(sent: _Sent) -> _Sent:
    if accuracy.recalled(sent.row):
        raise Http404
    return sent
