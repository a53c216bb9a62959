"""Partial pooling of bodies' shares: each body shrunk towards the whole.

The spread between bodies is normal in logits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special, stats

from inspectstats.intervals.counts import checked, tail
from inspectstats.records import InputError, Record, digest

Floats = NDArray[np.float64]
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
_LOG_WEIGHTS = np.log(_WEIGHTS) + _NODES**2 / 2
# Stands for zero where a division by the spread needs a number.
_NO_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Pooled(Record):
    """The fitted spread and each body's shrunk share.

    ``mu`` and ``sigma`` in logits, with ``sigma_low`` and ``sigma_high`` the profile-likelihood
    limits; ``middle`` the range holding 90 % of bodies; ``median_odds_ratio`` what moving between
    two random bodies does to the odds. ``shrunk`` are posterior means, ``modes`` posterior modes
    (at the fitted mu and sigma), in the order given.
    """

    method: str
    mu: float | None
    sigma: float | None
    sigma_low: float | None
    sigma_high: float | None
    middle: tuple[float, float] | None
    median_odds_ratio: float | None
    shrunk: tuple[float, ...]
    modes: tuple[float, ...]
    level: float
    loglik: float | None
    reason: str
    n_forces: int
    input_sha256: str


def pool(x: Sequence[int], n: Sequence[int], level: float = 0.95) -> Pooled:
    """Fit x_i ~ binomial(n_i, expit(theta_i)), theta_i ~ N(mu, sigma^2), by maximum likelihood.

    Parameters
    ----------
    x, n : cases with the property and all cases, one of each a body.
    level : of the limits, as a share.

    Returns
    -------
    Pooled; empty with ``too_few_forces`` below two bodies.

    Raises
    ------
    InputError, for lists of unequal length, and counts that are not 0 <= x <= n.

    Examples
    --------
    >>> round(pool([18, 8, 46], [148, 119, 810]).median_odds_ratio, 2)
    1.31

    Notes
    -----
    The integral over each theta_i by 41-point adaptive Gauss-Hermite quadrature centred at
    its mode. Assumes a normal spread of logits. Golden G20 (mu -2.544, sigma 0.358). Edges
    one_force (``too_few_forces``) and all_forces_same. For a reader: a body with few cases is
    pulled towards the rest, because little is known of it.
    """
    tail(level)
    if len(x) != len(n):
        raise InputError(
            "x and n differ in length", where="pool", mend="Give one of each per body."
        )
    pairs = [checked(a, b) for a, b in zip(x, n, strict=True)]
    sha = digest(f"{a} {b}".encode() for a, b in pairs)
    cases, sizes = (np.array([pair[i] for pair in pairs], dtype=np.float64) for i in (0, 1))
    bodies = int((sizes > 0).sum())
    if bodies < 2:
        return _nothing("too_few_forces", level, bodies, sha)
    whole = float(cases.sum() / sizes.sum())
    if whole in (0.0, 1.0):
        return _nothing("no_variation", level, bodies, sha)
    mu, sigma, loglik = _fit(cases, sizes)
    low, high = _profile(cases, sizes, mu, sigma, loglik, level)
    modes = _modes(cases, sizes, mu, sigma)
    shares = cases[sizes > 0] / sizes[sizes > 0]
    reason = "no_variation" if np.all(shares == shares[0]) else "ok"
    return Pooled(
        "logit_normal.ml/1",
        mu,
        sigma,
        low,
        high,
        (
            float(special.expit(mu - 1.6448536269514722 * sigma)),
            float(special.expit(mu + 1.6448536269514722 * sigma)),
        ),
        median_odds_ratio(sigma),
        tuple(map(float, _posterior_means(cases, sizes, mu, sigma))),
        tuple(map(float, special.expit(modes))),
        level,
        loglik,
        reason,
        bodies,
        sha,
    )


def median_odds_ratio(sigma: float) -> float:
    """exp(sqrt(2) sigma z_0.75): the odds ratio between the higher and the lower of two random
    bodies, in the median.

    Parameters
    ----------
    sigma : spread of the bodies in logits, 0 or more.

    Returns
    -------
    1 or more; 1 means no difference between bodies.

    Raises
    ------
    Nothing for a number.

    Examples
    --------
    >>> round(median_odds_ratio(0.36), 2)
    1.41

    Notes
    -----
    Reference: Larsen & Merlo (2005) Am. J. Epidemiol. 161:81.
    """
    return math.exp(math.sqrt(2) * sigma * 0.6744897501960817)


def _nothing(reason: str, level: float, bodies: int, sha: str) -> Pooled:
    return Pooled(
        "logit_normal.ml/1",
        None,
        None,
        None,
        None,
        None,
        None,
        (),
        (),
        level,
        None,
        reason,
        bodies,
        sha,
    )


def _modes(cases: Floats, sizes: Floats, mu: float, sigma: float) -> Floats:
    """Posterior modes of theta by Newton steps, damped; the log posterior is concave."""
    theta = np.full(len(cases), mu)
    precision = 1 / max(sigma, _NO_SPREAD) ** 2
    for _ in range(200):
        p = special.expit(theta)
        step = (cases - sizes * p - precision * (theta - mu)) / (sizes * p * (1 - p) + precision)
        # Far from the mode a whole Newton step overshoots.
        theta = theta + np.clip(step, -1.0, 1.0)
        if np.max(np.abs(step)) < 1e-13:
            break
    return theta


def _grid(cases: Floats, sizes: Floats, mu: float, sigma: float) -> tuple[Floats, Floats]:
    """Nodes of theta and log weights of the integrand (without the binomial coefficient), one row
    per body.
    """
    spread = max(sigma, _NO_SPREAD)
    centre = _modes(cases, sizes, mu, spread)
    p = special.expit(centre)
    width = 1 / np.sqrt(sizes * p * (1 - p) + 1 / spread**2)
    theta = centre[:, None] + width[:, None] * _NODES
    log_binomial = cases[:, None] * -np.logaddexp(0, -theta) + (sizes - cases)[
        :, None
    ] * -np.logaddexp(0, theta)
    log_normal = (
        -0.5 * ((theta - mu) / spread) ** 2 - math.log(spread) - 0.5 * math.log(2 * math.pi)
    )
    return theta, log_binomial + log_normal + _LOG_WEIGHTS + np.log(width)[:, None]


def _loglik(cases: Floats, sizes: Floats, mu: float, sigma: float) -> float:
    coefficient = (
        special.gammaln(sizes + 1) - special.gammaln(cases + 1) - special.gammaln(sizes - cases + 1)
    )
    return float((special.logsumexp(_grid(cases, sizes, mu, sigma)[1], axis=1) + coefficient).sum())


def _posterior_means(cases: Floats, sizes: Floats, mu: float, sigma: float) -> Floats:
    theta, logs = _grid(cases, sizes, mu, sigma)
    weights = np.exp(logs - special.logsumexp(logs, axis=1, keepdims=True))
    means: Floats = (weights * special.expit(theta)).sum(axis=1)
    return means


def _best_mu(cases: Floats, sizes: Floats, sigma: float, start: float) -> tuple[float, float]:
    found = optimize.minimize_scalar(
        lambda mu: -_loglik(cases, sizes, mu, sigma),
        bracket=(start - 0.2, start + 0.2),
        method="brent",
        tol=1e-10,
    )
    return float(found.x), -float(found.fun)


def _fit(cases: Floats, sizes: Floats) -> tuple[float, float, float]:
    """Maximise over log sigma with mu profiled out; compare with no spread at all."""
    start = float(special.logit(cases.sum() / sizes.sum()))
    flat_mu, flat = _best_mu(cases, sizes, 0.0, start)
    grid = np.exp(np.linspace(math.log(0.01), math.log(20.0), 16))
    # Heights at a few spreads first: the likelihood may have its top at no spread and another
    # beside it.
    heights = [_best_mu(cases, sizes, float(s), start)[1] for s in grid]
    top = int(np.argmax(heights))
    low, high = float(grid[max(top - 1, 0)]), float(grid[min(top + 1, len(grid) - 1)])
    found = optimize.minimize_scalar(
        lambda s: -_best_mu(cases, sizes, s, start)[1],
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-7},
    )
    sigma = float(found.x)
    mu, height = _best_mu(cases, sizes, sigma, start)
    # No spread unless spread explains more: the search itself never reaches 0.
    return (flat_mu, 0.0, flat) if height <= flat + 1e-9 else (mu, sigma, height)


def _profile(
    cases: Floats, sizes: Floats, mu: float, sigma: float, loglik: float, level: float
) -> tuple[float, float | None]:
    """Profile-likelihood limits of sigma: where twice the drop reaches the chi-square quantile.

    ``None``: none.
    """
    allowed = float(stats.chi2.isf(2 * tail(level), 1)) / 2

    def drop(s: float) -> float:
        return loglik - _best_mu(cases, sizes, s, mu)[1] - allowed

    low = 0.0 if drop(0.0) <= 0 else float(optimize.brentq(drop, 0.0, sigma, xtol=1e-6))
    top = max(2 * sigma, 0.1)
    while drop(top) < 0 and top < 50:
        top *= 1.6
    return low, float(optimize.brentq(drop, max(sigma, 1e-9), top, xtol=1e-6)) if drop(
        top
    ) > 0 else None
