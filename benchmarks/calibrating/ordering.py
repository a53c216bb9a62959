"""Comparisons and rankings that are told, and how many of them are true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.calibrating.worlds import Ints, World, inspect

from inspectstats.joint import Effort, compare, fit, rank

EFFORT = Effort(chains=16, warming=100, piece=60, most=120, enough=0)
SETS = (1, 3, 5)
EDGES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one inspection: of each statement whether it was said, and whether it was
    true. Comparisons are of two halves drawn by lot and of the halves that first readings put
    above and below, each way; rankings of the sets that first readings put lowest.
    """

    by_lot: tuple[tuple[bool, bool], ...]
    picked: tuple[tuple[bool, bool], ...]
    ranked: tuple[tuple[bool, bool], ...]


def told(task: tuple[World, int]) -> Told:
    """Say what would be said of one inspection, with the truth of it."""
    world, seed = task
    made = inspect(world, seed)
    drawn = fit(made.data, effort=EFFORT)
    names, rng = made.data.force.names, np.random.default_rng([seed, 29])
    lot = rng.permutation(world.bodies)
    half = world.bodies // 2
    order = np.argsort(_mean_first(made.data.grade, made.data.force.codes, made.first, world))
    found: dict[str, list[tuple[bool, bool]]] = {"lot": [], "picked": []}
    for criterion, name in enumerate(made.data.criterion.names):
        grades = made.data.scale[EDGES[criterion % len(EDGES)] :]
        met = drawn.met(name, grades)
        truth = made.placed[:, criterion] >= int(grades[0])
        for kind, chosen in (("lot", lot), ("picked", order[::-1])):
            first, others = chosen[:half], chosen[half:]
            for one, other in ((first, others), (others, first)):
                said = compare(drawn, met, [names[b] for b in one], [names[b] for b in other])
                found[kind].append((said.holds, bool(truth[one].mean() > truth[other].mean())))
    ranked = []
    score = made.placed.sum(axis=1)
    for size in SETS:
        lowest = order[:size]
        ranking = rank(drawn, made.data.criterion.names, [names[b] for b in lowest])
        rest = np.setdiff1d(np.arange(world.bodies), lowest)
        ranked.append((ranking.holds, bool(score[lowest].max() < score[rest].min())))
    return Told(tuple(found["lot"]), tuple(found["picked"]), tuple(ranked))


def _mean_first(grade: Ints, body: Ints, first: np.ndarray, world: World) -> np.ndarray:
    """The mean of each body's first readings."""
    count = np.bincount(body[first], minlength=world.bodies)
    return np.bincount(body[first], grade[first], minlength=world.bodies) / count
