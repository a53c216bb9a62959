"""How what was stated came out: tenths, Brier scores, and errors clustered by inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MANY, SOME = 1000, 50


@dataclass(frozen=True, slots=True)
class Tenth:
    """Claims whose stated chance lies in one tenth: how many, mean stated, share held, and the
    error of their difference, clustered by inspection.
    """

    tenth: int
    claims: int
    stated: float
    held: float
    se: float

    @property
    def apart(self) -> float:
        """Held less stated."""
        return self.held - self.stated

    @property
    def good(self) -> bool:
        """Whether a tenth of many claims lies within five points or three of its errors."""
        return abs(self.apart) <= max(0.05, 3 * self.se)


@dataclass(frozen=True, slots=True)
class Score:
    """Calibration of one forecast.

    ``ratio`` is its Brier score over the base rate's, ``gain`` the base rate's less its own and
    ``gain_se`` the error of that, clustered; ``by_word`` the ratio of the rate by word and
    ``over_word``, ``over_word_se`` the gain over it. ``lean`` is mean stated less share held.
    """

    claims: int
    base: float
    tenths: tuple[Tenth, ...]
    ratio: float
    gain: float
    gain_se: float
    by_word: float
    over_word: float
    over_word_se: float
    lean: float
    lean_se: float

    @property
    def wide(self) -> tuple[Tenth, ...]:
        """Tenths with many claims."""
        return tuple(one for one in self.tenths if one.claims >= MANY)

    @property
    def narrow(self) -> tuple[Tenth, ...]:
        """Tenths with fewer claims, but enough to look at."""
        return tuple(one for one in self.tenths if SOME <= one.claims < MANY)


def clustered(values: Floats, clusters: NDArray[np.int64]) -> float:
    """The error of the mean of ``values`` where those of one cluster hang together.

    Formula: the square root of the sum over clusters of (sum of values less their mean)^2, over n.
    Liang & Zeger (1986), Biometrika 73:13.
    """
    sums = np.bincount(clusters, weights=values - values.mean())
    several = len(np.unique(clusters))
    return float(np.sqrt((sums**2).sum() * several / max(several - 1, 1)) / len(values))


def score(
    stated: Sequence[float], held: Sequence[bool], words: Sequence[str], inspections: Sequence[int]
) -> Score:
    """Score a forecast of many claims."""
    p, true = np.asarray(stated, dtype=np.float64), np.asarray(held, dtype=np.float64)
    of = np.unique(np.asarray(inspections), return_inverse=True)[1]
    base = float(true.mean())
    by_word = np.zeros(len(p))
    kinds = np.asarray(words)
    for word in np.unique(kinds):
        by_word[kinds == word] = true[kinds == word].mean()
    mine, plain, worded = (p - true) ** 2, (base - true) ** 2, (by_word - true) ** 2
    whole = float(plain.mean()) or 1.0
    return Score(
        len(p),
        base,
        tuple(_tenths(p, true, of)),
        float(mine.mean()) / whole,
        float((plain - mine).mean()),
        clustered(plain - mine, of),
        float(worded.mean()) / whole,
        float((worded - mine).mean()),
        clustered(worded - mine, of),
        float((p - true).mean()),
        clustered(p - true, of),
    )


def _tenths(p: Floats, true: Floats, of: NDArray[np.int64]) -> list[Tenth]:
    found = []
    place = np.minimum((p * 10).astype(np.int64), 9)
    for tenth in range(10):
        inside = place == tenth
        if inside.any():
            apart = true[inside] - p[inside]
            found.append(
                Tenth(
                    tenth,
                    int(inside.sum()),
                    float(p[inside].mean()),
                    float(true[inside].mean()),
                    clustered(apart, of[inside]),
                )
            )
    return found


def outside(tenths: Sequence[Tenth]) -> tuple[int, int]:
    """Of these tenths how many lie outside the 95 % interval of their error, and outside 99.9 %.

    Limits of Student's t are not used: the clusters are many.
    """
    far = [abs(one.apart) / one.se if one.se > 0 else np.inf * abs(one.apart) for one in tenths]
    return sum(one > 1.96 for one in far), sum(one > 3.29 for one in far)
