"""Stretches of a text that are not the house's own words, one byte a character: whether a word
stands in one of them is told at once, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..guarded import Word, quoted_words


def marked(text: str, stretches: Iterable[tuple[int, int]]) -> bytearray:
    """Return a byte for each character of ``text``: 1 within one of ``stretches``, else 0."""
    inside = bytearray(len(text))
    for start, end in stretches:
        inside[start:end] = b"\1" * (end - start)
    return inside


def quotations(text: str, words: list[Word]) -> bytearray:
    """Return such bytes for the words of ``text`` that stand in a quotation."""
    quoted = (words[at] for at in quoted_words(text, words))
    return marked(text, ((word.start, word.end) for word in quoted))
