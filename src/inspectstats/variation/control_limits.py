"""How far a share may lie from a target by chance: exact tails, limits, over-dispersion."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from inspectstats.intervals.counts import checked, tail

Floats = NDArray[np.float64]


def over_dispersion(
    z: Floats, variance: Floats, share: float = 0.1, *, trim: bool = False
) -> tuple[float, float, float]:
    """phi, phi after winsorising (or trimming), and the additive variance tau^2.

    Parameters
    ----------
    z : (n,) plain scores of the bodies.
    variance : (n,) sampling variance of each body's share.
    share : of the scores, at each end, pulled in to the quantile there.
    trim : leave those out instead.

    Returns
    -------
    Three floats; tau^2 in the squared unit of the shares, 0 or more.

    Raises
    ------
    Nothing for finite scores and variances above 0.

    Examples
    --------
    >>> phi, kept, tau2 = over_dispersion(np.array([-2.0, 0.0, 2.0]), np.full(3, 0.01))
    >>> round(phi, 3), round(kept, 3), round(tau2, 4)
    (2.667, 1.707, 0.0156)

    Notes
    -----
    See :func:`inspectstats.variation.funnel.funnel`. Golden G20.
    """
    phi = float(np.mean(z**2))
    if share > 0:
        low, high = np.quantile(z, [share, 1 - share])
        kept = (z >= low) & (z <= high)
        z_kept, weights = (
            (z[kept], 1 / variance[kept]) if trim else (np.clip(z, low, high), 1 / variance)
        )
    else:
        z_kept, weights = z, 1 / variance
    phi_kept, bodies = float(np.mean(z_kept**2)), len(z_kept)
    below = float(weights.sum() - (weights**2).sum() / weights.sum())
    tau2 = max(0.0, (bodies * phi_kept - (bodies - 1)) / below) if below > 0 else 0.0
    return phi, phi_kept, tau2


def mid_p_value(x: int, n: int, target: float, population: int | None = None) -> float:
    """Two-sided mid-P value of x of n against ``target``: twice the smaller tail, half of P(X = x)
    in each; at most 1.

    Parameters
    ----------
    x, n : cases with the property, of all.
    target : the share compared with.
    population : cases there are; the distribution is then hypergeometric with round(target N).

    Returns
    -------
    A probability.

    Raises
    ------
    Nothing for 0 <= x <= n and a share between 0 and 1.

    Examples
    --------
    >>> round(mid_p_value(8, 10, 0.5), 4)
    0.0654
    """
    if population is None:
        here, above = float(stats.binom.pmf(x, n, target)), float(stats.binom.sf(x, n, target))
    else:
        whole = round(target * population)
        here = float(stats.hypergeom.pmf(x, population, whole, n))
        above = float(stats.hypergeom.sf(x, population, whole, n))
    upper = above + here / 2
    # In the middle of the distribution twice the smaller tail may pass 1.
    return min(1.0, 2 * min(upper, 1 - upper))


def limits(
    n: int, target: float, level: float = 0.95, *, tau2: float = 0.0, population: int | None = None
) -> tuple[float, float]:
    """Control limits for a share of ``n`` cases around ``target``.

    Parameters
    ----------
    n : cases, 1 or more.
    target : the share in the middle.
    level : probability between the limits.
    tau2 : additive variance of over-dispersion.
    population : cases there are.

    Returns
    -------
    Lower and upper limit in [0, 1].

    Raises
    ------
    InputError, for an ``n`` that is no count.

    Examples
    --------
    >>> [round(each, 3) for each in limits(100, 0.2)]
    [0.12, 0.276]

    Notes
    -----
    Exact (binomial, or hypergeometric with ``population``) with Spiegelhalter's interpolation
    between counts; with ``tau2`` above 0 normal limits target -+ z sqrt(p0(1-p0)/n + tau^2),
    clipped to [0, 1].
    """
    tail(level)
    checked(0, n)
    half = (1 - level) / 2
    if tau2 > 0:
        spread = float(stats.norm.isf(half)) * math.sqrt(target * (1 - target) / n + tau2)
        return max(0.0, target - spread), min(1.0, target + spread)
    cases = None if population is None else round(target * population)
    law = stats.binom(n, target) if cases is None else stats.hypergeom(population, cases, n)
    return _interpolated(law, n, half), _interpolated(law, n, 1 - half)


def _interpolated(law: Any, n: int, chance: float) -> float:
    """Spiegelhalter's (2005, appendix) interpolated quantile: r - (F(r) - chance)/(F(r) - F(r-1)),
    as a share of n.
    """
    r = float(law.ppf(chance))
    at, before = float(law.cdf(r)), float(law.cdf(r - 1))
    exact = r - (at - chance) / (at - before) if at > before else r
    return min(max(exact / n, 0.0), 1.0)
