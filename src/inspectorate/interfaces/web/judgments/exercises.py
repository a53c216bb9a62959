"""Standardisation exercises as the lead sets, opens, closes and reads them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.exercises import actions, queries
from inspectorate.domain.judgments.exercises.models import ExerciseCase, ReadinessDecision
from inspectorate.domain.judgments.models import Exercise
from inspectorate.domain.judgments.states import ExerciseState
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.models import Person

from ...act_forms import require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .exercise_forms import (
    CaseForm,
    CloseForm,
    OpenForm,
    PassMarkForm,
    ReadinessForm,
    SetExerciseForm,
)
from .forms import ReasonForm


@require_GET
@inspection_page(JudgmentVerb.SEE_EXERCISES)
def exercises(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """All exercises of the inspection."""
    return page(
        request,
        "judgments/exercises.html",
        inspection,
        title="Standardisation exercises",
        rows=queries.exercises(request.user, inspection),
    )


def _exercise(inspection: Inspection, number: int) -> Exercise:
    rows = Exercise.objects.select_related("inspection__framework", "again", "by")
    return get_object_or_404(rows, inspection=inspection, number=number)


def _at(exercise: Exercise) -> str:
    return reverse("judgments-exercise", args=[exercise.inspection.slug, exercise.number])


@require_GET
@inspection_page(JudgmentVerb.SEE_EXERCISES)
def exercise(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """One exercise: its cases with the panel's answers, who handed in as a count, the results."""
    found = _exercise(inspection, number)
    view = queries.leads_view(request.user, found)
    if view is None:
        raise Http404
    return page(
        request,
        "judgments/exercise.html",
        inspection,
        title=found.title,
        exercise=found,
        view=view,
        states=ExerciseState,
    )


@require_get_or_post
@inspection_page(JudgmentVerb.SET_EXERCISE)
def set_exercise(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Set up an exercise, or one anew with the cases of another."""
    again = Exercise.objects.filter(
        inspection=inspection, number=_number(request.GET.get("again", ""))
    ).first()
    return act_page(
        request,
        inspection,
        SetExerciseForm(request.POST or None, inspection=inspection, initial=_anew(again)),
        actions.set_exercise,
        title="Set up a standardisation exercise",
        button="Set it up",
        success_url=_at,
        back=reverse("judgments-exercises", args=[inspection.slug]),
        message="The exercise is set up. Add its cases, then open it.",
        intro="Every inspector judges the same cases before fieldwork, and their answers are laid "
        "beside the panel's. The pass mark is set before anybody judges.",
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _anew(again: Exercise | None) -> dict[str, Any]:
    """Begin with what the earlier exercise had."""
    if again is None:
        return {}
    mark = again.pass_marks.last()
    found: dict[str, Any] = {"again": again.pk, "title": again.title}
    found["panel"] = list(again.panel.values_list("person", flat=True))
    return found | ({"share": mark.share, "nearness": mark.nearness} if mark else {})


@require_get_or_post
@inspection_page(JudgmentVerb.ADD_CASE)
def add_case(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Add a case with the panel's answer."""
    found = _exercise(inspection, number)
    return act_page(
        request,
        inspection,
        CaseForm(request.POST or None, exercise=found),
        actions.add_case,
        title=f"Add a case: {found.title}",
        button="Add the case",
        success_url=_at(found),
        message="The case is added.",
        intro="Inspectors see the case. The panel's answer they see once the exercise is closed, "
        "and only if they handed in their own.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.TAKE_OUT_CASE)
def take_out_case(
    request: StaffRequest, inspection: Inspection, number: int, case: int
) -> HttpResponse:
    """Take a case out before the exercise is opened."""
    rows = ExerciseCase.objects.select_related("exercise__inspection")
    found = get_object_or_404(
        rows, exercise__inspection=inspection, exercise__number=number, number=case
    )
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.take_out_case, case=found),
        title=f"Take out case {found.number}",
        button="Take it out",
        success_url=_at(found.exercise),
        message="The case is taken out.",
        intro="It stays on record, and nobody is asked to judge it.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.SET_PASS_MARK)
def set_pass_mark(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Set another pass mark before the exercise is opened."""
    found = _exercise(inspection, number)
    return act_page(
        request,
        inspection,
        PassMarkForm(request.POST or None),
        partial(actions.set_pass_mark, exercise=found),
        title=f"Set the pass mark: {found.title}",
        button="Set it",
        success_url=_at(found),
        message="The pass mark is set.",
        intro="It stands beside what you decide of each inspector, and decides nothing.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.OPEN_EXERCISE)
def open_exercise(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Open an exercise to the inspectors."""
    found = _exercise(inspection, number)
    return act_page(
        request,
        inspection,
        OpenForm(request.POST or None),
        partial(actions.open_exercise, exercise=found),
        title=f"Open to inspectors: {found.title}",
        button="Open it",
        success_url=_at(found),
        message="The exercise is open: its inspectors find it in their work.",
        intro="From now on its cases, the panel's answers and the pass mark are fixed.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.CLOSE_EXERCISE)
def close_exercise(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Close an exercise, and read it."""
    found = _exercise(inspection, number)
    return act_page(
        request,
        inspection,
        CloseForm(request.POST or None),
        partial(actions.close_exercise, exercise=found),
        title=f"Close: {found.title}",
        button="Close it",
        success_url=_at(found),
        message="The exercise is closed.",
        intro="Nobody can hand in any more. Each who handed in sees the panel's answers beside "
        "their own, and you see all. It cannot be opened again; it can be set anew.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.CANCEL_EXERCISE)
def cancel_exercise(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Cancel an exercise that is not closed."""
    found = _exercise(inspection, number)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.cancel_exercise, exercise=found),
        title=f"Cancel: {found.title}",
        button="Cancel the exercise",
        success_url=_at(found),
        message="The exercise is cancelled.",
        intro="What was answered stays on record, and nobody reads it. It can be set anew.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.DECIDE_READINESS)
def decide_readiness(
    request: StaffRequest, inspection: Inspection, number: int, person: int
) -> HttpResponse:
    """Record whether an inspector may judge or trains first."""
    found = _exercise(inspection, number)
    of = get_object_or_404(
        Person.objects.filter(on_teams__inspection=inspection).distinct(), pk=person
    )
    return act_page(
        request,
        inspection,
        ReadinessForm(request.POST or None),
        partial(actions.decide_readiness, exercise=found, inspector=of),
        title=f"Decide of {of.name}",
        button="Record the decision",
        success_url=_at(found),
        message=_decided,
        intro="You decide, beside the figures. Nothing follows of itself: it takes no judgment "
        "from anybody and gives none. The newest decision stands; earlier ones stay readable.",
    )


def _decided(made: ReadinessDecision) -> str:
    return f"It is recorded: {made.inspector.name} {made.get_decision_display().lower()}."
