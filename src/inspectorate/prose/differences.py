"""What differs between two texts: by paragraphs, and within a paragraph by words.

A paragraph here is what stands between blank lines. Pure; how it is shown is the page's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate, groupby
from typing import Literal

from .alike import aligned

PieceKind = Literal["same", "gone", "come"]
# As the library tells it: a tag, and from where to where in the one and in the other.
type Step = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]
# Words of one changed paragraph that are compared: beyond, all of it is told.
MOST_WORDS = 800
# Steps of one call, each a word held against another. Comparing takes the cube of the words at
# worst; what would take more than its part of what is left is told whole.
MOST_STEPS, PART = 4_000_000, 4
# By so many words it is told which paragraph another was.
LIKE_WORDS = 100
# Paragraphs of a text, and pairs of changed ones, that are compared: beyond, all of both is told.
MOST_PARAGRAPHS, MOST_PAIRS = 600, 400
_PARAGRAPH = re.compile(r"(?:[ \t]*\n)*(?:[ \t]*\S.*\n?)+(?:[ \t]*\n)*|\s+")
# A word with the blank after it: blanks by themselves are alike, and each is held against all.
_WORD = re.compile(r"\S+\s*|\s+")
# Words, and each mark and blank between them by itself: an anchor may end at any of them.
_APART = re.compile(r"\w+|\s+|[^\w\s]")


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

    All that is ``old`` of them joined is the old text, and so is ``new``. What would take too long
    to compare is told as gone and come, whole.
    """
    return _differences(old, new, _Purse())


def differences_in_parts(parts: Iterable[tuple[str, str]]) -> Iterator[Difference]:
    """Yield the differences of each part of two texts, which together may take as long as one."""
    purse = _Purse()
    for old, new in parts:
        yield from _differences(old, new, purse) if old != new else [_difference(old, new, purse)]


def _differences(old: str, new: str, purse: _Purse) -> list[Difference]:
    olds, news = paragraphs(old), paragraphs(new)
    steps = None
    if max(len(olds), len(news)) <= MOST_PARAGRAPHS:
        steps = purse.steps(*map(_bare, (olds, news)))
    if steps is None:
        olds, news = [old], [new]
        steps = [("replace", 0, 1, 0, 1)]
    found: list[Difference] = []
    for tag, first, last, start, end in steps:
        here, there = olds[first:last], news[start:end]
        pairs = (
            [(place, place) for place in range(len(here))]
            if tag == "equal"
            else _alike(here, there, purse)
        )
        found += [_difference(*one, purse) for one in _side_by_side(here, there, pairs)]
    return found


def steps_between(old: Sequence[str], new: Sequence[str]) -> Sequence[Step] | None:
    """Return how one list of words becomes another; ``None`` where it takes too long to find."""
    return _Purse().steps(old, new)


def letters_between(was: str, old: str) -> list[Step]:
    """Return how words became other words, by letters; as a whole where that takes too long."""
    if was == old:
        return [("equal", 0, len(was), 0, len(old))]
    before, after = _tokens(was), _tokens(old)
    steps = steps_between(before, after)
    if steps is None:
        return [("replace", 0, len(was), 0, len(old))]
    left, right = _letters(before), _letters(after)
    return [(tag, left[a], left[b], right[c], right[d]) for tag, a, b, c, d in steps]


def _tokens(text: str) -> list[str]:
    """Words, blanks and signs, each by itself."""
    return [
        part
        for _, group in groupby(text, key=lambda one: "w" if one.isalnum() else one)
        for part in ["".join(group)]
    ]


def _letters(parts: Sequence[str]) -> list[int]:
    found = [0]
    for one in parts:
        found.append(found[-1] + len(one))
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


def shared(old: str, new: str) -> list[tuple[int, int, int]]:
    """Return which stretches of two texts are one another's, in the order of both.

    Each is where it begins in the one and in the other, counted from 0, and its characters. What
    would take too long to compare is no stretch.
    """
    purse, found = _Purse(), []
    first = second = 0
    for one in differences(old, new):
        for here, there, length in _shared_words(one, purse):
            found.append((first + here, second + there, length))
        first, second = first + len(one.old), second + len(one.new)
    return found


