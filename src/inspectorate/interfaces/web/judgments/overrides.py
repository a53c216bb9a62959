"""The approving inspector's override of an agreed judgment, and its withdrawal."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.desk.beside import before_an_override
from inspectorate.domain.judgments.panels import actions, queries
from inspectorate.domain.judgments.verbs import JudgmentVerb

from ...act_forms import perform, require_get_or_post, status_of
from ...in_place import back_to, lead_back
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from . import deciding
from .forms import AgreeForm, ReasonForm
from .moderation import cell_of

OVERRIDDEN = "The judgment is overridden. Claims resting on it are looked at again."


@require_get_or_post
@inspection_page(JudgmentVerb.OVERRIDE_AGREED)
def override(
    request: StaffRequest, inspection: Inspection, body: str, criterion: int
) -> HttpResponse:
    """Override an agreed judgment: what lay before those who agreed it stands above the form."""
    seen = cell_of(request, inspection, body, criterion)
    against = queries.reasons_not_to_override(request.user, seen.scope_body, seen.criterion)
    # Who may not override it now reads no independent judgments for it.
    cell = seen if against else queries.to_override(request.user, seen)
    # The reasons are the approving inspector's own, and begin empty.
    begin = {**deciding.initial(cell), "reasons": ""}
    form = AgreeForm(
        request.POST or None,
        criterion=cell.criterion,
        initial=begin,
        person=request.user,
        scope_body=cell.scope_body,
    )
    there = reverse("judgments-cell", args=[inspection.slug, body, criterion])
    act = partial(
        actions.override,
        scope_body=cell.scope_body,
        criterion=cell.criterion,
        shown=deciding.unsealed(request, cell, form),
    )
    if perform(request, form, act) is not None:
        messages.success(request, OVERRIDDEN)
        return lead_back(request, there)
    known = before_an_override(request.user, inspection)
    before = deciding.before(request, inspection, cell, "page", known)
    return page(
        request,
        "judgments/override.html",
        inspection,
        title=f"Override {cell.scope_body.label}: {cell.criterion}",
        cell=cell,
        form=form,
        decision=deciding.Decision(
            "decision",
            JudgmentVerb.OVERRIDE_AGREED,
            form,
            request.get_full_path(),
            (deciding.Button("Override the judgment"),),
            deciding.sealed(request, before["papers"]),
            () if form.is_bound else tuple(against),
        ),
        back=back_to(request, there),
        status=status_of(form),
        **before,
    )


@require_get_or_post
@inspection_page(JudgmentVerb.WITHDRAW_OVERRIDE)
def withdraw_override(
    request: StaffRequest, inspection: Inspection, body: str, criterion: int
) -> HttpResponse:
    """Withdraw an override, so that what was agreed before stands again."""
    cell = cell_of(request, inspection, body, criterion)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.withdraw_override, scope_body=cell.scope_body, criterion=cell.criterion),
        title=f"Withdraw the override of {cell.scope_body.label}: {cell.criterion}",
        button="Withdraw the override",
        success_url=reverse("judgments-cell", args=[inspection.slug, body, criterion]),
        message="The override is withdrawn. What was agreed before stands again.",
        intro="What was agreed before stands again under a new number, in its words and with its "
        "evidence. The override and its reasons stay on record.",
    )
