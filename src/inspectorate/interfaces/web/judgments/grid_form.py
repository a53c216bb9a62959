"""What the grid may be narrowed to, as a form whose answers stand in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.judgments.cell_marks import CellMark
from inspectorate.domain.judgments.grid import Grid
from inspectorate.domain.judgments.grid_filters import GridFilters
from inspectorate.domain.programmes.models import Criterion, Grade, Scale
from inspectorate.foundation.people.models import Person

UNKNOWN = "“%(value)s” is none of the choices, so it narrows nothing."
# Of an area, in the list of criteria, which are named by their keys.
AREA = "area-"
type Choices = list[tuple[str, Any]]


class GridFilterForm(forms.Form):
    """Bodies, criteria, and cells by grade, mark and who judges them; what has but one answer is
    not asked.
    """

    narrows = True  # a filter is optional by nature: its label need not say so

    def __init__(
        self,
        data: QueryDict,
        drawn: Grid,
        *,
        scales: Iterable[Scale],
        groups: Mapping[str, tuple[str, set[int]]],
        judges: Iterable[Person],
        rehearsal: bool,
    ) -> None:
        super().__init__(data, label_suffix="")
        # What each answer is called, by field and answer.
        self.labels: dict[tuple[str, str], str] = {}
        bodies = [one.body for one in drawn.bodies]
        kinds = sorted({one.kind for one in bodies})
        self._ask("kind", "Kind of body", "Every kind", [(one, Kind(one).label) for one in kinds])
        # In a rehearsal the region would lead to the body behind the pseudonym.
        regions = [] if rehearsal else sorted({one.region for one in bodies if one.region})
        self._ask("region", "Region", "Every region", [(one, one) for one in regions])
        those = [(code, name) for code, (name, _) in groups.items()]
        self._ask("group", "Group", "Every group", those, least=1)
        self._ask("criterion", "Criterion", "Every criterion", _criteria(drawn.criteria))
        self._ask("grade", "Grade", "Every grade", _grades(scales))
        marks = [(one.value, one.label) for one in CellMark]
        self._ask("mark", "Mark", "With or without marks", marks)
        people = [(str(one.pk), one.name) for one in judges]
        self._ask("person", "Judged by", "Anybody", people, least=1)

    def _ask(self, name: str, label: str, none: str, choices: Choices, *, least: int = 2) -> None:
        for key, said in choices:
            several = [(key, said)] if isinstance(said, str) else said
            self.labels |= {(name, one): called for one, called in several}
        if len(choices) >= least:
            self.fields[name] = forms.ChoiceField(
                choices=[("", none), *choices],
                required=False,
                label=label,
                error_messages={"invalid_choice": UNKNOWN},
            )

    def problems(self) -> list[dict[str, str]]:
        """What could not be read of what was asked, to stand above the grid."""
        return [
            {"text": f"{self[name].label}: {text}", "href": f"#{self[name].id_for_label}"}
            for name, texts in self.errors.items()
            for text in texts
        ]

    def filters(self) -> GridFilters:
        """The filters asked for; a field that could not be read narrows nothing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        criterion = asked.get("criterion", "")
        area = criterion.startswith(AREA)
        return GridFilters(
            kind=asked.get("kind", ""),
            region=asked.get("region", ""),
            group=asked.get("group", ""),
            area=int(criterion.removeprefix(AREA)) if area else None,
            criterion=int(criterion) if criterion and not area else None,
            grade=int(asked["grade"]) if "grade" in asked else None,
            mark=asked.get("mark", ""),
            person=int(asked["person"]) if "person" in asked else None,
        )

    def said(self) -> list[str]:
        """What is asked, in words: a label and its answer each."""
        self.is_valid()
        return [
            f"{self[name].label}: {self.labels[name, value]}"
            for name, value in self.cleaned_data.items()
            if value
        ]


def _criteria(every: Iterable[Criterion]) -> Choices:
    """The criteria by area, each area first as a whole."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for one in every:
        whole = (f"{AREA}{one.area_id}", f"All of {one.area.name}")
        areas.setdefault(one.area.name, [whole]).append((str(one.pk), str(one)))
    return list(areas.items())


def _grades(scales: Iterable[Scale]) -> Choices:
    """The grades, best first; of several scales each under its own."""
    every = {one.name: [_named(grade) for grade in _best_first(one)] for one in scales}
    if len(every) == 1:
        return next(iter(every.values()))
    # A list that has but one group of choices is asked all the same.
    return [*every.items()]


def _best_first(scale: Scale) -> list[Grade]:
    return sorted(scale.grades.all(), key=lambda one: -one.order)


def _named(grade: Grade) -> tuple[str, str]:
    return str(grade.pk), grade.name
