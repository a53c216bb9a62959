"""The grid of an inspection: every body by every criterion, as one reader may see it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

from inspectorate.domain.inspections.access import held_on, may
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person

from .blindness import Sight, sight, sights
from .cell_marks import CellEvidence, CellMark, evidence_of_cells, fallen_under, marks_of
from .marking import Place
from .models import Agreed, Assignment
from .permissions import TABLE
from .states import CellState, cell_state
from .verbs import JudgmentVerb


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its state, and once agreed its grade, outcome and whether moderation moved it.

    ``marks`` are what is worth a second look, ``judges`` the keys of those who judge it, both as
    far as the reader may know; ``grade_pk`` is the key of the grade.
    """

    state: CellState
    grade: str = ""
    letter: str = ""
    order: int | None = None
    outcome: str = ""
    moved: bool = False
    reason: str = ""
    grade_pk: int | None = None
    marks: tuple[CellMark, ...] = ()
    judges: frozenset[int] = frozenset()

    @property
    def hidden(self) -> bool:
        """Whether its reader is still to judge it, so that it enters no total."""
        return self.state is CellState.YOURS


@dataclass(frozen=True, slots=True)
class Grid:
    """``cells`` by (scope body key, criterion key).

    ``totals`` counts, by state, the cells as this reader sees them. ``found`` are the places of the
    cells that were asked for, None where nothing was asked of cells.
    """

    bodies: tuple[ScopeBody, ...]
    criteria: tuple[Criterion, ...]
    cells: dict[Place, GridCell]
    totals: dict[str, int] = field(default_factory=dict)
    found: frozenset[Place] | None = None


class _Given(NamedTuple):
    """One standing assignment, and what was submitted on it."""

    body: int
    criterion: int
    inspector: int
    submission: int | None
    second: bool
    grade: int | None
    findings: dict[str, bool] | None


class _Settled(NamedTuple):
    """The agreed judgment that stands in a cell."""

    pk: int
    at: datetime
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all cells, before any reader is asked what they may see."""

    left_out: Mapping[Place, str]
    given: Mapping[Place, list[_Given]]
    agreed: Mapping[Place, _Settled]
    evidence: Mapping[Place, CellEvidence]
    fallen: Collection[int]


def grid(person: Person, inspection: Inspection) -> Grid:
    """Return the grid, empty for anybody off the team. Twelve queries, whatever its size."""
    if not may(person, inspection, TABLE, JudgmentVerb.SEE):
        return Grid((), (), {}, {})
    bodies = tuple(inspection.scope.select_related("body").order_by("order"))
    criteria = tuple(
        Criterion.objects.filter(area__framework=inspection.framework_id)
        .select_related("area", "scale")
        .order_by("area__order", "order")
    )
    known = _known(person, inspection)
    given = [one[:4] for those in known.given.values() for one in those]
    seen = sights(person, inspection, given)
    unassigned = sight(person.pk, held_on(person, inspection), (), ())
    cells = {
        place: _cell(person.pk, place, known, seen.get(place, unassigned))
        for place in product((body.pk for body in bodies), (criterion.pk for criterion in criteria))
    }
    return Grid(bodies, criteria, cells, dict(Counter(cell.state for cell in cells.values())))


def _known(person: Person, inspection: Inspection) -> _Known:
    left_out = NotInspected.standing().filter(scope_body__inspection=inspection)
    rows = Assignment.standing().filter(scope_body__inspection=inspection)
    given: dict[Place, list[_Given]] = defaultdict(list)
    for row in rows.values_list(
        *("scope_body", "criterion", "inspector", "submission__pk", "second"),
        *("submission__grade", "submission__findings"),
    ):
        given[row[0], row[1]].append(_Given(*row))
    return _Known(
        left_out={
            (body, criterion): reason
            for body, criterion, reason in left_out.values_list("scope_body", "criterion", "reason")
        },
        given=given,
        agreed=_agreed(inspection),
        evidence=evidence_of_cells(person, inspection),
        fallen=fallen_under(person, inspection),
    )


def _cell(reader: int, place: Place, known: _Known, sees: Sight) -> GridCell:
    """One cell as ``reader`` (a person's key), who has ``sees`` of it, is shown it."""
    given = known.given.get(place, [])
    own = next((one for one in given if one.inspector == reader), None)
    state = cell_state(
        inspected=place not in known.left_out,
        agreed=sees.agreed and place in known.agreed,
        submitted=None if own is None else own.submission is not None,
        runs=sees.progress,
        assigned=bool(given),
        complete=bool(given) and all(one.submission is not None for one in given),
    )
    if state is CellState.NOT_INSPECTED:
        return GridCell(state, reason=known.left_out[place])
    settled = known.agreed[place] if state is CellState.AGREED else None
    told = sees.progress or sees.submissions
    return GridCell(
        state,
        marks=_marks(known, place, settled, sees),
        judges=frozenset(one.inspector for one in given if told or one is own),
        **(settled.shown if settled else {}),
    )


def _marks(
    known: _Known, place: Place, settled: _Settled | None, sees: Sight
) -> tuple[CellMark, ...]:
    """What is worth a second look in a cell, as far as its reader, who ``sees`` so much, may know.

    That a cell is read twice may be because of the grade given first, so it is told to those alone
    who run the inspection or know that grade.
    """
    given = known.given.get(place, [])
    told = sees.progress or sees.submissions or settled is not None
    return marks_of(
        known.evidence.get(place),
        double=told and any(one.second for one in given),
        differing=sees.submissions and _differ(given),
        moved=settled is not None and settled.shown["moved"],
        fallen=settled is not None and settled.pk in known.fallen,
        agreed_at=settled.at if settled else None,
    )


def _differ(given: Iterable[_Given]) -> bool:
    """Did those who submitted differ in the grade or in a finding?"""
    said = {
        (one.grade, json.dumps(one.findings, sort_keys=True))
        for one in given
        if one.submission is not None
    }
    return len(said) > 1


def _agreed(inspection: Inspection) -> dict[Place, _Settled]:
    rows = Agreed.objects.filter(scope_body__inspection=inspection).order_by("number")
    columns = ("scope_body", "criterion", "pk", "at")
    shown = {
        "grade": "grade__name",
        "letter": "grade__letter",
        "order": "grade__order",
        "grade_pk": "grade",
        "outcome": "outcome",
        "moved": "moved",
    }
    found = {}
    for body, criterion, pk, at, *values in rows.values_list(*columns, *shown.values()):
        of_cell = dict(zip(shown, values, strict=True))
        of_cell |= {name: of_cell[name] or "" for name in ("grade", "letter")}
        found[body, criterion] = _Settled(pk, at, of_cell)
    return found
