"""How often intervals hold the truth: agreement for any inspectors, waves set against one another,
and estimates from samples. Counted by ./run drill coverage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from inspectstats.agreement import ac2, alpha, percent_agreement
from inspectstats.agreement.difference import difference
from inspectstats.agreement.inspecting import (
    Inspecting,
    expected_pairs,
    inspected,
    stream,
    true_alpha_of,
)
from inspectstats.agreement.ratings import Floats, Ratings
from inspectstats.estimates.draws_by_size import follows_size
from inspectstats.estimates.sample_design import design, design_of_draw
from inspectstats.estimates.shares import Stratum, stratified_share, weighted_share
from inspectstats.estimates.survey import mean, ratio, total
from inspectstats.records import Result
from inspectstats.sampling.draw import draw_by_size
from inspectstats.sampling.frame import Case

# Two simulation standard errors are taken off it.
WANTED = 0.93
INSPECTED: Mapping[str, Inspecting] = {
    "46 x 12, 20 % double, teams": Inspecting(),
    "the same, across teams": Inspecting(across=True),
    "skewed grades": Inspecting(cuts=(0.03, 0.10, 0.30)),
    "100 % double, severity 0.8": Inspecting(double=1.0, sigma_severity=0.8),
    "the same, across teams ": Inspecting(double=1.0, sigma_severity=0.8, across=True),
    "doubles clumped by body": Inspecting(clumped=True),
    "12 x 20 x 2": Inspecting(bodies=12, criteria=20, double=1.0),
    "6 inspectors, 20 % double": Inspecting(inspectors=6, teams=2, across=True),
    "6, 100 %, severity 0.8": Inspecting(
        inspectors=6, teams=2, across=True, double=1.0, sigma_severity=0.8
    ),
    "5 % double": Inspecting(across=True, double=0.05),
    "halo 0.5": Inspecting(sigma_halo=0.5),
}

# Printed without a bound: what is known to fall short.
HARD: Mapping[str, Inspecting] = {
    "two grades, 7 of 100 the lower": Inspecting(across=True, cuts=(0.07,)),
    "the same, 100 % double": Inspecting(across=True, cuts=(0.07,), double=1.0),
}


@dataclass(slots=True)
class Held:
    """How often limits held the truth in ``runs``, and their width; ``without`` any is a miss."""

    runs: int = 0
    held: int = 0
    width: float = 0.0
    without: int = 0

    def add(self, found: Result, truth: float) -> None:
        """Count one interval."""
        self.runs += 1
        if found.low is None or found.high is None:
            self.without += 1
            return
        self.held += found.low - 1e-9 <= truth <= found.high + 1e-9
        self.width += found.high - found.low

    @property
    def share(self) -> float:
        """Share of the runs that held it."""
        return self.held / self.runs

    @property
    def enough(self) -> bool:
        """Is it what is wanted, less two standard errors of the simulation?"""
        return self.share >= WANTED - 2 * math.sqrt(WANTED * (1 - WANTED) / self.runs)

    def __str__(self) -> str:
        mean_width = self.width / max(self.runs - self.without, 1)
        return f"{self.share:.3f} ({mean_width:.2f})" + (f" -{self.without}" * bool(self.without))


def truths(design: Inspecting) -> dict[str, float]:
    """Alpha, AC2 and percent agreement in the population of bodies and inspectors."""
    chances = expected_pairs(design)
    q, margins = len(chances), chances.sum(axis=1)
    steps = np.subtract.outer(np.arange(q), np.arange(q)).astype(np.float64)
    weights = 1 - steps**2 / (q - 1) ** 2
    by_luck = weights.sum() / (q * (q - 1)) * float((margins * (1 - margins)).sum())
    found = float((chances * weights).sum())
    return {
        "alpha": true_alpha_of(design),
        "ac2": (found - by_luck) / (1 - by_luck),
        "percent": float(np.trace(chances)),
    }


def agreement_held(name: str, design: Inspecting, runs: int) -> dict[str, Held]:
    """The jackknife of alpha, and the two-way interval of alpha, AC2 and percent agreement."""
    truth = truths(design)
    figures: dict[str, tuple[str, Callable[[Ratings], Result]]] = {
        "alpha, jackknife": ("alpha", alpha),
        "alpha": ("alpha", lambda ratings: alpha(ratings, interval="two_way")),
        "AC2": ("ac2", lambda ratings: ac2(ratings, interval="two_way")),
        "percent": ("percent", lambda ratings: percent_agreement(ratings, interval="two_way")),
    }
    held = {label: Held() for label in figures}
    for run in range(runs):
        ratings = inspected(design, stream(f"drill {name}", run))
        for label, (kind, figure) in figures.items():
            held[label].add(figure(ratings), truth[kind])
    return held


def waves_held(runs: int) -> dict[str, Held]:
    """Difference of alpha between two waves: strangers, and inspectors who judged in both."""
    first = Inspecting(across=True)
    severe = replace(first, sigma_severity=0.8, double=1.0)
    kinds = {
        "independent waves": (first, replace(first, sigma_noise=0.5), "nothing"),
        "the same inspectors": (first, replace(first, sigma_noise=0.5), "names"),
        "the same, severity 0.8, all double": (severe, severe, "names"),
    }
    held = {name: Held() for name in kinds}
    for name, (before, after, shared) in kinds.items():
        truth = true_alpha_of(after) - true_alpha_of(before)
        for run in range(runs):
            rng = stream(f"drill {name}", run)
            harsh = rng.normal(0, before.sigma_severity, before.inspectors)
            given = harsh if shared == "names" else None
            one, two = (inspected(each, rng, severity=given) for each in (before, after))
            held[name].add(difference(one, two, shared=shared), truth)
    return held


@dataclass(slots=True)
class Stated:
    """Error stated over error made, how often limits held, and how often a warning stood."""

    held: Held
    made: list[float]
    said: list[float]
    warned: int = 0

    @property
    def ratio(self) -> float:
        """Root mean square of the stated errors over the spread of the estimates."""
        return math.sqrt(float(np.mean(self.said))) / float(np.std(self.made, ddof=1))


def by_size(n: int, runs: int) -> dict[str, Stated]:
    """Own draws of n of 60 by size: totals of a figure that follows size and of one that does not,
    by Brewer's variance and Deville's, with what is told in its place.
    """
    rng = np.random.default_rng(60)
    sizes = np.ceil(rng.lognormal(3, 0.8, 60))
    cases = [Case(f"c{code:02}", size=Fraction(int(size))) for code, size in enumerate(sizes)]
    follows, flat = sizes * rng.normal(1, 0.2, 60).clip(0.2), rng.normal(50, 10, 60)
    yes = (rng.random(60) < 0.3).astype(np.float64)
    found = {
        name: Stated(Held(), [], [])
        for name in (
            "total, follows size, Brewer",
            "total, unlike size, Brewer",
            "total, follows size",
            "total, unlike size",
            "ratio to size, unlike size",
            "mean, unlike size",
            "total of yes",
            "share of yes",
        )
    }
    for run in range(runs):
        drawn = draw_by_size(cases, n, f"drill {run}").drawn
        rows = np.array([int(one.id[1:]) for one in drawn])
        plan, other = design_of_draw(drawn, by_size="brewer"), design_of_draw(drawn)
        results = (
            (total(follows[rows], plan), follows.sum()),
            (total(flat[rows], plan), flat.sum()),
            (total(follows[rows], other), follows.sum()),
            (total(flat[rows], other), flat.sum()),
            (ratio(flat[rows], sizes[rows], other), flat.sum() / sizes.sum()),
            (mean(flat[rows], other), flat.mean()),
            (total(yes[rows], other), yes.sum()),
            (weighted_share(yes[rows], other), yes.mean()),
        )
        for one, (result, truth) in zip(found.values(), results, strict=True):
            one.held.add(result, float(truth))
            one.made.append(result.value or 0.0)
            one.said.append((result.se or 0.0) ** 2)
            one.warned += bool(result.warnings)
    assert not follows_size(flat, design(60, chances=sizes / sizes.max()))
    return found


SMALL = {
    "8 x 4, unequal": np.array([20, 30, 40, 60, 90, 150, 250, 600]),
    "8 x 4, one large": np.array([20] * 7 + [800]),
    "8 x 4, equal": np.full(8, 100),
}


def shares_held(sizes: Floats, middle: float, spread: float, runs: int) -> dict[str, Held]:
    """The share over strata of which four cases each were read, by the former method and now."""
    rng = np.random.default_rng([4, int(middle * 100), int(spread * 100), int(sizes.sum())])
    held = {name: Held() for name in ("korn_graubard", "korn_graubard_kish")}
    for _ in range(runs):
        signs = rng.choice([-1, 1], len(sizes)) * rng.random(len(sizes))
        having = rng.binomial(sizes, np.clip(middle + spread * signs, 0, 1))
        read = rng.hypergeometric(having, sizes - having, 4)
        strata = [
            Stratum(str(code), int(size), 4, int(x))
            for code, (size, x) in enumerate(zip(sizes, read, strict=True))
        ]
        for name, one in held.items():
            one.add(stratified_share(strata, name), float(having.sum() / sizes.sum()))
    return held


def means_held(sizes: Floats, runs: int) -> dict[str, Held]:
    """The mean of a normal figure in the same strata, by both ways of counting freedom."""
    rng = np.random.default_rng([5, int(sizes.sum())])
    names = np.repeat(np.arange(len(sizes)), 4).tolist()
    plans = {
        freedom: design(len(names), strata=names, sizes=np.repeat(sizes, 4), freedom=freedom)
        for freedom in ("units", "satterthwaite")
    }
    held = {name: Held() for name in plans}
    for _ in range(runs):
        frame = [rng.normal(10 + code, 1, int(size)) for code, size in enumerate(sizes)]
        read = np.concatenate([rng.choice(cases, 4, replace=False) for cases in frame])
        truth = float(np.concatenate(frame).mean())
        for name, plan in plans.items():
            held[name].add(mean(read, plan), truth)
    return held
