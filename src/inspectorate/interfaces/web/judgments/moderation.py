"""Moderation and agreement: one cell, many at once, how far inspectors agree with each other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments import actions, assignments, queries, readings
from inspectorate.domain.judgments.certainty import queries as certainty
from inspectorate.domain.judgments.debriefs import queries as debriefs
from inspectorate.domain.judgments.desk import policies as sampled
from inspectorate.domain.judgments.desk import showing
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Criterion

from ...act_forms import require_get_or_post
from ...many import LISTED
from ..access import StaffRequest, inspection_page
from ..inspection_page import many_page, page
from . import deciding, joint
from .forms import UndisputedForm, citable


@require_GET
@inspection_page(JudgmentVerb.SEE_AGREEMENT)
def agreement(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """How far inspectors agreed before moderation, with intervals.

    A prompt for moderation, never a judge.
    """
    return page(
        request,
        "judgments/agreement.html",
        inspection,
        title="Agreement between inspectors",
        figures=queries.agreement(inspection, request.user),
        unrecorded=readings.unrecorded(inspection),
        joint=joint.told(request.user, inspection),
        may_work_out=queries.can(request.user, inspection, JudgmentVerb.WORK_OUT),
    )


@require_get_or_post
@inspection_page(JudgmentVerb.AGREE_AS_SUBMITTED)
def undisputed(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Judgments on which all inspectors were alike, to be agreed as submitted: an act for each."""
    found = queries.undisputed(request.user, inspection)
    against = sampled.bulk_agreeable(request.user, inspection)
    sample = sampled.newest_sample(request.user, inspection)
    return many_page(
        request,
        inspection,
        UndisputedForm(request.POST or None, inspection=inspection),
        actions.agree_as_submitted,
        title="Undisputed judgments",
        template="judgments/undisputed.html",
        button="Agree what is ticked, as submitted",
        success_url=reverse("judgments-desk", args=[inspection.slug]),
        message=lambda done: f"{done:,} judgment{pluralize(done)} agreed as submitted.",
        alike=found.alike[:LISTED],
        total=len(found.alike),
        lowest=found.lowest,
        sample=sample,
        sampled=sample.cells.select_related("scope_body", "criterion", "look") if sample else (),
        against=against,
    )


def cell_of(
    request: StaffRequest, inspection: Inspection, body: str, criterion: int
) -> queries.Cell:
    """The cell an address names, as this person may see it."""
    scope_body = get_object_or_404(
        inspections.scope(inspection).select_related("inspection", "body"), code=body
    )
    asked = get_object_or_404(
        Criterion.objects.select_related("scale", "area"),
        pk=criterion,
        area__framework=inspection.framework,
    )
    cell = queries.cell(request.user, scope_body, asked)
    if cell is None:
        raise Http404
    return cell


@require_GET
@inspection_page(JudgmentVerb.SEE)
def cell_page(
    request: StaffRequest, inspection: Inspection, body: str, criterion: int
) -> HttpResponse:
    """One cell: what is agreed, what was submitted (once all are in), the evidence."""
    cell = cell_of(request, inspection, body, criterion)
    verbs = (JudgmentVerb.MODERATE, JudgmentVerb.AGREE)
    others = (
        JudgmentVerb.WRITE_OUTCOME,
        JudgmentVerb.REWORD_OUTCOME,
        JudgmentVerb.WITHDRAW_OUTCOME,
        JudgmentVerb.SEE_PANELS,
        JudgmentVerb.OVERRIDE_AGREED,
        JudgmentVerb.WITHDRAW_OVERRIDE,
        JudgmentVerb.SAY_HOW_SURE,
        JudgmentVerb.SAY_DIFFERENCE,
    )
    worded = outcomes.of_cell(request.user, cell)
    return page(
        request,
        "judgments/cell.html",
        inspection,
        title=f"{cell.scope_body.label}: {cell.criterion}",
        cell=cell,
        evidence=citable(request.user, cell.scope_body, cell.criterion),
        characteristics=cell.criterion.characteristics.select_related("grade"),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in (*verbs, *others)},
        may_take_back=inspections.can(request.user, inspection, InspectionVerb.TAKE_BACK),
        against={
            verb.act: queries.reasons_not_to_settle(
                request.user, inspection, cell.scope_body, cell.criterion, verb
            )
            for verb in verbs
        },
        findings=cell.criterion.findings.all(),
        outcomes=worded,
        lacks_words=outcomes.lacks_words(cell, worded),
        told_grades=debriefs.of_cell(request.user, cell.scope_body, cell.criterion),
        certainties=certainty.told(request.user, inspection, cell.agreed),
        told=showing.told(request.user, inspection, cell, worded),
        together=cell.assignment and assignments.judged_together(request.user, cell.assignment),
        **_of_assigning(request, inspection, cell),
    )


def _of_assigning(
    request: StaffRequest, inspection: Inspection, cell: queries.Cell
) -> dict[str, Any]:
    """What the page offers of giving the cell, taking it back and withdrawing from it."""
    person, own = request.user, cell.own is not None and cell.assignment
    assign = reverse("judgments-assign", args=[inspection.slug])
    asked = urlencode({"scope_body": cell.scope_body.pk, "criterion": cell.criterion.pk})
    return {
        "assign_it": f"{assign}?{asked}"
        if queries.can(person, inspection, JudgmentVerb.ASSIGN)
        else "",
        "may_unassign": queries.can(person, inspection, JudgmentVerb.UNASSIGN),
        "may_withdraw": own and not cell.agreed and not assignments.reasons_not_to_withdraw(own),
    }


@require_get_or_post
@inspection_page(JudgmentVerb.MODERATE)
def moderate(
    request: StaffRequest, inspection: Inspection, body: str, criterion: int
) -> HttpResponse:
    """Propose what to agree, after looking at the submissions side by side; or agree it at once."""
    cell = cell_of(request, inspection, body, criterion)
    return deciding.settle(request, inspection, cell, JudgmentVerb.MODERATE)


@require_get_or_post
@inspection_page(JudgmentVerb.AGREE)
def agree(request: StaffRequest, inspection: Inspection, body: str, criterion: int) -> HttpResponse:
    """Settle a cell, or settle it again; claims that rest on it become stale."""
    cell = cell_of(request, inspection, body, criterion)
    return deciding.settle(request, inspection, cell, JudgmentVerb.AGREE)
