"""A body's own evidence on a criterion, which all who read it share, told from noise."""

from __future__ import annotations

import numpy as np

from inspectstats.joint.layout import Floats, Layout

_TRIES = 3
_TAKEN = 0.4
# The logarithm of evidence over noise is sought within so much of 0.
_WIDEST = 4.0


class Evidence:
    """Evidence ``of_cells`` read more than once, (cells, chains), and ``share``, the part of a
    reading's spread squared that is evidence, the rest being noise, (chains,).

    Any share is held as likely as another: it has no scale of which half or twice could be said.
    """

    def __init__(self, at: Layout, rng: np.random.Generator, chains: int) -> None:
        self.at, self.rng = at, rng
        self.of_cells = np.zeros((len(at.shared_cells), chains))
        self.share = np.full(chains, 0.4)
        self._pace = np.full(chains, 0.3)

    def draw(self, apart: Floats, noise: Floats, sweeps: int, *, warming: bool) -> None:
        """Draw the share, and then the evidence of each cell, from how far its readings lie from
        what is expected without it; ``noise`` is how much noisier each reading is, its logarithm.
        """
        by = self.at.of_shared
        weight = np.exp(-2 * noise)
        sums, weights = by.total(weight * apart), by.total(weight)
        self._draw_share(sums, weights, (weight * apart**2).sum(axis=0), sweeps, warming)
        sure = 1 / self.share + weights / (1 - self.share)
        drawn = self.rng.standard_normal(sums.shape) / np.sqrt(sure)
        self.of_cells = sums / (1 - self.share) / sure + drawn

    def _draw_share(
        self, sums: Floats, weights: Floats, squares: Floats, sweeps: int, warming: bool
    ) -> None:
        """Draw the share with the evidence integrated out: readings of a cell are normal then, with
        the share as their correlation where they are alike in noise.
        """
        rng, readings = self.rng, len(self.at.shared)

        def law(size: Floats) -> Floats:
            ratio = np.exp(2 * size)
            share = ratio / (1 + ratio)
            grown = 1 + ratio * weights
            logs = readings * np.log1p(-share) + np.log(grown).sum(axis=0)
            logs += (squares - (sums**2 * ratio / grown).sum(axis=0)) / (1 - share)
            # An even law of the share, told of the logarithm of its odds.
            return np.asarray(np.log(share) + np.log1p(-share) - 0.5 * logs)

        size = 0.5 * np.log(self.share / (1 - self.share))
        now = law(size)
        for _ in range(_TRIES):
            tried = size + self._pace * rng.standard_normal(size.shape)
            then = law(tried)
            taken = (np.log(rng.random(size.shape)) < then - now) & (np.abs(tried) < _WIDEST)
            size, now = np.where(taken, tried, size), np.where(taken, then, now)
            if warming:
                self._pace *= np.exp((taken - _TAKEN) / np.sqrt(sweeps + 4))
        self.share = np.exp(2 * size) / (1 + np.exp(2 * size))
