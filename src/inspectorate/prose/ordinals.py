"""Reads places in an order: the second, the 3rd, recommendations 2 and 4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = [
    *(
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
    ),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth"),
]
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50}
WORDS: dict[str, int] = {word: place for place, word in enumerate(_ONES, start=1)}
for _stem, _ten in _TENS.items():
    WORDS[f"{_stem}ieth"] = _ten
    WORDS |= {f"{_stem}y-{word}": _ten + place for place, word in enumerate(_ONES[:9], start=1)}
PATTERN = (
    rf"(?:{'|'.join(sorted(WORDS, key=lambda word: (-len(word), word)))}|\d{{1,3}}(?:st|nd|rd|th))"
)
_ORDINAL = re.compile(rf"\b{PATTERN}\b", re.I)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A place in an order as written, counted from 1."""

    n: int
    start: int
    end: int
    text: str


def ordinals(text: str) -> Iterator[Ordinal]:
    """Yield the ordinals of ``text``, in order, in words or digits."""
    for match in _ORDINAL.finditer(text):
        yield Ordinal(value(match[0]), match.start(), match.end(), match[0])


def value(word: str) -> int:
    """Return the place that an ordinal, as :data:`PATTERN` matches it, names."""
    plain = word.lower()
    return WORDS[plain] if plain in WORDS else int(plain[:-2])


def spelled(n: int, like: str) -> str:
    """Return the ordinal of ``n`` written as ``like`` is: in words, in digits, with a capital.

    Past fifty-nine there are only digits.
    """
    word = next((word for word, place in WORDS.items() if place == n), "")
    if like[:1].isdigit() or not word:
        tail = "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        return f"{n}{tail}"
    return word.capitalize() if like[:1].isupper() else word
