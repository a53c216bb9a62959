"""Turns a coefficient into the record a reader can check: value, limits, counts, reasons."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from inspectstats.agreement import analytic
from inspectstats.agreement.coefficients import Coefficient
from inspectstats.agreement.makers import Maker
from inspectstats.agreement.patterns import patterns, total
from inspectstats.agreement.ratings import MISSING, Ratings, dropped_units
from inspectstats.agreement.resampling import (
    Interval,
    force_bootstrap,
    jackknife,
    unit_bootstrap,
    values,
)
from inspectstats.agreement.two_way import two_way
from inspectstats.records import OK, InputError, Result, seed_text

INTERVALS = (
    "jackknife",
    "two_way",
    "force_bootstrap",
    "unit_bootstrap",
    "analytic",
    "analytic_table",
    "analytic_counts",
)


def _checked(
    interval: str | None, level: float, seed: object, numbers: Mapping[str, object]
) -> None:
    if interval is not None and interval not in INTERVALS:
        raise InputError(
            f"{interval!r} is unknown",
            where="interval",
            mend=f"Use one of {', '.join(INTERVALS)}, or None.",
        )
    seed_text(seed)
    for name, number in numbers.items():
        if not isinstance(number, int | np.integer):
            raise InputError(f"{number!r} is no whole number", where=name, mend="Give a number.")
    if not isinstance(level, int | float) or not 0 < level < 1:
        raise InputError(
            f"{level} is not between 0 and 1", where="level", mend="Use 0.95 for 95 per cent."
        )


def _limits(
    ratings: Ratings,
    found: Coefficient,
    influence: analytic.Influence | None,
    interval: str,
    level: float,
    seed: str,
    replicates: int,
    threads: int,
    maker: Maker | None,
) -> Interval:
    if interval == "jackknife":
        return jackknife(ratings, found, level)
    if interval == "two_way":
        return two_way(ratings, found, maker, level)
    if interval == "force_bootstrap":
        return force_bootstrap(
            ratings, found, level, seed=seed, replicates=replicates, threads=threads
        )
    if interval == "unit_bootstrap":
        return unit_bootstrap(
            ratings, found, level, seed=seed, replicates=replicates, threads=threads
        )
    if influence is None:
        return Interval(reason="no_analytic_error")
    return analytic.limits(ratings, influence, found, level, table=interval == "analytic_table")


def figure(
    ratings: Ratings,
    found: Coefficient,
    influence: analytic.Influence | None,
    *,
    interval: str | None,
    level: float,
    seed: str,
    replicates: int,
    threads: int,
    unit: str,
    warnings: tuple[str, ...] = (),
    maker: Maker | None = None,
) -> Result:
    """Compute ``found`` on ``ratings`` with the interval asked for and everything a reader needs to
    check it. ``maker`` builds it for other patterns; without it there is no two-way interval.
    """
    _checked(interval, level, seed, {"replicates": replicates, "threads": threads})
    data = patterns(ratings)
    m = (data.codes != MISSING).sum(axis=1)
    sums = total(data, found.stat)
    value = float(values(found, sums[None, :])[0])
    counts = {
        "n_units": int(data.weight[m >= 2].sum()),
        "n_ratings": int((data.weight * m)[m >= 2].sum()),
        "n_raters": ratings.n_raters,
        "n_categories": ratings.q,
    }
    reason = OK if np.isfinite(value) else found.why(sums)
    limits = Interval(reason=reason)
    if reason == OK:
        asked = interval is not None
        limits = Interval(reason="not_asked")
        if asked and interval is not None:
            limits = _limits(
                ratings, found, influence, interval, level, seed, replicates, threads, maker
            )
    if limits.forces:
        counts["n_forces"] = limits.forces
    if limits.people:
        counts |= {"n_inspectors": limits.people, "n_pairs": limits.pairs}
    return Result(
        method=found.method,
        value=value if reason == OK else None,
        low=limits.low,
        high=limits.high,
        level=level,
        se=limits.se,
        interval_method=interval,
        unit=unit,
        reason=reason,
        interval_reason=limits.reason,
        counts=counts,
        dropped=dropped_units(m, data.weight),
        warnings=(*ratings.warnings, *warnings, *limits.warnings),
        input_sha256=ratings.input_sha256,
    )


def unnamed(ratings: Ratings, method: str, level: float, interval: str | None) -> Result:
    """Answer a coefficient that needs to know who rated what, where that is not known."""
    return Result(
        method,
        None,
        level=level,
        interval_method=interval,
        reason="raters_not_named",
        interval_reason="raters_not_named",
        warnings=ratings.warnings,
        input_sha256=ratings.input_sha256,
    )
