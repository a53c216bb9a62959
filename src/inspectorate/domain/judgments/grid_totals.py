"""What the grid adds up to, by body, by criterion and in all.

A cell that the reader is still to judge enters no total, whatever is in it: it is counted as left
out, so that a total never tells of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from .grid import Grid
from .states import CellState


@dataclass(slots=True)
class GridTally:
    """Of a row, a column or all: how many have each grade (by its key), are ``agreed``, of how many
    ``inspected``; ``left_out`` are those the reader is still to judge.
    """

    grades: Counter[int] = field(default_factory=Counter)
    agreed: int = 0
    inspected: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class GridTotals:
    """Tallies by scope body key and by criterion key, and of all."""

    of_bodies: Mapping[int, GridTally]
    of_criteria: Mapping[int, GridTally]
    all: GridTally


def totals(drawn: Grid) -> GridTotals:
    """Add up the cells of the grid, of those that were asked for where any were."""
    bodies: dict[int, GridTally] = defaultdict(GridTally)
    criteria: dict[int, GridTally] = defaultdict(GridTally)
    every = GridTally()
    for (body, criterion), cell in drawn.cells.items():
        if cell.state is CellState.NOT_INSPECTED:
            continue
        if drawn.found is not None and (body, criterion) not in drawn.found:
            continue
        for tally in (bodies[body], criteria[criterion], every):
            if cell.hidden:
                tally.left_out += 1
                continue
            tally.inspected += 1
            tally.agreed += cell.state is CellState.AGREED
            if cell.grade_pk is not None:
                tally.grades[cell.grade_pk] += 1
    return GridTotals(bodies, criteria, every)
