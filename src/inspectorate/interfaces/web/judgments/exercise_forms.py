"""Forms of standardisation exercises: what the lead sets, and what inspectors answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.exercises.loading import grades_of
from inspectorate.domain.judgments.exercises.models import (
    AnswersDraft,
    ExerciseCase,
    Nearness,
    Readiness,
)
from inspectorate.domain.judgments.exercises.policies import Answer
from inspectorate.domain.judgments.models import Exercise
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.domain.programmes.queries import graded_criteria
from inspectorate.foundation.people.models import Person

from ...act_forms import AMONG_OTHERS, ActForm, MarkingField, offer

SHARE = "A whole number, such as 70. It decides nothing: it stands beside what you decide."


def _words(label: str, rows: int = 3, help_text: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(widget=area, label=label, help_text=help_text)


class PassMarkForm(ActForm):
    """A pass mark, and why."""

    share = forms.IntegerField(
        min_value=1,
        max_value=100,
        label="Pass mark: answers in a hundred",
        help_text=SHARE,
        widget=forms.NumberInput(attrs={"step": 1, "inputmode": "numeric"}),
    )
    nearness = forms.ChoiceField(
        choices=Nearness.choices, widget=forms.RadioSelect, label="Which answers count"
    )
    reason = _words("Why this pass mark", 2)


# The field is generic to the type checker alone.
class _PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Person) -> str:
        return obj.name


class SetExerciseForm(PassMarkForm):
    """An exercise with its panel and its pass mark."""

    title = forms.CharField(max_length=160, label="Title")
    wave = forms.CharField(
        max_length=80,
        required=False,
        label="Before which wave of fieldwork",
        help_text="Such as: first wave.",
    )
    again = forms.ModelChoiceField(
        queryset=Exercise.objects.none(),
        required=False,
        label="Take over the cases of",
        empty_label="None: it begins empty",
    )
    panel = _PeopleField(
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Panel",
        help_text="Those of the team who give the panel's answers. They do not take part, nor do "
        "leads.",
    )
    field_order = ("key", "title", "wave", "again", "panel", "share", "nearness", "reason")

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspection = inspection
        team = inspections.team(inspection).values("person")
        offer(self, "panel", Person.objects.filter(pk__in=team).order_by("name"))
        earlier = Exercise.objects.filter(inspection=inspection, cases__removal=None)
        offer(self, "again", earlier.exclude(cases=None).distinct().order_by("-number"))

    def arguments(self) -> dict[str, Any]:
        sent = super().arguments()
        return {**sent, "panel": list(sent["panel"]), "inspection": self.inspection}


class _GradeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Grade) -> str:
        return f"{obj.name} ({obj.scale.name})" if self.several else obj.name

    several = False


class CaseForm(ActForm):
    """A case, and the panel's answer to it."""

    criterion = forms.ModelChoiceField(queryset=Criterion.objects.none(), label="Criterion")
    words = _words(
        "The case",
        8,
        "What would have been seen and heard, in your own words. Name no body and nobody.",
    )
    item = forms.IntegerField(
        required=False,
        min_value=1,
        label="Taken from evidence number",
        help_text="Empty where the case is written. Inspectors are not told which it was.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    marking = MarkingField(
        "Marking of the case: at least", "In any case it takes that of the evidence it is from."
    )
    grade = _GradeField(
        queryset=Grade.objects.none(),
        label="The panel's grade",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reasons = _words("The panel's reasons", 4, "Inspectors read them once the exercise is closed.")

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exercise = exercise
        graded = graded_criteria(exercise.inspection.framework)
        scales = {one.scale_id for one in graded}
        criteria = Criterion.objects.filter(pk__in=[one.pk for one in graded])
        offer(self, "criterion", criteria.order_by("area__order", "order"))
        grades = Grade.objects.filter(scale__in=scales).select_related("scale")
        offer(self, "grade", grades.order_by("scale", "-order"))
        field = self.fields["grade"]
        assert isinstance(field, _GradeField)
        field.several = len(scales) > 1

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "exercise": self.exercise}


class OpenForm(ActForm):
    """By when answers are wanted."""

    due_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Due on"
    )


class CloseForm(ActForm):
    """Nothing is asked but the press."""


class ReadinessForm(ActForm):
    """What is decided of an inspector, and why."""

    decision = forms.ChoiceField(
        choices=Readiness.choices, widget=forms.RadioSelect, label="Decision"
    )
    reasons = _words("Reasons", 3, "The inspector reads them.")


@dataclass(frozen=True, slots=True)
class CaseFields:
    """One case as its page shows it: what each grade looks like, and its fields."""

    case: ExerciseCase
    looks: Sequence[tuple[str, str]]
    grade: BoundField
    reasons: BoundField


class AnswersForm(ActForm):
    """The answers to all cases of an exercise; saved as a draft, or handed in together."""

    LONGEST = AMONG_OTHERS
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, cases: Sequence[ExerciseCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        self.grades = {one.number: {str(g.pk): g for g in grades_of(one)} for one in cases}
        for one in cases:
            self.fields[f"grade_{one.number}"] = forms.ChoiceField(
                choices=[(key, grade.name) for key, grade in self.grades[one.number].items()],
                widget=forms.RadioSelect,
                label=f"Grade of case {one.number}",
                required=False,
            )
            self.fields[f"reasons_{one.number}"] = forms.CharField(
                widget=forms.Textarea(attrs={"rows": 3}),
                label=f"Reasons for case {one.number}",
                required=False,
            )
        self.needed = {name for name in self.fields if name.startswith(("grade_", "reasons_"))}

    def arguments(self) -> dict[str, Any]:
        return {"answers": {one.number: self._of(one.number) for one in self.cases}}

    def _of(self, number: int) -> Answer:
        sent = self.cleaned_data
        grade = self.grades[number].get(sent[f"grade_{number}"])
        return Answer(grade, sent[f"reasons_{number}"])

    def by_case(self, looks: Mapping[int, Sequence[tuple[str, str]]]) -> list[CaseFields]:
        """Each case with its fields; ``looks`` says of each criterion what its grades look like."""
        return [
            CaseFields(
                one,
                looks.get(one.criterion_id, ()),
                self[f"grade_{one.number}"],
                self[f"reasons_{one.number}"],
            )
            for one in self.cases
        ]


def as_drafted(draft: AnswersDraft | None) -> dict[str, Any]:
    """What a draft holds, as the fields of the form hold it."""
    found: dict[str, Any] = {"version": draft.version if draft else 0}
    for number, said in (draft.answers if draft else {}).items():
        found[f"grade_{number}"] = str(said["grade"] or "")
        found[f"reasons_{number}"] = said["reasons"]
    return found
