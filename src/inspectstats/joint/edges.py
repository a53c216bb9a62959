"""The edges between grades of every criterion: where they are, and the law they share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from inspectstats.joint import spreads, truncated
from inspectstats.joint.layout import Floats, Ints, Layout
from inspectstats.joint.prior import Prior

# Criteria differ by Student's t of so many degrees: now and then one is quite unlike the others.
TAILS = 4.0


class Together(NamedTuple):
    """Common edges, the spread about them, and all edges about their middles."""

    common: Floats
    spread: Floats
    apart: Floats


class Edges:
    """Edges of every criterion.

    Inner edges lie ``apart`` (criteria, grades - 1, chains) from their mean, ``place`` (criteria,
    chains), and do not cross. Places lie about a common one, and ``apart`` about ``common``
    (grades - 1, chains), by ``place_spread`` and ``spread`` (chains,).
    """

    def __init__(self, at: Layout, prior: Prior, rng: np.random.Generator, chains: int) -> None:
        """Edges as the grades of each criterion have them, a little apart in each chain."""
        self.prior, self.rng, self.grades = prior, rng, at.grades
        held = np.zeros((at.criterion.count, at.grades)) + 0.5
        np.add.at(held, (at.criterion.of, at.grade), 1.0)
        below = ndtri(held.cumsum(axis=1)[:, :-1] / held.sum(axis=1, keepdims=True)) * 1.3
        # Each edge a little above the one before, whatever the grades say.
        below = np.maximum.accumulate(below, axis=1) + 0.2 * np.arange(below.shape[1])
        self.place = below.mean(axis=1)[:, None] + rng.normal(0, 0.1, (len(below), chains))
        apart = below - below.mean(axis=1, keepdims=True)
        self.apart = apart[:, :, None] * np.exp(rng.normal(0, 0.1, (len(below), 1, chains)))
        self.common_place, self.place_spread = self.place.mean(axis=0), np.full(chains, 0.5)
        self.common, self.spread = self.apart.mean(axis=0), np.full(chains, 0.2)
        self._apart_weight = np.ones_like(self.place)

    def around(self, apart: Floats) -> Floats:
        """All edges ``apart`` from their middle, the outer ones far away: one row an edge, those of
        one criterion together.
        """
        criteria, _, chains = apart.shape
        found = np.empty((criteria, self.grades + 1, chains))
        found[:, 0], found[:, -1] = -truncated.FAR, truncated.FAR
        found[:, 1:-1] = apart
        return found.reshape(-1, chains)

    def tried(self, sizes: Ints, pace: Floats) -> tuple[Floats, Floats]:
        """Another place and other distances for each criterion, of ``sizes`` readings (criteria,),
        ``pace`` of their errors away (criteria, chains).
        """
        # The error of an edge falls with the readings about it, and is no more than its law allows.
        readings = sizes[:, None] + 4.0
        step = pace / np.sqrt(readings / 1.5 + self.sure_place)
        place = self.place + step * self.rng.standard_normal(step.shape)
        step = pace / np.sqrt(readings / 2.3 + self._apart_weight / self.spread**2)
        moved = step[:, None] * self.rng.standard_normal(self.apart.shape)
        return place, self.apart + moved - moved.mean(axis=1, keepdims=True)

    def tried_together(self, sizes: int, pace: Floats) -> tuple[Together, Floats]:
        """Common edges, and how criteria differ about them, moved with the edges of all criteria,
        ``pace`` (chains,) of what ``sizes`` readings leave open; and the gain in what is held
        likely. Drawn by themselves they hardly move while criteria are near alike (Yu & Meng 2011,
        J. Comput. Graph. Stat. 20:531).
        """
        moved = pace / np.sqrt(sizes / 2.3) * self.rng.standard_normal(self.common.shape)
        by = 0.5 * pace * self.rng.standard_normal(pace.shape)
        spread, common = self.spread * np.exp(by), self.common + moved - moved.mean(axis=0)
        apart = common + (self.apart - self.common) * np.exp(by)
        scale = self.prior.edges
        gain = spreads.held(spread, scale) - spreads.held(self.spread, scale)
        gain += self._gaps(common) - self._gaps(self.common)
        crossed = (np.diff(apart, axis=1) <= 0).any(axis=(0, 1))
        return Together(common, spread, apart), np.where(crossed, -np.inf, gain)

    def take_together(self, taken: NDArray[np.bool_], found: Together) -> None:
        """Take what was tried for all criteria in the chains where ``taken``."""
        self.common = np.where(taken, found.common, self.common)
        self.spread = np.where(taken, found.spread, self.spread)
        self.apart = np.where(taken, found.apart, self.apart)

    def take(self, taken: NDArray[np.bool_], place: Floats, apart: Floats) -> None:
        """Take what was tried for the criteria and chains where ``taken``."""
        self.place = np.where(taken, place, self.place)
        self.apart = np.where(taken[:, None], apart, self.apart)

    def law(self, place: Floats, apart: Floats) -> Floats:
        """The logarithm of what is held likely of each criterion's edges, (criteria, chains)."""
        moved = ((place - self.common_place) / self.place_spread) ** 2
        about = self._apart_weight * self._about(apart) / self.spread**2
        crossed = (np.diff(apart, axis=1) <= 0).any(axis=1)
        return np.where(crossed, -np.inf, -0.5 * (moved + about))

    @property
    def sure_place(self) -> Floats:
        """How sure the common law is of a criterion's place, an inverse square, (chains,)."""
        return np.asarray(self.place_spread**-2)

    def move(self, by: Floats) -> None:
        """Move the edges of each criterion, (criteria, chains), or of all alike, (chains,)."""
        self.place = self.place + by

    def draw_common(self) -> None:
        """Draw what criteria share, and how they differ about it, given the edges of each."""
        self._draw_common_place()
        if self.grades > 2:
            self._draw_common_edges()

    def _draw_common_place(self) -> None:
        """Where the scale lies, and how criteria differ about it: some are harder than others."""
        prior, rng, sure = self.prior, self.rng, self.sure_place
        held = prior.place**-2 + len(self.place) * sure
        mean = sure * self.place.sum(axis=0) / held
        self.common_place = mean + rng.standard_normal(mean.shape) / np.sqrt(held)
        squares = ((self.place - self.common_place) ** 2).sum(axis=0)
        self.place_spread = spreads.given_effects(squares, len(self.place), prior.hardness, rng)

    def _draw_common_edges(self) -> None:
        """Where the edges lie on all criteria, about their middle, and how criteria differ."""
        rng, free, weight = self.rng, self.grades - 2, self._apart_weight
        sure = weight.sum(axis=0)
        drawn = rng.standard_normal(self.common.shape) * self.spread / np.sqrt(sure)
        tried = (weight[:, None] * self.apart).sum(axis=0) / sure + drawn - drawn.mean(axis=0)
        taken = np.log(rng.random(len(sure))) < self._gaps(tried) - self._gaps(self.common)
        self.common = np.where(taken, tried, self.common)
        squares = self._about(self.apart)
        self.spread = spreads.given_effects(
            (weight * squares).sum(axis=0), len(squares) * free, self.prior.edges, rng
        )
        self._apart_weight = self._weights(squares / self.spread**2, free)

    def _about(self, apart: Floats) -> Floats:
        """How far each criterion's edges lie from the common ones, squared."""
        return np.asarray(((apart - self.common) ** 2).sum(axis=1))

    def _weights(self, squares: Floats, dimensions: int) -> Floats:
        """Weights that make normal laws Student's, given squares in units of their spread (Lange,
        Little & Taylor 1989, JASA 84:881).
        """
        drawn: Floats = self.rng.standard_gamma((TAILS + dimensions) / 2, squares.shape)
        return 2 * drawn / (TAILS + squares)

    def _gaps(self, common: Floats) -> Floats:
        """The logarithm of what is held likely of the gaps between the common edges."""
        gaps = np.diff(common, axis=0)
        logs = np.log(np.maximum(gaps, 1e-9))
        held = -0.5 * ((logs - self.prior.gap) / self.prior.gap_spread) ** 2 - logs
        return np.where((gaps <= 0).any(axis=0), -np.inf, held.sum(axis=0))
