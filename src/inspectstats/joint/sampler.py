"""Draws from the joint model of bodies, criteria and inspectors, many chains side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspectstats.joint import spreads, truncated
from inspectstats.joint.edges import Edges
from inspectstats.joint.layout import Floats, Groups, Layout, Nested
from inspectstats.joint.prior import Prior

# Of proposals for a criterion's edges this share should be taken: three numbers move at once.
_TAKEN = 0.3
_TRIES = 2


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
    noise together have spread 1 and evidence the share ``evidence_share``; its grade is the number
    of the criterion's edges that do not lie above it. A cell read once tells nothing of that share,
    so nothing of it is drawn into its reading: only cells read more than once carry their evidence
    through the sweeps. Latent values by Albert & Chib (1993, JASA 88:669); edges with the latent
    values integrated out (Cowles 1996, Stat. Comput. 6:101); whole families of effects are moved
    together (Liu & Sabatti 2000, Biometrika 87:353).
    """

    def __init__(self, at: Layout, prior: Prior, rng: np.random.Generator, chains: int) -> None:
        self.at, self.prior, self.rng, self.chains = at, prior, rng, chains
        self.bodies = Effects.none(at.halo, chains, 0.7, 0.15)
        self.inspectors = Effects.none(at.bias, chains, 0.3, 0.15)
        self.drift = np.zeros((at.inspector.count, chains))
        self.drift_spread = np.full(chains, 0.15)
        self.evidence = np.zeros((len(at.shared_cells), chains))
        self.evidence_share = np.full(chains, 0.4)
        self.spread = np.ones((at.readings, chains))
        self.residual = np.zeros((at.readings, chains))
        self.scale = Edges(at, prior, rng, chains)
        self._sweeps = 0
        self._pace = np.ones((at.criterion.count, chains))

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
        found[at.shared] += self.evidence[at.of_shared.of]
        return found

    def _ends(self, edges: Floats, expected: Floats) -> tuple[Floats, Floats]:
        at = self.at
        low = (edges[at.criterion.of, at.grade] - expected) / self.spread
        return low, (edges[at.criterion.of, at.grade + 1] - expected) / self.spread

    def sweep(self, *, warming: bool = False) -> None:
        """Draw everything once, each from its law given the rest."""
        expected = self.expected()
        self._draw_edges(expected, warming)
        low, high = self._ends(self.scale.all, expected)
        latent = expected + self.spread * truncated.draw(low, high, self.rng)
        without = latent - self._draw_evidence(latent, expected)
        moved = self._draw_bodies(without)
        latent, without = latent + moved, without + moved
        moved = self._draw_inspectors(without)
        self._draw_places(latent + moved)
        self._sweeps += 1

    def _draw_edges(self, expected: Floats, warming: bool) -> None:
        """Draw the edges of every criterion with the latent values integrated out."""
        at, scale = self.at, self.scale
        now = self._weight(scale.all, expected) + scale.law(scale.place, scale.apart)
        for _ in range(_TRIES):
            # The error of an edge falls with the square root of the readings about it.
            place, apart = scale.tried(self._pace / np.sqrt(at.criterion.sizes + 4)[:, None])
            edges = scale.at(place, apart)
            then = self._weight(edges, expected) + scale.law(place, apart)
            taken = np.log(self.rng.random(then.shape)) < then - now
            now = np.where(taken, then, now)
            scale.take(taken, place, apart, edges)
            if warming:
                self._pace *= np.exp((taken - _TAKEN) * 2 / np.sqrt(self._sweeps + 4))
        scale.draw_common()

    def _weight(self, edges: Floats, expected: Floats) -> Floats:
        """The logarithm of the weight of each criterion's readings."""
        return self.at.criterion.total(np.log(truncated.chance(*self._ends(edges, expected))))

    def _draw_evidence(self, latent: Floats, expected: Floats) -> Floats:
        """Draw the evidence of cells read more than once; return it by reading."""
        at, rng = self.at, self.rng
        held = np.zeros_like(latent)
        apart = latent[at.shared] - expected[at.shared] + self.evidence[at.of_shared.of]
        sums, squares = at.of_shared.total(apart), at.of_shared.total(apart**2)
        sizes = at.of_shared.sizes
        cells = [
            (int(size), int(same.sum()), squares[same].sum(axis=0), (sums[same] ** 2).sum(axis=0))
            for size in np.unique(sizes)
            for same in [sizes == size]
        ]
        share = spreads.shared_part(cells, self.prior.evidence, rng, self.chains)
        sure = 1 / share + sizes[:, None] / (1 - share)
        self.evidence = sums / (1 - share) / sure + rng.standard_normal(sums.shape) / np.sqrt(sure)
        self.evidence_share = share
        self.spread[at.shared] = np.sqrt(1 - share)
        held[at.shared] = self.evidence[at.of_shared.of]
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
        weight = self.spread**-2
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
        rng, weight = self.rng, self.spread**-2
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
        at, weight, wide = self.at, self.spread**-2, self.scale.sure_place
        apart = latent - self.expected()
        sure = at.criterion.total(weight) + wide
        from_common = (self.scale.place - self.scale.common_place) * wide
        mean = -(at.criterion.total(weight * apart) + from_common) / sure
        by = mean + self.rng.standard_normal(mean.shape) / np.sqrt(sure)
        self.scale.move(by)
        self.residual = apart + by[at.criterion.of]
