"""Planning an inspection."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb

from ...act_forms import require_get_or_post
from ..access import StaffRequest, inspection_page, signing, staff, staff_page
from ..inspection_page import act_page, page
from .forms import (
    GroupForm,
    JoinForm,
    MoveForm,
    NeedToKnowForm,
    OpenForm,
    ReasonForm,
    ScopeForm,
    TextForm,
)


@require_GET
@staff
def inspections(request: StaffRequest) -> HttpResponse:
    """Inspections you are on."""
    return page(
        request,
        "inspections/list.html",
        None,
        title="Inspections",
        listed=queries.visible_to(request.user),
        may_open=queries.can_open(request.user),
    )


@require_get_or_post
@staff_page(InspectionVerb.OPEN)
def open_inspection(request: StaffRequest) -> HttpResponse:
    """Open an inspection; whoever opens it leads it."""
    return act_page(
        request,
        None,
        OpenForm(request.POST or None),
        actions.open,
        title="Open an inspection",
        button="Open",
        success_url=reverse("inspections"),
        message="The inspection is open. Next: approval, terms of reference, scope, team.",
    )


@require_GET
@inspection_page(InspectionVerb.SEE)
def plan(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What it is, where it stands, what can be done now, what it rests on."""
    verbs = (
        InspectionVerb.APPROVE,
        InspectionVerb.SET_TERMS,
        InspectionVerb.SET_SCOPE,
        InspectionVerb.LEAVE_OUT,
        InspectionVerb.JOIN,
        InspectionVerb.NAME_GROUP,
        InspectionVerb.MOVE,
    )
    return page(
        request,
        "inspections/plan.html",
        inspection,
        title=inspection.title,
        coverage=queries.coverage(inspection),
        terms=inspection.terms.last(),
        approvals=inspection.approvals.select_related("by"),
        groups=inspection.reference_groups.all(),
        team=queries.team(inspection),
        moves=queries.moves(inspection),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in verbs},
    )


@require_get_or_post
@inspection_page(InspectionVerb.APPROVE)
@signing
def approve(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Approve the inspection (the approving inspector)."""
    return act_page(
        request,
        inspection,
        TextForm(request.POST or None),
        partial(actions.approve, inspection=inspection),
        title="Approve this inspection",
        button="Approve",
        success_url=reverse("inspections-plan", args=[inspection.slug]),
        message="The approval is recorded.",
        intro="Say under what it is approved.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.SET_TERMS)
def terms(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Set the terms of reference; earlier terms stay readable."""
    newest = inspection.terms.last()
    return act_page(
        request,
        inspection,
        TextForm(request.POST or None, initial={"text": newest.text if newest else ""}),
        partial(actions.set_terms, inspection=inspection),
        title="Terms of reference",
        button="Set terms",
        success_url=reverse("inspections-plan", args=[inspection.slug]),
        message="The terms are set.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.SET_SCOPE)
def scope(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Set which bodies are asked, and how each is called here."""
    return act_page(
        request,
        inspection,
        ScopeForm(request.POST or None),
        partial(actions.set_scope, inspection=inspection),
        title="Set the scope",
        button="Set scope",
        success_url=reverse("inspections-plan", args=[inspection.slug]),
        message="The scope is set.",
    )


@require_GET
@inspection_page(InspectionVerb.SEE)
def team(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Who is on the inspection, in which role."""
    return page(
        request,
        "inspections/team.html",
        inspection,
        title="Team",
        team=queries.team(inspection),
        may_join=queries.can(request.user, inspection, InspectionVerb.JOIN),
        may_leave=queries.can(request.user, inspection, InspectionVerb.LEAVE),
        may_give_need=queries.can(request.user, inspection, InspectionVerb.GIVE_NEED_TO_KNOW),
        needs=queries.needs_to_know(inspection),
    )


@require_get_or_post
@inspection_page(InspectionVerb.JOIN)
@signing
def join(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Put a person on the team."""
    return act_page(
        request,
        inspection,
        JoinForm(request.POST or None),
        partial(actions.join, inspection=inspection),
        title="Put a person on the team",
        button="Put on team",
        success_url=reverse("inspections-team", args=[inspection.slug]),
        message="The person is on the team.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.LEAVE)
@signing
def leave(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Take a person off the team, with the reason."""
    member = get_object_or_404(inspection.team, pk=pk)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.leave, member=member),
        title=f"Take {member.person.name} off the team",
        button="Take off",
        success_url=reverse("inspections-team", args=[inspection.slug]),
        message="The person has left the team.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.GIVE_NEED_TO_KNOW)
@signing
def need_to_know(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Record who of the team needs to know what is marked above official."""
    return act_page(
        request,
        inspection,
        NeedToKnowForm(request.POST or None, inspection=inspection),
        partial(actions.give_need_to_know, inspection=inspection),
        title="Record who needs to know",
        button="Record need to know",
        success_url=reverse("inspections-team", args=[inspection.slug]),
        message="It is recorded. Each of them reads as high as they are cleared, and no higher.",
        intro="What is marked above Official is read by those of the team who are cleared and "
        "need to know. An administrator records clearances.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.END_NEED_TO_KNOW)
@signing
def end_need_to_know(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record that a person need no longer know, with the reason."""
    # Ended or not: the form sent again finds its page, and is answered as the first time.
    given = inspection.needs_to_know.filter(person__pk=pk).select_related("person").last()
    if given is None:
        raise Http404
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.end_need_to_know, inspection=inspection, person=given.person),
        title=f"{given.person.name} need no longer know",
        button="End need to know",
        success_url=reverse("inspections-team", args=[inspection.slug]),
        message="What is marked above Official is closed to the person from now on.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.NAME_GROUP)
def group(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Name a reference group."""
    return act_page(
        request,
        inspection,
        GroupForm(request.POST or None),
        partial(actions.name_group, inspection=inspection),
        title="Name a reference group",
        button="Name group",
        success_url=reverse("inspections-plan", args=[inspection.slug]),
        message="The reference group is named.",
    )


@require_get_or_post
@inspection_page(InspectionVerb.MOVE)
def move(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Move to another phase; what is missing is said."""
    return act_page(
        request,
        inspection,
        MoveForm(request.POST or None, inspection=inspection),
        partial(actions.move, inspection=inspection),
        title="Move to another phase",
        button="Move",
        success_url=reverse("inspections-plan", args=[inspection.slug]),
        message="The phase is changed.",
    )
