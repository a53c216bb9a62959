"""Assignments: giving a body and a criterion to an inspector, who judges them alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions, assignments
from inspectorate.domain.judgments.exercises import queries as exercises
from inspectorate.domain.judgments.models import Assignment, Draft
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.ledger.acts import was_done
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict

from ...act_forms import perform, require_get_or_post, status_of
from ...in_place import back_to, is_in_place, lead_back, says_itself
from ..access import StaffRequest, inspection_page
from ..conflict import conflict_page, differing
from ..inspection_page import act_page, many_page, page
from . import joint, listings
from .forms import (
    AssignForm,
    JudgeForm,
    PlanForm,
    ReasonForm,
    UnassignForm,
    answers_as_fields,
)


@require_GET
@inspection_page(JudgmentVerb.SUBMIT)
def mine(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What you are to judge, and what you have judged."""
    rows = assignments.my_assignments(request.user, inspection)
    return page(
        request,
        "judgments/mine.html",
        inspection,
        title="Yours to judge",
        listing=listings.mine(rows),
        rows=rows,
        ended=assignments.ended_assignments(request.user, inspection),
        exercises=exercises.own_exercises(request.user, inspection),
        severities=joint.own(request.user, inspection),
        drifts=joint.own_drift(request.user, inspection),
    )


