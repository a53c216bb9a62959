"""Requests to many bodies at once, and what becomes of one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.decorators.http import require_POST

from inspectorate.domain.fieldwork import actions, queries
from inspectorate.domain.fieldwork.models import Request
from inspectorate.domain.fieldwork.requests import actions as terms
from inspectorate.domain.fieldwork.returns.queries import offered
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection

from ...act_forms import require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, many_page
from .request_forms import AskManyForm, LookForm, MoveRequestForm, WithdrawRequestForm


def _request(request: StaffRequest, inspection: Inspection, pk: int) -> Request:
    return get_object_or_404(queries.visible_to(request.user, inspection), pk=pk)


@require_get_or_post
@inspection_page(FieldworkVerb.ASK)
def ask_many(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Ask many bodies for the same: a request to each that is ticked."""
    begun = _by_template(inspection, request.GET.get("template", ""))
    form = AskManyForm(request.POST or None, inspection=inspection, initial=begun)
    return many_page(
        request,
        inspection,
        form,
        partial(actions.ask, inspection=inspection),
        title="Ask several bodies",
        template="fieldwork/ask_many.html",
        button="Ask those that are ticked",
        success_url=reverse("fieldwork-requests", args=[inspection.slug]),
        message=lambda done: f"{done:,} request{pluralize(done)} sent.",
        bodies=list(form.bodies.values()),
        all_ticked=bool(request.GET.get("all")),
    )


def _by_template(inspection: Inspection, number: str) -> dict[str, Any]:
    """What the form begins with where one comes from the page of a template."""
    if not number.isdecimal() or len(number) > 9:
        return {}
    found = offered(inspection).filter(number=int(number)).first()
    return {"template": found, "title": found.title} if found else {}


@require_get_or_post
@inspection_page(FieldworkVerb.MOVE_REQUEST)
def move(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Move the day on which a request is due, with a reason."""
    asked = _request(request, inspection, pk)
    form = MoveRequestForm(
        request.POST or None,
        initial={"due_on": asked.due_on, "version": asked.due_days.count()},
    )
    return act_page(
        request,
        inspection,
        form,
        partial(terms.move_request, request=asked),
        title=f"Move the due day: {asked.title}",
        button="Move",
        success_url=reverse("fieldwork-request", args=[inspection.slug, pk]),
        message="The due day is moved. The body sees it, and why.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.WITHDRAW_REQUEST)
def withdraw(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Withdraw a request for which nothing came."""
    asked = _request(request, inspection, pk)
    return act_page(
        request,
        inspection,
        WithdrawRequestForm(request.POST or None),
        partial(terms.withdraw_request, request=asked),
        title=f"Withdraw the request: {asked.title}",
        button="Withdraw the request",
        success_url=reverse("fieldwork-request", args=[inspection.slug, pk]),
        message="The request is withdrawn. The body sees it, and why.",
        intro="It stays on record, and nothing can be handed in for it any more.",
    )


@require_POST
@inspection_page(FieldworkVerb.LOOK_AT_RECEIPTS)
def look(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record that what the page showed as new was looked at."""
    asked = _request(request, inspection, pk)
    return act_page(
        request,
        inspection,
        LookForm(request.POST),
        partial(_look, asked),
        title=f"Looked at: {asked.title}",
        button="Looked at",
        success_url=reverse("fieldwork-request", args=[inspection.slug, pk]),
        message="It no longer stands as new.",
    )


def _look(asked: Request, *, seen: list[int], **given: Any) -> Request:
    receipts = list(asked.receipts.filter(pk__in=seen))
    return terms.look_at_receipts(request=asked, receipts=receipts, **given)
