"""Groups of bodies: which bodies each holds, and who was taken in or out."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.bodies import actions, queries
from inspectorate.domain.bodies.models import Group
from inspectorate.domain.bodies.verbs import BodyVerb

from ...act_forms import require_get_or_post
from ..access import StaffRequest, staff_page
from ..inspection_page import act_page, page
from .forms import GroupForm, RegroupForm


@require_GET
@staff_page(BodyVerb.SEE)
def listed(request: StaffRequest) -> HttpResponse:
    """Every group with its bodies, and what changed in it."""
    return page(
        request,
        "bodies/groups.html",
        None,
        title="Groups of bodies",
        groups=queries.groups(),
        may_group=queries.can(request.user, BodyVerb.GROUP),
        may_regroup=queries.can(request.user, BodyVerb.REGROUP),
    )


@require_get_or_post
@staff_page(BodyVerb.GROUP)
def name(request: StaffRequest) -> HttpResponse:
    """Name a set of bodies."""
    return act_page(
        request,
        None,
        GroupForm(request.POST or None),
        actions.group,
        title="Name a group of bodies",
        button="Name the group",
        success_url=reverse("bodies-groups"),
        message=lambda made: f"The group {made} is named.",
        intro="A group is used to filter by and to say of whom a figure is. Its code is given for "
        "ever; bodies can join and leave it later.",
    )


@require_get_or_post
@staff_page(BodyVerb.REGROUP)
def change(request: StaffRequest, code: str) -> HttpResponse:
    """Take bodies into a group or out of it."""
    group = get_object_or_404(Group, code=code)
    return act_page(
        request,
        None,
        RegroupForm(request.POST or None, group=group),
        partial(actions.regroup, group=group),
        title=f"Change the group {group}",
        button="Change the group",
        success_url=reverse("bodies-groups"),
        message=f"The group {group} is changed.",
        intro="Figures of this group count the bodies it holds now. Each body that joins or leaves "
        "is recorded with your reason.",
    )
