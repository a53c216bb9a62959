"""Draws from the joint model of bodies, criteria and inspectors, many chains side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspectstats.joint import spreads, truncated
from inspectstats.joint.edges import Edges
from inspectstats.joint.evidence import Evidence
from inspectstats.joint.habits import Habits
from inspectstats.joint.layout import Floats, Groups, Layout, Nested
from inspectstats.joint.prior import Prior

# Of proposals for a criterion's edges this share should be taken: three numbers move at once.
_TAKEN = 0.3
# Once in so many sweeps habits are drawn, and edges of all criteria together between.
_EVERY = 2


@dataclass(slots=True, eq=False)
class Effects:
    """Large effects (bodies, or inspectors) and small ones within them, with their spreads."""

    large: Floats
    small: Floats
    large_spread: Floats
    small_spread: Floats

    @classmethod
    def none(cls, nested: Nested, chains: int, large: float, small: float) -> Effects:
        """All effects 0, at the given spreads."""
        return cls(
            np.zeros((nested.large.count, chains)),
            np.zeros((nested.small.count, chains)),
            np.full(chains, large),
            np.full(chains, small),
        )


class Sampler:
    """A Gibbs sampler of the ordered-probit model; arrays are (things, chains).

    A reading of body f on criterion c by inspector r has the latent value
    theta_f + halo_fr - lambda_r - bias_rc - drift_r t + evidence_fc + noise, of which evidence and
    the noise of an average inspector together have spread 1 and evidence a share; its grade is the
    number of the criterion's edges, as that inspector sets them, that do not lie above it: see
    ``Habits``. A cell read once tells nothing of that share, so nothing of it is drawn into its
    reading: only cells read more than once carry their evidence through the sweeps. Latent values
    by Albert & Chib (1993, JASA 88:669); edges with the latent values integrated out (Cowles 1996,
    Stat. Comput. 6:101); whole families of effects are moved together (Liu & Sabatti 2000,
    Biometrika 87:353).
    """

    def __init__(self, at: Layout, prior: Prior, rng: np.random.Generator, chains: int) -> None:
        self.at, self.prior, self.rng, self.chains = at, prior, rng, chains
        self.bodies = Effects.none(at.halo, chains, 0.7, 0.15)
        self.inspectors = Effects.none(at.bias, chains, 0.3, 0.15)
        self.drift = np.zeros((at.inspector.count, chains))
        self.drift_spread = np.full(chains, 0.15)
        self.evidence = Evidence(at, rng, chains)
        # Each reading's lower edge among all edges, and its inspector, of cells read once put after
        # those of others.
        self._low = at.criterion.of * (at.grades + 1) + at.grade
        self._kind = at.inspector.of.copy()
        self._kind[at.alone] += at.inspector.count
        self.residual = np.zeros((at.readings, chains))
        self.scale = Edges(at, prior, rng, chains)
        self._sweeps = 0
        self.habits = Habits(at, prior, rng, chains)
        self._pace = np.ones((at.criterion.count, chains))
        self._pace_together = np.ones(chains)
        self._reseat()

    def expected(self) -> Floats:
        """Each reading's latent value but for its noise, and for its evidence where read once."""
        at = self.at
        found: Floats = (
            self.bodies.large[at.body.of]
            + self.bodies.small[at.halo.small.of]
            - self.inspectors.large[at.inspector.of]
            - self.inspectors.small[at.bias.small.of]
        )
        if at.time is not None:
            found -= self.drift[at.inspector.of] * at.time[:, None]
        found[at.shared] += self.evidence.of_cells[at.of_shared.of]
        return found

    def _ends(
        self, place: Floats, apart: Floats, by: Floats, root: Floats, expected: Floats
    ) -> truncated.Ends:
        """Where the edges of each reading's grade lie, which its inspector sets ``by`` times as far
        apart, (readings, chains).
        """
        at = self.at
        edges, by = self.scale.around(apart), by * root
        less = (place[at.criterion.of] - expected) * root
        return truncated.ends(edges[self._low] * by + less, edges[self._low + 1] * by + less)

    def _root(self, noise: Floats) -> Floats:
        """One over the spread of each reading about what is expected, (readings, chains)."""
        wide = (1 - self.evidence.share) * np.exp(2 * noise)
        kinds = 1 / np.sqrt(np.concatenate([wide, wide + self.evidence.share]))
        return np.asarray(kinds[self._kind])

    def _reseat(self) -> None:
        self.root = self._root(self.habits.unsteady)
        self.weight = self.root**2

    def sweep(self, *, warming: bool = False) -> None:
        """Draw everything once, each from its law given the rest."""
        expected = self.expected()
        ends = self._draw_edges(expected, warming)
        if self._sweeps % _EVERY == 0:
            ends = self.habits.draw(
                ends, lambda stretch, noise: self._look(stretch, noise, expected), warming=warming
            )
            self._reseat()
        elif self.at.grades > 2:
            ends = self._draw_together(expected, ends, warming)
        latent = expected + ends.draw(self.rng) / self.root
        without = latent - self._draw_evidence(latent, expected, warming)
        moved = self._draw_bodies(without)
        latent, without = latent + moved, without + moved
        moved = self._draw_inspectors(without)
        self._draw_places(latent + moved)
        self._sweeps += 1

    def _draw_edges(self, expected: Floats, warming: bool) -> truncated.Ends:
        """Draw the edges of every criterion with the latent values integrated out; return where
        those of each reading's grade lie.
        """
        at, scale, stretch = self.at, self.scale, self.habits.stretch
        by = np.exp(stretch)[at.inspector.of]
        ends = self._ends(scale.place, scale.apart, by, self.root, expected)
        now = self._weight(ends) + scale.law(scale.place, scale.apart)
        place, apart = scale.tried(at.criterion.sizes, self._pace)
        tried = self._ends(place, apart, by, self.root, expected)
        then = self._weight(tried) + scale.law(place, apart)
        taken = np.log(self.rng.random(then.shape)) < then - now
        scale.take(taken, place, apart)
        if warming:
            self._pace *= np.exp((taken - _TAKEN) * 2 / np.sqrt(self._sweeps + 4))
        ends = ends.where(taken[at.criterion.of], tried)
        scale.draw_common()
        return ends

    def _draw_together(
        self, expected: Floats, ends: truncated.Ends, warming: bool
    ) -> truncated.Ends:
        """Move the edges of all criteria alike, with what they share."""
        at, scale = self.at, self.scale
        found, gain = scale.tried_together(at.readings, self._pace_together)
        by = np.exp(self.habits.stretch)[at.inspector.of]
        tried = self._ends(scale.place, found.apart, by, self.root, expected)
        gain = gain + (tried.logs - ends.logs).sum(axis=0)
        taken = np.log(self.rng.random(self.chains)) < gain
        if warming:
            self._pace_together *= np.exp((taken - _TAKEN) * 2 / np.sqrt(self._sweeps / 2 + 4))
        scale.take_together(taken, found)
        return ends.where(taken, tried)

    def _look(self, stretch: Floats, noise: Floats, expected: Floats) -> truncated.Ends:
        by = np.exp(stretch)[self.at.inspector.of]
        return self._ends(
            self.scale.place, self.scale.apart, by, self._root(stretch + noise), expected
        )

    def _weight(self, ends: truncated.Ends) -> Floats:
        """The logarithm of the weight of each criterion's readings."""
        return self.at.criterion.total(ends.logs)

    def _draw_evidence(self, latent: Floats, expected: Floats, warming: bool) -> Floats:
        """Draw the evidence of cells read more than once; return it by reading."""
        at, cells = self.at, self.at.of_shared.of
        apart = latent[at.shared] - expected[at.shared] + self.evidence.of_cells[cells]
        noise = self.habits.unsteady[at.inspector.of[at.shared]]
        self.evidence.draw(apart, noise, self._sweeps, warming=warming)
        self._reseat()
        held = np.zeros_like(latent)
        held[at.shared] = self.evidence.of_cells[cells]
        return held

    def _draw_bodies(self, latent: Floats) -> Floats:
        """Draw bodies and halos; return by how much all latent values moved with the edges."""
        at, prior = self.at, self.prior
        seen = latent + self._by_inspectors()
        self._draw_effects(self.bodies, seen, at.halo, prior.body, prior.halo)
        return self._shift(self.bodies, 1.0)

    def _by_inspectors(self) -> Floats:
        at = self.at
        found: Floats = (
            self.inspectors.large[at.inspector.of] + self.inspectors.small[at.bias.small.of]
        )
        if at.time is not None:
            found += self.drift[at.inspector.of] * at.time[:, None]
        return found

    def _draw_inspectors(self, latent: Floats) -> Floats:
        at, prior = self.at, self.prior
        owed = self.bodies.large[at.body.of] + self.bodies.small[at.halo.small.of] - latent
        if at.time is not None:
            drifting = self.drift[at.inspector.of] * at.time[:, None]
            self._draw_effects(
                self.inspectors, owed - drifting, at.bias, prior.inspector, prior.bias
            )
            held = self.inspectors.large[at.inspector.of] + self.inspectors.small[at.bias.small.of]
            self._draw_drift(owed - held, at.time[:, None])
        else:
            self._draw_effects(self.inspectors, owed, at.bias, prior.inspector, prior.bias)
        return self._shift(self.inspectors, -1.0)

    def _draw_drift(self, owed: Floats, time: Floats) -> None:
        by: Groups = self.at.inspector
        weight = self.weight
        sure = by.total(weight * time**2) + self.drift_spread**-2
        mean = by.total(weight * time * owed) / sure
        self.drift = mean + self.rng.standard_normal(mean.shape) / np.sqrt(sure)
        self.drift_spread = spreads.given_effects(
            (self.drift**2).sum(axis=0), by.count, self.prior.drift, self.rng
        )

    def _draw_effects(
        self, effects: Effects, seen: Floats, at: Nested, large: float, small: float
    ) -> None:
        """Draw large effects with the small ones integrated out, then the small ones, and each
        family's spread twice: from its effects, and from the readings.
        """
        rng, weight = self.rng, self.weight
        many, total = at.small.total(weight), at.small.total(weight * seen)
        sure = 1 / (effects.small_spread**2 + 1 / many)
        held = at.large.total(sure) + effects.large_spread**-2
        mean = at.large.total(sure * total / many) / held
        drawn = mean + rng.standard_normal(mean.shape) / np.sqrt(held)
        spread = spreads.given_effects((drawn**2).sum(axis=0), len(drawn), large, rng)
        left = total - many * drawn[at.large.of]
        sure = many + effects.small_spread**-2
        little = left / sure + rng.standard_normal(many.shape) / np.sqrt(sure)
        narrow = spreads.given_effects((little**2).sum(axis=0), len(many), small, rng)
        unit = little / narrow
        narrow = spreads.given_readings(
            (unit * left).sum(axis=0), (unit**2 * many).sum(axis=0), small, rng
        )
        effects.small, effects.small_spread = unit * narrow, narrow
        unit = drawn / spread
        owed = at.large.total(total - many * effects.small)
        spread = spreads.given_readings(
            (unit * owed).sum(axis=0), (unit**2 * at.large.total(many)).sum(axis=0), large, rng
        )
        effects.large, effects.large_spread = unit * spread, spread

    def _shift(self, effects: Effects, sign: float) -> Floats:
        """Move all large effects and all edges together: no reading can tell where 0 lies."""
        narrow, wide = effects.large_spread**-2, self.prior.place**-2
        sure = len(effects.large) * narrow + wide
        mean = -(effects.large.sum(axis=0) * narrow + sign * self.scale.common_place * wide) / sure
        by = mean + self.rng.standard_normal(self.chains) / np.sqrt(sure)
        effects.large = effects.large + by
        self.scale.common_place = self.scale.common_place + sign * by
        self.scale.move(sign * by)
        return np.asarray(sign * by)

    def _draw_places(self, latent: Floats) -> None:
        """Move each criterion's edges together with its latent values, and note what is left."""
        at, weight, wide = self.at, self.weight, self.scale.sure_place
        apart = latent - self.expected()
        sure = at.criterion.total(weight) + wide
        from_common = (self.scale.place - self.scale.common_place) * wide
        mean = -(at.criterion.total(weight * apart) + from_common) / sure
        by = mean + self.rng.standard_normal(mean.shape) / np.sqrt(sure)
        self.scale.move(by)
        self.residual = apart + by[at.criterion.of]
