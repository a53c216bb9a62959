"""Limits for the number of cases in a finite population, by inverting hypergeometric tests."""

from __future__ import annotations

from collections.abc import Callable

from scipy import stats

from inspectstats.intervals.counts import checked, tail
from inspectstats.records import InputError


def finite_counts(
    x: int, n: int, population: int, level: float = 0.95, *, mid_p: bool = False
) -> tuple[int, int]:
    """Smallest and largest number of cases among ``population`` that x of n sampled do not
    contradict.

    Parameters
    ----------
    x, n : cases with the property, cases sampled.
    population : cases there are (N).
    level : of the interval, as a share.
    mid_p : take half of P(X = x) off each tail.

    Returns
    -------
    Two counts, 0 to N.

    Raises
    ------
    InputError, for counts that are not 0 <= x <= n <= N, and a level such as 95.

    Examples
    --------
    >>> finite_counts(45, 50, 150)
    (121, 143)

    Notes
    -----
    All M with P(X >= x | M) > a/2 and P(X <= x | M) > a/2, X hypergeometric (N, M, n);
    with ``mid_p`` half of P(X = x) is taken off each tail. Assumes a simple random sample without
    replacement. Exact: coverage is never below the level for any M (mid-P: about the level on
    average). Golden G13 (150, 50, 45: 121 to 143). For a reader: the files we did not open are
    counted neither way; this is what the whole pile may hold.
    """
    x, n = checked(x, n)
    if population < n or population < 1:
        raise InputError(
            f"N = {population} is smaller than n = {n}",
            where="population",
            mend="N counts all cases.",
        )
    half = tail(level)
    least, most = x, population - (n - x)

    def above(cases: int) -> float:
        chance = stats.hypergeom.sf(x - 1, population, cases, n)
        return float(chance - (stats.hypergeom.pmf(x, population, cases, n) / 2 if mid_p else 0))

    def below(cases: int) -> float:
        chance = stats.hypergeom.cdf(x, population, cases, n)
        return float(chance - (stats.hypergeom.pmf(x, population, cases, n) / 2 if mid_p else 0))

    if n == 0:
        return 0, population
    low = least if x == 0 else _first(least, most, lambda cases: above(cases) > half)
    high = (
        most if x == n else most - _first(0, most - least, lambda back: below(most - back) > half)
    )
    return low, high


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first whole number in low..high at which a monotone ``holds`` turns true (``high`` is
    known to be).
    """
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
