"""What is held to be likely of the spreads before any reading is seen: one prior for all."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Prior:
    """Scales of the spreads, in units of one reading's own spread (evidence and noise together).

    Each spread has the density sigma exp(-sigma/scale), a gamma of shape 2: it is 0 at 0, so that
    no spread collapses on the boundary as best-fit values do, and falls slowly above (Chung,
    Rabe-Hesketh, Dorie, Gelman & Liu 2013, Psychometrika 78:685). ``body`` is how bodies differ
    over all criteria, ``inspector`` how severe inspectors are, ``halo`` what an inspector adds to
    all readings of one body, ``bias`` to all readings on one criterion, ``drift`` from the first
    day to the last. ``evidence`` is the spread of a body's own evidence on one criterion as a
    multiple of the noise of one reading. ``place`` is the normal spread of where the scale lies,
    ``hardness`` how criteria differ about it.
    Gaps between the edges common to all criteria are lognormal, their logarithm with mean ``gap``
    and spread ``gap_spread``; each criterion's own edges lie about the common ones by ``edges``.
    """

    body: float = 0.5
    inspector: float = 0.25
    halo: float = 0.12
    bias: float = 0.12
    drift: float = 0.12
    evidence: float = 0.7
    place: float = 2.0
    hardness: float = 0.4
    gap: float = math.log(1.1)
    gap_spread: float = 0.6
    edges: float = 0.2

    def scaled(self, by: float) -> Prior:
        """The same prior with every scale of a spread ``by`` times as wide."""
        return replace(
            self,
            body=self.body * by,
            inspector=self.inspector * by,
            halo=self.halo * by,
            bias=self.bias * by,
            drift=self.drift * by,
            evidence=self.evidence * by,
            hardness=self.hardness * by,
            edges=self.edges * by,
        )


# One for all inspections; a change of it is a new method. Two scales (evidence, gaps) were widened
# by worlds of the model's own law when two that break it had been seen: ADR 41.
PRIOR = Prior()
