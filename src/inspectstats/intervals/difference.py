"""The difference of two shares, independent or paired, with score limits."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import optimize, stats

from inspectstats.intervals.counts import checked, tail
from inspectstats.intervals.proportion import Limits, wilson, wilson_continuity
from inspectstats.records import InputError, Result, digest


def newcombe(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Limits:
    """Hybrid score, Newcombe's (1998b) method 10: the Wilson limits of both shares, squared and
    added.

    low = d - sqrt((p1-l1)^2 + (u2-p2)^2), high = d + sqrt((u1-p1)^2 + (p2-l2)^2). Golden G11 (56/70
    - 48/80: 0.0524 to 0.3339). For a reader: if this range does not include 0, the two shares
    differ by more than chance would make them.
    """
    return _hybrid(wilson, x1, n1, x2, n2, level)


def newcombe_continuity(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Limits:
    """As :func:`newcombe` with continuity-corrected score limits, Newcombe's (1998b) method 11."""
    return _hybrid(wilson_continuity, x1, n1, x2, n2, level)


def _hybrid(
    single: Callable[[float, float, float], Limits],
    x1: int,
    n1: int,
    x2: int,
    n2: int,
    level: float,
) -> Limits:
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = single(x1, n1, level), single(x2, n2, level)
    return p1 - p2 - math.hypot(p1 - l1, u2 - p2), p1 - p2 + math.hypot(u1 - p1, p2 - l2)


