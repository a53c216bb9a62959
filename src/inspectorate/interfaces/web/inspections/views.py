"""Planning an inspection."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.evidence.arrivals import queries as notes
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import OVER, by_hand
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.publication import actions as releasing
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.publication.states import END

from ...act_forms import require_get_or_post
from ..access import StaffRequest, inspection_page, may, signing, staff, staff_page
from ..inspection_page import act_page, page, unread_page
from ..steering.links import steering_of
from .forms import (
    AmendForm,
    GroupForm,
    MoveForm,
    OpenForm,
    TextForm,
)

AMEND = "Amend this inspection"


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
        success_url=lambda made: reverse("inspections-plan", args=[made.slug]),
        back=reverse("inspections"),
        message="The inspection is open. Next: approval, terms of reference, scope, team.",
    )


@require_GET
@inspection_page(InspectionVerb.SEE)
def plan(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What it is, where it stands, what can be done now, what it rests on."""
    verbs = (
        InspectionVerb.AMEND,
        InspectionVerb.APPROVE,
        InspectionVerb.SET_TERMS,
        InspectionVerb.SET_SCOPE,
        InspectionVerb.LEAVE_OUT,
        InspectionVerb.SUPPRESS,
        InspectionVerb.UNSUPPRESS,
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
        amendments=inspection.amendments.select_related("by"),
        approvals=inspection.approvals.select_related("by"),
        groups=inspection.reference_groups.all(),
        team=queries.team(inspection),
        moves=queries.moves(inspection),
        suppressions=queries.suppressions(inspection),
        steering=steering_of(request.user, inspection),
        not_amend=publication.reasons_not_to_amend(inspection),
        samples=may(request.user, inspection, FieldworkVerb.SEE),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in verbs},
    )


@require_get_or_post
@inspection_page(InspectionVerb.AMEND)
def amend(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Amend what the inspection is called and asks, with the reason; what is fixed says why."""
    out = publication.reasons_not_to_amend(inspection)
    fixed = {name: str(reason) for name, reason in queries.fixed(inspection).items()}
    back = reverse("inspections-plan", args=[inspection.slug])
    if out and request.method == "GET":
        # Nothing is left to amend: a form would only be refused.
        return unread_page(request, inspection, out, title=AMEND, back=back)
    waiting = [
        one.release.number for one in publication.releases(inspection) if one.state not in END
    ]
    told = (
        f" Release {', '.join(map(str, waiting))} is signed and not out. If the amendment changes "
        f"what it says, it will not go out: another has to be prepared and signed by two people."
        if waiting
        else ""
    )
    return act_page(
        request,
        inspection,
        AmendForm(request.POST or None, inspection=inspection, fixed=fixed),
        partial(releasing.amend, inspection=inspection),
        title=AMEND,
        button="Amend",
        success_url=back,
        message="It is amended. What stood before is kept with your reason.",
        intro=f"Editions that are frozen stay as they are.{told}",
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
        message=lambda made: f"The phase is changed.{_left_waiting(made)}",
        intro=_notes_wait(inspection),
    )


def _notes_wait(inspection: Inspection) -> str:
    """What to know before an inspection is closed or abandoned over notes that wait; or ""."""
    # Said only where its end may be the next step.
    count = notes.waiting_on(inspection) if OVER & set(by_hand(inspection.phase)) else 0
    if not count:
        return ""
    wait = "A note waits" if count == 1 else f"{count} notes wait"
    return (
        f"{wait} for a decision. Once the inspection is closed or abandoned none can be recorded: "
        "record them or set them aside first, under Evidence, Notes received."
    )


def _left_waiting(inspection: Inspection) -> str:
    """What to say once an inspection is over and notes still wait; or ""."""
    count = notes.waiting_on(inspection) if inspection.phase in OVER else 0
    what = "A note still waits" if count == 1 else f"{count} notes still wait"
    return f" {what} under Evidence, Notes received." if count else ""
