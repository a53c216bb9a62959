"""Assignments: giving a body and a criterion to an inspector, who judges them alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions, queries
from inspectorate.domain.judgments.models import Assignment, Draft
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.markings.reading import is_withheld

from ...act_forms import perform, require_get_or_post, status_of
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .forms import AssignForm, JudgeForm, answers_as_fields


@require_GET
@inspection_page(JudgmentVerb.SUBMIT)
def mine(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What you are to judge, and what you have judged."""
    return page(
        request,
        "judgments/mine.html",
        inspection,
        title="Yours to judge",
        rows=queries.my_assignments(request.user, inspection),
    )


@require_get_or_post
@inspection_page(JudgmentVerb.ASSIGN)
def assign(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Assign a body on a criterion to an inspector."""
    return act_page(
        request,
        inspection,
        AssignForm(request.POST or None, inspection=inspection),
        actions.assign,
        title="Assign a judgment to an inspector",
        button="Assign",
        success_url=reverse("judgments-grid", args=[inspection.slug]),
        message="The judgment is assigned.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.SUBMIT)
def judge(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Judge one body on one criterion, alone. Save a draft as often as you like; submit once."""
    assignment = get_object_or_404(queries.my_assignments(request.user, inspection), pk=pk)
    if hasattr(assignment, "submission"):
        cell = (inspection.slug, assignment.scope_body.code, assignment.criterion_id)
        return redirect("judgments-cell", *cell)
    draft = queries.own_draft(request.user, assignment)
    form = JudgeForm(
        request.POST or None,
        person=request.user,
        scope_body=assignment.scope_body,
        criterion=assignment.criterion,
        initial=_initial(draft),
    )
    if "draft" in request.POST:
        if _save_draft(request, form, assignment):
            messages.success(request, "The draft is saved. Nobody but you sees it.")
            return redirect("judgments-judge", inspection.slug, pk)
    elif perform(request, form, partial(actions.submit, assignment=assignment)) is not None:
        messages.success(request, "Your judgment is submitted. It cannot be changed.")
        return redirect("judgments-mine", inspection.slug)
    return page(
        request,
        "judgments/judge.html",
        inspection,
        title=f"{assignment.scope_body.label}: {assignment.criterion}",
        assignment=assignment,
        form=form,
        characteristics=assignment.criterion.characteristics.select_related("grade"),
        draft=draft,
        status=status_of(form),
    )


def _initial(draft: Draft | None) -> dict[str, Any]:
    """Begin with what the draft holds."""
    if draft is None:
        return {"version": 0}
    return {
        "version": draft.version,
        "grade": draft.grade_id,
        # Nobody sends back the sentence that stands for words withheld.
        "reasons": "" if is_withheld(draft) else draft.reasons,
        "marking": draft.marking,
        "cited": [item.pk for item in draft.cited.all()],
        **answers_as_fields(draft.findings),
    }


def _save_draft(request: StaffRequest, form: JudgeForm, assignment: Assignment) -> bool:
    """Keep what was sent as the draft; was it kept? A draft, unlike a submission, has versions."""
    if not form.is_valid():
        return False
    version = form.cleaned_data["version"]
    save = partial(actions.save_draft, assignment=assignment, version=version)
    return perform(request, form, save) is not None
