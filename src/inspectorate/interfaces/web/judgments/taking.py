"""A standardisation exercise as an inspector takes it: all cases on one page, then the result."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.exercises import actions, queries
from inspectorate.domain.judgments.models import Exercise
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.queries import characteristics
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.reasons.reasons import Conflict

from ...act_forms import perform, require_get_or_post, status_of
from ..access import StaffRequest, inspection_page
from ..conflict import conflict_page
from ..inspection_page import act_page, page
from .exercise_forms import AnswersForm, as_drafted
from .forms import ReasonForm


def _opened(
    request: StaffRequest, inspection: Inspection, number: int
) -> tuple[Exercise, queries.InspectorsView]:
    """An exercise that was opened, as this inspector has it."""
    found = get_object_or_404(
        Exercise.objects.select_related("inspection"), inspection=inspection, number=number
    )
    view = queries.inspectors_view(request.user, found)
    if view is None:
        raise Http404
    return found, view


@require_get_or_post
@inspection_page(JudgmentVerb.TAKE_EXERCISE)
def take(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Judge all cases; save a draft as often as you like, and hand in once. Then the own result."""
    exercise, view = _opened(request, inspection, number)
    form = AnswersForm(request.POST or None, cases=view.mine, initial=as_drafted(view.draft))
    if "draft" in request.POST:
        try:
            if _saved(request, form, exercise):
                messages.success(request, "The draft is saved. Nobody but you sees it.")
                return redirect("judgments-take-exercise", inspection.slug, number)
        except Conflict as conflict:
            return conflict_page(request, conflict)
    elif perform(request, form, partial(actions.hand_in_answers, exercise=exercise)) is not None:
        messages.success(request, "Your answers are handed in.")
        return redirect("judgments-take-exercise", inspection.slug, number)
    return page(
        request,
        "judgments/take_exercise.html",
        inspection,
        title=exercise.title,
        exercise=exercise,
        view=view,
        form=form,
        fields=form.by_case(characteristics(inspection.framework_id)),
        withheld=[one for one in view.cases if is_withheld(one)],
        status=status_of(form),
    )


def _saved(request: StaffRequest, form: AnswersForm, exercise: Exercise) -> bool:
    """Keep what was sent as the draft; was it kept?"""
    if not form.is_valid():
        return False
    version = form.cleaned_data["version"]
    save = partial(actions.save_answers, exercise=exercise, version=version)
    return perform(request, form, save) is not None


@require_get_or_post
@inspection_page(JudgmentVerb.WITHDRAW_ANSWERS)
def withdraw(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Take back one's own answers while the exercise is open."""
    exercise, _ = _opened(request, inspection, number)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.withdraw_answers, exercise=exercise),
        title=f"Take back your answers: {exercise.title}",
        button="Take them back",
        success_url=_at(exercise),
        message="Your answers are taken back. They stand below as your draft.",
        intro="They stay on record and count nowhere. Hand in again before the exercise is closed.",
    )


def _at(exercise: Exercise) -> str:
    return reverse("judgments-take-exercise", args=[exercise.inspection.slug, exercise.number])
