"""How many cases to read, for a share or to rule a fault rate out, and how to spread them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scipy import stats

from inspectstats.intervals.counts import tail
from inspectstats.intervals.proportion import proportion
from inspectstats.records import InputError, Record

_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Size(Record):
    """A planned sample: ``n`` cases (always rounded up), ``unrounded`` what the formula gave, and
    the ``method`` id.

    ``half_width`` is what the exact interval at the planning share reaches with ``n``, where that
    was asked for.
    """

    n: int
    unrounded: float
    method: str
    half_width: float | None = None


def krejcie_morgan(
    population: int, share: float = 0.5, half_width: float = 0.05, chi2: float = 3.841
) -> Size:
    """The table of Krejcie & Morgan (1970), rounded *up* where they rounded to the nearest.

    Golden G14 (10,000: 370).

    Formula: chi2 N P (1-P) / (d^2 (N-1) + chi2 P (1-P)). Assumes a normal approximation: plan with
    :func:`for_share`.
    """
    if population < 1:
        raise InputError(
            f"N = {population}", where="population", mend="Give the number of cases there are."
        )
    _share(share, "share")
    _share(half_width, "half_width")
    spread = chi2 * share * (1 - share)
    size = spread * population / (half_width**2 * (population - 1) + spread)
    # The hair keeps a whole number of cases from being rounded up by a rounding.
    return Size(min(math.ceil(size - 1e-9), population), size, "size.krejcie_morgan/1")


def for_share(
    half_width: float, share: float = 0.5, level: float = 0.95, population: int | None = None
) -> Size:
    """Fewest cases whose *exact* interval at the planning share is no wider than +- ``half_width``.

    Formula: start at z^2 P(1-P)/d^2 with the finite correction n0/(1 + (n0-1)/N), then go to where
    the exact interval (Clopper-Pearson, or hypergeometric with ``population``) keeps the width for
    this and the next sizes. For a reader: read this many files and the share is known to within
    that many points, whichever files they are.
    """
    tail(level)
    _share(share, "share")
    _share(half_width, "half_width")
    z = float(stats.norm.isf(tail(level)))
    unrounded = z * z * share * (1 - share) / half_width**2
    if population is not None:
        unrounded /= 1 + (unrounded - 1) / population
    most = _LARGEST if population is None else population

    def reached(n: int) -> float:
        found = proportion(round(n * share), n, level=level, population=population)
        low, high = found.low or 0.0, found.high if found.high is not None else 1.0
        return (high - low) / 2

    n = max(1, min(math.ceil(unrounded), most))
    while n > 1 and reached(n - 1) <= half_width:
        n -= 1
    # Exact widths rise and fall with n: a size counts only if the next three keep the width too.
    while n < most and max(reached(m) for m in range(n, min(n + 3, most) + 1)) > half_width:
        n += 1
    return Size(n, unrounded, "size.exact_width/1", reached(n))


def discovery(
    tolerable: float, risk: float, allowed: int = 0, population: int | None = None
) -> Size:
    """Fewest cases such that, with at most ``allowed`` faults among them, a fault rate of
    ``tolerable`` is ruled out.

    Formula: smallest n with P(X <= allowed) <= risk, X binomial (n, tolerable), or with
    ``population`` hypergeometric with ceil(tolerable N) faults among the N. Golden G15 (5 %, 5 %:
    59; N = 100: 45; one fault allowed: 93). For a reader: read 59 files; if not one is wrong, fewer
    than 5 in 100 are, at 1 in 20 odds of being mistaken.
    """
    _share(tolerable, "tolerable")
    _share(risk, "risk")
    if allowed < 0:
        raise InputError(f"allowed = {allowed}", where="allowed", mend="Give 0 or more faults.")
    if population is None:
        low, high = allowed + 1, allowed + 1
        while stats.binom.cdf(allowed, high, tolerable) > risk:
            low, high = high + 1, high * 2
        n = _least(low, high, lambda m: bool(stats.binom.cdf(allowed, m, tolerable) <= risk))
        return Size(n, float(n), "size.discovery.binomial/1")
    # As it is written: 0.05 as a float is a little more, and its ceiling a fault too many.
    exact = Fraction(str(tolerable)) * population
    faults = -(-exact.numerator // exact.denominator)
    # Fewer faults than are allowed can only be told apart by reading everything.
    if faults <= allowed:
        return Size(population, float(population), "size.discovery.hypergeometric/1")

    def rules_out(m: int) -> bool:
        return bool(stats.hypergeom.cdf(allowed, population, faults, m) <= risk)

    n = _least(min(allowed + 1, population), population, rules_out)
    return Size(n, float(n), "size.discovery.hypergeometric/1")


def allocate(
    total: int, populations: Mapping[str, int], rule: str = "equal", minimum: int = 2
) -> dict[str, int]:
    """Spread ``total`` cases over strata, at least ``minimum`` each (a stratum smaller than that is
    taken whole).

    ``equal`` is best for comparing bodies, ``proportional`` for the overall figure. Largest
    remainders decide, ties by name; no stratum gets more than it has. Raises when ``total`` cannot
    cover the minimum.
    """
    if rule not in ("equal", "proportional"):
        raise InputError(f"rule {rule!r}", where="rule", mend="Use equal or proportional.")
    given = {name: min(minimum, size) for name, size in populations.items()}
    if sum(given.values()) > total:
        raise InputError(
            f"{total} cases cannot give {len(given)} strata {minimum} each",
            where="total",
            mend="Plan more.",
        )
    total = min(total, sum(populations.values()))
    goal = {
        name: (total / len(given) if rule == "equal" else total * size / sum(populations.values()))
        for name, size in populations.items()
    }
    while (left := total - sum(given.values())) > 0:
        open_strata = [name for name in given if given[name] < populations[name]]
        open_strata.sort(key=lambda name: (given[name] - goal[name], name))
        for name in open_strata[:left]:
            if given[name] - goal[name] <= given[open_strata[0]] - goal[open_strata[0]] + 1:
                given[name] += 1
    return dict(sorted(given.items()))


def _least(low: int, high: int, holds: Callable[[int], bool]) -> int:
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _share(value: float, name: str) -> None:
    if not 0 < value < 1:
        raise InputError(
            f"{value!r}", where=name, mend="Give a share between 0 and 1, not per cent."
        )
