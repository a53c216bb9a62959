"""Inspections of bodies that are alike on all criteria, on some, or differ by so much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement import Grouping
from inspectstats.records import digest
from inspectstats.severity.observations import Observations

PLACES = (0.0, 0.6, 1.2, 1.8)
EDGES = np.array([-1.2, 0.0, 1.2])
BODIES, CRITERIA, INSPECTORS = 46, 12, 25
NOISE = 0.7


@dataclass(frozen=True, slots=True)
class Alike:
    """Twelve criteria of which the first ``same`` find 46 bodies alike, at four places of the scale
    by turns (on its middle edge, between edges, on an outer edge, beyond it); on the others bodies
    differ by ``spread``, two thirds of its square on all criteria alike. ``severity`` is the spread
    of inspectors; teams of two are mixed afresh for each body. ``loose`` is by how much the edges
    of criteria differ.
    """

    severity: float
    same: int = CRITERIA
    spread: float = 1.2
    loose: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Readings, which are first, and the place of each criterion on the scale."""

    data: Observations
    first: NDArray[np.bool_]
    places: tuple[float, ...]


def readings(world: Alike, seed: int) -> Readings:
    """Make up one inspection; the same seed gives the same one."""
    rng = np.random.default_rng([seed, 17])
    places = tuple(PLACES[criterion % len(PLACES)] for criterion in range(CRITERIA))
    quality = np.tile(np.array(places) * rng.choice([-1, 1], CRITERIA), (BODIES, 1))
    moved = rng.normal(0, 1, BODIES)[:, None] * np.sqrt(2 / 3)
    moved = moved + rng.normal(0, 1, (BODIES, CRITERIA)) * np.sqrt(1 / 3)
    quality[:, world.same :] += world.spread * moved[:, world.same :]
    severity = rng.normal(0, world.severity, INSPECTORS)
    twice = np.zeros(BODIES * CRITERIA, dtype=np.bool_)
    twice[rng.permutation(len(twice))[: round(0.2 * len(twice))]] = True
    rows = []
    for body in range(BODIES):
        team = rng.choice(INSPECTORS, 2, replace=False)
        others = np.setdiff1d(np.arange(INSPECTORS), team)
        for criterion in range(CRITERIA):
            rows.append((body, criterion, int(team[(criterion + body) % 2]), 1))
            if twice[body * CRITERIA + criterion]:
                rows.append((body, criterion, int(rng.choice(others)), 0))
    body, criterion, inspector, first = np.array(rows, dtype=np.int64).T
    value = quality[body, criterion] - severity[inspector] + rng.normal(0, NOISE, len(body))
    edges = np.sort(EDGES + rng.normal(0, world.loose, (CRITERIA, len(EDGES))), axis=1)
    grade = (value[:, None] >= edges[criterion]).sum(axis=1)
    data = Observations(
        Grouping(body, tuple(f"body {place + 1}" for place in range(BODIES))),
        Grouping(criterion, tuple(f"criterion {place + 1}" for place in range(CRITERIA))),
        Grouping(inspector, tuple(f"inspector {place + 1}" for place in range(INSPECTORS))),
        grade,
        ("0", "1", "2", "3"),
        input_sha256=digest(column.tobytes() for column in (body, criterion, inspector, grade)),
    )
    return Readings(data, first == 1, places)
