"""Simulated inspections, to see what the figures are worth where the truth is known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.ratings import Floats, Grouping
from inspectstats.records import seed_text
from inspectstats.severity.model import probabilities
from inspectstats.severity.observations import Observations


@dataclass(frozen=True, slots=True)
class World:
    """A made-up inspection: sizes, spreads in logits, and how it departs from the severity model.

    ``sigma_cell`` is the spread of evidence particular to a force and criterion, shared by its
    raters: the model knows nothing of it, so above 0 the data break the model.
    """

    forces: int = 46
    criteria: int = 20
    inspectors: int = 15
    per_force: int = 3
    missing: float = 0.2
    sigma_force: float = 1.0
    sigma_inspector: float = 0.4
    sigma_criterion: float = 0.6
    sigma_cell: float = 0.0
    steps: tuple[float, ...] = (-1.2, 0.0, 1.2)


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """Ratings, and the truth behind them in logits by code: forces, inspectors, criteria."""

    data: Observations
    force: Floats
    inspector: Floats
    criterion: Floats


def simulate(world: World, *, seed: str) -> Simulated:
    """Draw one inspection from ``world``; the same seed gives the same ratings.

    Each force is judged by ``per_force`` inspectors drawn from the pool; each judges every
    criterion, less the share ``missing``. Grades follow log P(k)/P(k-1) = theta_f - delta_c -
    lambda_r + gamma_fc - tau_k.
    """
    key = int.from_bytes(hashlib.sha256(f"world {seed_text(seed)}".encode()).digest()[:16], "big")
    rng = np.random.Generator(np.random.Philox(key=key))
    theta = rng.normal(0, world.sigma_force, world.forces)
    harsh = rng.normal(0, world.sigma_inspector, world.inspectors)
    hard = rng.normal(0, world.sigma_criterion, world.criteria)
    cell = rng.normal(0, 1, (world.forces, world.criteria)) * world.sigma_cell
    judges = np.argsort(rng.random((world.forces, world.inspectors)), axis=1)[:, : world.per_force]
    there = rng.random((world.forces, world.criteria, world.per_force)) >= world.missing
    force, criterion, place = np.nonzero(there)
    inspector = judges[force, place]
    eta = theta[force] - hard[criterion] - harsh[inspector] + cell[force, criterion]
    below = np.cumsum(probabilities(eta, np.array(world.steps)), axis=0)[:-1]
    grade = (below < rng.random(len(eta))).sum(axis=0).astype(np.int64)
    data = Observations(
        Grouping(force.astype(np.int64), tuple(f"F{i:05d}" for i in range(world.forces))),
        Grouping(criterion.astype(np.int64), tuple(f"C{i:03d}" for i in range(world.criteria))),
        Grouping(inspector.astype(np.int64), tuple(f"R{i:04d}" for i in range(world.inspectors))),
        grade,
        tuple(str(k) for k in range(len(world.steps) + 1)),
    )
    return Simulated(data, theta, harsh, hard)
