"""The readings that the joint model reads, and one digest of them.

Those that ``readings.in_figures`` lets enter, of cells whose submissions are all in: no figure
tells anyone about a cell they are still to judge.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.domain.programmes.models import Scale
from inspectstats.severity import observations
from inspectstats.severity.observations import Observations

from ..models import Assignment
from ..readings import in_figures


@dataclass(frozen=True, slots=True)
class Read:
    """One graded reading: of which body, on which criterion, by whom, and its grade's place.

    ``inspector`` counts those who judged in the order in which they were first given something.
    ``first`` where it is the first reading of its cell.
    """

    body: str
    criterion: str
    inspector: int
    grade: int
    first: bool


@dataclass(frozen=True)
class Readings:
    """The readings of an inspection by scale (key), the grades of each, and who the readers are.

    ``people`` holds the key of each inspector by number.
    """

    by_scale: Mapping[int, tuple[Read, ...]]
    grades: Mapping[int, int]
    people: tuple[int, ...]

    @cached_property
    def sha256(self) -> str:
        """One digest of all readings; two installations that hold the same say the same."""
        rows = [
            [self.grades[scale], [[*self._row(one)] for one in read]]
            for scale, read in self.by_scale.items()
        ]
        return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()

    @cached_property
    def cells(self) -> Mapping[str, str]:
        """By body and criterion, a short digest of the readings of each cell that is complete."""
        found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        for read in self.by_scale.values():
            for one in read:
                found[f"{one.body} {one.criterion}"].append(self._row(one)[2:])
        return {
            cell: hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:8]
            for cell, rows in found.items()
        }

    @property
    def count(self) -> int:
        """How many readings there are, on all scales."""
        return sum(len(read) for read in self.by_scale.values())

    def observed(self, scale: int) -> Observations:
        """The readings on one scale as the statistics library reads them."""
        read = self.by_scale[scale]
        return observations(
            [one.body for one in read],
            [one.criterion for one in read],
            [str(one.inspector) for one in read],
            [one.grade for one in read],
            scale=list(range(self.grades[scale])),
        )

    def scale_of(self, criteria: tuple[str, ...]) -> int | None:
        """The one scale on which all these criteria were read; None where there is none."""
        named = set(criteria)
        found = {
            scale
            for scale, read in self.by_scale.items()
            if named & {one.criterion for one in read}
        }
        return found.pop() if len(found) == 1 else None

    @staticmethod
    def _row(one: Read) -> tuple[object, ...]:
        return (one.body, one.criterion, one.inspector, one.grade, int(one.first))


def read(inspection: Inspection) -> Readings:
    """The readings of an inspection, in the order in which they were given. Five queries."""
    rows = Assignment.standing().filter(scope_body__inspection=inspection).order_by("pk")
    cells: dict[tuple[int, int], list[tuple[int, int, int | None, Read | None]]] = defaultdict(list)
    # Of those whose judgments were taken back as well: a number must tell nobody of that.
    ever = Assignment.objects.filter(scope_body__inspection=inspection).order_by("pk")
    people: dict[int, int] = {}
    for person in ever.values_list("inspector", flat=True):
        people.setdefault(person, len(people))
    columns = (
        "pk",
        "scope_body",
        "scope_body__code",
        "criterion",
        "criterion__area__code",
        "criterion__ref",
        "criterion__scale",
        "inspector",
        "second",
        "submission__pk",
        "submission__grade__order",
    )
    entering = in_figures(inspection)
    for pk, body, code, of, area, ref, scale, person, second, done, grade in rows.values_list(
        *columns
    ):
        one = (
            None
            if grade is None
            else Read(code, f"{area}/{ref}", people[person], grade, not second)
        )
        cells[body, of].append((pk, done, scale, one))
    found: dict[int, list[Read]] = defaultdict(list)
    rows_out = NotInspected.standing().filter(scope_body__inspection=inspection)
    left_out = set(rows_out.values_list("scope_body", "criterion"))
    for place, cell in cells.items():
        # A cell with one submission missing is left out whole: the others would tell of it.
        if place in left_out or any(done is None for _, done, _, _ in cell):
            continue
        for pk, _, scale, one in cell:
            if one is not None and scale is not None and pk in entering:
                found[scale].append(one)
    scales = Scale.objects.filter(pk__in=found).order_by("pk").prefetch_related("grades")
    lengths = {scale.pk: len(scale.grades.all()) for scale in scales}
    return Readings({scale: tuple(found[scale]) for scale in lengths}, lengths, tuple(people))
