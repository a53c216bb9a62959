"""Finds the numerals of a bound passage that may be its claim's own count, base or share.

They are the places at which a signed passage may move with its claim; every other numeral (a day, a
section, a number of modules) is a word like any other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .nouns import BODIES, TIMES
from .numbers import NUMBER
from .phrases import Phrase, read

_NUMERAL = re.compile(rf"(?<![\w.,/:]){NUMBER}", re.I)


def own_numerals(text: str, nouns: Collection[str] = ()) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each numeral, in digits or words, that may be the claim's own.

    ``nouns`` are what the claim counts beside the bodies known to every inspection, in lower case,
    singular and plural. A fraction in words ("three-quarters", "two in five") is one numeral; its
    bound ("at least") and its sign ("per cent") are none. Offsets are into ``text``, in order.
    """
    own = BODIES.union(noun.lower() for noun in nouns)
    found = [
        place
        for phrase in read(text, lenient=True)
        if _may_be_own(phrase, own)
        for place in _numerals(phrase)
    ]
    return tuple(sorted(found))


def _may_be_own(phrase: Phrase, own: Collection[str]) -> bool:
    if phrase.kind in ("of", "fraction", "percent", "all_but"):
        return phrase.noun not in TIMES
    # A bare number counts something: of another thing than bodies it is that thing's.
    return phrase.kind == "number" and (not phrase.noun or phrase.noun in own)


def _numerals(phrase: Phrase) -> Iterator[tuple[int, int]]:
    if phrase.kind == "fraction":
        bound = re.match(rf"{re.escape(phrase.bound)}\s+", phrase.text, re.I)
        start = phrase.start + (bound.end() if phrase.bound and bound else 0)
        if "half" not in phrase.text.lower():
            yield start, phrase.end
        return
    for match in _NUMERAL.finditer(phrase.text):
        yield phrase.start + match.start(), phrase.start + match.end()
