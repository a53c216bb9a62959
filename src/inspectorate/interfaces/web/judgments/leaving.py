"""Leaving a team in one act with whoever takes over, and handing over one judgment."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.leaving import actions
from inspectorate.domain.judgments.leaving.orphaned import Orphaned, orphaned
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.ledger.acts import was_done
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, offer, perform, require_get_or_post, status_of
from ..access import StaffRequest, inspection_page, signing
from ..fieldwork.forms import gone_past
from ..inspection_page import act_page, page
from .assignments import cell_of, given, named

NOBODY = "Nobody: it stays open"


class _TakerField(forms.ModelChoiceField[Person]):
    """Who takes something over; nobody need be named. Who is not on the team is said to join it,
    which is chosen in a field of its own.
    """

    joining: Collection[int] = ()

    def label_from_instance(self, obj: Person) -> str:
        """The name, and that they join, where they do."""
        return f"{obj.name}, joins in their place" if obj.pk in self.joining else obj.name


def _taker(
    label: str, people: QuerySet[Person], help_text: str = "", joining: Collection[int] = ()
) -> _TakerField:
    field = _TakerField(
        people, label=label, required=False, empty_label=NOBODY, help_text=help_text
    )
    field.joining = joining
    return field


def _among(people: tuple[Person, ...]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=[one.pk for one in people])


class LeaveTeamForm(ActForm):
    """Who takes over each part of what waits on one who leaves, and why they leave."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Why they leave",
        help_text="It stays with each judgment that is handed over.",
    )

    def __init__(self, *args: Any, left: Orphaned, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left
        if left.alone:
            self.fields["instead"] = _taker(
                f"Who joins as {Role(role).label.lower()} in their place",
                _among(left.instead),
                "Nobody else on the team is in this role, so what waits on the role waits on them. "
                "They may take over below too, by the same press, where they are named here.",
            )
        for one in left.judgments:
            self.fields[f"judgments_{one.body.pk}"] = _taker(
                f"Judgments of {one.body.label} not submitted: {len(one.rows)}",
                _among(one.takers),
                f"On {', '.join(row.criterion.ref for row in one.rows)}.",
                left.joining,
            )
        for group in left.sessions:
            self.fields[f"sessions_{group.visit.pk}"] = _taker(
                f"Sessions to come at {group.visit.scope_body.label}: {len(group.rows)}",
                _among(group.takers),
                f"{', '.join(row.title for row in group.rows)}.",
                left.joining,
            )
        if left.sessions:
            self.fields["gone_past"] = gone_past()
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def arguments(self) -> dict[str, Any]:
        """The reason, and the groups for which somebody is named."""
        sent = self.cleaned_data
        judged = ((one.body, sent[f"judgments_{one.body.pk}"]) for one in self.left.judgments)
        held = ((one.visit, sent[f"sessions_{one.visit.pk}"]) for one in self.left.sessions)
        return {
            "reason": sent["reason"],
            "instead": sent.get("instead"),
            "judgments": [(body, to) for body, to in judged if to is not None],
            "sessions": [(visit, to) for visit, to in held if to is not None],
            "gone_past": sent.get("gone_past", ""),
        }


@require_get_or_post
@inspection_page(JudgmentVerb.LEAVE_TEAM)
@signing
def leave_team(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Take a member off the team, and say who takes over what waits on them; one act."""
    member = get_object_or_404(inspection.team.select_related("person", "inspection"), pk=pk)
    back = reverse("inspections-team", args=[inspection.slug])
    name, key = member.person.name, request.POST.get("key", "")
    # Sent again, the very form gets the answer it got: what it named waits on others now.
    if was_done(request.user, key, JudgmentVerb.LEAVE_TEAM, member):
        return HttpResponseRedirect(back)
    left = orphaned(request.user, member, timezone.now())
    form = LeaveTeamForm(request.POST or None, left=left, role=member.role)
    if perform(request, form, partial(actions.leave_team, member=member)) is not None:
        messages.success(request, _said(form, name))
        return HttpResponseRedirect(back)
    return page(
        request,
        "judgments/leave_team.html",
        inspection,
        title=f"{name} leaves the team",
        form=form,
        back=back,
        member=member,
        left=left,
        status=status_of(form),
    )


def _said(form: LeaveTeamForm, name: str) -> str:
    """What was done, and how much stays open."""
    given = form.arguments()
    bodies = {body.pk for body, _ in given["judgments"]}
    visits = {visit.pk for visit, _ in given["sessions"]}
    moved = sum(len(one.rows) for one in form.left.judgments if one.body.pk in bodies)
    moved += sum(len(one.rows) for one in form.left.sessions if one.visit.pk in visits)
    open_ = form.left.count - moved
    return (
        f"{name} has left the team. Handed over: {moved:,}. Open, for the lead: "
        f"{open_ + form.left.open:,}."
    )


class HandOverForm(ActForm):
    """Who takes over one judgment, and why."""

    to = forms.ModelChoiceField(Person.objects.none(), label="Inspector")
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")

    def __init__(self, *args: Any, inspection: Inspection, without: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_team = Person.objects.filter(
            is_active=True,
            on_teams__inspection=inspection,
            on_teams__left_at=None,
            on_teams__role__in=[Role.INSPECTOR, Role.LEAD],
        )
        offer(self, "to", on_team.exclude(pk=without).distinct())


@require_get_or_post
@inspection_page(JudgmentVerb.HAND_OVER)
def hand_over(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Give a judgment that is not submitted to another inspector, on the same ground."""
    assignment: Assignment = given(request, inspection, pk, JudgmentVerb.HAND_OVER)
    return act_page(
        request,
        inspection,
        HandOverForm(request.POST or None, inspection=inspection, without=assignment.inspector_id),
        partial(actions.hand_over, assignment=assignment),
        title=f"Hand over from {assignment.inspector.name}: {named(assignment)}",
        button="Hand it over",
        success_url=cell_of(assignment),
        message="It is handed over.",
        intro="The same reading is wanted: its ground, its chance and its day stay. What was "
        "drafted stays unread.",
    )
