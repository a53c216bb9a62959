"""How many independent draws the draws of several chains are worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def effective(draws: ArrayLike) -> float:
    """The effective number of ``draws`` (sweeps, chains) of one figure, by its autocorrelation.

    Formula: chains x sweeps / (1 + 2 sum of autocorrelations), about the mean of all chains, summed
    by pairs while positive (Geyer 1992, Stat. Sci. 7:473). A figure that is the same in every draw
    counts as all of them.
    """
    values = np.asarray(draws, dtype=np.float64)
    sweeps, chains = values.shape
    apart = values - values.mean()
    size = 1 << (2 * sweeps - 1).bit_length()
    power = np.abs(np.fft.rfft(apart, size, axis=0)) ** 2
    lagged = np.fft.irfft(power, size, axis=0)[:sweeps].mean(axis=1) / sweeps
    if lagged[0] <= 0:
        return float(sweeps * chains)
    alike = lagged / lagged[0]
    total, lag = 0.0, 1
    while lag + 1 < sweeps and alike[lag] + alike[lag + 1] > 0:
        total += float(alike[lag] + alike[lag + 1])
        lag += 2
    return float(sweeps * chains / max(1 + 2 * total, 1e-9))
