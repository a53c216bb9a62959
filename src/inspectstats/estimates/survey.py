"""Means, totals and shares from stratified, weighted and clustered samples, by linearisation."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from inspectstats.estimates.draws_by_size import (
    UNLIKE_SIZE,
    follows_size,
    leaning,
    variance_by_size,
)
from inspectstats.estimates.sample_columns import Floats
from inspectstats.estimates.sample_design import Design
from inspectstats.intervals.counts import tail
from inspectstats.records import InputError, Result, digest


def variance_of_total(scores: Floats, plan: Design) -> tuple[float | None, str]:
    """Variance of the weighted total of ``scores`` and a reason: ``ok`` or ``singleton_stratum``.

    Formula: sum over strata of (1 - n_h/N_h) n_h/(n_h - 1) sum of (z_hi - mean z_h)^2, z_hi the
    weighted total of sampling unit i; with two stages plus n_h/N_h times the same sum within each
    cluster. Assumes units drawn without replacement with equal chance in a stratum (with
    ``sizes``), otherwise with replacement; with ``chances`` see
    :func:`variance_by_size`.
    """
    if plan.chances is not None:
        return variance_by_size(scores, plan)
    weighted = plan.weights * scores
    units = []
    for code in range(len(plan.names)):
        inside = plan.stratum == code
        _, place = np.unique(plan.cluster[inside], return_inverse=True)
        units.append(np.bincount(place, weights=weighted[inside]))
    grand = float(np.concatenate(units).mean())
    total = 0.0
    for code, totals in enumerate(units):
        found = _spread(
            totals, None if plan.sizes is None else float(plan.sizes[code]), plan.singletons, grand
        )
        if found is None:
            return None, "singleton_stratum"
        total += found
    return _second_stage(weighted, plan, total)


def _spread(totals: Floats, size: float | None, singletons: str, grand: float) -> float | None:
    """(1 - n/N) n/(n-1) sum of squares of one stratum's (or cluster's) totals.

    ``None`` for one unit that is not all.
    """
    drawn = len(totals)
    rest = 1.0 if size is None else 1.0 - drawn / size
    # All units drawn: nothing is left to chance, also where there is but one.
    if rest == 0.0:
        return 0.0
    if drawn == 1:
        return None if singletons == "refuse" else rest * float((totals[0] - grand) ** 2)
    return rest * drawn * float(totals.var(ddof=1))


def _second_stage(weighted: Floats, plan: Design, total: float) -> tuple[float | None, str]:
    """Add what drawing cases within clusters contributes: the share of clusters drawn times the
    spread within each.
    """
    if plan.within is None or plan.sizes is None:
        return total, "ok"
    for cluster in np.unique(plan.cluster):
        held = np.flatnonzero(plan.cluster == cluster)
        code = plan.stratum[held[0]]
        share = len(set(plan.cluster[plan.stratum == code].tolist())) / float(plan.sizes[code])
        found = _spread(
            weighted[held],
            float(plan.within[held[0]]),
            plan.singletons,
            float(weighted[held].mean()),
        )
        if found is None:
            return None, "singleton_stratum"
        total += share * found
    return total, "ok"


def mean(
    y: ArrayLike, plan: Design, level: float = 0.95, domain: ArrayLike | None = None
) -> Result:
    """Weighted mean with a t interval on the design's degrees of freedom.

    Golden G12 (api00: 662.2874, SE 9.4089).

    Formula: sum w y / sum w; its variance by linearisation of that ratio. ``domain`` marks the
    cases of a part of the frame (one kind of body): the others stay in the design with score 0, as
    they must. Reference: Lumley (2010), Complex Surveys, chapter 2. For a reader: what the average
    over all cases would be, had every one been read.
    """
    tail(level)
    values, inside = _values(y, plan, domain)
    held = float(plan.weights[inside].sum())
    counts = _counts(plan, int(inside.sum()))
    if held == 0:
        return _refused("survey.mean/1", "no_cases", level, counts, values, plan)
    estimate = float((plan.weights * values)[inside].sum() / held)
    scores = np.where(inside, (values - estimate) / held, 0.0)
    scores = leaning(scores, np.where(inside, plan.weights / held, 0.0), plan)
    return _with_t("survey.mean/1", estimate, scores, level, counts, values, plan)


def total(
    y: ArrayLike, plan: Design, level: float = 0.95, domain: ArrayLike | None = None
) -> Result:
    """Weighted total with a t interval. Golden G12 (enroll: 3,687,177.5, SE 114,641.7).

    From a draw by size a warning says where the figure does not follow size (:func:`follows_size`).
    """
    tail(level)
    values, inside = _values(y, plan, domain)
    scores = np.where(inside, values, 0.0)
    counts = _counts(plan, int(inside.sum()))
    found = _with_t(
        "survey.total/1", float((plan.weights * scores).sum()), scores, level, counts, values, plan
    )
    if follows_size(scores, plan):
        return found
    return replace(found, warnings=(*found.warnings, UNLIKE_SIZE))


def ratio(
    y: ArrayLike, x: ArrayLike, plan: Design, level: float = 0.95, domain: ArrayLike | None = None
) -> Result:
    """The ratio of two weighted totals (cases per officer) with a t interval.

    ``zero_size`` when the lower total is 0.
    """
    tail(level)
    upper, inside = _values(y, plan, domain)
    lower, _ = _values(x, plan, domain)
    counts = _counts(plan, int(inside.sum()))
    below = float((plan.weights * lower)[inside].sum())
    if below == 0:
        return _refused("survey.ratio/1", "zero_size", level, counts, upper, plan)
    estimate = float((plan.weights * upper)[inside].sum()) / below
    scores = np.where(inside, (upper - estimate * lower) / below, 0.0)
    scores = leaning(scores, np.where(inside, plan.weights * lower / below, 0.0), plan)
    return _with_t("survey.ratio/1", estimate, scores, level, counts, upper, plan)


def _values(
    y: ArrayLike, plan: Design, domain: ArrayLike | None
) -> tuple[Floats, NDArray[np.bool_]]:
    values = np.asarray(y, dtype=np.float64)
    if values.shape != plan.weights.shape:
        raise InputError(
            f"{values.shape} values for {plan.weights.shape} cases",
            where="y",
            mend="One value per case.",
        )
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad):
        raise InputError(
            "is missing or no number",
            where=f"row {bad[0] + 1}",
            mend="Leave the case out, or state a rule.",
        )
    inside = np.ones(len(values), dtype=bool) if domain is None else np.asarray(domain, dtype=bool)
    return values, inside


def _counts(plan: Design, n: int) -> dict[str, int]:
    counts = {"n": n, "n_units": plan.clusters, "n_strata": len(plan.names), "df": int(plan.df)}
    if plan.chances is not None:
        counts["n_certain"] = int(plan.certain.sum())
    return counts


def _with_t(
    method: str,
    estimate: float,
    scores: Floats,
    level: float,
    counts: dict[str, int],
    values: Floats,
    plan: Design,
) -> Result:
    variance, reason = variance_of_total(scores, plan)
    method = _of(method, plan)
    sha = digest(
        [values.tobytes(), plan.weights.tobytes(), plan.stratum.tobytes(), plan.cluster.tobytes()]
    )
    if variance is None or (plan.df < 1 and variance > 0):
        why = reason if variance is None else "too_few_units"
        return Result(
            method, estimate, level=level, interval_reason=why, counts=counts, input_sha256=sha
        )
    se = math.sqrt(variance)
    spread = se * float(stats.t.isf(tail(level), plan.df)) if plan.df > 0 else 0.0
    return Result(
        method,
        estimate,
        estimate - spread,
        estimate + spread,
        level,
        se=se,
        interval_method="t/1" if plan.freedom == "units" else "t.satterthwaite/1",
        counts=counts,
        interval_reason="census" if _all_read(plan) and se == 0 else "ok",
        input_sha256=sha,
    )


def _all_read(plan: Design) -> bool:
    known = plan.sizes is not None or plan.chances is not None
    return known and bool(plan.weights.max() == 1)


def _of(method: str, plan: Design) -> str:
    """The id of a method that is computed another way for a draw by size."""
    return method if plan.chances is None else method.replace("/", f".{plan.by_size}/")


def _refused(
    method: str, reason: str, level: float, counts: dict[str, int], values: Floats, plan: Design
) -> Result:
    sha = digest([values.tobytes(), plan.weights.tobytes()])
    return Result(
        _of(method, plan),
        None,
        level=level,
        reason=reason,
        interval_reason=reason,
        counts=counts,
        input_sha256=sha,
    )
