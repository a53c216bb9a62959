"""Pages on which a visit is deferred, paused, left incomplete, resumed and reopened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.fieldwork import queries
from inspectorate.domain.fieldwork.interruptions import actions
from inspectorate.domain.fieldwork.interruptions import queries as turns
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ...act_forms import VersionForm, require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .interruption_forms import InterruptForm, LeaveIncompleteForm, ReopenForm, ResumeForm

# What one reads before the visit goes on; its page and the forms of a move tell the rest.
_MOST = 10


def _change(
    request: StaffRequest,
    inspection: Inspection,
    pk: int,
    form: type[VersionForm],
    act: Callable[..., Any],
    *,
    title: str,
    message: str,
    intro: str,
    goes_on: bool = False,
) -> HttpResponse:
    visit = get_object_or_404(queries.visits_visible_to(request.user, inspection), pk=pk)
    ahead = _clashing_ahead(visit) if goes_on else ""
    return act_page(
        request,
        inspection,
        form(request.POST or None, initial={"version": visit.version}),
        partial(act, visit=visit),
        title=f"{title} to {visit.scope_body.label}",
        button=title,
        success_url=reverse("fieldwork-visit", args=[inspection.slug, pk]),
        message=message,
        intro=" ".join(said for said in (intro, _clashing(request.user, visit), ahead) if said),
    )


def _clashing_ahead(visit: Visit) -> str:
    """What clashes with the days still to come, said before the visit goes on on them."""
    found = turns.clashing_ahead(visit, timezone.now())
    if not found:
        return ""
    more = f" And {len(found) - _MOST} more." if len(found) > _MOST else ""
    told = " ".join(found[:_MOST])
    return f"What now clashes with its days still to come, and is to be moved: {told}{more}"


def _clashing(person: Person, visit: Visit) -> str:
    """Which sessions stand in a time in which the visit stood still, said before it goes on."""
    found = turns.inside(visit, queries.sessions(person, visit))
    if not found:
        return ""
    names = "; ".join(f"“{one.title}”" for one in found)
    return f"Planned for a time in which the visit stood still, to be moved or cancelled: {names}."


@require_get_or_post
@inspection_page(FieldworkVerb.DEFER_VISIT)
def defer(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Defer a visit that has not begun."""
    return _change(
        request,
        inspection,
        pk,
        InterruptForm,
        actions.defer_visit,
        title="Defer the visit",
        message="The visit is deferred. It has no days until it is moved to new ones.",
        intro="It leaves the calendar and is not late meanwhile. Move it to new days and it comes "
        "back, with its sessions. The body sees that it is deferred, and whom it can call.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.PAUSE_VISIT)
def pause(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Pause a visit that has begun."""
    return _change(
        request,
        inspection,
        pk,
        InterruptForm,
        actions.pause_visit,
        title="Pause the visit",
        message="The visit is paused. What was heard before can still be written up.",
        intro="No session is held until it is resumed. What was heard before can still be written "
        "up. The body sees that it is paused, and whom it can call.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.RESUME_VISIT)
def resume(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Resume a visit that was paused."""
    return _change(
        request,
        inspection,
        pk,
        ResumeForm,
        actions.resume_visit,
        title="Resume the visit",
        message="The visit goes on. Where it goes on on other days, move it now.",
        intro="Where it goes on on other days, move it once it is resumed. What was held stays "
        "where it is.",
        goes_on=True,
    )


@require_get_or_post
@inspection_page(FieldworkVerb.LEAVE_INCOMPLETE)
def leave_incomplete(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """End a visit without a hot debrief."""
    return _change(
        request,
        inspection,
        pk,
        LeaveIncompleteForm,
        actions.leave_incomplete,
        title="Leave the visit incomplete",
        message="The visit is left incomplete. It can be reopened.",
        intro="It ends without a hot debrief. What was heard can still be written up, and the "
        "visit can be reopened.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.REOPEN_VISIT)
def reopen(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Reopen a visit that ended or was left incomplete."""
    return _change(
        request,
        inspection,
        pk,
        ReopenForm,
        actions.reopen_visit,
        title="Reopen the visit",
        message="The visit is open again. Evidence recorded from now on is marked so.",
        intro="Evidence recorded from its sessions afterwards is marked wherever it is read or "
        "cited. What was told at its end stays on record. Move the visit where its days are over. "
        "What was held stays where it is.",
        goes_on=True,
    )
