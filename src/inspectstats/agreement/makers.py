"""How each agreement figure is built from pairs of ratings, so that it can be built anew.

An interval that leaves bodies or inspectors out needs more than the figure: it builds the same
coefficient on other pairs. One maker a figure says how.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.coefficients import (
    Coefficient,
    alpha_coefficient,
    corrected,
    fleiss_chance,
    gwet_chance,
    observed_only,
    uniform_chance,
)
from inspectstats.agreement.patterns import Patterns
from inspectstats.agreement.ratings import Floats, Ratings
from inspectstats.agreement.weights import Metric, differences, weights_named
from inspectstats.records import InputError


@dataclass(frozen=True, slots=True)
class Maker:
    """How to build a coefficient that is a function of sums over pairs of ratings.

    ``build`` gives the coefficient for some patterns (whose numbers of ratings fix its common
    multiples); ``by_rating`` says whether a unit of m ratings counts m/2 pairs (Krippendorff) or
    one (Gwet). ``freedom`` is the degrees of freedom that each inspector brings: half a one where
    disagreement rises with the square of a difference and nothing in the figure offsets it, as in
    AC2, since a sum of squares is known only half as well.
    """

    build: Callable[[Patterns], Coefficient]
    by_rating: bool
    freedom: float = 1.0


def maker_of(ratings: Ratings, figure: str) -> Maker:
    """How the figure of a report is built: "alpha" (ordinal), "ac2" (quadratic), "ac1" or
    "percent_agreement".
    """
    if figure == "alpha":
        return alpha_maker(ratings, "ordinal")
    known = {
        "ac2": ("gwet_ac", "quadratic"),
        "ac1": ("gwet_ac", "identity"),
        "percent_agreement": ("percent_agreement", "identity"),
    }
    if figure not in known:
        raise InputError(
            f"{figure!r} is unknown",
            where="figure",
            mend=f"Use one of alpha, {', '.join(known)}.",
        )
    name, weights = known[figure]
    canonical, matrix = weights_named(weights, ratings)
    return weighted_maker(name, f"{name}.{canonical}/1", matrix)


def alpha_maker(ratings: Ratings, metric: Metric) -> Maker:
    """How alpha is built on these ratings, from pairs."""
    apart = differences(metric, ratings)
    return Maker(lambda data: alpha_coefficient(data, apart, metric), by_rating=True)


def weighted_maker(name: str, method: str, matrix: Floats) -> Maker:
    """How a figure of Gwet's family is built on these weights, from pairs."""
    freedom = 1.0 if np.array_equal(matrix, np.eye(len(matrix))) else 0.5
    if name == "percent_agreement":
        return Maker(
            lambda data: observed_only(method, data, matrix), by_rating=False, freedom=freedom
        )
    chance = {
        "gwet_ac": gwet_chance,
        "fleiss_kappa": fleiss_chance,
        "brennan_prediger": uniform_chance,
    }[name](matrix)
    return Maker(
        lambda data: corrected(method, data, matrix, chance), by_rating=False, freedom=freedom
    )
