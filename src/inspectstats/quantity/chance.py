"""The chance that a quantity word is true of the bodies, given how often inspectors err."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inspectstats.quantity.meanings import Meaning, meaning
from inspectstats.quantity.shipped import DEFAULT
from inspectstats.quantity.vocabulary import Vocabulary
from inspectstats.records import InputError, Result, digest

Floats = NDArray[np.float64]
# Below this a reader is told, since the word alone sounds certain.
_UNLIKELY = 0.8


def poisson_binomial(p: ArrayLike) -> Floats:
    """P(K = 0), ..., P(K = n) for the number K of independent events with probabilities ``p``
    (length n).

    Formula: convolution of the n two-point distributions, one body at a time, all terms positive,
    so no cancellation. Assumes independence: where inspectors are shared between bodies use
    :func:`probability_joint`. Reference: Wang (1993) Statistica Sinica 3:295. Golden G23.
    """
    chances = _chances(p, "p")
    if chances.ndim != 1:
        raise InputError(
            "p has more than one dimension", where="p", mend="Give one probability per body."
        )
    pmf: Floats = _pmf(chances[None, :])[0]
    return pmf


def _pmf(rows: Floats) -> Floats:
    """Poisson-binomial probabilities of each row at once; shape (draws, n) to (draws, n + 1)."""
    draws, n = rows.shape
    pmf = np.zeros((draws, n + 1))
    pmf[:, 0] = 1.0
    for body in range(n):
        met = rows[:, body, None]
        pmf[:, 1 : body + 2] = pmf[:, 1 : body + 2] * (1.0 - met) + pmf[:, : body + 1] * met
        pmf[:, 0] *= 1.0 - met[:, 0]
    return pmf


def probability(word: str, p: ArrayLike, vocabulary: Vocabulary = DEFAULT) -> Result:
    """The chance that ``word`` is true of the bodies, each of which truly meets the criterion with
    probability ``p``.

    Formula: sum of P(K = k) over the counts at which the word holds. Golden G23: *most* of 46 with
    36 judged met (0.92) and 10 not met (0.15) is 0.54. For a reader: "the word is right about the
    judgments; that it is right about the forces is nearly a coin toss". ``value`` is ``None`` with
    ``too_few_units`` or ``unknown_word`` where refused.
    """
    chances = _chances(p, "p")
    return _answer("quantity.probability.independent/1", word, chances.reshape(1, -1), vocabulary)


def probability_between(p: ArrayLike, low: int, high: int) -> float:
    """P(low <= K <= high) for the number K of bodies that truly meet it. Golden G23."""
    pmf = poisson_binomial(p)
    return float(pmf[max(low, 0) : high + 1].sum()) if high >= max(low, 0) else 0.0


def probability_joint(word: str, draws: ArrayLike, vocabulary: Vocabulary = DEFAULT) -> Result:
    """As :func:`probability` where inspectors are shared: each row of ``draws`` is one joint draw
    of all bodies.

    ``draws`` has shape (draws, bodies) and holds verdicts (0 or 1) or, better, the probabilities
    given one joint draw of severities and measures; the rows' chances are averaged (Rao-Blackwell).
    ``se`` is the simulation error. Independence understates the spread: one harsh inspector moves
    all of his bodies together.
    """
    rows = _chances(draws, "draws")
    if rows.ndim != 2 or rows.shape[0] < 2:
        raise InputError(
            "draws must have a row per draw and a column per body",
            where="draws",
            mend="Give two rows or more.",
        )
    return _answer("quantity.probability.joint/1", word, rows, vocabulary)


def _answer(method: str, word: str, rows: Floats, vocabulary: Vocabulary) -> Result:
    draws, n = rows.shape
    sha = digest(
        [word.encode(), vocabulary.code.encode(), vocabulary.version.encode(), rows.tobytes()]
    )
    found = meaning(word, vocabulary)
    counted = {"n_units": n, "n_draws": draws}
    reason = "unknown_word" if found is None else "too_few_units" if n == 0 else found.reason(n)
    if found is None or reason != "ok":
        return Result(
            method, None, reason=reason, unit="probability", counts=counted, input_sha256=sha
        )
    chances = _pmf(rows)[:, counts_where(found, n)].sum(axis=1)
    # A sum of probabilities may pass 1 by a rounding.
    value = min(float(chances.mean()), 1.0)
    se = float(chances.std(ddof=1) / np.sqrt(draws)) if draws > 1 else None
    warnings = (f"the word is true with probability {value:.2f}",) if value < _UNLIKELY else ()
    return Result(
        method,
        value,
        se=se,
        unit="probability",
        counts=counted,
        warnings=warnings,
        input_sha256=sha,
    )


def counts_where(found: Meaning, n: int) -> Sequence[int]:
    """Every k of n at which the meaning holds."""
    return [k for k in range(n + 1) if found.holds(k, n)]


def _chances(values: ArrayLike, where: str) -> Floats:
    chances = np.asarray(values, dtype=np.float64)
    if not np.all((chances >= 0) & (chances <= 1)):
        raise InputError(
            "a probability lies outside 0 to 1 or is missing",
            where=where,
            mend="Give numbers from 0 to 1.",
        )
    return chances
