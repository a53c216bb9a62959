"""Spread between bodies from estimates with known variances: three estimators of tau^2."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from inspectstats.intervals.counts import tail
from inspectstats.records import InputError, Record, digest

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Between(Record):
    """Mean over bodies and the variance between them, ``tau2`` in the squared unit of the
    estimates.

    ``low_tau2`` and ``high_tau2`` are the Q-profile limits; ``i2`` the share of the spread that is
    not chance; ``reason`` is ``ok``, ``too_few_forces`` or ``no_variation``.
    """

    method: str
    mean: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    q: float | None = None
    p: float | None = None
    tau2: float | None = None
    low_tau2: float | None = None
    high_tau2: float | None = None
    i2: float | None = None
    level: float = 0.95
    reason: str = "ok"
    n_forces: int = 0
    input_sha256: str = ""


def between(
    y: ArrayLike, variances: ArrayLike, method: str = "dersimonian_laird", level: float = 0.95
) -> Between:
    """The variance between bodies whose estimates ``y`` have the given sampling ``variances``.

    Parameters
    ----------
    y : (k,) estimates, one a body.
    variances : (k,) their sampling variances, above 0.
    method : dersimonian_laird, paule_mandel or reml.
    level : of the limits, as a share.

    Returns
    -------
    Between; empty with ``too_few_forces`` below two bodies.

    Raises
    ------
    InputError, for lists of unequal length, a variance that is not above 0, an unknown method.

    Examples
    --------
    >>> found = between([0.1, 0.5, 0.2], [0.01, 0.02, 0.01])
    >>> round(found.tau2, 4), round(found.i2, 2)
    (0.0213, 0.63)

    Notes
    -----
    Q = sum w (y - mean)^2, w = 1/v; DerSimonian-Laird tau^2 = max(0, (Q - (k-1)) / (sum w
    - sum w^2/sum w)); Paule-Mandel solves Q(tau^2) = k - 1; REML maximises the restricted
    likelihood. The mean is weighted by 1/(v + tau^2). Reference: DerSimonian & Laird (1986)
    Control. Clin. Trials 7:177; Viechtbauer (2007) for the Q-profile. Golden G21 (tau^2 0.3088,
    mean -0.7141, SE 0.1787, Paule-Mandel 0.3181); edges one_force, all_forces_same. For a reader:
    how far bodies differ from one another once the chance in each one's own figure is taken off.
    """
    tail(level)
    values, noise = np.asarray(y, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if (
        values.shape != noise.shape
        or values.ndim != 1
        or not np.all(np.isfinite(values))
        or not np.all(noise > 0)
    ):
        raise InputError(
            "an estimate is missing or a variance is not above 0",
            where="y",
            mend="Give both for every body.",
        )
    if method not in _ESTIMATORS:
        raise InputError(
            f"method {method!r}", where="method", mend=f"Use one of {', '.join(_ESTIMATORS)}."
        )
    sha, k = digest([values.tobytes(), noise.tobytes()]), len(values)
    if k < 2:
        alone = float(values[0]) if k else None
        return Between(
            method, alone, level=level, reason="too_few_forces", n_forces=k, input_sha256=sha
        )
    q0, tau2 = _q(values, noise, 0.0), _ESTIMATORS[method](values, noise)
    held = 1 / (noise + tau2)
    mean, se = float((held * values).sum() / held.sum()), float(held.sum() ** -0.5)
    half = tail(level)
    spread = float(stats.norm.isf(half)) * se
    return Between(
        f"{method}/1",
        mean,
        se,
        mean - spread,
        mean + spread,
        q0,
        float(stats.chi2.sf(q0, k - 1)),
        tau2,
        _profile(values, noise, float(stats.chi2.isf(half, k - 1))),
        _finite(_profile(values, noise, float(stats.chi2.ppf(half, k - 1)))),
        max(0.0, (q0 - (k - 1)) / q0) if q0 > 0 else 0.0,
        level,
        "no_variation" if np.all(values == values[0]) else "ok",
        k,
        sha,
    )


def log_risk_ratios(
    x1: Sequence[int], n1: Sequence[int], x2: Sequence[int], n2: Sequence[int]
) -> tuple[Floats, Floats]:
    """Log risk ratios and their variances, 1/x1 - 1/n1 + 1/x2 - 1/n2.

    Parameters
    ----------
    x1, n1, x2, n2 : cases with the property and all cases of both groups, one of each a body.

    Returns
    -------
    Two arrays (k,). Half a case is added to all cells where one is 0.

    Raises
    ------
    ValueError, for lists of unequal length.

    Examples
    --------
    >>> ratios, variances = log_risk_ratios([10], [100], [20], [100])
    >>> round(float(ratios[0]), 3), round(float(variances[0]), 3)
    (-0.693, 0.13)
    """
    found = []
    for a, m, b, n in zip(x1, n1, x2, n2, strict=True):
        # A logarithm of 0 has no value; half a case is the usual correction.
        extra = 0.5 if 0 in (a, b) else 0.0
        p, r = (a + extra) / (m + 2 * extra), (b + extra) / (n + 2 * extra)
        variance = 1 / (a + extra) - 1 / (m + 2 * extra) + 1 / (b + extra) - 1 / (n + 2 * extra)
        found.append((math.log(p / r), variance))
    pairs = np.array(found, dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _q(values: Floats, noise: Floats, tau2: float) -> float:
    weights = 1 / (noise + tau2)
    mean = (weights * values).sum() / weights.sum()
    return float((weights * (values - mean) ** 2).sum())


def _profile(values: Floats, noise: Floats, goal: float) -> float:
    """tau^2 at which the generalised Q falls to ``goal``; 0 where it is below from the start.

    Q falls as tau^2 rises.
    """
    if _q(values, noise, 0.0) <= goal:
        return 0.0
    top = max(float(np.var(values)), 1e-8)
    while _q(values, noise, top) > goal:
        top *= 4
        if top > 1e12:
            return math.inf
    return float(optimize.brentq(lambda tau2: _q(values, noise, tau2) - goal, 0.0, top, xtol=1e-14))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _dersimonian_laird(values: Floats, noise: Floats) -> float:
    """tau^2 by the method of moments: what Q exceeds its expectation k - 1 by, scaled."""
    weights = 1 / noise
    below = float(weights.sum() - (weights**2).sum() / weights.sum())
    return max(0.0, (_q(values, noise, 0.0) - (len(values) - 1)) / below)


def _paule_mandel(values: Floats, noise: Floats) -> float:
    return _profile(values, noise, len(values) - 1)


def _reml(values: Floats, noise: Floats) -> float:
    def slope(tau2: float) -> float:
        weights = 1 / (noise + tau2)
        mean = (weights * values).sum() / weights.sum()
        fit = (weights**2 * (values - mean) ** 2).sum()
        return float(fit - weights.sum() + (weights**2).sum() / weights.sum())

    if slope(0.0) <= 0:
        return 0.0
    top = max(float(np.var(values)), 1e-8)
    while slope(top) > 0:
        top *= 4
    return float(optimize.brentq(slope, 0.0, top, xtol=1e-14))


_ESTIMATORS: dict[str, Callable[[Floats, Floats], float]] = {
    "dersimonian_laird": _dersimonian_laird,
    "paule_mandel": _paule_mandel,
    "reml": _reml,
}