@require_get_or_post
@inspection_page(JudgmentVerb.ASSIGN)
def assign(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Assign a body on a criterion to an inspector."""
    return act_page(
        request,
        inspection,
        AssignForm(
            request.POST or None,
            inspection=inspection,
            initial={name: request.GET.get(name) for name in ("scope_body", "criterion")},
        ),
        actions.assign,
        title="Assign a judgment to an inspector",
        button="Assign",
        success_url=reverse("judgments-grid", args=[inspection.slug]),
        message="The judgment is assigned.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.ASSIGN_MANY)
def assign_many(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Give a whole plan of judging, pasted as lines; one act, all or none."""
    return act_page(
        request,
        inspection,
        PlanForm(request.POST or None, inspection=inspection),
        actions.assign_many,
        title="Assign many judgments",
        button="Assign",
        success_url=reverse("judgments-grid", args=[inspection.slug]),
        message="The judgments are assigned.",
        intro="A line for each judgment. All are assigned, or none is and each fault is named.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.UNASSIGN)
def unassign(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Take a judgment back from one who has not submitted it."""
    assignment = given(request, inspection, pk, JudgmentVerb.UNASSIGN)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.unassign, assignment=assignment),
        title=f"Take back from {assignment.inspector.name}: {named(assignment)}",
        button="Take it back",
        success_url=cell_of(assignment),
        message="It is taken back, and can be given to another inspector.",
        intro="What the inspector has drafted stays unread.",
    )


def given(request: StaffRequest, inspection: Inspection, pk: int, verb: JudgmentVerb) -> Assignment:
    """An assignment of the inspection that this person may know of."""
    found = get_object_or_404(
        Assignment.objects.filter(scope_body__inspection=inspection).select_related(
            "scope_body__inspection", "scope_body__body", "criterion__area", "inspector"
        ),
        pk=pk,
    )
    known = assignments.open_assignments(request.user, inspection, found.inspector)
    key = request.POST.get("key", "")
    # Sent again, the very form gets the answer it got.
    if found not in known and not _done(request, key, verb, found):
        raise Http404
    return found


def _done(request: StaffRequest, key: str, verb: JudgmentVerb, found: Assignment) -> bool:
    """Was it done by this very form? Handed over, the act is of what took its place."""
    same = Assignment.objects.filter(scope_body=found.scope_body, criterion=found.criterion_id)
    things = same if verb is JudgmentVerb.HAND_OVER else [found]
    return any(was_done(request.user, key, verb, one) for one in things)


@require_get_or_post
@inspection_page(JudgmentVerb.UNASSIGN)
def unassign_many(request: StaffRequest, inspection: Inspection, person: int) -> HttpResponse:
    """What an inspector has still to judge, to be taken back from them: an act for each."""
    of = get_object_or_404(
        Person.objects.filter(on_teams__inspection=inspection).distinct(), pk=person
    )
    rows = assignments.open_assignments(request.user, inspection, of)
    form = UnassignForm(request.POST or None, rows=rows, by=request.user, of=of)
    return many_page(
        request,
        inspection,
        form,
        actions.unassign,
        title=f"Still to judge: {of.name}",
        template="judgments/still_to_judge.html",
        button="Take back what is ticked",
        success_url=reverse("judgments-grid", args=[inspection.slug]),
        message=lambda done: f"{done:,} judgment{pluralize(done)} taken back.",
        rows=rows,
        of=of,
    )


@require_get_or_post
@inspection_page(JudgmentVerb.WITHDRAW)
def withdraw(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Withdraw one's own judgment while nobody else can have read it."""
    assignment = get_object_or_404(
        assignments.every_assignment(request.user, inspection), pk=pk, submission__isnull=False
    )
    if assignment.ended_at is not None and not _withdrawn_by(request, assignment):
        raise Http404
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.withdraw, assignment=assignment),
        title=f"Withdraw your judgment: {named(assignment)}",
        button="Withdraw it",
        success_url=reverse("judgments-mine", args=[inspection.slug]),
        message="Your judgment is withdrawn. What you wrote is your draft again.",
        intro="It stays on record and counts nowhere. Judge again from your draft.",
    )


def _withdrawn_by(request: StaffRequest, assignment: Assignment) -> bool:
    """Was it withdrawn by this very form, sent before? The act is of what took its place."""
    key = request.POST.get("key", "")
    again = assignments.every_assignment(request.user, assignment.scope_body.inspection).filter(
        scope_body=assignment.scope_body, criterion=assignment.criterion
    )
    return any(was_done(request.user, key, JudgmentVerb.WITHDRAW, one) for one in again)


def named(assignment: Assignment) -> str:
    """The body and the criterion, in words."""
    return f"{assignment.scope_body.label}, {assignment.criterion}"


def cell_of(assignment: Assignment) -> str:
    """The page of the judgment."""
    return reverse(
        "judgments-cell",
        args=[
            assignment.scope_body.inspection.slug,
            assignment.scope_body.code,
            assignment.criterion_id,
        ],
    )


@require_get_or_post
@inspection_page(JudgmentVerb.SUBMIT)
def judge(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Judge one body on one criterion, alone. Save a draft as often as you like; submit once."""
    # Also one taken back meanwhile: what somebody has typed is shown again with the reason.
    assignment = get_object_or_404(assignments.every_assignment(request.user, inspection), pk=pk)
    if assignment.ended_at is not None and request.method == "GET":
        messages.error(request, f"You no longer judge {named(assignment)}.")
        return redirect("judgments-mine", inspection.slug)
    if assignment.ended_at is None and hasattr(assignment, "submission"):
        cell = (inspection.slug, assignment.scope_body.code, assignment.criterion_id)
        return redirect("judgments-cell", *cell)
    draft = assignments.own_draft(request.user, assignment)
    form = JudgeForm(
        request.POST or None,
        person=request.user,
        scope_body=assignment.scope_body,
        criterion=assignment.criterion,
        initial=_initial(draft),
    )
    if "draft" in request.POST:
        try:
            saved = _save_draft(request, form, assignment)
        except Conflict as conflict:
            now = _initial(assignments.own_draft(request.user, assignment))
            return conflict_page(request, conflict, differing(form, now, conflict.field))
        if saved:
            return _kept(request, inspection, assignment)
    elif perform(request, form, partial(actions.submit, assignment=assignment)) is not None:
        if not says_itself(request):
            messages.success(request, "Your judgment is submitted.")
        return lead_back(request, reverse("judgments-mine", args=[inspection.slug]))
    return page(
        request,
        "judgments/judge.html",
        inspection,
        title=f"{assignment.scope_body.label}: {assignment.criterion}",
        assignment=assignment,
        form=form,
        characteristics=assignment.criterion.characteristics.select_related("grade"),
        draft=draft,
        together=assignments.judged_together(request.user, assignment),
        status=status_of(form),
    )


def _kept(request: StaffRequest, inspection: Inspection, assignment: Assignment) -> HttpResponse:
    """Answer a draft that was saved: its page again, or the page of many that it was sent from.

    A page that says itself what was done is told the version that is saved now.
    """
    if says_itself(request):
        version = Draft.objects.only("version").get(assignment=assignment).version
        return HttpResponse(status=204, headers={"X-Version": str(version)})
    messages.success(request, "The draft is saved. Nobody but you sees it.")
    itself = reverse("judgments-judge", args=[inspection.slug, assignment.pk])
    return redirect(itself if is_in_place(request) else back_to(request, itself))


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
        "borderline": draft.borderline,
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
