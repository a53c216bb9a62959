"""Where words that somebody pointed at stand in a text that was changed since, or that they are
gone.

An anchor never moves to other words that merely read alike: a change beside it leaves it where it
is, a change within it is said. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .differences import shared

# Characters of the text before and after the words that are kept with them.
CONTEXT = 80
_SENTENCE_ENDS = re.compile(r"[.!?][ \t]|\n|\r")
_WORD_AFTER = re.compile(r"[ \t]*(\S*)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a text: where they begin, counted from 0, and what stands before and after them.

    Without words it is the point between the two.
    """

    start: int
    quote: str
    before: str = ""
    after: str = ""

    @property
    def end(self) -> int:
        """Where they end: the place of the first character after them."""
        return self.start + len(self.quote)

    def stands_in(self, text: str) -> bool:
        """Do the words stand where the anchor says?"""
        within = 0 <= self.start <= self.end <= len(text)
        return within and text[self.start : self.end] == self.quote


def anchor_of(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of ``text[start:end]``, with what stands beside it."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(start, text[start:end], before, after)


def places_of(quote: str, text: str) -> list[int]:
    """Return where ``quote`` begins in ``text``, at most twice: more are not told apart anyhow."""
    first = text.find(quote) if quote else -1
    if first < 0:
        return []
    last = text.rfind(quote)
    return [first] if first == last else [first, last]


class ChangedText:
    """A text as it was, and as it stands: finds anchors of the one in the other."""

    def __init__(self, then: str, now: str) -> None:
        self.then, self.now = then, now
        self._head = _alike(then, now)
        self._tail = _alike(then[::-1], now[::-1])

    def place_of(self, anchor: Anchor) -> int | None:
        """Return where the anchor begins in the text that stands; ``None`` where it is gone.

        Gone are words of which one was changed, and words that are found again only where others
        read the same: words that were moved are theirs where their whole sentence was moved.
        """
        place = self._kept(anchor)
        if place is None and anchor.quote and anchor.stands_in(self.then):
            return self._moved(anchor)
        return place

    def place_to_replace(self, anchor: Anchor) -> int | None:
        """Return where the anchor begins, for who puts other words there; ``None`` as above.

        Stricter than where a remark is shown: words that were moved are not followed, and words
        that no longer stand between the same two words of their line may be others. Where nothing
        is replaced, nothing else can be.
        """
        place = self._kept(anchor)
        if place is None or not anchor.quote:
            return place
        then = _beside(self.then, anchor.start, anchor.end)
        return place if then == _beside(self.now, place, place + len(anchor.quote)) else None

    def _kept(self, anchor: Anchor) -> int | None:
        """Where the anchor begins, if what it points at was not moved over other words."""
        if not anchor.stands_in(self.then):
            return None
        if anchor.end <= self._head:
            return anchor.start
        if anchor.start >= len(self.then) - self._tail:
            return anchor.start + len(self.now) - len(self.then)
        if not anchor.quote:
            return self._point(anchor.start)
        for old, new, length in self._shared:
            if old <= anchor.start and anchor.end <= old + length:
                return anchor.start - old + new
        return None

    @cached_property
    def _shared(self) -> Sequence[tuple[int, int, int]]:
        """Stretches of both texts in their order, those that touch in both joined."""
        found: list[tuple[int, int, int]] = []
        for old, new, length in shared(self.then, self.now):
            last = found[-1] if found else (-1, -1, 0)
            if (last[0] + last[2], last[1] + last[2]) == (old, new):
                found[-1] = (last[0], last[1], last[2] + length)
            else:
                found.append((old, new, length))
        return found

    def _point(self, at: int) -> int | None:
        """A point stays behind what stood before it, else before what stood after it."""
        for old, new, length in self._shared:
            if old < at <= old + length:
                return at - old + new
        return next((new for old, new, _ in self._shared if old == at), None)

    def _moved(self, anchor: Anchor) -> int | None:
        """Words that were moved: their sentence is the same where it stood once, and stands once.

        One number reads as another does; that it stands once in each text says nothing.
        """
        sentence, begins = _sentence(self.then, anchor.start, anchor.end)
        was, stands = places_of(sentence, self.then), places_of(sentence, self.now)
        if not len(was) == len(stands) == 1:
            return None
        place = stands[0] + anchor.start - begins
        there = _sentence(self.now, place, place + len(anchor.quote))
        return place if there == (sentence, stands[0]) else None


def _sentence(text: str, start: int, end: int) -> tuple[str, int]:
    """The sentence or line around some words, or those that they reach over, and its beginning."""
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    begins = max((one.end() for one in _SENTENCE_ENDS.finditer(text, line, start)), default=line)
    # What ends the words may end their sentence too.
    ended = _SENTENCE_ENDS.search(text, max(start, end - 1))
    ends = ended.start() + 1 if ended else len(text)
    return text[begins : max(ends, end)], begins


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the line right before and right after a place; none where the line ends."""
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    before = text[line:start].rsplit(None, 1)[-1:]
    after = _WORD_AFTER.match(text, end)
    return "".join(before), after.group(1) if after else ""


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
