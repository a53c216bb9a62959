"""Planning many visits, looked at before anything is kept; the board, travel, the print pack."""

from __future__ import annotations

from collections.abc import Sized
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.planning import actions, queries
from inspectorate.domain.fieldwork.planning.queries import PlanRow
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection

from ....act_forms import perform, require_get_or_post, status_of
from ...access import StaffRequest, inspection_page
from ...inspection_page import act_page, page
from . import listings
from .forms import CancelPlanForm, MovePlanForm, PatternForm, PlanManyForm, TravelForm

_OF_PLANS = (
    FieldworkVerb.PLAN_MANY,
    FieldworkVerb.MOVE_PLAN,
    FieldworkVerb.CANCEL_PLAN,
    FieldworkVerb.SAY_TRAVEL,
    FieldworkVerb.MOVE_VISIT,
)


def _may(request: StaffRequest, inspection: Inspection) -> dict[str, bool]:
    return {verb.act: fieldwork.can(request.user, inspection, verb) for verb in _OF_PLANS}


@require_GET
@inspection_page(FieldworkVerb.SEE)
def plans(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Plans that came from tables, and the way to another."""
    rows = queries.plans(request.user, inspection)
    return page(
        request,
        "fieldwork/planning/plans.html",
        inspection,
        title="Plans from tables",
        listing=listings.plans(rows),
        rows=rows,
        may=_may(request, inspection),
    )


@require_get_or_post
@inspection_page(FieldworkVerb.PLAN_MANY)
def plan_many(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Plan visits and sessions from two tables: looked at first, then kept whole."""
    form = PlanManyForm(request.POST or None, request.FILES or None)
    bodies = list(inspections.scope(inspection))
    if request.method == "POST" and "look" not in request.POST:
        act = partial(actions.plan_many, inspection=inspection, bodies=bodies)
        made = perform(request, form, act)
        if made is not None:
            messages.success(request, _kept(made.visits.count(), made.sessions.count()))
            address = reverse("fieldwork-plan", args=[inspection.slug, made.number])
            return HttpResponseRedirect(address)
    return _plan_many_page(request, inspection, form, bodies)


def _kept(visits: int, sessions: int) -> str:
    return (
        f"{visits} visit{pluralize(visits)} and {sessions} session{pluralize(sessions)} "
        f"are planned."
    )


def _plan_many_page(
    request: StaffRequest, inspection: Inspection, form: PlanManyForm, bodies: list[Any]
) -> HttpResponse:
    """The two tables and what is to be said of them, once they were sent."""
    looked = None
    if form.is_bound and not form.errors:
        given = form.arguments()
        looked = queries.looked_at(
            inspection, bodies, given["visits"], given["sessions"], given["outside_window"]
        )
        for reason in looked.reasons:
            field = reason.field if reason.field in form.fields else None
            form.add_error(field, f"{reason.text} {reason.mend}".strip())
    return page(
        request,
        "fieldwork/planning/plan_many.html",
        inspection,
        title="Plan visits from a table",
        form=form,
        looked=looked,
        ready=looked is not None and not looked.reasons and not looked.refusing,
        status=status_of(form),
    )


@require_GET
@inspection_page(FieldworkVerb.PLAN_MANY)
def pattern(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Make the two tables by a pattern; they are then looked at like any others."""
    form = PatternForm(request.GET or None, inspection=inspection)
    if form.is_bound and form.is_valid():
        tables = PlanManyForm(initial=form.tables())
        return page(
            request,
            "fieldwork/planning/plan_many.html",
            inspection,
            title="Plan visits from a table",
            form=tables,
            made=True,
        )
    return page(
        request,
        "fieldwork/planning/pattern.html",
        inspection,
        title="Plan visits by a pattern",
        form=form,
        status=status_of(form),
    )


def _plan(request: StaffRequest, inspection: Inspection, number: int) -> PlanRow:
    found = queries.plan(request.user, inspection, number, timezone.now())
    if found is None:
        raise Http404
    return found


@require_GET
@inspection_page(FieldworkVerb.SEE)
def plan_page(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """What one plan brought, and what of it is still to come."""
    row = _plan(request, inspection, number)
    return page(
        request,
        "fieldwork/planning/plan.html",
        inspection,
        title=f"Plan {number}",
        row=row,
        passed=row.plan.passed.select_related("by"),
        may=_may(request, inspection),
    )


@require_get_or_post
@inspection_page(FieldworkVerb.MOVE_PLAN)
def move_plan(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Move what of a plan is still to come, with its sessions."""
    row = _plan(request, inspection, number)
    return act_page(
        request,
        inspection,
        MovePlanForm(request.POST or None),
        partial(actions.move_plan, plan=row.plan, bodies=queries.bodies_of(row.plan)),
        title=f"Move plan {number}",
        button="Move",
        success_url=reverse("fieldwork-plan", args=[inspection.slug, number]),
        message="The plan is moved, and the sessions with their visits.",
        intro=f"{len(row.moves.visits)} of its {len(row.visits)} visits are still to come and "
        f"move, with {_sessions(row.moves.sessions)}. Each session keeps the time that the clocks "
        f"show.{_stay_behind(len(row.moves.deferred))}",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.CANCEL_PLAN)
def cancel_plan(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Cancel what of a plan is still to come."""
    row = _plan(request, inspection, number)
    return act_page(
        request,
        inspection,
        CancelPlanForm(request.POST or None),
        partial(actions.cancel_plan, plan=row.plan),
        title=f"Cancel plan {number}",
        button="Cancel the plan",
        success_url=reverse("fieldwork-plan", args=[inspection.slug, number]),
        message="What was still to come is cancelled; it stays in the calendar, marked.",
        intro=f"{len(row.cancels.visits)} of its {len(row.visits)} visits are still to come and "
        f"are cancelled{_of_them(len(row.cancels.deferred))}, and "
        f"{_sessions(row.cancels.sessions)}. A visit of it that has begun stays as it is, with its "
        "sessions.",
    )


def _sessions(those: Sized) -> str:
    return f"{len(those)} session{pluralize(len(those))}"


def _of_them(deferred: int) -> str:
    return f", {deferred} of them deferred" if deferred else ""


def _stay_behind(deferred: int) -> str:
    if not deferred:
        return ""
    return f" {deferred} more {pluralize(deferred, 'is,are')} deferred, without days, and stay" + (
        "s behind: move it to new days by itself."
        if deferred == 1
        else " behind: move each to new days by itself."
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def board(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Weeks by teams: who is where, and a way to move each visit."""
    teams, weeks = queries.board(request.user, inspection, timezone.localdate())
    return page(
        request,
        "fieldwork/planning/board.html",
        inspection,
        title="Board of visits",
        listing=listings.board(teams, weeks),
        teams=teams,
        weeks=weeks,
        deferred=queries.deferred(request.user, inspection),
        may=_may(request, inspection),
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def travel(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """How long people travel, as it was said."""
    labels = {one.body_id: one.label for one in inspections.scope(inspection)}
    rows = queries.travel(request.user, inspection)
    return page(
        request,
        "fieldwork/planning/travel.html",
        inspection,
        title="Hours of travel",
        rows=[(row, labels.get(row.one_id or 0), labels.get(row.other_id or 0)) for row in rows],
        may=_may(request, inspection),
    )


@require_get_or_post
@inspection_page(FieldworkVerb.SAY_TRAVEL)
def say_travel(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Say how long people travel between two bodies, or any two."""
    return act_page(
        request,
        inspection,
        TravelForm(request.POST or None, inspection=inspection),
        partial(actions.say_travel, inspection=inspection),
        title="Say how long people travel",
        button="Save",
        success_url=reverse("fieldwork-travel", args=[inspection.slug]),
        message="The hours are saved. What is planned from now on is compared with them.",
        intro="Two sessions of one person at different bodies are compared with it. What is "
        "planned already stays as it is.",
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def pack(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """A visit on paper: who, when, where, its sessions, and what was asked of the body."""
    visit = get_object_or_404(fieldwork.visits_visible_to(request.user, inspection), pk=pk)
    members = inspections.team(inspection, letter=visit.team) if visit.team else ()
    return page(
        request,
        "fieldwork/planning/pack.html",
        inspection,
        title=f"Visit pack: {visit.scope_body.label}",
        visit=visit,
        state=fieldwork.state_of(visit, timezone.localdate()),
        members=list(dict.fromkeys(member.person.name for member in members)),
        sessions=queries.standing_sessions(request.user, visit),
        asked=queries.asked_of(request.user, visit),
    )
