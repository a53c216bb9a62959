"""What a person typed, made safe: words, phrases, beginnings and words to leave out.

``training "risk assessment" refer* -draft`` asks for items with *training* in any form, the phrase,
any word beginning with *refer*, and not *draft*. Pure; any text at all is taken: quotes that do not
close, operators and stray signs are not errors but simply not words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_PART = re.compile(r'-?"[^"]*"?|\S+')
_WORD = re.compile(r"[^\W_]+")
# As Word and telephones write them.
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'))
# Each term is a look-up: bounds keep a pasted page from being one query.
MOST_TERMS, _LONGEST_WORD, _LONGEST_TEXT, _SHORTEST_BEGINNING = 20, 60, 1000, 3


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: ``words`` in a row, folded, one or more.

    ``beginning``: the last is the beginning of a word. ``without``: the item must not hold them.
    """

    words: tuple[str, ...]
    beginning: bool = False
    without: bool = False


def fold(text: str) -> str:
    """Return the words of a text as they are indexed: no accents, no capitals, single spaces."""
    # Plain ASCII has no accents, and most texts are that.
    plain = (text if text.isascii() else _without_accents(text)).casefold()
    return " ".join(word[:_LONGEST_WORD] for word in _WORD.findall(plain))


def _without_accents(text: str) -> str:
    # Accents part from their letters and are dropped: "café" is found by "cafe".
    parted = unicodedata.normalize("NFKD", text)
    return "".join(character for character in parted if not unicodedata.combining(character))


def past_the_last(text: str) -> bool:
    """Does ``text`` ask for more terms than count?"""
    return sum(bool(fold(part)) for part in _PART.findall(text.translate(_QUOTES))) > MOST_TERMS


def terms(text: str) -> tuple[Term, ...]:
    """Read what was typed; at most twenty terms of the first thousand characters count."""
    found = []
    for part in _PART.findall(text[:_LONGEST_TEXT].translate(_QUOTES)):
        words = tuple(fold(part).split())
        if words:
            found.append(
                Term(
                    words,
                    beginning=part.removesuffix('"').endswith("*")
                    and len(words[-1]) >= _SHORTEST_BEGINNING,
                    without=part.startswith("-") and len(part) > 1,
                )
            )
    return tuple(found[:MOST_TERMS])
