"""The attacker: what can be worked out of suppressed cells from everything else in print."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from inspectstats.disclosure.cells import Cells
from inspectstats.records import InputError, Record

# The solver answers in floating point: 2.9999999 is 3.
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Recovered(Record):
    """What an attacker knows of one suppressed cell: it lies in ``low``..``high``.

    ``high`` is ``None`` when unbounded.
    """

    key: str
    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """Is the count known outright?"""
        return self.low == self.high

    @property
    def width(self) -> float:
        """How far the possible counts lie apart."""
        return math.inf if self.high is None else self.high - self.low


def attack(
    published: Cells,
    suppressed: Collection[str],
    *,
    least: int = 0,
    only: Iterable[str] | None = None,
) -> dict[str, Recovered]:
    """Bounds of every suppressed cell, by linear programming over all the sums.

    Formula: minimise and maximise each suppressed cell subject to every sum, the printed cells
    fixed, suppressed ones ``>= least`` (1 where the reader knows that zeros are printed). Exact for
    one two-way table, where the program's corners are whole numbers; for linked tables the bounds
    may be wider than a cleverer attacker's. Reference: Fischetti & Salazar (2001) Management Sci.
    47:1008. For a reader: this is the neighbour with a pencil.
    """
    hidden = [key for key in published.values if key in set(suppressed)]
    unknown = set(suppressed) - set(published.values)
    if unknown:
        raise InputError(
            "there is no such cell", where=f"cell {min(unknown)}", mend="Use the keys of the table."
        )
    place = {key: column for column, key in enumerate(hidden)}
    lines: list[int] = []
    columns: list[int] = []
    signs: list[int] = []
    right: list[int] = []
    for total, parts in published.sums:
        row, known = len(right), 0
        touched = False
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in place:
                lines.append(row)
                columns.append(place[key])
                signs.append(sign)
                touched = True
            else:
                known += sign * published.values[key]
        if touched:
            right.append(-known)
    chosen = list(hidden if only is None else only)
    if not right:
        return {key: Recovered(key, least, None) for key in chosen}
    sums = sparse.csr_array((signs, (lines, columns)), shape=(len(right), len(hidden)))
    return {
        key: _bounds(key, place[key], sums, np.array(right, dtype=float), len(hidden), least)
        for key in chosen
    }


def _bounds(
    key: str, column: int, sums: sparse.csr_array, right: np.ndarray, size: int, least: int
) -> Recovered:
    ends: list[float] = []
    for sign in (1.0, -1.0):
        goal = np.zeros(size)
        goal[column] = sign
        found = optimize.linprog(goal, A_eq=sums, b_eq=right, bounds=(least, None), method="highs")
        if found.status == 3:  # unbounded
            ends.append(math.inf)
        elif found.status != 0:
            raise InputError(
                "the sums contradict each other",
                where=f"cell {key}",
                mend="Check the table adds up.",
            )
        else:
            ends.append(sign * float(found.fun))
    low, high = math.ceil(ends[0] - _SLACK), ends[1]
    return Recovered(key, low, None if math.isinf(high) else math.floor(high + _SLACK))
