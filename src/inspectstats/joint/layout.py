"""Which reading belongs to which body, criterion, inspector and cell, made once for all sweeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from inspectstats.severity.observations import Observations

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Readings put into groups: the group of each, their number, and their sums."""

    of: Ints
    count: int
    adding: sparse.csr_matrix

    def total(self, values: Floats) -> Floats:
        """The sum of ``values`` (members, chains) in each group, (groups, chains)."""
        return np.asarray(self.adding @ values)

    @property
    def sizes(self) -> Ints:
        """How many members each group has."""
        return np.bincount(self.of, minlength=self.count)


def groups(of: Ints, count: int) -> Groups:
    """Build :class:`Groups` from the group of each member."""
    members = len(of)
    adding = sparse.csr_matrix((np.ones(members), (of, np.arange(members))), shape=(count, members))
    return Groups(of, count, adding)


@dataclass(frozen=True, slots=True, eq=False)
class Nested:
    """Readings in small groups, and those in large ones: what an inspector adds to one body lies
    within the body, what an inspector adds on one criterion within the inspector.
    """

    small: Groups
    large: Groups


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Readings by body, criterion, inspector and cell; a cell is a body on a criterion.

    ``cell`` is each reading's, as body x criteria + criterion. ``shared`` are the readings of cells
    that were read more than once, ``shared_cells`` those cells, ``of_shared`` the readings by them;
    ``alone`` are the readings of the other cells. ``bias_of`` puts what each inspector adds on a
    criterion to its criterion. ``time`` runs from -0.5 on the first day to 0.5
    on the last, where days are known.
    """

    grade: Ints
    grades: int
    body: Groups
    criterion: Groups
    inspector: Groups
    halo: Nested
    bias: Nested
    bias_of: Groups
    cell: Ints
    shared: Ints
    shared_cells: Ints
    of_shared: Groups
    alone: Ints
    time: Floats | None

    @property
    def readings(self) -> int:
        """How many readings there are."""
        return len(self.grade)

    @property
    def cells(self) -> int:
        """How many cells there are, read or not."""
        return self.body.count * self.criterion.count


def layout(data: Observations, time: Floats | None = None) -> Layout:
    """Build the :class:`Layout` of ``data``; ``time`` (n,) holds each reading's place in time."""
    body, criterion, inspector = data.force.codes, data.criterion.codes, data.inspector.codes
    bodies, criteria = len(data.force.names), len(data.criterion.names)
    inspectors = len(data.inspector.names)
    cell = body * criteria + criterion
    found, place, size = np.unique(cell, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(size[place] > 1)
    order = np.cumsum(size > 1) - 1
    seen = np.unique(inspector * criteria + criterion)
    return Layout(
        data.grade,
        data.q,
        groups(body, bodies),
        groups(criterion, criteria),
        groups(inspector, inspectors),
        _nested(body, inspector, inspectors, bodies),
        _nested(inspector, criterion, criteria, inspectors),
        groups(seen % criteria, criteria),
        cell,
        shared,
        found[size > 1],
        groups(order[place[shared]], int((size > 1).sum())),
        np.flatnonzero(size[place] == 1),
        time,
    )


def _nested(large: Ints, within: Ints, several: int, count: int) -> Nested:
    found, place = np.unique(large * several + within, return_inverse=True)
    return Nested(groups(place.reshape(-1), len(found)), groups(found // several, count))
