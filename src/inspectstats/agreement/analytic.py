"""Gwet's linearised standard errors, units taken as independent.

Kept for comparison with published values: cells of one force are *not* independent, so the default
is the jackknife.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import stats

from inspectstats.agreement.coefficients import (
    Coefficient,
    agreement_sums,
    conger_chance,
    fleiss_chance,
)
from inspectstats.agreement.patterns import Patterns, patterns, total
from inspectstats.agreement.ratings import MISSING, Floats, Ratings
from inspectstats.agreement.resampling import FEWEST_FORCES, Interval, values
from inspectstats.agreement.weights import Metric, differences

Influence = Callable[[Ratings, Patterns, float], tuple[Floats, Floats]]
"""From ratings, patterns and the figure: linearised values, and which patterns are units (0, 1)."""


def limits(
    ratings: Ratings, influence: Influence, found: Coefficient, level: float, *, table: bool
) -> Interval:
    """se^2 = sum (x_u - a)^2/(n (n-1)), or /n^2 with ``table`` (the large-sample form for two-way
    tables).
    """
    data = patterns(ratings)
    estimate = float(values(found, total(data, found.stat)[None, :])[0])
    each, counted = influence(ratings, data, estimate)
    weight = data.weight * counted
    n = float(weight.sum())
    if n < FEWEST_FORCES:
        return Interval(reason="too_few_units")
    se = math.sqrt(
        float((weight * (each - estimate) ** 2).sum()) / (n * n if table else n * (n - 1))
    )
    if se < 1e-12:
        return Interval(se=0.0, reason="no_variation_between_units")
    margin = float(stats.t.ppf(0.5 + level / 2, n - 1)) * se
    low, high = max(estimate - margin, found.lowest), min(estimate + margin, found.highest)
    warning = "units were taken as independent: too narrow when a force brings several units"
    return Interval(low, high, se, warnings=(warning,) if ratings.force is not None else ())


def _observed(data: Patterns, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Each pattern's own agreement p_a (0 below two ratings), its counts, and m."""
    counts = data.counts.astype(np.float64)
    m = counts.sum(axis=1)
    pairs = (counts * (counts @ weights.T - 1)).sum(axis=1)
    return np.where(m >= 2, pairs / np.maximum(m * (m - 1), 1), 0.0), counts, m


def weighted_influence(name: str, weights: Floats) -> Influence:
    """Linearised values of percent agreement, Gwet's AC, Fleiss, Brennan-Prediger and Conger (Gwet
    2014).
    """

    def influence(_ratings: Ratings, data: Patterns, estimate: float) -> tuple[Floats, Floats]:
        own, counts, m = _observed(data, weights)
        counted = (m >= 1).astype(np.float64)
        n = float((data.weight * counted).sum())
        pairable = float(data.weight[m >= 2].sum())
        if name == "percent_agreement":
            return own * n / pairable, counted
        chance, own_chance = _chance(name, weights, data, counts, m, n)
        first = n / pairable * (own - chance * (m >= 2)) / (1 - chance)
        return first - 2 * (1 - estimate) * (own_chance - chance) / (1 - chance), counted

    return influence


def _chance(
    name: str, weights: Floats, data: Patterns, counts: Floats, m: Floats, n: float
) -> tuple[float, Floats]:
    q = data.q
    safe = np.maximum(m, 1)
    shares = (data.weight[:, None] * counts / safe[:, None]).sum(axis=0) / n
    if name == "gwet_ac":
        factor = weights.sum() / (q * (q - 1))
        return float(factor * (shares * (1 - shares)).sum()), factor * (
            counts @ (1 - shares)
        ) / safe
    if name == "fleiss_kappa":
        half = (weights @ shares + weights.T @ shares) / 2
        return float(shares @ weights @ shares), counts @ half / safe
    if name == "brennan_prediger":
        even = float(weights.sum() / q**2)
        return even, np.full(len(m), even)
    return _conger(weights, data, n)


