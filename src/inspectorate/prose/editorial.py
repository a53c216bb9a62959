"""Which change of a signed sentence leaves its signature standing: spacing, a capital, a comma or
its like, a misspelling with one mend, a word for another that was agreed to say the same.

Whatever is not read as one of these is not editorial.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .guarded import QUOTATION_MARKS, Word, by_sentence, first_words, guarded, words_of
from .spelling import Lexicon
from .style.house import Pair

# Of a document's editorial changes so many are looked at: a tenth, and at least five.
LEAST_DRAWN, ONE_OF = 5, 10


class EditKind(StrEnum):
    """What a single editorial change is."""

    SPACING = "spacing"
    CAPITAL = "capital"
    PUNCTUATION = "punctuation"
    SPELLING = "spelling"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the words it touches, as they stood and as they stand.

    A change between two words shows both. ``old_at`` and ``new_at`` are (start, end) in the old and
    in the new text.
    """

    kind: EditKind
    old: str
    new: str
    old_at: tuple[int, int]
    new_at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Editorial:
    """A whole difference that is editorial; ``edits`` in the order of the text, none where both
    texts are the same.
    """

    edits: tuple[Edit, ...]


def editorial(
    old: str,
    new: str,
    *,
    names: Collection[str],
    lexicon: Lexicon,
    quantities: Collection[str] = (),
    swaps: Collection[Pair] = (),
) -> Editorial | None:
    """Return the edits that make ``new`` of ``old`` where all of them are editorial, else nothing.

    Both are printed words, without Markdown. None of the edits stands in a numeral, quotation,
    name, negation or quantity phrase of either text, nor in the word before or after one.
    ``names`` are those of the register in the forms they are written in, ``quantities`` the
    quantity words of the inspectorate's vocabulary beside those that ship; ``swaps`` are pairs of
    words, in small letters, that the inspectorate has agreed to say the same.
    """
    if old == new:
        return Editorial(())
    before, after = _Side.of(old), _Side.of(new)
    if len(before.words) != len(after.words) or before.shape != after.shape:
        return None
    edits: list[tuple[frozenset[int], Edit]] = []
    agreed = {frozenset(pair) for pair in swaps}
    for change in (_words_changed(before, after, lexicon, agreed), _gaps_changed(before, after)):
        for found in change:
            if found is None:
                return None
            edits.append(found)
    kept = frozenset[int]().union(
        *(
            guarded(side.text, side.words, names=names, quantities=quantities, lexicon=lexicon)
            for side in (before, after)
        )
    )
    if any(beside & kept for beside, _ in edits):
        return None
    return Editorial(tuple(sorted((edit for _, edit in edits), key=lambda edit: edit.new_at)))


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts: its words, the gaps around them, and how many words each sentence
    has.
    """

    text: str
    words: list[Word]
    gaps: list[str]
    shape: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Side:
        words = words_of(text)
        ends = [0, *(word.end for word in words)]
        starts = [*(word.start for word in words), len(text)]
        return cls(
            text,
            words,
            [text[end:start] for end, start in zip(ends, starts, strict=True)],
            tuple(map(len, by_sentence(text, words))),
        )

    def around(self, gap: int) -> tuple[int, int]:
        """Where a gap stands, with the word on either side."""
        start = self.words[gap - 1].start if gap else 0
        end = self.words[gap].end if gap < len(self.words) else len(self.text)
        return start, end


# What is found: the places of the words that may not be guarded, and the edit; nothing for a change
# that is not editorial.
_Found = tuple[frozenset[int], Edit] | None


def _words_changed(
    before: _Side, after: _Side, lexicon: Lexicon, agreed: Collection[frozenset[str]]
) -> Iterator[_Found]:
    firsts = first_words(before.text, before.words)
    for at, (was, now) in enumerate(zip(before.words, after.words, strict=True)):
        if was.text == now.text:
            continue
        kind = _word_change(was.text, now.text, at in firsts, lexicon)
        if kind is None and _swapped(was.text, now.text) in agreed:
            kind = EditKind.SWAP
        if kind is None:
            yield None
            return
        edit = Edit(kind, was.text, now.text, (was.start, was.end), (now.start, now.end))
        yield frozenset((at - 1, at, at + 1)), edit


def _word_change(was: str, now: str, first: bool, lexicon: Lexicon) -> EditKind | None:
    # A capital within a sentence makes a name of a word.
    if first and was[1:] == now[1:] and was[0].lower() == now[0].lower():
        return EditKind.CAPITAL
    if lexicon.only_mend(was) == now:
        return EditKind.SPELLING
    return None


def _swapped(was: str, now: str) -> frozenset[str]:
    """The two words in small letters; none where one has a capital and the other has not."""
    if (was[0].isupper(), was[1:].islower()) != (now[0].isupper(), now[1:].islower()):
        return frozenset()
    return frozenset((was.lower(), now.lower()))


def _gaps_changed(before: _Side, after: _Side) -> Iterator[_Found]:
    last = len(before.gaps) - 1
    for at, (was, now) in enumerate(zip(before.gaps, after.gaps, strict=True)):
        if was == now:
            continue
        kind = _end_change(was, now) if at == last else _gap_change(was, now, first=at == 0)
        narrows = at < last and after.words[at].plain in _NARROWING
        if kind is None or (kind is EditKind.PUNCTUATION and narrows):
            yield None
            return
        old_at, new_at = before.around(at), after.around(at)
        edit = Edit(kind, before.text[slice(*old_at)], after.text[slice(*new_at)], old_at, new_at)
        yield frozenset((at - 1, at)), edit


# A comma before one of them decides of whom it speaks: "staff who waited", "staff, who waited".
_NARROWING = frozenset({"who", "whom", "whose", "which", "that", "where", "when", "because"})
_DASH = re.compile(r"\s+[-–—]\s+|\s*—\s*|\s+–\s*|\s*–\s+")
_SPACE = re.compile(r"\s+")
_PLAIN_MARKS = re.compile(r"[,;:—]")
# After the last word: what may stand before the mark, and the mark.
_END = re.compile(r"(?P<before>[)\]]*)[,;.]?")


def _gap_change(was: str, now: str, *, first: bool) -> EditKind | None:
    """Say what changed between two words, or before the first.

    White space may be other white space, and may come and go beside a plain mark. All but the plain
    marks must stand as it stood: brackets, hyphens, slashes, full stops, a blank line.
    """
    if QUOTATION_MARKS & {*was, *now}:
        return None
    if first:
        return EditKind.SPACING if was.strip() == now.strip() else None
    if not (was and now) or _bare(was) != _bare(now):
        return None
    return EditKind.SPACING if _marks(was) == _marks(now) else EditKind.PUNCTUATION


def _bare(gap: str) -> str:
    """The gap with one blank for each stretch of white space and plain marks.

    A hyphen or a dash that joins two words stays as it is.
    """
    lines = _SPACE.sub(lambda space: "¶" if space.group().count("\n") > 1 else " ", gap)
    return _SPACE.sub(" ", _PLAIN_MARKS.sub(" ", _DASH.sub("—", lines)))


def _marks(gap: str) -> str:
    return _SPACE.sub("", gap)


def _end_change(was: str, now: str) -> EditKind | None:
    """Say what changed after the last word.

    A comma, semicolon or full stop may come, go or take the other's place. A colon or a dash leads
    on to what follows, and two stops are no full stop.
    """
    if QUOTATION_MARKS & {*was, *now}:
        return None
    left, right = _marks(was), _marks(now)
    if left == right:
        return EditKind.SPACING
    ends = _END.fullmatch(left), _END.fullmatch(right)
    if ends[0] and ends[1] and ends[0]["before"] == ends[1]["before"]:
        return EditKind.PUNCTUATION
    return None


def drawn[T](changes: Sequence[T], *, seed: str, key: Callable[[T], str] = str) -> list[T]:
    """Return those of a document's editorial changes that are to be looked at, in their order: a
    tenth, five at least, all where there are fewer.

    Each change has a place in the draw from SHA-256 of ``seed`` and ``key(change)``: the same
    changes give the same draw, and one that is added pushes out one other at most.
    """
    many = max(LEAST_DRAWN, -(-len(changes) // ONE_OF))

    def lot(at: int) -> tuple[bytes, int]:
        return hashlib.sha256(f"{seed}\0{key(changes[at])}".encode()).digest(), at

    return [changes[at] for at in sorted(sorted(range(len(changes)), key=lot)[:many])]
