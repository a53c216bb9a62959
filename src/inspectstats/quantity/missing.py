"""A quantity word where not every body was judged, or the share itself is only estimated."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from inspectstats.quantity.meanings import meaning
from inspectstats.quantity.shipped import DEFAULT
from inspectstats.quantity.vocabulary import Vocabulary, counts
from inspectstats.records import InputError, Record


@dataclass(frozen=True, slots=True)
class Bounds(Record):
    """What k of n could be once the missing judgments were made, as (k, n) pairs.

    ``low`` counts every missing body as not met, ``high`` as met; ``of_judged`` leaves them out of
    both numbers.
    """

    low: tuple[int, int]
    high: tuple[int, int]
    of_judged: tuple[int, int] | None
    missing: int


@dataclass(frozen=True, slots=True)
class WithMissing(Record):
    """Whether a word survives the missing judgments.

    ``holds`` when it is true at every count the missing bodies could lead to; ``holds_of_judged``
    when it is true of the bodies judged; ``name_denominator`` when only the latter, so that the
    sentence must say "of the N inspected". ``reason`` is ``ok``, ``missing_judgments``,
    ``too_few_units`` or ``unknown_word``.
    """

    holds: bool
    holds_of_judged: bool
    name_denominator: bool
    bounds: Bounds
    reason: str


def missing_bounds(met: int, judged: int, n: int) -> Bounds:
    """Bounds on the count when ``met`` of ``judged`` bodies met it and ``n`` are in scope.

    Edge case ``claim_missing``.
    """
    counts(judged, n)
    if not 0 <= met <= judged:
        raise InputError(
            f"met = {met} of {judged} judged", where="counts", mend="met must lie in 0..judged."
        )
    return Bounds((met, n), (met + n - judged, n), (met, judged) if judged else None, n - judged)


def holds_with_missing(
    vocabulary: Vocabulary, word: str, met: int, judged: int, n: int
) -> WithMissing:
    """Does ``word`` hold of all ``n`` in scope although only ``judged`` were judged?

    Both ends, and every count between them, must satisfy it. For a reader: "whatever the four
    forces not judged turn out to be, it will still be most".
    """
    bounds = missing_bounds(met, judged, n)
    found = meaning(word, vocabulary)
    if found is None:
        return WithMissing(False, False, False, bounds, "unknown_word")
    holds = all(found.holds(k, n) for k in range(bounds.low[0], bounds.high[0] + 1))
    of_judged = bounds.of_judged is not None and found.holds(*bounds.of_judged)
    reason = found.reason(n)
    if reason == "ok" and not holds and bounds.missing:
        reason = "missing_judgments"
    return WithMissing(holds, of_judged, of_judged and not holds, bounds, reason)


def holds_for_interval(
    vocabulary: Vocabulary, word: str, low: Fraction | float, high: Fraction | float
) -> bool:
    """May a banded word be said of a share known only to lie in [low, high]?

    The interval, not the point, must fit.

    Floats are taken at their exact binary value. For a reader: "*most* case files" is printed only
    when the whole range of uncertainty is most. False for words that are no band of the vocabulary.
    """
    band = vocabulary.band(word)
    ends = Fraction(low), Fraction(high)
    if not 0 <= ends[0] <= ends[1] <= 1:
        raise InputError(
            f"[{low}, {high}] is not an interval of shares",
            where="interval",
            mend="0 <= low <= high <= 1.",
        )
    return band is not None and all(band.covers(end) for end in ends)


def suggestion(k: int, n: int, vocabulary: Vocabulary = DEFAULT) -> str:
    """What the figures do support, to offer and never to put in silently: ``a majority of (34 of
    46)`` or ``3 of 3``.
    """
    word = vocabulary.word_for(k, n)
    return f"{k} of {n}" if word is None else f"{word} ({k} of {n})"
