"""Intraclass correlations: how much of the spread of scores belongs to what is judged."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy import stats

from inspectstats.agreement.answer import figure, unnamed
from inspectstats.agreement.coefficients import Coefficient
from inspectstats.agreement.patterns import Patterns, patterns, total
from inspectstats.agreement.ratings import MISSING, Floats, Ratings, rated
from inspectstats.agreement.weights import leaning_on_positions, refuse_unordered
from inspectstats.records import OK, Dropped, InputError, Result

KINDS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
FEWEST_UNITS = 2


def _shrout_fleiss(method: str, kind: str, ratings: Ratings) -> Coefficient:
    """The coefficient of ``kind`` from sums over units: n, squares, unit sums squared, by rater."""
    values, raters = ratings.values, ratings.n_raters
    # Sums of squares lose their digits far from zero: scores are taken against their middle.
    centre = float(values.mean()) if len(values) else 0.0

    def stat(part: Patterns) -> Floats:
        full = (part.codes != MISSING).all(axis=1)
        scores = np.where(full[:, None], values[np.maximum(part.codes, 0)] - centre, 0.0)
        sums = scores.sum(axis=1)
        columns = [full.astype(np.float64), (scores**2).sum(axis=1), sums**2, *scores.T]
        return np.stack(columns, axis=1)

    def why(sums: Floats) -> str:
        return "too_few_units" if sums[0] < FEWEST_UNITS or raters < 2 else "no_variation"

    return Coefficient(method, stat, lambda sums: _value(kind, raters, sums), why)


def _squares(sums: Floats, raters: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean squares between units, within units, between raters, and residual; each (B,)."""
    n, squared, unit_squares, by_rater = sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3:]
    correction = by_rater.sum(axis=1) ** 2 / (n * raters)
    between = unit_squares / raters - correction
    within = squared - unit_squares / raters
    judges = (by_rater**2).sum(axis=1) / n - correction
    # Rounding may leave a sum of squares a hair below zero where there is nothing to explain.
    between, within, judges = (np.maximum(part, 0.0) for part in (between, within, judges))
    residual = np.maximum(within - judges, 0.0)
    return (
        between / (n - 1),
        within / (n * (raters - 1)),
        judges / (raters - 1),
        residual / ((n - 1) * (raters - 1)),
    )


def _value(kind: str, raters: int, sums: Floats) -> Floats:
    ok = sums[:, 0] >= FEWEST_UNITS
    out = np.full(len(sums), np.nan)
    if raters < 2 or not ok.any():
        return out
    n = sums[ok, 0]
    bms, wms, jms, ems = _squares(sums[ok], raters)
    top, bottom = {
        "1,1": (bms - wms, bms + (raters - 1) * wms),
        "2,1": (bms - ems, bms + (raters - 1) * ems + raters * (jms - ems) / n),
        "3,1": (bms - ems, bms + (raters - 1) * ems),
        "1,k": (bms - wms, bms),
        "2,k": (bms - ems, bms + (jms - ems) / n),
        "3,k": (bms - ems, bms),
    }[kind]
    size = np.abs(bms) + np.abs(wms) + np.abs(jms)
    found = np.full(len(n), np.nan)
    np.divide(top, bottom, out=found, where=bottom > 1e-12 * np.maximum(size, 1e-300))
    out[ok] = found
    return out


