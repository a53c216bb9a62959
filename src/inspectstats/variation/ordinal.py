"""Spread of bodies over ordered grades, and the tests behind "inconsistency" and "consistent"."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inspectstats.intervals.counts import tail
from inspectstats.records import InputError, Record, digest, seed_text
from inspectstats.variation.pooling import pool

Floats = NDArray[np.float64]


def leik(counts: Sequence[int]) -> float | None:
    """Leik's (1966) ordinal dispersion of bodies over grades: 0 all in one grade, 1 half at each
    end; ``None`` of none.

    Formula: D = 2 sum over k < q of min(F_k, 1 - F_k) / (q - 1), F the cumulative shares.
    ``counts`` has one entry per grade of the declared scale, in order, empty ones included.
    """
    held = np.asarray(counts, dtype=np.float64)
    if held.ndim != 1 or len(held) < 2 or np.any(held < 0):
        raise InputError(
            "not one count per grade",
            where="counts",
            mend="Give a count of 0 or more for each of 2+ grades.",
        )
    if held.sum() == 0:
        return None
    below = np.cumsum(held)[:-1] / held.sum()
    return float(2 * np.minimum(below, 1 - below).sum() / (len(held) - 1))


@dataclass(frozen=True, slots=True)
class Inconsistency(Record):
    """The answer to "is there some inconsistency between bodies?".

    ``dispersion`` is Leik's D of the bodies' grades, ``expected`` its mean when all bodies are
    alike and only rater error spreads them, ``p`` the share of simulations at least as spread;
    ``supported`` needs p below ``alpha`` *and* at least ``least`` bodies at each of two grades.
    ``reason`` is ``ok``, ``too_few_forces`` or ``no_variation``.
    """

    dispersion: float | None
    expected: float | None
    p: float | None
    supported: bool
    two_grades: bool
    simulations: int
    alpha: float
    reason: str
    input_sha256: str


def some_inconsistency(
    grades: Sequence[int],
    categories: int,
    error: ArrayLike,
    *,
    alpha: float = 0.05,
    least: int = 3,
    simulations: int = 9999,
    seed: str = "some inconsistency",
) -> Inconsistency:
    """Test whether bodies differ in grade by more than inspectors err.

    Parameters
    ----------
    grades : sequence of int
        One agreed grade per body, coded 0..categories-1.
    error : array (categories, categories)
        ``error[true, given]``, rows summing to 1: the fitted rater error (of one judgment, or of an
        agreed one). Under "all alike" every body has the grade whose error row, as a distribution,
        is most likely to have given these grades.

    Formula: p = (1 + simulations with D >= observed) / (1 + simulations); one stream of numbers per
    seed text. Section 2.8 of the method notes; edges one_force, all_forces_same. It takes
    the errors as known and every inspector as the average one, and so finds differences among
    bodies that are alike far too often: for a sentence in print use
    :func:`inspectstats.joint.differing`. For a reader: do bodies differ more than two inspectors
    looking at one body would?
    """
    given = np.asarray(grades, dtype=np.int64)
    matrix = _error(error, categories)
    if given.ndim != 1 or np.any((given < 0) | (given >= categories)):
        raise InputError(
            "a grade lies outside the scale",
            where="grades",
            mend=f"Code grades 0 to {categories - 1}.",
        )
    sha = digest([given.tobytes(), matrix.tobytes(), seed_text(seed).encode()])
    counts = np.bincount(given, minlength=categories)
    observed = leik(counts.tolist())
    two = int((counts >= least).sum()) >= 2
    if len(given) < 2 or observed is None:
        return Inconsistency(observed, None, None, False, two, 0, alpha, "too_few_forces", sha)
    alike = matrix[_most_likely(counts, matrix)]
    stream = np.random.Generator(
        np.random.Philox(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:16], "big"))
    )
    drawn = stream.multinomial(len(given), alike, size=simulations)
    below = np.cumsum(drawn, axis=1)[:, :-1] / len(given)
    spread = 2 * np.minimum(below, 1 - below).sum(axis=1) / (categories - 1)
    # The observed spread counts as one of the simulations, so that p is never 0; the hair keeps
    # ties.
    p = float((1 + (spread >= observed - 1e-12).sum()) / (1 + simulations))
    reason = "no_variation" if observed == 0 else "ok"
    return Inconsistency(
        observed, float(spread.mean()), p, p < alpha and two, two, simulations, alpha, reason, sha
    )


def _most_likely(counts: NDArray[np.int64], matrix: Floats) -> int:
    with np.errstate(divide="ignore"):
        logs = np.where(counts > 0, counts * np.log(np.maximum(matrix, 1e-300)), 0.0)
    return int(np.argmax(logs.sum(axis=1)))


def _error(error: ArrayLike, categories: int) -> Floats:
    matrix = np.asarray(error, dtype=np.float64)
    if (
        matrix.shape != (categories, categories)
        or not np.all(matrix >= 0)
        or not np.allclose(matrix.sum(axis=1), 1)
    ):
        raise InputError(
            "the error matrix is not a row of chances per grade",
            where="error",
            mend=f"Give {categories} rows of {categories} chances, each row summing to 1.",
        )
    return matrix / matrix.sum(axis=1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Consistency(Record):
    """The answer to "are bodies consistent?": only when the *upper* limit of the spread lies below
    the margin.

    ``sigma`` and ``sigma_high`` in logits; ``margin`` as declared beforehand; ``reason`` says why
    there is no answer.
    """

    sigma: float | None
    sigma_high: float | None
    margin: float
    supported: bool
    reason: str


def consistent(
    x: Sequence[int], n: Sequence[int], margin: float, level: float = 0.95
) -> Consistency:
    """May we write *consistent*?

    A large p-value is not enough: the spread must be shown to be small.

    Formula: profile-likelihood upper limit of the between-body sd of logits below ``margin`` (for
    instance 0.3: a median odds ratio of 1.33). For a reader: few cases never prove that bodies are
    alike.
    """
    tail(level)
    tail(margin, "margin")
    if not margin > 0:
        raise InputError(
            f"margin {margin!r}", where="margin", mend="Declare a margin above 0, in logits."
        )
    found = pool(x, n, level)
    if found.sigma_high is None:
        return Consistency(
            found.sigma,
            None,
            margin,
            False,
            "no_upper_limit" if found.sigma is not None else found.reason,
        )
    return Consistency(found.sigma, found.sigma_high, margin, found.sigma_high < margin, "ok")
