"""Planning an inspection."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb

from ...act_forms import person
from ..act_pages import act_page, staff
from ..inspection_page import page, the_inspection
from .forms import (
    GroupForm,
    JoinForm,
    LeaveOutForm,
    MoveForm,
    OpenForm,
    ReasonForm,
    ScopeForm,
    TextForm,
)

BOTH = ["GET", "POST"]
PLAN = "Plan"


def _may(request: HttpRequest, inspection: Inspection, verb: InspectionVerb) -> None:
    if not queries.can(person(request), inspection, verb):
        raise Http404


def _act(
    request: HttpRequest, slug: str, verb: InspectionVerb, make: Any, act: Any, **words: Any
) -> HttpResponse:
    """One planning act on one inspection: who may not, finds nothing there."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, verb)
    back = words.pop("back", "inspections-plan")
    return act_page(
        request,
        inspection,
        make(inspection),
        act,
        stair=PLAN,
        to=reverse(back, args=[slug]),
        inspection=inspection,
        **words,
    )


@require_GET
@staff
def inspections(request: HttpRequest) -> HttpResponse:
    """Inspections you are on."""
    who = person(request)
    return page(
        request,
        "inspections/list.html",
        None,
        title="Inspections",
        listed=queries.visible_to(who),
        may_open=queries.can_open(who),
    )


@require_http_methods(BOTH)
@staff
def open_inspection(request: HttpRequest) -> HttpResponse:
    """Open an inspection; whoever opens it leads it."""
    if not queries.can_open(person(request)):
        raise Http404
    return act_page(
        request,
        None,
        OpenForm(request.POST or None),
        actions.open,
        title="Open an inspection",
        button="Open",
        to=reverse("inspections"),
        said="The inspection is open. Next: approval, terms of reference, scope, team.",
    )


@require_GET
@staff
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, where it stands, what can be done now, what it rests on."""
    inspection = the_inspection(request, slug)
    who = person(request)
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
        stair=PLAN,
        coverage=queries.coverage(inspection),
        terms=inspection.terms.last(),
        approvals=inspection.approvals.select_related("by"),
        groups=inspection.reference_groups.all(),
        team=queries.team(inspection),
        moves=queries.moves(inspection),
        may={v.act: queries.can(who, inspection, v) for v in verbs},
    )


@require_http_methods(BOTH)
@staff
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve the inspection (the signing inspector)."""
    return _act(
        request,
        slug,
        InspectionVerb.APPROVE,
        lambda _: TextForm(request.POST or None),
        actions.approve,
        title="Approve this inspection",
        button="Approve",
        said="The approval is recorded.",
        lede="Say under what it is approved.",
    )


@require_http_methods(BOTH)
@staff
def terms(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the terms of reference; earlier terms stay readable."""
    return _act(
        request,
        slug,
        InspectionVerb.SET_TERMS,
        lambda i: TextForm(
            request.POST or None, initial={"text": getattr(i.terms.last(), "text", "")}
        ),
        actions.set_terms,
        title="Terms of reference",
        button="Set terms",
        said="The terms are set.",
    )


@require_http_methods(BOTH)
@staff
def scope(request: HttpRequest, slug: str) -> HttpResponse:
    """Set which bodies are asked, and how each is called here."""
    return _act(
        request,
        slug,
        InspectionVerb.SET_SCOPE,
        lambda _: ScopeForm(request.POST or None),
        actions.set_scope,
        title="Set the scope",
        button="Set scope",
        said="The scope is set.",
        arguments=lambda cleaned: {"bodies": cleaned["lines"]},
    )


@require_GET
@staff
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """Which body is asked which criterion."""
    inspection = the_inspection(request, slug)
    return page(
        request,
        "inspections/coverage.html",
        inspection,
        title="Coverage",
        stair=PLAN,
        coverage=queries.coverage(inspection),
        may_leave_out=queries.can(person(request), inspection, InspectionVerb.LEAVE_OUT),
    )


@require_http_methods(BOTH)
@staff
def leave_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a cell out, with the reason."""
    return _act(
        request,
        slug,
        InspectionVerb.LEAVE_OUT,
        lambda i: LeaveOutForm(request.POST or None, inspection=i),
        actions.leave_out,
        title="Leave a cell out",
        button="Leave out",
        said="The cell is marked not inspected.",
        back="inspections-coverage",
    )


@require_GET
@staff
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is on the inspection, in which role."""
    inspection = the_inspection(request, slug)
    who = person(request)
    return page(
        request,
        "inspections/team.html",
        inspection,
        title="Team",
        stair=PLAN,
        team=queries.team(inspection),
        may_join=queries.can(who, inspection, InspectionVerb.JOIN),
        may_leave=queries.can(who, inspection, InspectionVerb.LEAVE),
    )


@require_http_methods(BOTH)
@staff
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a person on the team."""
    return _act(
        request,
        slug,
        InspectionVerb.JOIN,
        lambda _: JoinForm(request.POST or None),
        actions.join,
        title="Put a person on the team",
        button="Put on team",
        said="The person is on the team.",
        back="inspections-team",
    )


@require_http_methods(BOTH)
@staff
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a person off the team, with the reason."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, InspectionVerb.LEAVE)
    member = get_object_or_404(inspection.team, pk=pk, left_at=None)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        actions.leave,
        title=f"Take {member.person.name} off the team",
        button="Take off",
        to=reverse("inspections-team", args=[slug]),
        said="The person has left the team.",
        stair=PLAN,
        member=member,
    )


@require_http_methods(BOTH)
@staff
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a reference group."""
    return _act(
        request,
        slug,
        InspectionVerb.NAME_GROUP,
        lambda _: GroupForm(request.POST or None),
        actions.name_group,
        title="Name a reference group",
        button="Name group",
        said="The reference group is named.",
    )


@require_http_methods(BOTH)
@staff
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move to another phase; what is missing is said."""
    return _act(
        request,
        slug,
        InspectionVerb.MOVE,
        lambda i: MoveForm(request.POST or None, inspection=i),
        actions.move,
        title="Move to another phase",
        button="Move",
        said="The phase is changed.",
    )
