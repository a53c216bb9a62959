"""The readings that the joint model reads, and one digest of them.

Grades stand by the scale that they are of; findings, each said to hold or not, stand together as
one scale of two answers, apart from grades. Those that ``readings.entering`` lets enter, of cells
whose submissions are all in: no figure tells anyone about a cell they are still to judge.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count

from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.domain.programmes.models import Grade
from inspectstats.severity import observations
from inspectstats.severity.observations import Observations

from ..models import Assignment
from ..readings import Reading, entering
from .questions import criterion_of, named

# Findings stand under this, where scales stand under their keys.
FINDINGS = 0
_ANSWERS = 2


@dataclass(frozen=True, slots=True)
class Read:
    """One reading: of which body, on which criterion, by whom, and its grade's place.

    Of a finding ``criterion`` names criterion and finding ("2/2.1#plan"), and ``grade`` is 1 where
    it holds, 0 where it does not. ``inspector`` counts those who judged in the order in which they
    were first given something. ``first`` where it is the first reading of its cell.
    """

    body: str
    criterion: str
    inspector: int
    grade: int
    first: bool


@dataclass(frozen=True)
class Readings:
    """The readings of an inspection by scale, the grades of each, and who the readers are.

    A scale is known by its key, findings by :data:`FINDINGS`. ``people`` holds the key of each
    inspector by number, ``left_out`` the cells that are not inspected, as body and criterion.
    """

    by_scale: Mapping[int, tuple[Read, ...]]
    grades: Mapping[int, int]
    people: tuple[int, ...]
    left_out: frozenset[str] = frozenset()

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
                row = self._row(one)[2:]
                on = criterion_of(one.criterion)
                found[f"{one.body} {on}"].append(
                    row if on == one.criterion else (one.criterion, *row)
                )
        return {
            cell: hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:8]
            for cell, rows in found.items()
        }

    @property
    def count(self) -> int:
        """How many judgments were read: of each its grade or its findings, or both."""
        return len(
            {
                (one.body, criterion_of(one.criterion), one.inspector)
                for read in self.by_scale.values()
                for one in read
            }
        )

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
        found = {scale for scale, read in self._criteria.items() if not read.isdisjoint(criteria)}
        return found.pop() if len(found) == 1 else None

    def read_twice(self, scale: int) -> int:
        """How many judgments on a scale two people made. However many findings one holds, it is
        one: who made it erred in all of them together.
        """
        by: dict[tuple[str, str], set[int]] = defaultdict(set)
        for one in self.by_scale[scale]:
            by[one.body, criterion_of(one.criterion)].add(one.inspector)
        return sum(len(people) > 1 for people in by.values())

    @cached_property
    def _criteria(self) -> Mapping[int, frozenset[str]]:
        return {
            scale: frozenset(one.criterion for one in read) for scale, read in self.by_scale.items()
        }

    @staticmethod
    def _row(one: Read) -> tuple[object, ...]:
        return (one.body, one.criterion, one.inspector, one.grade, int(one.first))


def read(inspection: Inspection) -> Readings:
    """The readings of an inspection, in the order in which they were given. Three queries."""
    rows = Assignment.objects.filter(scope_body__inspection=inspection).order_by("pk")
    every = [_Row(*columns) for columns in rows.values_list(*_COLUMNS)]
    # Of those whose judgments were taken back as well: a number must tell nobody of that.
    people = {
        person: place for place, person in enumerate(dict.fromkeys(one.inspector for one in every))
    }
    standing = [one for one in every if one.ended_at is None]
    enter = entering((one.as_reading() for one in standing), unrecorded=False)
    cells: dict[str, list[_Row]] = defaultdict(list)
    for one in standing:
        cells[one.cell].append(one)
    left_out = _left_out(inspection)
    found: dict[int, list[Read]] = defaultdict(list)
    for place, cell in cells.items():
        # A cell with one submission missing is left out whole: the others would tell of it.
        if place in left_out or any(one.submission is None for one in cell):
            continue
        for one in cell:
            for scale, reading in one.said(people[one.inspector]) if one.pk in enter else ():
                found[scale].append(reading)
    lengths = _lengths(found)
    by_scale = {scale: tuple(found[scale]) for scale in lengths}
    return Readings(by_scale, lengths, tuple(people), left_out)


def _left_out(inspection: Inspection) -> frozenset[str]:
    """The cells that are not inspected, as body and criterion."""
    rows = NotInspected.standing().filter(scope_body__inspection=inspection)
    columns = ("scope_body__code", "criterion__area__code", "criterion__ref")
    return frozenset(f"{body} {named(area, ref)}" for body, area, ref in rows.values_list(*columns))


def _lengths(scales: Collection[int]) -> dict[int, int]:
    """How many answers each scale has that was read, in the order of their keys."""
    rows = Grade.objects.filter(scale__in=[one for one in scales if one != FINDINGS])
    counted = rows.order_by("scale").values_list("scale").annotate(Count("pk"))
    return {**dict(counted), **({FINDINGS: _ANSWERS} if FINDINGS in scales else {})}


class _Row(NamedTuple):
    """One assignment, with what was submitted under it."""

    pk: int
    scope_body: int
    body: str
    criterion: int
    area: str
    ref: str
    scale: int | None
    inspector: int
    second: bool
    ground: str
    made_from: str
    ended_at: datetime | None
    submission: int | None
    grade: int | None
    findings: Mapping[str, bool] | None

    @property
    def cell(self) -> str:
        """Its body and criterion."""
        return f"{self.body} {named(self.area, self.ref)}"

    def as_reading(self) -> Reading:
        """As the rule of what enters looks at it."""
        cell = (self.scope_body, self.criterion)
        return Reading(self.pk, cell, self.second, self.ground, self.made_from)

    def said(self, inspector: int) -> Iterator[tuple[int, Read]]:
        """What was submitted, by scale: its grade, and each of its findings."""
        if self.grade is not None and self.scale is not None:
            on = named(self.area, self.ref)
            yield self.scale, Read(self.body, on, inspector, self.grade, not self.second)
        for code, holds in sorted((self.findings or {}).items()):
            on = named(self.area, self.ref, code)
            yield FINDINGS, Read(self.body, on, inspector, int(holds), not self.second)


_COLUMNS = (
    *("pk", "scope_body", "scope_body__code", "criterion", "criterion__area__code"),
    *("criterion__ref", "criterion__scale", "inspector", "second", "ground", "made_from"),
    *("ended_at", "submission__pk", "submission__grade__order", "submission__findings"),
)