def _shared_words(one: Difference, purse: _Purse) -> Iterator[tuple[int, int, int]]:
    if one.old == one.new:
        yield 0, 0, len(one.old)
        return
    before, after = (_APART.findall(text) for text in (one.old, one.new))
    if not before or not after or max(len(before), len(after)) > 2 * MOST_WORDS:
        return
    starts, ends = ([0, *accumulate(map(len, words))] for words in (before, after))
    for tag, first, last, start, _ in purse.steps(before, after) or ():
        if tag == "equal":
            yield starts[first], ends[start], starts[last] - starts[first]


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


def _alike(here: Sequence[str], there: Sequence[str], purse: _Purse) -> list[tuple[int, int]]:
    if len(here) * len(there) > MOST_PAIRS:
        return []
    olds, news = (
        [one.split(None, LIKE_WORDS)[:LIKE_WORDS] for one in side] for side in (here, there)
    )
    return aligned([[purse.ratio(one, other) for other in news] for one in olds])


def _bare(texts: Sequence[str]) -> list[str]:
    return [one.strip() for one in texts]


def _difference(old: str, new: str, purse: _Purse) -> Difference:
    return Difference(old, new, tuple(_pieces(old.strip("\n"), new.strip("\n"), purse)))


def _pieces(old: str, new: str, purse: _Purse) -> Iterator[Piece]:
    if old == new:
        yield from [Piece("same", old)] if old else []
        return
    before, after = _WORD.findall(old), _WORD.findall(new)
    steps = None
    if max(len(before), len(after)) <= MOST_WORDS:
        steps = purse.steps(_ended(before), _ended(after))
    if steps is None:
        before, after = [old], [new]
        steps = [("replace", 0, 1, 0, 1)]
    for tag, first, last, start, end in steps:
        gone, come = "".join(before[first:last]), "".join(after[start:end])
        if tag == "equal":
            # The last word of a text may be alike to one that others follow.
            yield Piece("same", max(gone, come, key=len))
            continue
        if gone:
            yield Piece("gone", gone)
        if come:
            yield Piece("come", come)


def _ended(words: Sequence[str]) -> list[str]:
    """The words with a blank after the last one, as after all others."""
    return [*words[:-1], f"{words[-1].rstrip()} "] if words else []


class _Dear(Exception):
    """This comparison would take more than its part."""


class _Purse:
    """What one call may still spend on comparing, in steps."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def steps(self, old: Sequence[str], new: Sequence[str]) -> Sequence[Step] | None:
        """How the one becomes the other; ``None`` where it takes too long to find out."""
        compared = _Compared(old, new, self.left // PART)
        try:
            return compared.get_opcodes()
        except _Dear:
            return None
        finally:
            self.left -= compared.spent

    def ratio(self, old: Sequence[str], new: Sequence[str]) -> float:
        """How alike two lists of words are, from 0 to 1; their order counts where it can."""
        compared = _Compared(old, new, self.left // PART)
        try:
            return compared.ratio()
        except _Dear:
            return compared.quick_ratio()
        finally:
            self.left -= compared.spent


class _Compared(SequenceMatcher[str]):
    """Two lists compared until it has taken so many steps: then raises :class:`_Dear`."""

    def __init__(self, old: Sequence[str], new: Sequence[str], most: int) -> None:
        super().__init__(None, old, new, autojunk=False)
        self.most, self.spent = most, 0
        times = Counter(new)
        self.costs = [0, *accumulate(1 + times[word] for word in old)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """As the library, which holds each word of ``old`` against all its like in ``new``."""
        last = len(self.costs) - 1 if ahi is None else ahi
        cost = self.costs[last] - self.costs[alo]
        if self.spent + cost > self.most:
            raise _Dear
        self.spent += cost
        return super().find_longest_match(alo, ahi, blo, bhi)
