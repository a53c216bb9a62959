"""What the quantity words that a text prints mean, each told once: for annex, site and data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspectstats.quantity.meanings import Meaning, meaning
from inspectstats.quantity.vocabulary import Vocabulary

from .phrases import Phrase
from .verdicts import percent

# What was counted is not what they stand for: they have no numbers of their own.
_OF_OTHERS = frozenset({"the remainder", "remainder", "the rest", "the others"})


@dataclass(frozen=True, slots=True)
class Definition:
    """A word as printed, what it means, and the counts it covers of all in scope ("36 to 41")."""

    word: str
    means: str
    covers: str = ""


def printed(phrase: Phrase) -> str:
    """Return the quantity word of a phrase as a list of words has it; empty for a plain number.

    "Only two" is one, and "three-quarters"; "32", "the 46" and "32 of the 46" are none.
    """
    if phrase.kind in ("word", "remainder", "variation"):
        return phrase.word
    if phrase.kind == "of" or phrase.definite or (phrase.kind == "number" and not phrase.bound):
        return ""
    return " ".join(phrase.text.lower().split())


def definitions(vocabulary: Vocabulary, used: Iterable[str], n: int = 0) -> tuple[Definition, ...]:
    """Return every word of the bands, what approximations mean, and each other word in ``used``.

    A word used for a band under another name stands beside it. ``n``: how many are in scope.
    """
    words = [one for one in dict.fromkeys(used) if one]
    found = []
    for band in vocabulary.bands:
        also = [one for one in words if vocabulary.band(one) == band and one != band.word]
        limits = vocabulary.limits(band.word, n) if n else None
        found.append(
            Definition(
                ", ".join([band.word, *also]), band.in_words(), _range(limits) if limits else ""
            )
        )
    within = f"within {percent(vocabulary.tolerance)} of the number, or of the whole for a share"
    found.append(Definition("about, nearly, just over", within))
    for word in words:
        known = meaning(word, vocabulary)
        # What has a band stands among the bands.
        if known is not None and vocabulary.band(word) is None:
            covers = "" if word in _OF_OTHERS else _covers(known, n)
            found.append(Definition(word, known.says, covers))
    return tuple(found)


def _covers(known: Meaning, n: int) -> str:
    """The counts of n that a word is true of, where they lie beside each other."""
    counts = [k for k in range(n + 1) if known.holds(k, n)] if n else []
    beside = counts and counts[-1] - counts[0] + 1 == len(counts)
    return _range((counts[0], counts[-1])) if beside else ""


def _range(limits: tuple[int, int]) -> str:
    first, last = limits
    return f"{first}" if first == last else f"{first} to {last}"
