"""The normal law between two edges, to the last digit of either tail."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
# Beyond this many spreads an edge is no edge.
FAR = 40.0
_LEAST = 1e-300


def _from_below(low: Floats, high: Floats) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Whether each interval was turned about 0, and the law below its ends: in the lower tail
    differences keep their digits.
    """
    turned = (low + high) > 0
    return turned, ndtr(np.where(turned, -high, low)), ndtr(np.where(turned, -low, high))


def chance(low: Floats, high: Floats) -> Floats:
    """P(low <= Z < high) of a standard normal Z; never 0, so that its logarithm exists."""
    _, below, above = _from_below(low, high)
    return np.maximum(above - below, _LEAST)


def draw(low: Floats, high: Floats, rng: np.random.Generator) -> Floats:
    """One standard normal number between each ``low`` and ``high``, by inversion."""
    turned, below, above = _from_below(low, high)
    share = below + rng.random(low.shape) * (above - below)
    found: Floats = ndtri(np.clip(share, _LEAST, 1 - 1e-16))
    return np.where(turned, -found, found)
