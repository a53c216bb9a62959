"""The agreement figures a report prints: each with its interval, or the reason there is none."""

from __future__ import annotations

from inspectstats.agreement import analytic
from inspectstats.agreement.answer import figure, unnamed
from inspectstats.agreement.coefficients import conger_chance, corrected
from inspectstats.agreement.makers import alpha_maker, weighted_maker
from inspectstats.agreement.patterns import patterns
from inspectstats.agreement.ratings import Ratings
from inspectstats.agreement.weights import Metric, Weights, leaning_on_positions, weights_named
from inspectstats.records import Result


def alpha(
    ratings: Ratings,
    metric: Metric = "ordinal",
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Krippendorff's alpha: 1 for perfect agreement, 0 for what chance would give, below 0 for less
    than that.

    For a person who is not a statistician: how far inspectors agree beyond luck, when near misses
    count less than wide ones. Krippendorff relies on 0.80 and above, and draws tentative
    conclusions from 0.667 to 0.80.

    Parameters
    ----------
    ratings : units x raters, gaps allowed; units rated once add nothing.
    metric : "ordinal" (grades in order; the default), "nominal", "interval", "ratio", or by
        agreement weights "gwet_ordinal", "linear", "radical" (differences 1 - w_kl).
    interval : "jackknife" over forces (t, F - 1 df; the inspectors as they are), "two_way" (forces
        and inspectors both as drawn: for any inspectors like these), "force_bootstrap",
        "unit_bootstrap", "analytic" (Gwet's, units taken as independent; "analytic_table" and
        "analytic_counts" repeat his programs for tables), or None.

    Returns
    -------
    Result without unit; ``value`` None with ``no_pairable_units`` or ``no_variation``.

    Notes
    -----
    alpha = 1 - (n-1) sum_ck o_ck d2_ck / sum_ck n_c n_k d2_ck with o_ck = sum_u (n_uc n_uk - [c=k]
    n_uc)/(m_u - 1). Ordinal: d_ck = mid_k - mid_c, mid_c = sum_{g<=c} n_g - n_c/2. Assumes raters
    are interchangeable. Reference: Krippendorff (2011), Computing Krippendorff's alpha-reliability;
    Hayes and Krippendorff (2007). Golden G01, G03-G05.
    """
    maker = alpha_maker(ratings, metric)
    found = maker.build(patterns(ratings))
    influence = analytic.alpha_influence(metric, from_counts=interval == "analytic_counts")
    return figure(
        ratings,
        found,
        influence,
        interval=interval,
        level=level,
        seed=seed,
        replicates=replicates,
        threads=threads,
        unit="",
        warnings=leaning_on_positions(metric, ratings),
        maker=maker,
    )


def _weighted(
    ratings: Ratings,
    name: str,
    weights: Weights,
    interval: str | None,
    level: float,
    seed: str,
    replicates: int,
    threads: int,
) -> Result:
    canonical, matrix = weights_named(weights, ratings)
    data = patterns(ratings)
    method = f"{name}.{canonical}/1"
    maker = None
    if name == "conger_kappa":
        if not ratings.raters_named:
            return unnamed(ratings, method, level, interval)
        # A fixed panel: to take its members as drawn from many would contradict the figure.
        found = corrected(method, data, matrix, conger_chance(matrix), by_rater=True)
    else:
        maker = weighted_maker(name, method, matrix)
        found = maker.build(data)
    return figure(
        ratings,
        found,
        analytic.weighted_influence(name, matrix),
        interval=interval,
        level=level,
        seed=seed,
        replicates=replicates,
        threads=threads,
        unit="proportion" if name == "percent_agreement" else "",
        warnings=leaning_on_positions(canonical, ratings),
        maker=maker,
    )


def ac1(
    ratings: Ratings,
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Gwet's AC1: agreement beyond chance that does not collapse when nearly everybody gets the
    same grade.

    For a person who is not a statistician: read it beside alpha; where 44 of 46 bodies "meet",
    trust this one.

    Notes
    -----
    AC1 = (p_a - p_e)/(1 - p_e), p_e = sum pi_k (1 - pi_k)/(q - 1), pi_k the mean over rated units
    of n_uk/m_u and q the *declared* scale. Assumes raters guess only on units hard to grade.
    Reference: Gwet (2008, 2014). Golden G03-G05, G24. Undefined (``no_variation``) on a scale of
    one category.
    """
    return _weighted(ratings, "gwet_ac", "identity", interval, level, seed, replicates, threads)


def ac2(
    ratings: Ratings,
    weights: Weights = "quadratic",
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Gwet's AC2: AC1 with part marks for near misses.

    For a person who is not a statistician: AC1, where "one step apart" counts as partly agreeing.

    Notes
    -----
    As :func:`ac1` with weights w_kl and p_e = T_w/(q(q-1)) sum pi_k (1 - pi_k), T_w = sum w_kl.
    ``weights``: identity, linear, quadratic, gwet_ordinal, radical. Reference: Gwet (2014). Golden
    G03, G05.
    """
    return _weighted(ratings, "gwet_ac", weights, interval, level, seed, replicates, threads)


def fleiss(
    ratings: Ratings,
    weights: Weights = "identity",
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Fleiss' kappa for any number of raters (Scott's pi for two), with missing cells and weights.

    For a person who is not a statistician: agreement beyond chance when the judges are
    interchangeable.

    Notes
    -----
    (p_a - p_e)/(1 - p_e), p_e = sum w_kl pi_k pi_l. Falls towards 0 when one grade prevails (the
    prevalence paradox): read :func:`ac1` too. Reference: Fleiss (1971); Scott (1955); Gwet (2014).
    Golden G03-G06.
    """
    return _weighted(ratings, "fleiss_kappa", weights, interval, level, seed, replicates, threads)


def conger(
    ratings: Ratings,
    weights: Weights = "identity",
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Conger's kappa: for a fixed panel of named raters, each with habits of his own.

    For a person who is not a statistician: agreement beyond what the same judges would reach by
    luck, given how often each of them uses each grade.

    Notes
    -----
    p_e = sum w_kl (p_k p_l - s2_kl/R): chance agreement of two different raters. Equals Cohen's
    kappa for two raters who rated every unit. Reference: Conger (1980); Gwet (2014). Golden G03.
    """
    return _weighted(ratings, "conger_kappa", weights, interval, level, seed, replicates, threads)


def brennan_prediger(
    ratings: Ratings,
    weights: Weights = "identity",
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Brennan-Prediger: agreement beyond picking grades blindly, every grade of the declared scale
    equally likely.

    For a person who is not a statistician: what is left of agreement after taking off what dice
    would give.

    Notes
    -----
    p_e = T_w/q^2. Reference: Brennan and Prediger (1981); Gwet (2014). Golden G03-G05.
    """
    return _weighted(
        ratings, "brennan_prediger", weights, interval, level, seed, replicates, threads
    )


def percent_agreement(
    ratings: Ratings,
    weights: Weights = "identity",
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Share of pairs of inspectors who judged the same thing and gave the same grade, a proportion
    in [0, 1].

    For a person who is not a statistician: take any thing two inspectors judged; how often did they
    agree?

    Notes
    -----
    p_a = mean over units with m_u >= 2 of sum_k n_uk (sum_l w_kl n_ul - 1)/(m_u (m_u - 1)). Not
    corrected for chance. Reference: Gwet (2014). Golden G03, G05, G06, G24.
    """
    return _weighted(
        ratings, "percent_agreement", weights, interval, level, seed, replicates, threads
    )


def adjacent_agreement(
    ratings: Ratings,
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Share of pairs whose grades are the same or one step apart, a proportion in [0, 1].

    For a person who is not a statistician: how often two inspectors come within one grade of each
    other.

    Notes
    -----
    :func:`percent_agreement` with w_kl = 1 for |k - l| <= 1 on scale positions. 1 minus it is the
    share of wide gaps.
    """
    return _weighted(
        ratings, "percent_agreement", "adjacent", interval, level, seed, replicates, threads
    )
