"""The team of an inspection: who joins, who leaves, who needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection, TeamMember
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.assignments import open_assignments
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from ...act_forms import perform, require_get_or_post, status_of
from ..access import StaffRequest, inspection_page, signing
from ..inspection_page import act_page, page
from . import listings
from .forms import JoinForm, NeedToKnowForm, ReasonForm


@require_GET
@inspection_page(InspectionVerb.SEE)
def team(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Who is on the inspection, in which role."""
    rows = queries.team(inspection)
    return page(
        request,
        "inspections/team.html",
        inspection,
        title="Team",
        listing=listings.team(rows),
        team=rows,
        may_join=queries.can(request.user, inspection, InspectionVerb.JOIN),
        may_leave=queries.can(request.user, inspection, InspectionVerb.LEAVE),
        may_hand_over=judgments.can(request.user, inspection, JudgmentVerb.LEAVE_TEAM),
        may_give_need=queries.can(request.user, inspection, InspectionVerb.GIVE_NEED_TO_KNOW),
        needs=queries.needs_to_know(inspection),
    )


@require_get_or_post
@inspection_page(InspectionVerb.JOIN)
@signing
def join(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Put people on the team in one role."""
    return act_page(
        request,
        inspection,
        JoinForm(request.POST or None),
        partial(_join_each, inspection=inspection),
        title="Put people on the team",
        button="Put on team",
        success_url=reverse("inspections-team", args=[inspection.slug]),
        message=lambda made: (
            "The person is on the team."
            if len(made) == 1
            else f"{len(made)} people are on the team."
        ),
        intro="All whom you choose join in one role, or none of them where one may not.",
    )


def _join_each(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    people: Sequence[Person],
    role: str,
    team: str,
) -> list[TeamMember]:
    """Let each join by an act of its own, all or none.

    Each leaves by an act of its own too, so that the ledger tells of each when they came and went;
    and nobody wanted half of the team that was chosen.
    """
    refused: list[Reason] = []
    made: list[TeamMember] = []
    with transaction.atomic():
        for one in people:
            try:
                joined = actions.join(
                    by=by,
                    at=at,
                    key=f"{key}/{one.pk}",
                    inspection=inspection,
                    person=one,
                    role=role,
                    team=team,
                )
                made.append(joined)
            except Refused as refusal:
                refused += (
                    replace(reason, field="people") if reason.field == "person" else reason
                    for reason in refusal.reasons
                )
        refuse_if(list(dict.fromkeys(refused)))
    return made


@require_get_or_post
@inspection_page(InspectionVerb.LEAVE)
@signing
def leave(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Take a person off the team, with the reason; say what waits on them."""
    member = get_object_or_404(inspection.team.select_related("person"), pk=pk)
    form = ReasonForm(request.POST or None)
    back = reverse("inspections-team", args=[inspection.slug])
    if perform(request, form, partial(actions.leave, member=member)) is not None:
        messages.success(request, "The person has left the team.")
        return HttpResponseRedirect(back)
    return page(
        request,
        "inspections/leave.html",
        inspection,
        title=f"Take {member.person.name} off the team",
        form=form,
        back=back,
        member=member,
        waiting=_left_waiting(request.user, member),
        may_take_back=judgments.can(request.user, inspection, JudgmentVerb.UNASSIGN),
        status=status_of(form),
    )


def _left_waiting(reader: Person, member: TeamMember) -> list[Assignment]:
    """What would wait on one who is gone, as far as ``reader`` may know it."""
    judging = member.inspection.team.filter(
        person=member.person, left_at=None, role__in=(Role.INSPECTOR, Role.LEAD)
    )
    # Who stays on the team in another role that judges goes on judging.
    if set(judging.values_list("pk", flat=True)) != {member.pk}:
        return []
    return open_assignments(reader, member.inspection, member.person)


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
