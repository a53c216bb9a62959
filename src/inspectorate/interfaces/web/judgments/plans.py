"""The plan of judging: how it is judged, who reads what, and what that will be able to tell."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.template.defaultfilters import pluralize
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.models import ModeChoice, PlanOfJudging
from inspectorate.domain.judgments.plans import actions, queries
from inspectorate.domain.judgments.plans.modes import mode_of
from inspectorate.domain.judgments.verbs import JudgmentVerb

from ...act_forms import perform, require_get_or_post, status_of
from ...in_place import lead_back
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .plan_forms import AcceptForm, ByGradeForm, LeaversForm, ModeForm, TermsForm


@require_get_or_post
@inspection_page(JudgmentVerb.ACCEPT_PLAN)
def plan(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Draw a plan, see what it can tell, and accept it: one act for all its judgments."""
    offered = queries.allowed(inspection)
    sent = request.POST if request.method == "POST" else request.GET
    terms = TermsForm(TermsForm.filled(sent, offered), offered=offered)
    drawn = _drawn(request, inspection, terms) if terms.is_valid() else None
    # A form that names no plan shown, which no page sends, has no fields that it could point to.
    nothing_shown = request.method == "POST" and "shown" not in request.POST
    accepts = None if nothing_shown else request.POST or None
    form = AcceptForm(accepts, inspection=inspection, initial=_initial(terms, drawn))
    made = perform(request, form, actions.accept)
    if made is not None:
        messages.success(request, _said(made))
        return lead_back(request, reverse("judgments-grid", args=[inspection.slug]))
    return page(
        request,
        "judgments/plan.html",
        inspection,
        title="Plan of judging",
        mode=mode_of(inspection),
        modes=queries.modes(inspection),
        terms=terms,
        drawn=drawn if isinstance(drawn, queries.ShownPlan) else None,
        against=drawn if isinstance(drawn, list) else [],
        form=form,
        accepted=queries.accepted(request.user, inspection),
        by_grade=queries.asked_for_by_grade(request.user, inspection),
        left=queries.left_behind(request.user, inspection),
        may_choose=judgments.can(request.user, inspection, JudgmentVerb.CHOOSE_MODE),
        status=422 if nothing_shown else status_of(form),
    )


def _drawn(request: StaffRequest, inspection: Inspection, terms: TermsForm) -> Any:
    asked = terms.cleaned_data
    return queries.shown(
        request.user,
        inspection,
        share=asked["share"],
        seconds=asked["seconds"],
        ceiling=asked["ceiling"] or 0,
    )


def _initial(terms: TermsForm, drawn: Any) -> dict[str, Any]:
    if not isinstance(drawn, queries.ShownPlan):
        return {}
    asked = terms.cleaned_data
    return {
        "share": asked["share"],
        "seconds": asked["seconds"],
        "ceiling": asked["ceiling"] or 0,
        "shown": drawn.digest,
    }


def _said(plan: PlanOfJudging) -> str:
    given = plan.assignments.count()
    return f"The plan is accepted: {given:,} judgment{pluralize(given)} given out."


@require_get_or_post
@inspection_page(JudgmentVerb.CHOOSE_MODE)
def mode(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Choose how the inspection is judged, with the reason."""
    return act_page(
        request,
        inspection,
        ModeForm(request.POST or None),
        partial(actions.choose_mode, inspection=inspection),
        title="Choose how it is judged",
        button="Choose",
        success_url=reverse("judgments-plan", args=[inspection.slug]),
        message=_mode_said,
        intro="It is chosen before anything is given out; its reason stands in the record.",
    )


def _mode_said(chosen: ModeChoice) -> str:
    return f"It is judged so: {chosen.get_mode_display()}."


@require_get_or_post
@inspection_page(JudgmentVerb.READ_BY_GRADE)
def by_grade(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Add the second readings that grades ask for: all at once."""
    waits = queries.asked_for_by_grade(request.user, inspection)
    return act_page(
        request,
        inspection,
        ByGradeForm(request.POST or None, offered=queries.allowed(inspection)),
        partial(actions.read_by_grade, inspection=inspection),
        title="Add the second readings that grades ask for",
        button="Give them out",
        success_url=reverse("judgments-plan", args=[inspection.slug]),
        message=_said,
        intro=f"{waits:,} judgment{pluralize(waits)} of the lowest grade, or called borderline, "
        f"{pluralize(waits, 'has,have')} no second reading. Those given out here serve moderation "
        "alone: none was drawn by chance, so they enter no figure.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.REDRAW)
def leavers(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Find readers for what those who left have not submitted."""
    waits = queries.left_behind(request.user, inspection)
    return act_page(
        request,
        inspection,
        LeaversForm(request.POST or None),
        partial(actions.redraw, inspection=inspection),
        title="Find readers in place of those who left",
        button="Redraw",
        success_url=reverse("judgments-plan", args=[inspection.slug]),
        message=_said,
        intro=f"{waits:,} judgment{pluralize(waits)} of inspectors who left the team, or declared "
        f"an interest since, {pluralize(waits, 'is,are')} not submitted. What is read twice stays "
        "as it was drawn; who reads it is found by the rule of the plan.",
    )
