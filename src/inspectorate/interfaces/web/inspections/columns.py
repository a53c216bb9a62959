"""The columns of the published tables that are suppressed, and published again."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from inspectorate.domain.inspections import queries
from inspectorate.domain.inspections.columns import actions
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb

from ...act_forms import require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .forms import ReasonForm, SuppressForm


@require_get_or_post
@inspection_page(InspectionVerb.SUPPRESS)
def suppress(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Leave a column out of all that is published, with the reason."""
    return act_page(
        request,
        inspection,
        SuppressForm(request.POST or None, inspection=inspection),
        partial(actions.suppress, inspection=inspection),
        title="Suppress a published column",
        button="Suppress",
        success_url=_plan(inspection),
        message="The column is in no release from now on.",
        intro="It is left out of the open data, the site, the pictures and tables of documents and "
        "the pages of bodies. An edition that prints it must be frozen again, and a release that "
        "holds it be prepared again. What the release then gives away is searched anew.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.UNSUPPRESS)
def unsuppress(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Publish a column again, with the reason."""
    suppression = get_object_or_404(queries.suppressions(inspection), pk=pk)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.unsuppress, suppression=suppression),
        title=f"Publish again: {suppression}",
        button="Publish again",
        success_url=_plan(inspection),
        message="The column is in the next release that is prepared.",
    )


def _plan(inspection: Inspection) -> str:
    return reverse("inspections-plan", args=[inspection.slug])
