"""Variance components by analysis of variance: sums of squares set equal to their expectations."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np

from inspectstats.agreement.ratings import Floats, Ints


def effects_of(names: list[str], parents: Mapping[str, tuple[str, ...]]) -> list[frozenset[str]]:
    """Main effects and interactions, smallest first; a nested facet brings its parents."""
    found: set[frozenset[str]] = set()
    for size in range(1, len(names) + 1):
        for chosen in itertools.combinations(names, size):
            effect = frozenset(chosen)
            for name in chosen:
                effect |= frozenset(parents.get(name, ()))
            found.add(effect)
    return sorted(found, key=lambda effect: (len(effect), sorted(effect)))


def cells_of(codes: list[Ints], n: int) -> Ints:
    """The cell each of ``n`` scores falls in: one number for each combination of codes seen."""
    if not codes:
        return np.zeros(n, dtype=np.int64)
    _, place = np.unique(np.stack(codes, axis=1), axis=0, return_inverse=True)
    return place.reshape(-1).astype(np.int64)


def solve(
    values: Floats, effects: list[frozenset[str]], labels: Mapping[frozenset[str], Ints]
) -> tuple[Floats | None, bool]:
    """Estimates of the components by Henderson's method 1, and whether the design is balanced.

    ``None`` where the design cannot tell its effects apart.
    """
    n = len(values)
    if n < 2:
        return None, True
    everything: list[Ints] = [np.zeros(n, dtype=np.int64), *(labels[effect] for effect in effects)]
    matrix = np.empty((len(everything), len(everything)))
    totals = np.empty(len(everything))
    sizes = [np.bincount(cells) for cells in everything]
    # Taking the mean off first keeps the sums of squares small against their differences;
    # components do not notice.
    centred = values - values.mean()
    for i, cells in enumerate(everything):
        totals[i] = (np.bincount(cells, centred) ** 2 / sizes[i]).sum()
        matrix[i, 0] = n
        for j in range(1, len(everything)):
            joint, size = np.unique(cells * n + everything[j], return_counts=True)
            matrix[i, j] = (size.astype(np.float64) ** 2 / sizes[i][joint // n]).sum()
    balanced = all(len(np.unique(size)) == 1 for size in sizes) and _crossed(effects, sizes)
    scaled = matrix / n
    if np.linalg.matrix_rank(scaled, tol=1e-9) < len(everything):
        return None, balanced
    return np.asarray(np.linalg.solve(scaled, totals / n)[1:]), balanced


def _crossed(effects: list[frozenset[str]], sizes: list[Ints]) -> bool:
    """Whether cells multiply out: as many of the largest effect as a full design has."""
    levels = {effect: len(size) for effect, size in zip(effects, sizes[1:], strict=True)}
    for one, other in itertools.combinations(effects, 2):
        joined, shared = one | other, one & other
        if joined in levels and "within" not in joined:
            common = levels.get(shared, 1)
            if levels[joined] * common != levels[one] * levels[other] and not (
                one < other or other < one
            ):
                return False
    return True


def mean_squares(
    values: Floats, effects: list[frozenset[str]], labels: Mapping[frozenset[str], Ints]
) -> dict[frozenset[str], tuple[float, int]]:
    """Mean square and degrees of freedom of each effect, as in a balanced table."""
    centred = values - values.mean()
    squares: dict[frozenset[str], float] = {}
    freedom: dict[frozenset[str], int] = {}
    for effect in effects:
        sizes = np.bincount(labels[effect])
        whole = float((np.bincount(labels[effect], centred) ** 2 / sizes).sum())
        below = [other for other in effects if other < effect]
        squares[effect] = whole - sum(squares[other] for other in below)
        freedom[effect] = len(sizes) - 1 - sum(freedom[other] for other in below)
    return {
        effect: (squares[effect] / max(freedom[effect], 1), freedom[effect]) for effect in effects
    }