def _conger(weights: Floats, data: Patterns, n: float) -> tuple[float, Floats]:
    family = agreement_sums(data, by_rater=True)
    sums = total(data, family.stat)[None, :]
    chance = float(conger_chance(weights)(family, sums)[0])
    shares = family.rater_shares(sums)[0]
    rated = data.codes != MISSING
    totals = (data.weight[:, None] * rated).sum(axis=0)
    raters = int((totals > 0).sum())
    safe = np.maximum(totals, 1)
    others = shares.sum(axis=0)[None, :] - shares
    each = np.zeros(len(data.weight))
    for rater in np.flatnonzero(totals):
        seen = (data.codes[:, rater, None] == np.arange(data.q)).astype(np.float64)
        absent = rated[:, rater] - totals[rater] / n
        moved = (seen - absent[:, None] * shares[rater]) * (n / safe[rater])
        each += moved @ weights.T @ others[rater]
    return chance, each / (raters * (raters - 1))


def alpha_influence(metric: Metric, *, from_counts: bool = False) -> Influence | None:
    """Linearised values of Krippendorff's alpha for fixed differences.

    None for the ordinal metric, which has none.

    ``from_counts`` follows the form of Gwet's program for tables of counts, which takes the chance
    term once where the form for single ratings takes it twice; it serves to repeat published values
    (golden G04).
    """
    # Its differences depend on the margins themselves, so that they cannot be held fixed.
    if isinstance(metric, str) and metric == "ordinal":
        return None

    def influence(ratings: Ratings, data: Patterns, estimate: float) -> tuple[Floats, Floats]:
        apart = differences(metric, ratings)
        assert apart is not None
        # Gwet's form is written in weights of agreement; scaling all differences leaves alpha as it
        # is.
        weights = 1.0 - apart / max(float(apart.max()), 1e-300)
        own, counts, m = _observed(data, weights)
        counted = (m >= 2).astype(np.float64)
        units = data.weight * counted
        n = float(units.sum())
        mean = float((units * m).sum() / n)
        slight = 1.0 / (n * mean)
        lean = (m - mean) / mean
        agree = own * m / mean
        agree = agree - float((units * agree).sum() / n) * lean
        shares = (units[:, None] * counts).sum(axis=0) / (n * mean)
        chance = float(shares @ weights @ shares)
        own_chance = counts @ ((weights @ shares + weights.T @ shares) / 2) / mean
        if from_counts:
            first = ((1 - slight) * agree + slight - chance) / (1 - chance)
            return first - (1 - estimate) * (own_chance - lean - chance) / (1 - chance), counted
        # Gwet centres on alpha without the small-sample term (1 - alpha = (1 - slight)(1 - plain));
        # shift back to alpha.
        plain = 1 - (1 - estimate) / (1 - slight)
        first = (agree - chance) / (1 - chance)
        moved = first - 2 * (1 - plain) * (own_chance - chance * lean - chance) / (1 - chance)
        return moved + (estimate - plain), counted

    return influence


def cohen_influence(weights: Floats) -> Influence:
    """Linearised values of Cohen's weighted kappa (Fleiss, Cohen and Everitt 1969)."""

    def influence(_ratings: Ratings, data: Patterns, estimate: float) -> tuple[Floats, Floats]:
        both = (data.codes != MISSING).all(axis=1)
        counted = both.astype(np.float64)
        units = data.weight * counted
        n = float(units.sum())
        one_hot = np.arange(data.q)
        first = (data.codes[:, 0, None] == one_hot).astype(np.float64) * counted[:, None]
        second = (data.codes[:, 1, None] == one_hot).astype(np.float64) * counted[:, None]
        margin_1, margin_2 = units @ first / n, units @ second / n
        chance = float(margin_1 @ weights @ margin_2)
        own = np.einsum("pk,kl,pl->p", first, weights, second)
        lean = first @ weights @ margin_2 + second @ weights.T @ margin_1
        each = (own - chance - (1 - estimate) * (lean - 2 * chance)) / (1 - chance)
        return each, counted

    return influence


def fleiss_share(ratings: Ratings, weights: Floats) -> float:
    """Chance agreement p_e of Fleiss and Scott, for a table of the parts of kappa.

    NaN without ratings.
    """
    data = patterns(ratings)
    family = agreement_sums(data)
    return float(fleiss_chance(weights)(family, total(data, family.stat)[None, :])[0])
