"""What a draw by size changes: the variance, and whether the figure follows the size."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from inspectstats.estimates.sample_columns import Floats
from inspectstats.estimates.sample_design import Design

UNLIKE_SIZE = (
    "does_not_follow_size: the figure does not rise with the size the cases were drawn by, so the "
    "limits of the total may be too narrow; of a yes or no tell the share (weighted_share), else "
    "the ratio to size (ratio, of the figure to the size) or the mean of the cases (mean)"
)


def variance_by_size(scores: Floats, plan: Design) -> tuple[float | None, str]:
    """Variance of the weighted total of ``scores`` from a draw by size, and a reason.

    Formula, Brewer's: sum over strata of n/(n-1) sum of (1 - pi_i)(z_i/pi_i - T/n)^2, z_i the total
    of sampling unit i, pi_i its chance, n the units that were not certain and T their weighted
    total. Deville's: sum of (1 - pi_i)(z_i/pi_i - A)^2/(1 - sum a_i^2), a_i = (1 - pi_i)/sum (1 -
    pi_i), A = sum a_i z_i/pi_i, with means and ratios corrected for units of large weight. Neither
    needs joint chances. Stated over actual error for 10, 20 and 30 drawn of 60: totals 1.00 to 1.10
    and 1.00 to 1.02, means and ratios 0.89 to 1.09 and 1.01 to 1.07. Assume a draw without
    replacement of fixed size, of high entropy (Pareto, Sampford, conditional Poisson).
    Reference: Brewer (2002), Combined Survey Sampling Inference, chapter 9, as R survey's
    ``pps="brewer"``; Deville (1999), Survey Methodology 25:193.
    """
    chances = plan.chances
    assert chances is not None
    left = ~plan.certain
    weighted = plan.weights * scores
    grand = float(weighted[left].mean()) if left.any() else 0.0
    total = 0.0
    for code in np.unique(plan.stratum[left]).tolist():
        inside = left & (plan.stratum == code)
        _, first, place = np.unique(plan.cluster[inside], return_index=True, return_inverse=True)
        totals = np.bincount(place, weights=weighted[inside])
        rest = 1.0 - chances[inside][first]
        n = len(totals)
        if n == 1 and plan.singletons == "refuse":
            return None, "singleton_stratum"
        if n == 1:
            centre, more = grand, 1.0
        elif plan.by_size == "deville":
            part = rest / rest.sum()
            centre, more = float(part @ totals), 1.0 / (1.0 - float((part**2).sum()))
        else:
            centre, more = float(totals.mean()), n / (n - 1)
        total += more * float((rest * (totals - centre) ** 2).sum())
    return total, "ok"


def leaning(scores: Floats, shares: Floats, plan: Design) -> Floats:
    """Scores of a ratio over the root of one less the share of the lower total that a unit brings,
    where the variance is Deville's: a unit of large weight draws the estimate to itself, so that
    its score is smaller than its error (MacKinnon and White 1985, J. Econometrics 29:305, HC2).
    """
    if plan.chances is None or plan.by_size != "deville":
        return scores
    _, place = np.unique(plan.cluster, return_inverse=True)
    leverage = np.bincount(place, weights=np.abs(shares))[place]
    free = ~plan.certain & (leverage < 1)
    return np.where(free, scores / np.sqrt(np.where(free, 1 - leverage, 1.0)), scores)


def follows_size(y: ArrayLike, plan: Design) -> bool:
    """Does a figure rise with the size by which its cases were drawn?

    It does where figure over chance varies less, relative to its mean, than the figure itself: the
    draw by size then helped. Where it does not, an equal draw would have served better, a few small
    cases with large weights carry the total, and its interval holds the truth less often than it
    says. Certain cases are left out, and True is returned for fewer than three others.
    """
    left = ~plan.certain
    values = np.asarray(y, dtype=np.float64)[left]
    if plan.chances is None or len(values) < 3:
        return True
    over = values * plan.weights[left]
    means = abs(float(values.mean())), abs(float(over.mean()))
    if min(means) == 0:
        return True
    return float(over.std()) / means[1] <= float(values.std()) / means[0]
