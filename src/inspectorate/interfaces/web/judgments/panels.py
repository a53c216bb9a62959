"""Consistency panels: convened, filled, opened, closed; what they decide, and their minutes."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.desk.agenda import AgendaScope, agenda
from inspectorate.domain.judgments.models import ConsistencyPanel
from inspectorate.domain.judgments.panels import actions, policies, queries
from inspectorate.domain.judgments.panels.loading import load, seats_on
from inspectorate.domain.judgments.panels.models import PanelCell
from inspectorate.domain.judgments.states import PanelState
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.markings.reading import highest_read
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.reasons.reasons import Refused

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ...in_place import back_to, lead_back
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, many_page, page
from . import deciding
from .desk import AgendaForm as NarrowingForm
from .forms import ReasonForm
from .minutes_pdf import minutes_pdf
from .panel_forms import (
    AgendaForm,
    AttendanceForm,
    ConvenePanelForm,
    OpenPanelForm,
    PanelDecisionForm,
    StepAsideForm,
)

DECIDED = "The panel's decision is recorded: the judgment is moderated and agreed."
_ACTS = (
    JudgmentVerb.CONVENE_PANEL,
    JudgmentVerb.PUT_ON_AGENDA,
    JudgmentVerb.DECIDE_IN_PANEL,
    JudgmentVerb.OPEN_PANEL,
    JudgmentVerb.CANCEL_PANEL,
    JudgmentVerb.RECORD_ATTENDANCE,
)


def _may(request: StaffRequest, inspection: Inspection) -> dict[str, bool]:
    return {verb.act: judgments.can(request.user, inspection, verb) for verb in _ACTS}


@require_GET
@inspection_page(JudgmentVerb.SEE_PANELS)
def panels(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """All panels of the inspection."""
    return page(
        request,
        "judgments/panels.html",
        inspection,
        title="Consistency panels",
        rows=queries.panels(request.user, inspection),
        may=_may(request, inspection),
    )


def _panel(inspection: Inspection, number: int) -> ConsistencyPanel:
    rows = ConsistencyPanel.objects.select_related("inspection__framework", "chair", "by")
    return get_object_or_404(rows, inspection=inspection, number=number)


def _cell(request: StaffRequest, panel: ConsistencyPanel, pk: int) -> PanelCell:
    """A judgment on the agenda that this person is shown."""
    rows = PanelCell.objects.select_related(
        "panel__inspection__framework",
        "panel__chair",
        "scope_body__inspection",
        "scope_body__body",
        "criterion__area",
        "criterion__scale",
    )
    found = get_object_or_404(rows, panel=panel, pk=pk)
    seen = judgments.cell(request.user, found.scope_body, found.criterion)
    if seen is None or not seen.submissions:
        raise Http404
    return found


def _at(panel: ConsistencyPanel) -> str:
    return reverse("judgments-panel", args=[panel.inspection.slug, panel.number])


@require_GET
@inspection_page(JudgmentVerb.SEE_PANELS)
def panel(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """One panel: its members, its agenda with who may decide on what, its decisions."""
    found = _panel(inspection, number)
    view = queries.panel_view(request.user, found)
    if view is None:
        raise Http404
    return page(
        request,
        "judgments/panel.html",
        inspection,
        title=f"Consistency panel {found.number}: {found.title}",
        panel=found,
        view=view,
        states=PanelState,
        may=_may(request, inspection),
    )


@require_get_or_post
@inspection_page(JudgmentVerb.CONVENE_PANEL)
def convene(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Convene a panel."""
    return act_page(
        request,
        inspection,
        ConvenePanelForm(request.POST or None, inspection=inspection),
        actions.convene_panel,
        title="Convene a consistency panel",
        button="Convene it",
        success_url=_at,
        back=reverse("judgments-panels", args=[inspection.slug]),
        message="The panel is convened. Put judgments on its agenda.",
        intro="A panel decides on judgments together, by the rules of moderating and agreeing.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.PUT_ON_AGENDA)
def put_on_agenda(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Judgments of the desk, by their reasons, to tick for the agenda: an act for each."""
    found = _panel(inspection, number)
    desk = agenda(request.user, inspection)
    narrowing = NarrowingForm({"show": AgendaScope.WAITING, **request.GET.dict()}, found=desk)
    there = {(one.scope_body_id, one.criterion_id) for one in load(found).cells}
    listed = [one for one in narrowing.asked().of(desk.items) if one.place not in there]
    return many_page(
        request,
        inspection,
        AgendaForm(request.POST or None, panel=found),
        actions.put_on_agenda,
        title=f"Put judgments on the agenda of panel {found.number}",
        template="judgments/panel_agenda.html",
        button="Put what is ticked on the agenda",
        success_url=_at(found),
        message=lambda done: f"{done:,} judgment{pluralize(done)} put on the agenda.",
        # All begin ticked: no more than there is room for.
        rows=listed[: policies.MOST_CELLS - len(there)],
        total=len(listed),
        narrowing=narrowing,
    )


@require_get_or_post
@inspection_page(JudgmentVerb.TAKE_OFF_AGENDA)
def take_off_agenda(
    request: StaffRequest, inspection: Inspection, number: int, cell: int
) -> HttpResponse:
    """Take a judgment off the agenda before it is decided."""
    found = _cell(request, _panel(inspection, number), cell)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.take_off_agenda, cell=found),
        title=f"Take {found} off the agenda",
        button="Take it off",
        success_url=_at(found.panel),
        message="The judgment is off the agenda.",
        intro="It can be put on this agenda again, or on another.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.STEP_ASIDE)
def step_aside(
    request: StaffRequest, inspection: Inspection, number: int, cell: int
) -> HttpResponse:
    """Withdraw from a judgment or its body, or record as the chair that a member does."""
    found = _cell(request, _panel(inspection, number), cell)
    loaded = load(found.panel)
    return act_page(
        request,
        inspection,
        StepAsideForm(request.POST or None, loaded=loaded, person=request.user),
        partial(actions.step_aside, cell=found),
        title=f"Withdraw from {found}",
        button="Record the withdrawal",
        success_url=_at(found.panel),
        message="The withdrawal is recorded.",
        intro="Who has declared an interest in the body in this application is withdrawn by rule, "
        "and need not say so here. A withdrawal stands for this panel.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.OPEN_PANEL)
def open_panel(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Open the sitting: who is present."""
    found = _panel(inspection, number)
    return act_page(
        request,
        inspection,
        OpenPanelForm(request.POST or None, seats=load(found).seats),
        partial(actions.open_panel, panel=found),
        title=f"Open the sitting: {found.title}",
        button="Open the sitting",
        success_url=_at(found),
        message="The sitting is open.",
        intro=f"The quorum is {found.quorum}: so many decide on each judgment, present and not "
        "withdrawn from it.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.RECORD_ATTENDANCE)
def record_attendance(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Record that a member came to the sitting or left it, and when."""
    found = _panel(inspection, number)
    form = AttendanceForm(
        request.POST or None,
        loaded=load(found),
        person=request.user,
        asked=request.GET.get("seat", ""),
        initial={"happened_at": timezone.localtime()},
    )
    return act_page(
        request,
        inspection,
        form,
        partial(actions.record_attendance, panel=found),
        title=f"Who came or left: {found.title}",
        button="Record it",
        success_url=_at(found),
        message="It is recorded.",
        intro="Who is there decides, and counts for the quorum, from then on. What was decided "
        "stays with those who were there. Who comes back is recorded again.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.CLOSE_PANEL)
def close_panel(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Close the sitting and fix its minutes."""
    found = _panel(inspection, number)
    return act_page(
        request,
        inspection,
        ActForm(request.POST or None),
        partial(actions.close_panel, panel=found),
        title=f"Close the sitting: {found.title}",
        button="Close it",
        success_url=reverse("judgments-panel-minutes", args=[inspection.slug, found.number]),
        message="The sitting is closed, and its minutes are fixed.",
        intro="Its minutes are fixed with a digest. What it has not decided may be put on the "
        "agenda of another panel. It cannot be opened again.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.CANCEL_PANEL)
def cancel_panel(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Cancel a panel that has decided nothing."""
    found = _panel(inspection, number)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.cancel_panel, panel=found),
        title=f"Cancel: {found.title}",
        button="Cancel the panel",
        success_url=_at(found),
        message="The panel is cancelled.",
        intro="It stays on record. Another can be convened.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.DECIDE_IN_PANEL)
def decide(request: StaffRequest, inspection: Inspection, number: int, cell: int) -> HttpResponse:
    """What lies before the panel on one judgment, and what it decides, recorded by its chair."""
    found = _cell(request, _panel(inspection, number), cell)
    seen = judgments.cell(request.user, found.scope_body, found.criterion)
    if seen is None or not seen.submissions:
        raise Http404
    loaded = load(found.panel)
    seats = seats_on(loaded, found)
    form = PanelDecisionForm(
        request.POST or None,
        criterion=seen.criterion,
        initial=deciding.initial(seen),
        person=request.user,
        scope_body=seen.scope_body,
        seats=seats,
    )
    shown = deciding.unsealed(request, seen, form)
    if perform(request, form, partial(actions.decide_in_panel, cell=found, shown=shown)):
        messages.success(request, DECIDED)
        return lead_back(request, _at(found.panel))
    against = tuple(policies.decidable(loaded, found, request.user, seats))
    before = deciding.before(request, inspection, seen, "page")
    return page(
        request,
        "judgments/panel_decide.html",
        inspection,
        title=f"Panel {number} decides: {seen.scope_body.label}, {seen.criterion}",
        panel=found.panel,
        cell=seen,
        seats=seats,
        form=form,
        decision=deciding.Decision(
            "decision",
            JudgmentVerb.DECIDE_IN_PANEL,
            form,
            request.get_full_path(),
            (deciding.Button("Record the panel's decision"),),
            deciding.sealed(request, before["papers"]),
            # What was sent and refused stands in the form with its reasons.
            () if form.is_bound else against,
        ),
        back=back_to(request, _at(found.panel)),
        status=status_of(form),
        **before,
    )


@require_GET
@inspection_page(JudgmentVerb.SEE_PANELS)
def minutes(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """The minutes as a document that prints; fixed once the sitting is closed."""
    found = _panel(inspection, number)
    told = queries.minutes(request.user, found)
    if told is None:
        raise Http404
    return page(
        request,
        "judgments/panel_minutes.html",
        inspection,
        title=f"Minutes of consistency panel {found.number}",
        panel=found,
        minutes=told,
        states=PanelState,
    )


@require_GET
@inspection_page(JudgmentVerb.SEE_PANELS)
def minutes_file(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """The minutes as a PDF, as this reader has them; marked as high as what it lays open."""
    found = _panel(inspection, number)
    told = queries.minutes(request.user, found)
    if told is None:
        raise Http404
    try:
        made = minutes_pdf(told, highest([BASELINE, highest_read()]))
    except Refused as refused:
        return page(
            request,
            "inspectorate/unread.html",
            inspection,
            title=f"Minutes of consistency panel {found.number}",
            lead="The minutes cannot be set as a PDF.",
            reasons=refused.reasons,
            back=reverse("judgments-panel-minutes", args=[inspection.slug, found.number]),
        )
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{inspection.slug}-panel-{number}-minutes.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
