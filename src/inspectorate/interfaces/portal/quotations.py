"""What somebody is quoted with in a document: they see their words, and approve them or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.reports.quotations import actions
from inspectorate.domain.reports.quotations.queries import to_take_back, told_of

from ..act_forms import require_get_or_post
from . import access
from .forms import ApproveWordsForm, TakeBackForm
from .frame import ContactRequest, act_page, contact, page


@require_GET
@contact
def quotation(request: ContactRequest, number: int) -> HttpResponse:
    """The words as they stand, what was approved, and until when the page is open."""
    asked = access.the_quotation(request.user, timezone.localdate(), number)
    told = told_of(asked.row.quotation)
    return page(
        request,
        "portal/quotation.html",
        asked.inspection,
        title=f"Your words in a {asked.kind}",
        asked=asked.row,
        kind=asked.kind,
        told=told,
        earlier=[one for one in to_take_back(told, request.user) if one != told.standing],
        approve=asked.url("portal-approve-words"),
        take_back=asked.url("portal-take-back-words"),
    )


@require_get_or_post
@contact
def approve(request: ContactRequest, number: int) -> HttpResponse:
    """Approve the very words that the page shows."""
    asked = access.the_quotation(request.user, timezone.localdate(), number)
    said = told_of(asked.row.quotation).said
    shown = said.words if said and not said.withheld else "There are no words of yours to read now."
    return act_page(
        request,
        asked.inspection,
        ApproveWordsForm(request.POST or None, initial={"seen": said.identity if said else "none"}),
        partial(actions.approve_quotation, quotation=asked.row.quotation),
        title="Approve your words",
        button="Approve these very words",
        success_url=asked.url("portal-quotation"),
        message="You approved these words. If one is changed, you are asked again.",
        intro=shown,
    )


@require_get_or_post
@contact
def take_back(request: ContactRequest, number: int) -> HttpResponse:
    """Take back an approval: of the words as they stand, or one of their own of earlier words."""
    asked = access.the_quotation(request.user, timezone.localdate(), number)
    given = to_take_back(told_of(asked.row.quotation), request.user)
    if not given:
        raise Http404
    # Where there are several, the form says which.
    act: Callable[..., object] = actions.withdraw_approval
    if len(given) == 1:
        act = partial(act, approval=given[0])
    return act_page(
        request,
        asked.inspection,
        TakeBackForm(request.POST or None, given=given),
        act,
        title="Take your approval back",
        button="Take it back",
        success_url=asked.url("portal-quotation"),
        message="It is taken back.",
        intro=f"You approved: {given[0].words}" if len(given) == 1 else "",
    )
