"""Made-up inspections in which teams visit bodies and some cells are judged twice, to count on.

Unlike :class:`~inspectstats.agreement.coverage.Design`, whose raters are places at a body, the
columns here are persons who judge at several bodies, so that what other inspectors would have said
can be asked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from scipy import stats

from inspectstats.agreement.ratings import MISSING, Floats, Grouping, Ratings, from_codes


@dataclass(frozen=True, slots=True)
class Inspecting:
    """How an inspection is judged and what it sees.

    ``bodies`` are judged on ``criteria`` by a pool of ``inspectors`` in ``teams``. Two of one team
    are at each body; one of them judges a cell, and a drawn ``double`` of the cells a second
    inspector: the other at the body, or with ``across`` one of another team. ``clumped``: whole
    bodies are judged twice instead. Spreads are standard deviations on the latent scale (a body's
    quality, a cell's, an inspector's severity, an inspector's severity at one body, noise);
    ``cuts`` the shares of grades below each boundary.
    """

    bodies: int = 46
    criteria: int = 12
    inspectors: int = 25
    teams: int = 5
    double: float = 0.2
    across: bool = False
    clumped: bool = False
    sigma_body: float = 1.0
    sigma_cell: float = 0.5
    sigma_severity: float = 0.4
    sigma_halo: float = 0.0
    sigma_noise: float = 0.7
    cuts: tuple[float, ...] = (0.25, 0.5, 0.75)

    @property
    def variance(self) -> float:
        """Variance of what one inspector sees."""
        spreads = (
            self.sigma_body,
            self.sigma_cell,
            self.sigma_severity,
            self.sigma_halo,
            self.sigma_noise,
        )
        return sum(spread**2 for spread in spreads)


def stream(name: str, number: int) -> np.random.Generator:
    """The generator of one made-up inspection: Philox keyed by the name and the number."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return np.random.Generator(np.random.Philox(key=np.array([key, number], dtype=np.uint64)))


def inspected(
    design: Inspecting, rng: np.random.Generator, *, severity: Floats | None = None
) -> Ratings:
    """The doubly judged cells of one made-up inspection, one column an inspector.

    ``severity`` (inspectors,) gives them instead of drawing them, for waves that share inspectors.
    """
    f, c, people = design.bodies, design.criteria, design.inspectors
    harsh = rng.normal(0, design.sigma_severity, people) if severity is None else severity
    team = np.arange(people) % design.teams
    quality = rng.normal(0, design.sigma_body, (f, 1)) + rng.normal(0, design.sigma_cell, (f, c))
    halo = rng.normal(0, design.sigma_halo, (f, people))
    visiting = rng.permutation(np.resize(np.arange(design.teams), f))
    turn = np.where(team == visiting[:, None], rng.random((f, people)), 2.0)
    present = np.argsort(turn, axis=1)[:, :2]
    which = rng.integers(0, 2, (f, c))
    first = np.take_along_axis(present, which, axis=1)
    second = np.take_along_axis(present, 1 - which, axis=1)
    if design.across:
        other = rng.random((f, c, people)) + 2.0 * (team == team[first][:, :, None])
        second = other.argmin(axis=2)
    number = f if design.clumped else f * c
    twice = np.zeros(number, dtype=bool)
    twice[rng.permutation(number)[: round(design.double * number)]] = True
    rows = np.flatnonzero(np.repeat(twice, c) if design.clumped else twice)
    body = np.repeat(np.arange(f), c)
    bounds = stats.norm.ppf(design.cuts) * np.sqrt(design.variance)
    codes = np.full((len(rows), people), MISSING, dtype=np.int64)
    for who in (first.ravel()[rows], second.ravel()[rows]):
        seen = quality.ravel()[rows] - harsh[who] + halo[body[rows], who]
        seen += rng.normal(0, design.sigma_noise, len(rows))
        codes[np.arange(len(rows)), who] = np.digitize(seen, bounds)
    names = tuple(f"B{code}" for code in range(f))
    return from_codes(
        codes,
        len(design.cuts) + 1,
        force=Grouping(body[rows], names),
        criterion=Grouping(rows % c, tuple(f"C{code}" for code in range(c))),
        raters=[f"I{code}" for code in range(people)],
    )


def expected_pairs(design: Inspecting) -> Floats:
    """Chances (q, q) that two inspectors drawn at random give one cell the grades k and l.

    By the bivariate normal distribution: the coefficient of infinitely many bodies and inspectors,
    without simulation.
    """
    shared = (design.sigma_body**2 + design.sigma_cell**2) / design.variance
    bounds = np.concatenate([[-9.0], stats.norm.ppf(design.cuts), [9.0]])
    normal = stats.multivariate_normal(cov=[[1.0, shared], [shared, 1.0]])
    below = np.array([[normal.cdf([a, b]) for b in bounds] for a in bounds])
    return np.asarray(np.diff(np.diff(below, axis=0), axis=1), dtype=np.float64)


def true_alpha_of(design: Inspecting) -> float:
    """Ordinal alpha in the population of bodies and inspectors."""
    chances = expected_pairs(design)
    margins = chances.sum(axis=1)
    middle = np.cumsum(margins) - margins / 2
    apart = np.subtract.outer(middle, middle) ** 2
    return float(1 - (chances * apart).sum() / (np.outer(margins, margins) * apart).sum())
