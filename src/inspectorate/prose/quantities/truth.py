"""Decides in exact integers whether an amount is true of a count; the count alone is the oracle.

Every bound has one meaning. What is approximate (about, nearly, just over) holds within the
vocabulary's stated tolerance: of a number that part of it and at least one, of a share that part of
the whole.
"""

from __future__ import annotations

from fractions import Fraction

from inspectstats.quantity import meanings, numerals
from inspectstats.quantity.shipped import DEFAULT
from inspectstats.quantity.vocabulary import Vocabulary

from .phrases import Phrase

TOLERANCE = DEFAULT.tolerance
_ROUND = frozenset((*range(2, 11), 20, 100))
_EXACT = ("", "only", "just", "exactly", "the other", "the remaining", "the")
# "Half" alone is a word of the vocabularies, and exact; "about half" and "three-quarters" round.
_HALF = ("half", "half the", "exactly half")


def holds(
    phrase: Phrase, k: int, n: int, vocabulary: Vocabulary | None, *, parts: tuple[int, ...] = ()
) -> bool | None:
    """Say whether ``phrase`` is true of ``k`` of ``n``; ``None`` where it has no meaning here.

    ``parts`` are the counts of the claim on either side: "30 of the 38" is then of a part of the
    bodies, which the claim does not count.
    """
    if phrase.of is not None and phrase.of != n:
        return None if phrase.of in parts and phrase.kind == "of" else _ratio(phrase, k, n)
    if phrase.kind == "word":
        return _word(phrase, k, n, vocabulary)
    if phrase.kind == "remainder":
        return k > 0
    if phrase.kind == "all_but" and phrase.word:
        return left_out(phrase.word, n - k, n, vocabulary)
    if phrase.kind == "all_but":
        return phrase.n is not None and phrase.n > 0 and k == n - phrase.n
    tolerance = vocabulary.tolerance if vocabulary else TOLERANCE
    if phrase.kind == "percent":
        return _percent(phrase, k, n, tolerance)
    if phrase.kind == "fraction":
        return _fraction(phrase, k, n, tolerance, vocabulary)
    return _number(phrase, k, n, tolerance)


def left_out(word: str, left: int, n: int, vocabulary: Vocabulary | None) -> bool:
    """Say whether "all but a few" is true where ``left`` of ``n`` are left out: one at least, and
    no more than the word may stand for.
    """
    said = "a few" if word.split()[-1] == "few" else word.removesuffix(" of")
    found = meanings.meaning(said, vocabulary or DEFAULT) or meanings.meaning("a few", DEFAULT)
    return found is not None and left > 0 and any(found.holds(k, n) for k in range(left, n + 1))


def _ratio(phrase: Phrase, k: int, n: int) -> bool:
    """ "Eight out of 10" of 46: a share, where the whole named is round and smaller."""
    of = phrase.of or 0
    if phrase.kind != "of" or phrase.n is None or of not in _ROUND or of >= n:
        return False
    share = Fraction(phrase.n, of)
    if phrase.bound in _EXACT:
        return numerals.fraction_matches(share, k, n)
    return bounded(phrase.bound, Fraction(k, n), share, TOLERANCE)


def bounded(bound: str, actual: Fraction, value: Fraction, slack: Fraction) -> bool:
    """Compare an exact count or share with a bound."""
    if bound in ("at least", "no fewer than"):
        return actual >= value
    if bound in ("more than", "over"):
        return actual > value
    if bound in ("at most", "up to", "no more than", "not more than"):
        return actual <= value
    if bound in ("fewer than", "less than", "under"):
        return actual < value
    if bound in ("nearly", "almost"):
        return value - slack <= actual < value
    if bound == "just over":
        return value < actual <= value + slack
    if bound in ("about", "around", "approximately", "roughly", "some"):
        return abs(actual - value) <= slack
    return actual == value


def _word(phrase: Phrase, k: int, n: int, vocabulary: Vocabulary | None) -> bool | None:
    if vocabulary is None:
        return None
    found = meanings.meaning(phrase.word, vocabulary)
    return None if found is None else found.holds(k, n)


def _number(phrase: Phrase, k: int, n: int, tolerance: Fraction) -> bool:
    said = phrase.n or 0
    if phrase.upper is not None:
        return said <= k <= phrase.upper
    if phrase.bound in ("all", "all the", "all of the"):
        return k == n == said
    slack = max(tolerance * said, Fraction(1))
    return bounded(phrase.bound, Fraction(k), Fraction(said), slack)


def _percent(phrase: Phrase, k: int, n: int, tolerance: Fraction) -> bool:
    said, actual = phrase.percent or Fraction(0), Fraction(100 * k, n)
    if phrase.upper is not None:
        return said <= actual <= phrase.upper
    if phrase.bound in _EXACT:
        written = f"{float(said):.{phrase.digits}f} %"
        return numerals.percent_matches(written, k, n)
    return bounded(phrase.bound, actual, said, tolerance * 100)


def _fraction(
    phrase: Phrase, k: int, n: int, tolerance: Fraction, vocabulary: Vocabulary | None
) -> bool:
    said, actual = phrase.fraction or Fraction(0), Fraction(k, n)
    if phrase.upper is not None:
        return said <= actual <= phrase.upper
    if phrase.bound in _EXACT:
        if vocabulary is not None and phrase.text.lower() in _HALF:
            return 2 * k == n
        return numerals.fraction_matches(said, k, n)
    return bounded(phrase.bound, actual, said, tolerance)
