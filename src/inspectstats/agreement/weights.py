"""How far apart two grades count: agreement weights, and Krippendorff's differences."""

from __future__ import annotations

import numpy as np

from inspectstats.agreement.ratings import Floats, Ratings
from inspectstats.records import InputError

WEIGHTS = ("identity", "linear", "quadratic", "gwet_ordinal", "radical", "adjacent")
METRICS = ("nominal", "ordinal", "interval", "ratio", "linear", "gwet_ordinal", "radical")
_SAME = {"unweighted": "identity", "nominal": "identity", "equal": "linear", "squared": "quadratic"}


def weights_named(name: str, ratings: Ratings) -> tuple[str, Floats]:
    """Return the canonical name and the (q, q) matrix of agreement weights w_kl in [0, 1], w_kk =
    1.

    identity: same or not. linear 1 - |x_k - x_l|/range, quadratic its square's complement, radical
    its root's, on the category values. gwet_ordinal: 1 - C(|k-l|+1, 2)/C(q, 2), on positions (Gwet
    2014; *not* Krippendorff's ordinal metric). adjacent: 1 up to one step apart, else 0.
    """
    canonical = _SAME.get(name, name)
    if canonical == "ordinal":
        raise InputError(
            "'ordinal' names two things",
            where="weights",
            mend='Use weights="gwet_ordinal" here, or alpha with metric="ordinal" for '
            "Krippendorff's.",
        )
    if canonical not in WEIGHTS:
        raise InputError(
            f"{name!r} is unknown", where="weights", mend=f"Use one of {', '.join(WEIGHTS)}."
        )
    return canonical, _matrix(canonical, ratings)


def _matrix(name: str, ratings: Ratings) -> Floats:
    steps = np.abs(np.subtract.outer(np.arange(ratings.q), np.arange(ratings.q))).astype(np.float64)
    if name == "identity":
        return np.asarray(steps == 0, dtype=np.float64)
    if name == "adjacent":
        return np.asarray(steps <= 1, dtype=np.float64)
    # One category has no range to divide by.
    if ratings.q < 2:
        return np.ones_like(steps)
    if name == "gwet_ordinal":
        pairs = steps * (steps + 1) / 2
        return np.asarray(1.0 - pairs / pairs.max(), dtype=np.float64)
    apart = np.abs(np.subtract.outer(ratings.values, ratings.values))
    share = apart / apart.max()
    power = {"linear": 1.0, "quadratic": 2.0, "radical": 0.5}[name]
    return np.asarray(1.0 - share**power, dtype=np.float64)


def differences(metric: str, ratings: Ratings) -> Floats | None:
    """Return Krippendorff's squared differences (q, q) for ``metric``.

    None for ordinal, which depends on the data.
    """
    if metric not in METRICS:
        raise InputError(
            f"{metric!r} is unknown", where="metric", mend=f"Use one of {', '.join(METRICS)}."
        )
    if metric == "ordinal":
        return None
    if metric == "interval":
        return np.asarray(np.subtract.outer(ratings.values, ratings.values) ** 2, dtype=np.float64)
    if metric == "ratio":
        return _ratio(ratings)
    return 1.0 - weights_named(metric, ratings)[1]


def _ratio(ratings: Ratings) -> Floats:
    if not ratings.numeric or (ratings.values < 0).any():
        raise InputError(
            "needs numbers of 0 or more",
            where="metric ratio",
            mend="Declare a numeric scale, or use ordinal.",
        )
    together = np.add.outer(ratings.values, ratings.values)
    apart = np.subtract.outer(ratings.values, ratings.values)
    share = np.divide(apart, together, out=np.zeros_like(apart), where=together > 0)
    return np.asarray(share**2, dtype=np.float64)


def leaning_on_positions(name: str, ratings: Ratings) -> tuple[str, ...]:
    """Warn when a figure that needs numbers is computed on the positions of word categories."""
    needs = {"interval", "linear", "quadratic", "radical"}
    if name in needs and not ratings.numeric:
        return (
            f"{name} distances were taken between positions 0..{ratings.q - 1}: the "
            f"categories are not numbers",
        )
    return ()
