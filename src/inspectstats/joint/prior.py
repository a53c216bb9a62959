"""What is held to be likely of the spreads before any reading is seen: one prior for all."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Prior:
    """Scales of the spreads, in units of one reading's own spread (evidence and noise together).

    Each spread has the density sigma/(1 + sigma/scale)^3, with half of it below 2.4 scales: it is 0
    at 0, so that no spread collapses on the boundary as best-fit values do (Chung, Rabe-Hesketh,
    Dorie, Gelman & Liu 2013, Psychometrika 78:685), and falls as a power above, so that readings
    may tell of a spread many times the scale (Gelman 2006, Bayesian Analysis 1:515). ``body`` is
    how bodies differ over all criteria, ``inspector`` how severe inspectors are, ``halo`` what an
    inspector adds to all readings of one body, ``bias`` to all readings on one criterion, ``drift``
    from the first day to the last. ``place`` is the normal spread of where the scale lies,
    ``hardness`` how criteria differ about it.
    Gaps between the edges common to all criteria are lognormal, their logarithm with mean ``gap``
    and spread ``gap_spread``; each criterion's own edges lie about the common ones by ``edges``.
    ``stretch`` and ``noise`` are how inspectors differ in how far apart they set the edges and in
    how noisy they are, in logarithms; these spreads have the density sigma exp(-sigma/scale).
    Of the share of a reading that is evidence any value is as likely as another: it has no scale.
    """

    body: float = 0.35
    inspector: float = 0.18
    halo: float = 0.08
    bias: float = 0.08
    drift: float = 0.08
    place: float = 2.0
    hardness: float = 0.28
    gap: float = math.log(1.1)
    gap_spread: float = 0.6
    edges: float = 0.14
    stretch: float = 0.12
    noise: float = 0.12

    def scaled(self, by: float) -> Prior:
        """The same prior with every scale of a spread ``by`` times as wide."""
        return replace(
            self,
            body=self.body * by,
            inspector=self.inspector * by,
            halo=self.halo * by,
            bias=self.bias * by,
            drift=self.drift * by,
            hardness=self.hardness * by,
            edges=self.edges * by,
            stretch=self.stretch * by,
            noise=self.noise * by,
        )


# One for all inspections; a change of it is a new method. Where its scales come from, and what had
# been seen when they were set: ADR 41 and 53.
PRIOR = Prior()
