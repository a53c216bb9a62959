"""Drawing a spread from its own law on a grid, for each chain at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Even in the logarithm, from a fiftieth of one reading's spread, which no inspection can tell from
# 0, to five of them.
GRID: Floats = np.exp(np.linspace(np.log(0.02), np.log(5.0), 72))[:, None]
_LOG = np.log(GRID)
Law = Callable[[Floats, float], Floats]


def held(spread: Floats, scale: float) -> Floats:
    """The logarithm of what is held likely of the logarithm of a spread; see ``Prior``."""
    return np.asarray(2 * np.log(spread) - 3 * np.log1p(spread / scale))


def held_of_factors(spread: Floats, scale: float) -> Floats:
    """As :func:`held`, for the spread of logarithms of factors, which is hardly ever above 1."""
    return np.asarray(2 * np.log(spread) - spread / scale)


@cache
def _on_grid(scale: float, law: Law) -> Floats:
    return law(GRID, scale)


def pick(logs: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """One row of each column of ``logs`` (choices, chains), which are logarithms of weights."""
    heap = np.exp(logs - logs.max(axis=0)).cumsum(axis=0)
    return np.asarray((heap < rng.random(logs.shape[1]) * heap[-1]).sum(axis=0))


def given_effects(
    squares: Floats, count: int, scale: float, rng: np.random.Generator, law: Law = held
) -> Floats:
    """A spread given ``count`` normal effects whose squares sum to ``squares`` (chains,)."""
    logs = _on_grid(scale, law) - count * _LOG - squares / (2 * GRID**2)
    return np.asarray(GRID[pick(logs, rng), 0])


def given_readings(one: Floats, two: Floats, scale: float, rng: np.random.Generator) -> Floats:
    """A spread given standardised effects and the readings: exp(sigma one - sigma^2 two/2).

    Drawn beside :func:`given_effects`, which hardly moves while effects are near 0; together they
    mix at either end (Yu & Meng 2011, J. Comput. Graph. Stat. 20:531).
    """
    logs = _on_grid(scale, held) + GRID * one - 0.5 * GRID**2 * two
    return np.asarray(GRID[pick(logs, rng), 0])