def icc(
    ratings: Ratings,
    kind: str = "2,1",
    interval: str | None = "jackknife",
    *,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Intraclass correlation of Shrout and Fleiss on the units every rater scored.

    For a person who is not a statistician: of all the differences between scores, the share that
    comes from the bodies really differing; the rest is judges.

    Parameters
    ----------
    kind : "1,1" each unit by other raters, "2,1" raters drawn from many (the default), "3,1" these
        raters only; "1,k", "2,k", "3,k" the same for the mean of all raters. "ICC1", "ICC2k" and
        the like are read too.
    interval : as elsewhere, or "f": the F limits of Shrout and Fleiss (units independent, scores
        normal).

    Returns
    -------
    Result; units with a missing score are dropped as ``incomplete_unit``. ``value`` None with
    ``too_few_units`` or ``no_variation``; negative values are reported, not clipped.

    Notes
    -----
    BMS, WMS, JMS, EMS are the mean squares between units, within units, between judges, residual; n
    units, k judges: (1,1) (BMS-WMS)/(BMS+(k-1)WMS), (2,1) (BMS-EMS)/(BMS+(k-1)EMS+k(JMS-EMS)/n),
    (3,1) (BMS-EMS)/(BMS+(k-1)EMS); (1,k) (BMS-WMS)/BMS, (2,k) (BMS-EMS)/(BMS+(JMS-EMS)/n), (3,k)
    (BMS-EMS)/BMS. Reference: Shrout and Fleiss (1979); McGraw and Wong (1996). Golden G07.
    """
    chosen = _kind(kind)
    method = f"icc.{chosen.replace(',', '_')}/1"
    refuse_unordered("icc", rated(ratings))
    if not ratings.raters_named:
        return unnamed(ratings, method, level, interval)
    found = _shrout_fleiss(method, chosen, ratings)
    exact_f = interval == "f"
    result = figure(
        ratings,
        found,
        None,
        interval=None if exact_f else interval,
        level=level,
        seed=seed,
        replicates=replicates,
        threads=threads,
        unit="",
        warnings=leaning_on_positions("interval", ratings),
    )
    sums, raters = total(patterns(ratings), found.stat), ratings.n_raters
    if exact_f:
        result = replace(result, interval_method="f")
        if result.reason == OK:
            low, high, reason = _f_limits(chosen, raters, sums[None, :], level)
            result = replace(result, low=low, high=high, interval_reason=reason)
    units = int(sums[0])
    missing = ratings.n_units - units
    return replace(
        result,
        counts={**result.counts, "n_units": units, "n_ratings": units * raters},
        dropped=(Dropped("incomplete_unit", missing),) if missing else (),
    )


def _kind(kind: str) -> str:
    text = kind.upper().replace("ICC", "").replace("(", "").replace(")", "").strip().lower()
    text = {"1": "1,1", "2": "2,1", "3": "3,1", "1k": "1,k", "2k": "2,k", "3k": "3,k"}.get(
        text, text
    )
    if text not in KINDS:
        raise InputError(
            f"{kind!r} is unknown", where="kind", mend=f"Use one of {', '.join(KINDS)}."
        )
    return text


def _f_limits(
    kind: str, raters: int, sums: Floats, level: float
) -> tuple[float | None, float | None, str]:
    """F limits of Shrout and Fleiss (1979), (2,.) by Satterthwaite's degrees of freedom."""
    n, k = float(sums[0, 0]), raters
    bms, wms, jms, ems = (float(part[0]) for part in _squares(sums, raters))
    tail = 0.5 + level / 2
    if kind[0] in "13":
        error, df = (wms, n * (k - 1)) if kind[0] == "1" else (ems, (n - 1) * (k - 1))
        if error <= 0:
            return None, None, "no_variation_within_units"
        f_low = bms / error / float(stats.f.ppf(tail, n - 1, df))
        f_high = bms / error * float(stats.f.ppf(tail, df, n - 1))
        if kind.endswith("k"):
            return 1 - 1 / f_low, 1 - 1 / f_high, OK
        return (f_low - 1) / (f_low + k - 1), (f_high - 1) / (f_high + k - 1), OK
    if ems <= 0:
        return None, None, "no_variation_within_units"
    rho = float(_value("2,1", raters, sums)[0])
    fj = jms / ems
    inner = n * (1 + (k - 1) * rho) - k * rho
    top = (k - 1) * (n - 1) * (k * rho * fj + inner) ** 2
    df = top / ((n - 1) * k**2 * rho**2 * fj**2 + inner**2)
    if not math.isfinite(df) or df <= 0:
        return None, None, "no_degrees_of_freedom"
    f_upper, f_lower = float(stats.f.ppf(tail, n - 1, df)), float(stats.f.ppf(tail, df, n - 1))
    spread = k * jms + (k * n - k - n) * ems
    low = n * (bms - f_upper * ems) / (f_upper * spread + n * bms)
    high = n * (f_lower * bms - ems) / (spread + n * f_lower * bms)
    if kind.endswith("k"):
        return low * k / (1 + low * (k - 1)), high * k / (1 + high * (k - 1)), OK
    return low, high, OK
