"""How often a nominal 95 % interval holds the truth, on simulated inspections of a given design.

For a person who is not a statistician: an interval that says 95 % should be right 95 times of 100;
this counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from inspectstats.agreement.figures import alpha
from inspectstats.agreement.ratings import MISSING, Grouping, Ratings, from_codes
from inspectstats.records import Record, Result


@dataclass(frozen=True, slots=True)
class Design:
    """A made-up inspection: each force's latent quality is seen through criteria, inspectors'
    severity and noise.

    Spreads are standard deviations on the latent scale; ``cuts`` are the shares of grades below
    each boundary.
    """

    forces: int = 46
    criteria: int = 20
    raters: int = 3
    pool: int = 15
    sigma_force: float = 1.0
    sigma_cell: float = 0.5
    sigma_severity: float = 0.3
    sigma_noise: float = 0.7
    missing: float = 0.2
    cuts: tuple[float, ...] = (0.25, 0.5, 0.75)


def inspection(design: Design, *, seed: str) -> Ratings:
    """Simulate the ratings of one inspection, forces declared.

    The same seed gives the same ratings.
    """
    key = int.from_bytes(hashlib.sha256(f"inspection {seed}".encode()).digest()[:16], "big")
    rng = np.random.Generator(np.random.Philox(key=key))
    severity = rng.normal(0, design.sigma_severity, design.pool)
    judges = np.argsort(rng.random((design.forces, design.pool)), axis=1)[:, : design.raters]
    quality = rng.normal(0, design.sigma_force, (design.forces, 1)) + rng.normal(
        0, design.sigma_cell, (design.forces, design.criteria)
    )
    size = (design.forces, design.criteria, design.raters)
    seen = (
        quality[:, :, None] - severity[judges][:, None, :] + rng.normal(0, design.sigma_noise, size)
    )
    variance = (
        design.sigma_force**2
        + design.sigma_cell**2
        + design.sigma_severity**2
        + design.sigma_noise**2
    )
    bounds = stats.norm.ppf(design.cuts) * np.sqrt(variance)
    codes = np.digitize(seen, bounds)
    codes[rng.random(size) < design.missing] = MISSING
    force = np.repeat(np.arange(design.forces), design.criteria)
    names = tuple(f"F{i}" for i in range(design.forces))
    return from_codes(
        codes.reshape(-1, design.raters), len(design.cuts) + 1, force=Grouping(force, names)
    )


def true_alpha(design: Design, *, forces: int = 20_000, seed: str = "truth") -> float:
    """Ordinal alpha of infinitely many forces and inspectors: that of one very large inspection."""
    wide = Design(
        forces,
        design.criteria,
        design.raters,
        2000,
        design.sigma_force,
        design.sigma_cell,
        design.sigma_severity,
        design.sigma_noise,
        design.missing,
        design.cuts,
    )
    # A pool of thousands would make the table of judges large, so the population is drawn in parts.
    parts = max(1, forces // 2000)
    small = Design(
        wide.forces // parts,
        wide.criteria,
        wide.raters,
        wide.pool,
        wide.sigma_force,
        wide.sigma_cell,
        wide.sigma_severity,
        wide.sigma_noise,
        wide.missing,
        wide.cuts,
    )
    codes = np.concatenate(
        [inspection(small, seed=f"{seed} {part}").codes for part in range(parts)]
    )
    value = alpha(from_codes(codes, len(design.cuts) + 1), interval=None).value
    assert value is not None
    return value


@dataclass(frozen=True, slots=True)
class Coverage(Record):
    """Share of ``runs`` whose interval held the truth, its mean width, and runs without an
    interval.
    """

    covered: float
    width: float
    runs: int
    without: int


def coverage(
    design: Design,
    intervals: Mapping[str, Callable[[Ratings], Result]],
    *,
    runs: int,
    seed: str = "coverage",
    truth: float | None = None,
) -> dict[str, Coverage]:
    """Count for each kind of interval how often it holds ``truth`` over simulated inspections.

    None counts as a miss.
    """
    target = true_alpha(design) if truth is None else truth
    hits = dict.fromkeys(intervals, 0)
    widths = dict.fromkeys(intervals, 0.0)
    without = dict.fromkeys(intervals, 0)
    for run in range(runs):
        ratings = inspection(design, seed=f"{seed} {run}")
        for name, figure in intervals.items():
            found = figure(ratings)
            if found.low is None or found.high is None:
                without[name] += 1
                continue
            hits[name] += found.low <= target <= found.high
            widths[name] += found.high - found.low
    return {
        name: Coverage(
            hits[name] / runs, widths[name] / max(runs - without[name], 1), runs, without[name]
        )
        for name in intervals
    }
