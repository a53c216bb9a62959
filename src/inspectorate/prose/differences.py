"""What differs between two texts: by paragraphs, and within a paragraph by words.

A paragraph here is what stands between blank lines. Pure; how it is shown is the page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .alike import aligned

PieceKind = Literal["same", "gone", "come"]
# Words of one changed paragraph: comparing takes the square of them at worst.
MOST_WORDS = 800
# By so many words it is told which paragraph another was.
LIKE_WORDS = 100
# Paragraphs of a text, and pairs of changed ones, that are compared: beyond, all of both is told.
MOST_PARAGRAPHS, MOST_PAIRS = 600, 400
_PARAGRAPH = re.compile(r"(?:[ \t]*\n)*(?:[ \t]*\S.*\n?)+(?:[ \t]*\n)*|\s+")
_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts, were taken out, or came."""

    kind: PieceKind
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph in both texts, or in one of them: what stood, what stands, piece by piece."""

    old: str
    new: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Does it differ by more than the blank lines around it?"""
        return self.old.strip() != self.new.strip()


def paragraphs(text: str) -> list[str]:
    """Cut a text into paragraphs, each with the blank lines after it; joined they are the text."""
    return _PARAGRAPH.findall(text)


def differences(old: str, new: str) -> list[Difference]:
    """Return every paragraph of both texts in order, with what was taken out and what came.

    All that is ``old`` of them joined is the old text, and so is ``new``.
    """
    olds, news = paragraphs(old), paragraphs(new)
    if max(len(olds), len(news)) > MOST_PARAGRAPHS:
        olds, news = [old], [new]
    found: list[Difference] = []
    for tag, first, last, start, end in _steps(*map(_bare, (olds, news))):
        here, there = olds[first:last], news[start:end]
        pairs = (
            [(place, place) for place in range(len(here))]
            if tag == "equal"
            else _alike(here, there)
        )
        found += [_difference(*one) for one in _side_by_side(here, there, pairs)]
    return found


def brought_back(found: Sequence[Difference], place: int) -> str:
    """Return the new text with one difference undone: that paragraph is as it was.

    Line ends are added where it would else run into its neighbours.
    """
    texts = [one.old if at == place else one.new for at, one in enumerate(found)]
    for at in (place - 1, place):
        if at >= 0 and texts[at].strip() and any(one.strip() for one in texts[at + 1 :]):
            texts[at] += "\n" * max(0, 2 - _line_ends(texts[at]))
    return "".join(texts)


def _line_ends(text: str) -> int:
    return len(text) - len(text.rstrip("\n"))


def _side_by_side(
    olds: Sequence[str], news: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    last_old = last_new = 0
    for old, new in (*pairs, (len(olds), len(news))):
        yield from ((one, "") for one in olds[last_old:old])
        yield from (("", one) for one in news[last_new:new])
        if old < len(olds):
            yield olds[old], news[new]
        last_old, last_new = old + 1, new + 1


def _alike(here: Sequence[str], there: Sequence[str]) -> list[tuple[int, int]]:
    if len(here) * len(there) > MOST_PAIRS:
        return []
    return aligned([[_ratio(one, other) for other in there] for one in here])


def _ratio(one: str, other: str) -> float:
    here, there = one.split()[:LIKE_WORDS], other.split()[:LIKE_WORDS]
    return SequenceMatcher(None, here, there, autojunk=False).ratio()


def _bare(texts: Sequence[str]) -> list[str]:
    return [one.strip() for one in texts]


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _difference(old: str, new: str) -> Difference:
    return Difference(old, new, tuple(_pieces(old.strip("\n"), new.strip("\n"))))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS and old != new:
        before, after = [old], [new]
    for tag, first, last, start, end in _steps(before, after):
        gone, come = "".join(before[first:last]), "".join(after[start:end])
        if tag == "equal":
            yield Piece("same", gone)
            continue
        if gone:
            yield Piece("gone", gone)
        if come:
            yield Piece("come", come)