def agresti_caffo(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Limits:
    """One success and one failure added to each sample (Agresti & Caffo 2000); clipped to [-1, 1].

    Golden G11.
    """
    z = float(stats.norm.isf(tail(level)))
    p1, p2 = (x1 + 1) / (n1 + 2), (x2 + 1) / (n2 + 2)
    spread = z * math.sqrt(p1 * (1 - p1) / (n1 + 2) + p2 * (1 - p2) / (n2 + 2))
    return max(-1.0, p1 - p2 - spread), min(1.0, p1 - p2 + spread)


def miettinen_nurminen(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Limits:
    """Asymptotic score interval as Fagerland, Lydersen & Laake (2015) print it under this name.

    Golden G11.

    Formula: all d with |p1 - p2 - d| <= z s(d), s the standard error at the shares most likely
    under difference d. Their printed figures (7/34 - 1/34: 0.028 to 0.34) are those *without* the
    factor N/(N-1) of Miettinen & Nurminen (1985), which is Mee's (1984) interval; with it, it is
    :func:`miettinen_nurminen_1985` (0.027 to 0.345). Solved at the ends too (0 of n, n of n), where
    common implementations fail.
    """
    return _score(x1, n1, x2, n2, level, 1.0)


def miettinen_nurminen_1985(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Limits:
    """Score interval with the variance factor N/(N-1) (Miettinen & Nurminen 1985).

    Newcombe (1998b), method 6.
    """
    return _score(x1, n1, x2, n2, level, (n1 + n2) / (n1 + n2 - 1) if n1 + n2 > 1 else 1.0)


def _score(x1: int, n1: int, x2: int, n2: int, level: float, factor: float) -> Limits:
    z = float(stats.norm.isf(tail(level)))
    gap = x1 / n1 - x2 / n2

    def excess(delta: float) -> float:
        """Positive once ``delta`` is far enough from the observed gap to be rejected."""
        p1, p2 = _restricted(x1, n1, x2, n2, delta)
        variance = factor * (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
        return (gap - delta) ** 2 - z * z * variance

    # at the gap itself both sides are 0 when both samples are all or none: start beside it
    step = 1e-9
    low = high = gap
    if gap - step > -1:
        low = (
            -1.0
            if excess(-1.0) <= 0
            else float(optimize.brentq(excess, -1.0, gap - step, xtol=1e-13))
        )
    if gap + step < 1:
        high = (
            1.0 if excess(1.0) <= 0 else float(optimize.brentq(excess, gap + step, 1.0, xtol=1e-13))
        )
    return low, high


def _restricted(x1: int, n1: int, x2: int, n2: int, delta: float) -> tuple[float, float]:
    """The most likely (p1, p2) with p1 - p2 = delta: the root of a cubic, found where the
    likelihood's slope changes sign.
    """
    least, most = max(0.0, -delta), min(1.0, 1.0 - delta)

    def slope(p2: float) -> float:
        p1 = p2 + delta
        found = 0.0
        for x, n, p in ((x1, n1, p1), (x2, n2, p2)):
            found += (x / p if x else 0.0) - ((n - x) / (1 - p) if n - x else 0.0)
        return found

    # At the very ends a share is 0 or 1 and the slope infinite.
    margin = 1e-12 * max(most - least, 1e-300)
    if most - least < 1e-12 or slope(least + margin) <= 0:
        p2 = least
    elif slope(most - margin) >= 0:
        p2 = most
    else:
        p2 = float(optimize.brentq(slope, least + margin, most - margin, xtol=1e-15))
    return min(max(p2 + delta, 0.0), 1.0), min(max(p2, 0.0), 1.0)


METHODS: dict[str, Callable[[int, int, int, int, float], Limits]] = {
    "newcombe_hybrid_score": newcombe,
    "newcombe_continuity": newcombe_continuity,
    "miettinen_nurminen": miettinen_nurminen,
    "miettinen_nurminen_1985": miettinen_nurminen_1985,
    "mee": miettinen_nurminen,
    "agresti_caffo": agresti_caffo,
}


def difference(
    x1: int, n1: int, x2: int, n2: int, method: str = "newcombe_hybrid_score", level: float = 0.95
) -> Result:
    """p1 - p2 for two independent samples, with its interval.

    Parameters
    ----------
    x1, n1, x2, n2 : cases with the property and cases looked at, of each sample.
    method : a key of ``METHODS``.
    level : of the interval, as a share.

    Returns
    -------
    Result in shares, from -1 to 1; ``value`` is None with ``no_cases`` where a sample is empty.

    Raises
    ------
    InputError, for counts that are not 0 <= x <= n, an unknown method, and a level such as 95.

    Examples
    --------
    >>> difference(56, 70, 48, 80)
    <Result difference/1: 0.2 (0.05243 to 0.3339), x1 56, n1 70>

    Notes
    -----
    Golden G11.
    """
    checked(x1, n1, ("x1", "n1"))
    checked(x2, n2, ("x2", "n2"))
    if method not in METHODS:
        raise InputError(
            f"method {method!r}", where="method", mend=f"Use one of {', '.join(METHODS)}."
        )
    counts = {"x1": x1, "n1": n1, "x2": x2, "n2": n2}
    sha = digest([f"{x1} {n1} {x2} {n2} {level} {method}".encode()])
    if 0 in (n1, n2):
        return Result(
            "difference/1",
            None,
            level=level,
            unit="share",
            reason="no_cases",
            interval_reason="no_cases",
            counts=counts,
            input_sha256=sha,
        )
    low, high = METHODS[method](x1, n1, x2, n2, level)
    return Result(
        "difference/1",
        x1 / n1 - x2 / n2,
        low,
        high,
        level,
        interval_method=f"{method}/1",
        unit="share",
        counts=counts,
        input_sha256=sha,
    )


def paired_difference(
    both: int, first: int, second: int, neither: int, level: float = 0.95
) -> Result:
    """The difference of two shares in the same bodies (before and after): Newcombe's (1998c) method
    10 for pairs.

    Parameters
    ----------
    both, first, second, neither : bodies that met it both times, the first time alone, the second
        time alone, never.
    level : of the interval, as a share.

    Returns
    -------
    Result in shares: the first time less the second. ``no_cases`` without bodies.

    Raises
    ------
    InputError, for a count that is not whole or below 0, and a level such as 95.

    Examples
    --------
    >>> paired_difference(53, 0, 1, 10)
    <Result difference.paired/1: -0.01562 (-0.074 to 0.03911), both 53, first 0>

    Notes
    -----
    Hybrid score with the correlation phi, its numerator continuity-corrected: ad - bc - n/2 where
    positive, 0 where that turns negative. Reference: Newcombe (1998c) Stat. Med. 17:2635.
    """
    for name, value in (("both", both), ("first", first), ("second", second), ("neither", neither)):
        checked(value, value, (name, name))
    n = both + first + second + neither
    counts = {"both": both, "first": first, "second": second, "neither": neither, "n": n}
    sha = digest([f"{both} {first} {second} {neither} {level}".encode()])
    if n == 0:
        return Result(
            "difference.paired/1",
            None,
            level=level,
            unit="share",
            reason="no_cases",
            interval_reason="no_cases",
            counts=counts,
            input_sha256=sha,
        )
    p1, p2 = (both + first) / n, (both + second) / n
    (l1, u1), (l2, u2) = wilson(both + first, n, level), wilson(both + second, n, level)
    product = (both + first) * (second + neither) * (both + second) * (first + neither)
    raw = both * neither - first * second
    phi = 0.0 if product == 0 else (max(raw - n / 2, 0.0) if raw > 0 else raw) / math.sqrt(product)
    down = (p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2
    up = (u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2
    gap = p1 - p2
    return Result(
        "difference.paired/1",
        gap,
        gap - math.sqrt(max(down, 0.0)),
        gap + math.sqrt(max(up, 0.0)),
        level,
        interval_method="newcombe_paired/1",
        unit="share",
        counts=counts,
        input_sha256=sha,
    )
