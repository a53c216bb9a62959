"""The Bradley-Terry model, fitted with Firth's penalty."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from inspectstats.agreement.ratings import Floats
from inspectstats.intervals.counts import tail
from inspectstats.ordering.comparing import Comparisons
from inspectstats.ordering.placing import Order, Placed
from inspectstats.records import Result

METHOD = "ordering.bradley_terry_firth/1"
PLAIN = "ordering.bradley_terry/1"
# With fewer comparisons of each body on average, intervals would be told from next to nothing.
LEAST_OF_EACH = 4
FEW = (
    "Fewer than eight comparisons of each body on average: the order is coarse, and its intervals "
    "rest on a normal approximation."
)
_FEW_OF_EACH = 8
_STEPS, _CLOSE = 200, 1e-10


def order(data: Comparisons, *, confidence: float = 0.95, penalised: bool = True) -> Order:
    """Order bodies by how often each was called better than which others.

    Parameters
    ----------
    data : Comparisons, n bodies.
    confidence : of the intervals, as a share.
    penalised : with Firth's penalty, by which a body that was always called better has a finite
        strength; without, the maximum likelihood, refused where it is not finite.

    Returns
    -------
    Order. Without values, and with a ``reason``, where there is none: ``one_body``;
    ``not_connected``, with the ``groups`` that no comparison connects; ``too_few_comparisons``,
    under four of each body on average; ``no_finite_order``, unpenalised, where some were always
    called better than all others.

    Raises
    ------
    InputError, for a ``confidence`` that is no share.

    Examples
    --------
    >>> from inspectstats.ordering.comparing import comparisons
    >>> rows = [("North", "South")] * 5 + [("South", "East")] * 4 + [("East", "North")] * 2
    >>> found = order(comparisons(*zip(*rows)))
    >>> found.reason, found.names
    ('ok', ('North', 'South', 'East'))
    >>> apart = order(comparisons(["A", "C"] * 9, ["B", "D"] * 9))
    >>> apart.reason, apart.groups
    ('not_connected', (('A', 'B'), ('C', 'D')))

    Notes
    -----
    P(i is called better than j) = 1/(1 + exp(s_j - s_i)), strengths s in logits with mean 0
    (Bradley & Terry 1952, Biometrika 39:324; when it has a maximum, Hunter 2004, Ann. Statist.
    32:384). A tie counts half to each; Davidson (1970, J. Amer. Statist. Assoc. 65:317) models ties
    by a parameter of their own, which leaves the order of a balanced table as it is, and gives
    strengths further apart. Penalised by half the logarithm of the determinant of the information
    (Firth 1993, Biometrika 80:27). Intervals are normal, from the information: wider than they need
    be with ties, and of a body that was always called better. Assumes comparisons independent, of
    one common order for all who compare. Where pairs were chosen by what was compared before, any
    figure of reliability would be inflated (Bramley 2015), so there is none here. Golden: Agresti
    (2002), Categorical Data Analysis, table 10.10.
    """
    tail(confidence, "confidence")
    method = METHOD if penalised else PLAIN
    groups = data.groups()
    reason = _refused(data, groups, penalised=penalised)
    if reason:
        return Order(data, groups=groups, confidence=confidence, method=method, reason=reason)
    played = data.better + data.better.T + data.tied
    strengths, covariance = _fitted(data.better + data.tied / 2, played, penalised=penalised)
    placed = _placed(strengths, covariance, confidence)
    ranked = sorted(range(len(data.names)), key=lambda at: (-strengths[at], data.names[at]))
    few = data.count * 2 < _FEW_OF_EACH * len(data.names)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    of = {
        data.names[at]: Placed(
            Result(
                f"{method}.strength",
                _rounded(strengths[at]),
                _rounded(strengths[at] - z * math.sqrt(covariance[at, at])),
                _rounded(strengths[at] + z * math.sqrt(covariance[at, at])),
                confidence,
                _rounded(math.sqrt(covariance[at, at])),
                "normal",
                "logits",
                counts={"n_comparisons": round(float(played[at].sum()))},
                input_sha256=data.input_sha256,
            ),
            place,
            *placed[at],
        )
        for place, at in enumerate(ranked, 1)
    }
    warnings = (FEW,) if few else ()
    return Order(data, of, groups, covariance, confidence, method, warnings=warnings)


def _refused(data: Comparisons, groups: tuple[tuple[str, ...], ...], *, penalised: bool) -> str:
    n = len(data.names)
    if n < 2:
        return "one_body"
    if len(groups) > 1:
        return "not_connected"
    if data.count * 2 < LEAST_OF_EACH * n:
        return "too_few_comparisons"
    return "" if penalised or _finite(data) else "no_finite_order"


def _finite(data: Comparisons) -> bool:
    """Whether from each body one comes to every other by steps to one it was called worse than or
    tied with: the condition of Ford (1957, Amer. Math. Monthly 64:28).
    """
    steps = ((data.better.T + data.tied) > 0) | np.eye(len(data.names), dtype=bool)
    for _ in range(max(1, math.ceil(math.log2(len(data.names))))):
        steps = (steps.astype(float) @ steps.astype(float)) > 0
    return bool(steps.all())


def _fitted(won: Floats, played: Floats, *, penalised: bool) -> tuple[Floats, Floats]:
    """Strengths (n,) with mean 0, and their covariance (n, n), by Newton steps on the penalised
    score; each pair counts once, so ``won`` + its transpose is ``played``.
    """
    n = len(won)
    strengths = np.zeros(n)
    for _ in range(_STEPS):
        chance, covariance = _information(strengths, played)
        score = (won - played * chance).sum(axis=1)
        if penalised:
            own = np.diag(covariance)
            # The leverage of the comparisons of each pair pulls them towards a half.
            leverage = played * chance * chance.T * (own[:, None] + own - 2 * covariance)
            score = score + (leverage * (0.5 - chance)).sum(axis=1)
        step = covariance @ score
        # Steps of over a few logits leave where the curvature was measured.
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
        strengths = strengths + step
        if float(np.abs(step).max()) < _CLOSE:
            break
    return strengths, _information(strengths, played)[1]


def _information(strengths: Floats, played: Floats) -> tuple[Floats, Floats]:
    """P(row is called better than column), and the inverse of the information where strengths have
    mean 0.
    """
    chance = 1 / (1 + np.exp(strengths[None, :] - strengths[:, None]))
    weights = played * chance * chance.T
    laplacian = np.diag(weights.sum(axis=1)) - weights
    n = len(strengths)
    # The constant vector carries no information: fill it, invert, and take it out again.
    return chance, np.linalg.inv(laplacian + 1.0 / n) - 1.0 / n


def _placed(strengths: Floats, covariance: Floats, confidence: float) -> list[tuple[int, int]]:
    """The best and the worst place that each body may have.

    All its differences at once, by Bonferroni: the interval of the place holds at least as often as
    ``confidence`` (Mogstad, Romano, Shaikh & Wilhelm 2024, Rev. Econ. Stud. 91:476).
    """
    n = len(strengths)
    own = np.diag(covariance)
    spread = np.sqrt(np.maximum(own[:, None] + own - 2 * covariance, 0.0))
    z = NormalDist().inv_cdf(1 - (1 - confidence) / (2 * max(n - 1, 1)))
    apart = strengths[:, None] - strengths
    above, below = apart < -z * spread, apart > z * spread
    return [(1 + int(above[at].sum()), n - int(below[at].sum())) for at in range(n)]


def _rounded(value: float) -> float:
    # Far below its error, so that no summation order shows.
    return round(float(value), 9)
