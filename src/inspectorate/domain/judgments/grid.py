"""The grid of an inspection: every body by every criterion, as one reader may see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import product

from inspectorate.domain.inspections.access import held_on, may
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person

from .blindness import sight, sights
from .marking import Place
from .models import Agreed, Assignment
from .permissions import TABLE
from .states import CellState, cell_state
from .verbs import JudgmentVerb


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its state, and once agreed its grade, outcome and whether moderation moved it."""

    state: CellState
    grade: str = ""
    letter: str = ""
    order: int | None = None
    outcome: str = ""
    moved: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """``cells`` by (scope body key, criterion key).

    ``totals`` counts, by state, the cells as this reader sees them.
    """

    bodies: tuple[ScopeBody, ...]
    criteria: tuple[Criterion, ...]
    cells: dict[Place, GridCell]
    totals: dict[str, int] = field(default_factory=dict)


def grid(person: Person, inspection: Inspection) -> Grid:
    """Return the grid, empty for anybody off the team. Ten queries, whatever its size."""
    if not may(person, inspection, TABLE, JudgmentVerb.SEE):
        return Grid((), (), {}, {})
    bodies = tuple(inspection.scope.select_related("body").order_by("order"))
    criteria = tuple(
        Criterion.objects.filter(area__framework=inspection.framework_id)
        .select_related("area", "scale")
        .order_by("area__order", "order")
    )
    left_out = NotInspected.standing().filter(scope_body__inspection=inspection)
    reasons = {
        (body, criterion): reason
        for body, criterion, reason in left_out.values_list("scope_body", "criterion", "reason")
    }
    rows = list(
        Assignment.standing()
        .filter(scope_body__inspection=inspection)
        .values_list("scope_body", "criterion", "inspector", "submission__pk")
    )
    seen = sights(person, inspection, rows)
    submitted = {
        (body, criterion): submission is not None
        for body, criterion, inspector, submission in rows
        if inspector == person.pk
    }
    agreed = _agreed(inspection)
    unassigned = sight(person.pk, held_on(person, inspection), (), ())
    waits = {(body, criterion) for body, criterion, _, submission in rows if submission is None}
    cells: dict[Place, GridCell] = {}
    for place in product((body.pk for body in bodies), (criterion.pk for criterion in criteria)):
        sees = seen.get(place, unassigned)
        state = cell_state(
            inspected=place not in reasons,
            agreed=sees.agreed and place in agreed,
            submitted=submitted.get(place),
            runs=sees.progress,
            assigned=place in seen,
            complete=place in seen and place not in waits,
        )
        cells[place] = (
            agreed[place]
            if state is CellState.AGREED
            else GridCell(state, reason=reasons.get(place, ""))
        )
    return Grid(bodies, criteria, cells, dict(Counter(cell.state for cell in cells.values())))


def _agreed(inspection: Inspection) -> dict[Place, GridCell]:
    rows = Agreed.objects.filter(scope_body__inspection=inspection).order_by("number")
    columns = (
        "scope_body",
        "criterion",
        "grade__name",
        "grade__letter",
        "grade__order",
        "outcome",
        "moved",
    )
    return {
        (body, criterion): GridCell(
            CellState.AGREED, name or "", letter or "", order, outcome, moved
        )
        for body, criterion, name, letter, order, outcome, moved in rows.values_list(*columns)
    }
