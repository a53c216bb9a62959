"""How far apart two grades count: agreement weights, and Krippendorff's differences.

Both are named, or given as a matrix (q, q) in scale order; differences also as a function of two
values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.ratings import Floats, Ratings, rated
from inspectstats.records import InputError

WEIGHTS = ("identity", "linear", "quadratic", "gwet_ordinal", "radical", "adjacent")
METRICS = ("nominal", "ordinal", "interval", "ratio", "linear", "gwet_ordinal", "radical")
_SAME = {"unweighted": "identity", "nominal": "identity", "equal": "linear", "squared": "quadratic"}

Weights = str | NDArray[Any] | list[list[float]]
"""A name of :data:`WEIGHTS`, or a (q, q) matrix: symmetric, in [0, 1], ones on the diagonal."""
Metric = str | NDArray[Any] | list[list[float]] | Callable[[float, float], float]
"""A name of :data:`METRICS`, or squared differences of one's own: a (q, q) matrix, symmetric, none
negative, zeros on the diagonal, or a function that gives one for two values of the scale."""


def weights_named(name: Weights, ratings: Ratings) -> tuple[str, Floats]:
    """Return the canonical name and the (q, q) matrix of agreement weights w_kl in [0, 1], w_kk =
    1.

    identity: same or not. linear 1 - |x_k - x_l|/range, quadratic its square's complement, radical
    its root's, on the category values. gwet_ordinal: 1 - C(|k-l|+1, 2)/C(q, 2), on positions (Gwet
    2014; *not* Krippendorff's ordinal metric). adjacent: 1 up to one step apart, else 0. A matrix
    of one's own is named "custom" with the first digits of its SHA-256.
    """
    rated(ratings)
    if not isinstance(name, str):
        return _own(name, ratings, "weights")
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
    if canonical != "identity":
        refuse_unordered(canonical, ratings)
    return canonical, _matrix(canonical, ratings)


def refuse_unordered(name: str, ratings: Ratings) -> None:
    """Refuse a figure that leans on the order of words that nobody put in order."""
    if not ratings.ordered:
        raise InputError(
            f"the grades are words whose order nobody declared ({', '.join(ratings.scale[:4])}), "
            f"and {name} needs one",
            where="scale",
            mend="Declare the scale, lowest first, or use nominal (weights: identity).",
        )


def _own(given: Any, ratings: Ratings, where: str) -> tuple[str, Floats]:
    """A matrix of the caller's, checked, and its name."""
    try:
        matrix = np.array([] if given is None else given, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(
            f"is {type(given).__name__}, not a matrix of numbers",
            where=where,
            mend="Give a name, or q x q numbers in scale order.",
        ) from None
    q, diagonal = ratings.q, 1.0 if where == "weights" else 0.0
    what = ""
    if matrix.shape != (q, q):
        what = f"has the shape {matrix.shape}, the scale has {q} categories"
    elif not np.isfinite(matrix).all():
        what = "holds numbers that are not finite"
    elif not np.array_equal(matrix, matrix.T):
        what = "is not symmetric"
    elif (np.diagonal(matrix) != diagonal).any():
        what = f"has other numbers than {diagonal:g} on the diagonal"
    elif (matrix < 0).any() or (where == "weights" and (matrix > 1).any()):
        what = "holds numbers outside 0 to 1" if where == "weights" else "holds negative numbers"
    if what:
        mend = "Give q x q weights in scale order: 1 for the same grade, 0 for none in common."
        if where == "metric":
            mend = "Give q x q squared differences in scale order: 0 for the same grade."
        raise InputError(what, where=where, mend=mend)
    name = hashlib.sha256(matrix.tobytes()).hexdigest()[:8]
    return f"custom-{name}", matrix


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


def differences(metric: Metric, ratings: Ratings) -> Floats | None:
    """Return Krippendorff's squared differences (q, q) for ``metric``.

    None for ordinal, which depends on the data. A matrix or function of one's own gives the squared
    differences as they are used: (x - y)^2 would repeat interval.
    """
    rated(ratings)
    if not isinstance(metric, str):
        return _own(_called(metric, ratings) if callable(metric) else metric, ratings, "metric")[1]
    if metric not in METRICS:
        raise InputError(
            f"{metric!r} is unknown", where="metric", mend=f"Use one of {', '.join(METRICS)}."
        )
    if metric != "nominal":
        refuse_unordered(metric, ratings)
    if metric == "ordinal":
        return None
    if metric == "interval":
        return np.asarray(np.subtract.outer(ratings.values, ratings.values) ** 2, dtype=np.float64)
    if metric == "ratio":
        return _ratio(ratings)
    return 1.0 - weights_named(metric, ratings)[1]


def _called(function: Callable[[float, float], float], ratings: Ratings) -> list[list[float]]:
    values = ratings.values.tolist()
    return [[function(one, other) for other in values] for one in values]


def metric_named(metric: Metric, delta: Floats | None) -> str:
    """Return the name of a metric in a method id; one's own is told by its digest."""
    if isinstance(metric, str):
        return metric
    assert delta is not None
    return f"custom-{hashlib.sha256(delta.tobytes()).hexdigest()[:8]}"


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


def leaning_on_positions(name: Metric | Weights, ratings: Ratings) -> tuple[str, ...]:
    """Warn when a figure that needs numbers is computed on the positions of word categories."""
    needs = ("interval", "linear", "quadratic", "radical")
    if isinstance(name, str) and name in needs and not ratings.numeric:
        return (
            f"{name} distances were taken between positions 0..{ratings.q - 1}: the "
            f"categories are not numbers",
        )
    return ()
