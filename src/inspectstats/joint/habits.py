"""How each inspector reads: sets the edges wider or closer, and is more or less steady."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from inspectstats.joint import spreads
from inspectstats.joint.layout import Floats, Ints, Layout
from inspectstats.joint.prior import Prior
from inspectstats.joint.truncated import Ends

# Together with its spread a family is scaled by about so much, in the logarithm.
_STRIDE = 0.4
_TAKEN = 0.3
Look = Callable[[Floats, Floats], Ends]


class Habits:
    """Logarithms of how much wider than the average each inspector sets the edges, ``stretch``, and
    of how much noisier the readings are, ``noise``, both (inspectors, chains) and summing to 0,
    with their spreads (chains,). A scale of two grades has one edge, and nothing to stretch.
    """

    def __init__(self, at: Layout, prior: Prior, rng: np.random.Generator, chains: int) -> None:
        self.at, self.prior, self.rng, self.chains = at, prior, rng, chains
        self.graded = at.grades > 2
        self.stretch, self.noise = np.zeros((2, at.inspector.count, chains))
        self.stretch_spread, self.noise_spread = np.full((2, chains), 0.15)
        self._pace = np.ones(chains)
        self._draws = 0

    @property
    def unsteady(self) -> Floats:
        """The logarithm of each inspector's noise beside the scale that all share: who sets the
        edges wider sees all that is there smaller, and so the same noise as more.
        """
        return self.stretch + self.noise

    def draw(self, ends: Ends, look: Look, *, warming: bool) -> Ends:
        """Draw both with latent values integrated out: two inspectors against one another, and now
        and then all together with how much they differ. ``look`` tells where the edges of each
        reading's grade lie at another stretch and noise; return where they do.
        """
        self._draws += 1
        together = self._draws % 3 == 0
        ends = self._all(ends, look) if together else self._pairs(ends, look, warming)
        # They sum to 0, so that one fewer is free.
        free, rng = self.at.inspector.count - 1, self.rng
        law, squares = spreads.held_of_factors, (self.noise**2).sum(axis=0)
        self.noise_spread = spreads.given_effects(squares, free, self.prior.noise, rng, law)
        if self.graded:
            squares = (self.stretch**2).sum(axis=0)
            self.stretch_spread = spreads.given_effects(squares, free, self.prior.stretch, rng, law)
        return ends

    def _pairs(self, ends: Ends, look: Look, warming: bool) -> Ends:
        """What one of a pair drawn by lot gains the other loses."""
        pairs = self.rng.permutation(len(self.noise))[: len(self.noise) // 2 * 2].reshape(2, -1)
        if not pairs.size:
            return ends  # one inspector alone is the average one
        noise = self._moved(self.noise, self.noise_spread, pairs)
        stretch = self.stretch
        if self.graded:
            stretch = self._moved(stretch, self.stretch_spread, pairs)
        tried = look(stretch, noise)
        gain = self._law(stretch, noise) - self._law(self.stretch, self.noise)
        gain += self.at.inspector.total(tried.logs - ends.logs)
        both = np.log(self.rng.random((len(pairs[0]), self.chains))) < gain[pairs].sum(axis=0)
        taken = np.zeros(noise.shape, dtype=np.bool_)
        taken[pairs] = both
        if warming:
            self._pace *= np.exp((both.mean(axis=0) - _TAKEN) * 4 / np.sqrt(self._draws + 4))
        self.stretch = np.where(taken, stretch, self.stretch)
        self.noise = np.where(taken, noise, self.noise)
        return ends.where(taken[self.at.inspector.of], tried)

    def _moved(self, own: Floats, spread: Floats, pairs: Ints) -> Floats:
        """Of each pair one more and the other less, about the error that its readings leave."""
        sizes = 0.5 * self.at.inspector.sizes[pairs].sum(axis=0)[:, None]
        wide = self._pace / np.sqrt(sizes + 2 / spread**2)
        by, moved = wide * self.rng.standard_normal(wide.shape), own.copy()
        moved[pairs[0]] += by
        moved[pairs[1]] -= by
        return moved

    def _law(self, stretch: Floats, noise: Floats) -> Floats:
        """The logarithm of what is held likely of each inspector's, (inspectors, chains)."""
        squares = (stretch / self.stretch_spread) ** 2 + (noise / self.noise_spread) ** 2
        return np.asarray(-0.5 * squares)

    def _all(self, ends: Ends, look: Look) -> Ends:
        """Scale all alike, together with their spread (Liu & Sabatti 2000, Biometrika 87:353)."""
        by = _STRIDE * self.rng.standard_normal((2, self.chains))
        gain = _grown(by[1], self.noise_spread, self.prior.noise)
        if self.graded:
            gain += _grown(by[0], self.stretch_spread, self.prior.stretch)
        stretch, noise = self.stretch * np.exp(by[0]), self.noise * np.exp(by[1])
        tried = look(stretch, noise)
        gain += (tried.logs - ends.logs).sum(axis=0)
        taken = np.log(self.rng.random(self.chains)) < gain
        self.stretch = np.where(taken, stretch, self.stretch)
        self.noise = np.where(taken, noise, self.noise)
        return ends.where(taken, tried)


def _grown(by: Floats, spread: Floats, scale: float) -> Floats:
    """The logarithm of the law of a spread grown by exp(by), less that of now."""
    law = spreads.held_of_factors
    return law(spread * np.exp(by), scale) - law(spread, scale)
