"""What an exercise is made of, read once for its rules and its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from inspectorate.domain.inspections.models import TeamMember
from inspectorate.domain.programmes.models import Grade
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ..bulk_assignment import roles_on
from ..states import ExerciseState, exercise_state
from .models import Exercise, ExerciseCase, ExerciseMove, HandIn, PassMark, Step


@dataclass(frozen=True, slots=True)
class Loaded:
    """An exercise with its ``cases`` that stand, in order, and its pass marks.

    ``knowing`` are the keys of who knows the panel's answers: the panel itself, and whoever leads
    the inspection or ever did.
    """

    exercise: Exercise
    state: ExerciseState
    moves: tuple[ExerciseMove, ...]
    cases: tuple[ExerciseCase, ...]
    pass_marks: tuple[PassMark, ...]
    panel: tuple[Person, ...]
    knowing: frozenset[int]

    def move(self, step: Step) -> ExerciseMove | None:
        """When and by whom a step was made; None where it was not."""
        return next((one for one in self.moves if one.step == step), None)

    @property
    def pass_mark(self) -> PassMark | None:
        """The one that stands."""
        return self.pass_marks[-1] if self.pass_marks else None


def cases_of(exercise: Exercise) -> QuerySet[ExerciseCase]:
    """The cases that were not taken out, with criterion and panel's answer, in order."""
    rows = ExerciseCase.objects.filter(exercise=exercise, removal=None)
    return (
        rows.select_related(
            "exercise__inspection", "criterion__area", "criterion__scale", "panel_answer__grade"
        )
        .prefetch_related("criterion__scale__grades")
        .order_by("number")
    )


def grades_of(case: ExerciseCase) -> list[Grade]:
    """The grades a case may be given, best first."""
    scale = case.criterion.scale
    assert scale is not None  # a case is of a graded criterion
    return sorted(scale.grades.all(), key=lambda one: -one.order)


def load(exercise: Exercise) -> Loaded:
    """Read what an exercise is made of. Five queries."""
    moves = tuple(exercise.moves.select_related("by"))
    panel = [one.person for one in exercise.panel.select_related("person")]
    leads = TeamMember.objects.filter(inspection=exercise.inspection_id, role=Role.LEAD)
    return Loaded(
        exercise,
        exercise_state({one.step for one in moves}),
        moves,
        tuple(cases_of(exercise)),
        tuple(exercise.pass_marks.select_related("by")),
        tuple(panel),
        frozenset(leads.order_by().values_list("person", flat=True)) | {one.pk for one in panel},
    )


def handed_in(exercises: Iterable[Exercise]) -> QuerySet[HandIn]:
    """What was handed in and not taken back, in the order of their names."""
    rows = HandIn.objects.filter(exercise__in=list(exercises), withdrawal=None)
    return rows.select_related("by", "exercise").order_by("by__name", "pk")


def takers(loaded: Loaded) -> frozenset[int]:
    """The keys of the inspectors of the team who take part. Two queries."""
    held = roles_on(loaded.exercise.inspection)
    inspectors = {person for person, roles in held.items() if Role.INSPECTOR in roles}
    return frozenset(inspectors - loaded.knowing)
