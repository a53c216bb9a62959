"""Finds the numerals of a bound passage that may be its claim's own count, base or share.

They are the places at which a signed passage may move with its claim; every other numeral (a day, a
section, a number of modules) is a word like any other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from .amount_patterns import FRACTION, NUM, RATIO
from .amounts import Amount, amounts
from .units import own_nouns

_KINDS = ("number", "of", "fraction", "percent", "all_but")
_NUMERAL = re.compile(rf"(?<![\w.,/:-])(?:{NUM})(?!\w)", re.I)
_SHARE = re.compile(rf"(?<![\w.,/:-])(?:{RATIO}|{FRACTION})(?!\w)", re.I)


def own_numerals(text: str, nouns: Collection[str] = ()) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each numeral, in digits or words, that may be the claim's own.

    ``nouns`` are what the claim counts beside the bodies known to every inspection, in lower case,
    singular and plural. A fraction in words ("three-quarters", "two in five") is one numeral; its
    bound ("at least") and its sign ("per cent") are none, and "half" is a word. Offsets are into
    ``text``, in order.
    """
    return _own_numerals(text, frozenset(nouns))


@lru_cache(maxsize=4_096)
def _own_numerals(text: str, nouns: frozenset[str]) -> tuple[tuple[int, int], ...]:
    own = own_nouns(*sorted(nouns))
    found = [place for one in amounts(text, own) if _is_own(one) for place in _numerals(one)]
    return tuple(sorted(found))


def _is_own(one: Amount) -> bool:
    return one.role in ("own", "base") and one.phrase.kind in _KINDS


def _numerals(one: Amount) -> Iterator[tuple[int, int]]:
    written, start = one.phrase.text, one.start
    rest = 0
    if one.phrase.kind == "fraction":
        share = _SHARE.search(written)
        if share is not None:
            rest = share.end()
            if "half" not in share.group().lower():
                yield start + share.start(), start + share.end()
    for match in _NUMERAL.finditer(written, rest):
        yield start + match.start(), start + match.end()
