"""A grade that was written on a visit: its author takes it into their own draft."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.received import actions, queries
from inspectorate.domain.judgments.verbs import JudgmentVerb

from ...act_forms import require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .arrival_forms import TakeForm
from .arrivals import found_for, page_of


@require_get_or_post
@inspection_page(JudgmentVerb.TAKE_GRADE)
def take_grade(request: StaffRequest, inspection: Inspection, named: str) -> HttpResponse:
    """Take a received grade of one's own into the draft, in the place of its words."""
    found = found_for(request, inspection, named)
    if not found.private:
        raise Http404
    loaded = queries.beside(request.user, found).loaded
    there = page_of(inspection, found)
    if loaded is not None:
        there = reverse("judgments-judge", args=[inspection.slug, loaded.assignment.pk])
    begun = {"version": loaded.version if loaded else 0}
    return act_page(
        request,
        inspection,
        TakeForm(request.POST or None, initial=begun),
        partial(actions.take_grade, arrival=found),
        title=f"Take {found.ref} into your draft",
        button="Take it into your draft",
        success_url=there,
        message="Your draft says what you wrote on the visit. It is not submitted.",
        intro="Its grade, findings and reasons stand in the place of those in your draft. What the "
        "draft cites stays cited.",
    )
