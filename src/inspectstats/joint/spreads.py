"""Drawing a spread from its own law on a grid, for each chain at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Even in the logarithm, from a fiftieth of one reading's spread, which no inspection can tell from
# 0, to five of them.
GRID: Floats = np.exp(np.linspace(np.log(0.02), np.log(5.0), 72))[:, None]
_LOG = np.log(GRID)


def pick(logs: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """One row of each column of ``logs`` (choices, chains), which are logarithms of weights."""
    heap = np.exp(logs - logs.max(axis=0)).cumsum(axis=0)
    return np.asarray((heap < rng.random(logs.shape[1]) * heap[-1]).sum(axis=0))


def given_effects(squares: Floats, count: int, scale: float, rng: np.random.Generator) -> Floats:
    """A spread given ``count`` normal effects whose squares sum to ``squares`` (chains,)."""
    logs = (2 - count) * _LOG - GRID / scale - squares / (2 * GRID**2)
    return np.asarray(GRID[pick(logs, rng), 0])


def given_readings(one: Floats, two: Floats, scale: float, rng: np.random.Generator) -> Floats:
    """A spread given standardised effects and the readings: exp(sigma one - sigma^2 two/2).

    Drawn beside :func:`given_effects`, which hardly moves while effects are near 0; together they
    mix at either end (Yu & Meng 2011, J. Comput. Graph. Stat. 20:531).
    """
    logs = 2 * _LOG - GRID / scale + GRID * one - 0.5 * GRID**2 * two
    return np.asarray(GRID[pick(logs, rng), 0])


def shared_part(
    cells: list[tuple[int, int, Floats, Floats]],
    scale: float,
    rng: np.random.Generator,
    chains: int,
) -> Floats:
    """The share of a reading's spread that is its evidence, from cells read more than once.

    ``cells`` holds for each number of readings: it, how many cells have it, the sum of squares of
    their readings, and the sum of squares of their sums (chains,). The body's own evidence is
    integrated out: readings of a cell are normal with this correlation.
    """
    share = GRID**2 / (1 + GRID**2)
    logs = 2 * _LOG - GRID / scale + np.zeros((1, chains))
    for size, count, squares, sums in cells:
        grown = 1 + (size - 1) * share
        logs -= 0.5 * count * ((size - 1) * np.log1p(-share) + np.log(grown))
        logs -= 0.5 * (squares - sums * share / grown) / (1 - share)
    return np.asarray(share[pick(logs, rng), 0])
