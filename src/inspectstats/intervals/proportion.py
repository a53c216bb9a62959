"""One share x/n with exact, mid-P, score or Bayes limits; hypergeometric where N is known."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import optimize, special, stats

from inspectstats.intervals.counts import checked, tail
from inspectstats.intervals.finite import finite_counts
from inspectstats.records import InputError, Result, digest

Limits = tuple[float, float]


def clopper_pearson(x: float, n: float, level: float = 0.95) -> Limits:
    """Exact equal-tailed limits.

    ``x`` and ``n`` may be fractional (an effective sample size), n > 0.

    Formula: beta quantiles, low = B(a/2; x, n-x+1), high = B(1-a/2; x+1, n-x). Coverage never below
    the level. Reference: Clopper & Pearson (1934) Biometrika 26:404. Golden G10 (81/263: 0.2527 to
    0.3676). For a reader: the true share lies in this range, whatever it is, in at least 95 of 100
    such samples.
    """
    half = tail(level)
    low = 0.0 if x <= 0 else float(special.betaincinv(x, n - x + 1, half))
    high = 1.0 if x >= n else float(special.betaincinv(x + 1, n - x, 1 - half))
    return low, high


def mid_p(x: int, n: int, level: float = 0.95) -> Limits:
    """Limits by the mid-P rule: half the chance of the observed count goes to each tail.

    Formula: solve P(X > x) + P(X = x)/2 = a/2 for the low end, the mirror for the high end.
    Coverage near the level on average, now and then below it: for plots, not for publication.
    Reference: Lancaster (1961); Newcombe (1998a).
    """
    half = tail(level)

    def above(p: float) -> float:
        return float(stats.binom.sf(x, n, p) + stats.binom.pmf(x, n, p) / 2 - half)

    def below(p: float) -> float:
        return float(stats.binom.cdf(x - 1, n, p) + stats.binom.pmf(x, n, p) / 2 - half)

    low = 0.0 if x == 0 else float(optimize.brentq(above, 0.0, 1.0, xtol=1e-14))
    high = 1.0 if x == n else float(optimize.brentq(below, 0.0, 1.0, xtol=1e-14))
    return low, high


def wilson(x: float, n: float, level: float = 0.95) -> Limits:
    """Score limits of Wilson (1927).

    Formula: (2np + z^2 -+ z sqrt(z^2 + 4np(1-p))) / (2(n + z^2)). Golden G10.
    """
    z = float(stats.norm.isf(tail(level)))
    p = x / n
    centre, spread = 2 * n * p + z * z, z * math.sqrt(z * z + 4 * n * p * (1 - p))
    low, high = (centre - spread) / (2 * (n + z * z)), (centre + spread) / (2 * (n + z * z))
    # Exactly 0 and 1 in theory; rounding leaves a hair.
    return (0.0 if x <= 0 else low), (1.0 if x >= n else high)


def wilson_continuity(x: float, n: float, level: float = 0.95) -> Limits:
    """Wilson's score limits with continuity correction, Newcombe's (1998a) method 4."""
    z = float(stats.norm.isf(tail(level)))
    p, q = x / n, 1 - x / n
    under = z * z - 2 - 1 / n + 4 * p * (n * q + 1)
    over = z * z + 2 - 1 / n + 4 * p * (n * q - 1)
    low = (
        0.0
        if x <= 0
        else max(0.0, (2 * n * p + z * z - 1 - z * math.sqrt(under)) / (2 * (n + z * z)))
    )
    high = (
        1.0
        if x >= n
        else min(1.0, (2 * n * p + z * z + 1 + z * math.sqrt(over)) / (2 * (n + z * z)))
    )
    return low, high


def jeffreys(x: float, n: float, level: float = 0.95) -> Limits:
    """Equal-tailed Bayes limits under the Jeffreys prior Beta(1/2, 1/2); 0 at x = 0 and 1 at x = n.

    Golden G10.

    Reference: Brown, Cai & DasGupta (2001) Stat. Sci. 16:101.
    """
    half = tail(level)
    low = 0.0 if x <= 0 else float(special.betaincinv(x + 0.5, n - x + 0.5, half))
    high = 1.0 if x >= n else float(special.betaincinv(x + 0.5, n - x + 0.5, 1 - half))
    return low, high


def agresti_coull(x: float, n: float, level: float = 0.95) -> Limits:
    """z^2/2 successes and failures added first (Agresti & Coull 1998); clipped to [0, 1]."""
    z = float(stats.norm.isf(tail(level)))
    total = n + z * z
    p = (x + z * z / 2) / total
    spread = z * math.sqrt(p * (1 - p) / total)
    return max(0.0, p - spread), min(1.0, p + spread)


METHODS: dict[str, Callable[[int, int, float], Limits]] = {
    "clopper_pearson": clopper_pearson,
    "mid_p": mid_p,
    "wilson": wilson,
    "wilson_continuity": wilson_continuity,
    "jeffreys": jeffreys,
    "agresti_coull": agresti_coull,
}
FINITE = ("exact", "mid_p")


def proportion(
    x: int,
    n: int,
    method: str = "clopper_pearson",
    level: float = 0.95,
    population: int | None = None,
) -> Result:
    """The share x/n with its interval.

    Parameters
    ----------
    x, n : cases with the property, cases looked at.
    method : a key of ``METHODS``; with ``population`` only ``clopper_pearson`` (or ``exact``) and
        ``mid_p``, which then are the hypergeometric ones.
    level : of the interval, as a share.
    population : cases there are (N). With it the interval is that of a sample without replacement
        and shrinks to nothing at n = N (``interval_reason`` is then ``census``).

    Returns
    -------
    Result in shares; ``value`` is ``None`` with ``no_cases`` at n = 0.

    Raises
    ------
    InputError, for counts that are not 0 <= x <= n, an unknown method, and a level such as 95.

    Examples
    --------
    >>> proportion(81, 263)
    <Result proportion/1: 0.308 (0.2527 to 0.3676), x 81, n 263>

    Notes
    -----
    Golden G10, G13; edge cases n_zero, n_equals_N, x_zero.
    """
    x, n = checked(x, n)
    counts = {"x": x, "n": n} | ({} if population is None else {"N": population})
    sha = digest([f"{x} {n} {population} {level} {method}".encode()])
    if method not in METHODS and not (method == "exact" and population is not None):
        raise InputError(
            f"method {method!r}", where="method", mend=f"Use one of {', '.join(METHODS)}."
        )
    if n == 0:
        return Result(
            "proportion/1",
            None,
            level=level,
            unit="share",
            reason="no_cases",
            interval_reason="no_cases",
            counts=counts,
            input_sha256=sha,
        )
    if population is None:
        low, high = METHODS[method](x, n, level)
        name = f"{method}/1"
    else:
        if method not in ("clopper_pearson", *FINITE):
            raise InputError(
                f"{method!r} knows no population",
                where="method",
                mend="Use exact or mid_p with a population.",
            )
        least, most = finite_counts(x, n, population, level, mid_p=method == "mid_p")
        low, high = least / population, most / population
        name = f"hypergeometric.{'mid_p' if method == 'mid_p' else 'exact'}/1"
    reason = "census" if population == n else "ok"
    return Result(
        "proportion/1",
        x / n,
        low,
        high,
        level,
        interval_method=name,
        unit="share",
        interval_reason=reason,
        counts=counts,
        input_sha256=sha,
    )
