"""The coverage of an inspection: what is left out, and what is taken back."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb

from ...act_forms import require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from . import listings
from .forms import LeaveOutForm, TakeBackForm


@require_GET
@inspection_page(InspectionVerb.SEE)
def coverage(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Which body is asked which criterion."""
    found = queries.coverage(inspection)
    return page(
        request,
        "inspections/coverage.html",
        inspection,
        title="Coverage",
        listing=listings.coverage(found),
        coverage=found,
        left_out=queries.left_out(inspection),
        may_leave_out=queries.can(request.user, inspection, InspectionVerb.LEAVE_OUT),
        may_take_back=queries.can(request.user, inspection, InspectionVerb.TAKE_BACK),
    )


@require_get_or_post
@inspection_page(InspectionVerb.LEAVE_OUT)
def leave_out(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Leave a cell out, with the reason."""
    return act_page(
        request,
        inspection,
        LeaveOutForm(request.POST or None, inspection=inspection),
        partial(actions.leave_out, inspection=inspection),
        title="Mark a body as not inspected on a criterion",
        button="Mark as not inspected",
        success_url=reverse("inspections-coverage", args=[inspection.slug]),
        message="The body is marked as not inspected on this criterion.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.TAKE_BACK)
def take_back(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Take what was left out back into the coverage, with the reason."""
    # Where one came from a single cell, or from one body, that is ticked already.
    asked = [
        one.pk
        for one in queries.left_out(inspection).filter(taken_back=None)
        if str(one.pk) == request.GET.get("cell") or one.scope_body.code == request.GET.get("body")
    ]
    return act_page(
        request,
        inspection,
        TakeBackForm(request.POST or None, inspection=inspection, initial={"left_out": asked}),
        partial(actions.take_back, inspection=inspection),
        title="Take back into the coverage",
        button="Take back",
        success_url=reverse("inspections-coverage", args=[inspection.slug]),
        message="What you chose is inspected again.",
        intro="What was judged there before counts again. That it had been left out, and why, "
        "stays on record.",
    )
