"""Which paragraph of an edited file is which of the file that it was made from, and what of its
words was changed, by whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from ..alike import MOST_PAIRS, aligned, likeness
from ..differences import Step, letters_between, steps_between
from ..reading.word_changes import Paragraph, Piece

# Less than this of the shorter of two paragraphs is too little to call one what became of another.
LEAST = 0.5


class PlacedWords(Protocol):
    """Words with the cell that they stand in."""

    @property
    def text(self) -> str: ...
    @property
    def cell(self) -> tuple[int, int] | None: ...


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a paragraph as it stood, with its cell."""

    text: str
    cell: tuple[int, int] | None


class NotCompared(Exception):
    """Two texts have so much that is alike in other places that comparing takes too long."""


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words from ``start`` to ``end`` of a paragraph as it was, and what stands there now.

    ``key`` is the claim that the new words are bound to, and ``marked`` whether they stand in words
    that another edition leaves out; ``author`` and ``at`` are empty where the
    change was not tracked, or the file does not say.
    """

    start: int
    end: int
    new: str
    key: str
    author: str
    at: str
    marked: bool = False


def paired(
    olds: Sequence[PlacedWords], news: Sequence[PlacedWords], *, alike: bool = True
) -> dict[int, int]:
    """Return for places of ``news`` the place of ``olds`` that is the same paragraph.

    The same words in the same cell come first, then the same words, then with ``alike`` what is
    most alike between neighbours that are known. Raises NotCompared.
    """
    known: dict[int, int] = {}
    for name in (_in_its_cell, _bare):
        for here, there in _gaps(known, len(olds), len(news)):
            _pair_same(olds, news, here, there, known, name)
    if alike:
        for here, there in _gaps(known, len(olds), len(news)):
            _pair_alike(olds, news, here, there, known)
    return known


def _bare(one: PlacedWords) -> str:
    return " ".join(one.text.split())


def _in_its_cell(one: PlacedWords) -> str:
    return f"{one.cell} {_bare(one)}"


def _gaps(known: dict[int, int], olds: int, news: int) -> list[tuple[range, range]]:
    """What lies between the pairs that are known: places of olds, and places of news."""
    found, old, new = [], 0, 0
    for next_new, next_old in [*_in_order(known), (news, olds)]:
        if next_old > old and next_new > new:
            found.append((range(old, next_old), range(new, next_new)))
        old, new = next_old + 1, next_new + 1
    return found


def _in_order(known: dict[int, int]) -> list[tuple[int, int]]:
    return sorted(known.items())  # pairs never cross: each was found between two others


def _pair_same(
    olds: Sequence[PlacedWords],
    news: Sequence[PlacedWords],
    here: range,
    there: range,
    known: dict[int, int],
    name: Callable[[PlacedWords], str],
) -> None:
    before, after = [name(olds[one]) for one in here], [name(news[one]) for one in there]
    for tag, first, last, start, _ in _steps(before, after):
        if tag == "equal":
            known.update({there[start + at]: here[first + at] for at in range(last - first)})


def _steps(before: Sequence[str], after: Sequence[str]) -> Sequence[Step]:
    if (found := steps_between(before, after)) is None:
        raise NotCompared
    return found


def _pair_alike(
    olds: Sequence[PlacedWords],
    news: Sequence[PlacedWords],
    here: range,
    there: range,
    known: dict[int, int],
) -> None:
    cells = [olds[one].cell for one in here], [news[one].cell for one in there]
    if cells[0] == cells[1] and None not in cells[0]:
        known.update(zip(there, here, strict=True))  # each cell is itself, whatever it says
    elif len(here) == len(there) == 1 and cells[0] == cells[1]:
        known[there[0]] = here[0]
    elif len(here) * len(there) <= MOST_PAIRS:
        scores = likeness([olds[one].text for one in here], [news[one].text for one in there])
        for old, new in aligned(scores, least=LEAST):
            if olds[here[old]].cell == news[there[new]].cell:
                known[there[new]] = here[old]


def changes_of(was: str, paragraph: Paragraph) -> list[WordChange]:
    """Return what became of the words of a paragraph that ``was`` this, in order.

    What lies between what is kept is one change where one hand made it.
    """
    found: list[WordChange] = []
    letters = _letters(was, paragraph.pieces)
    for kept, group in groupby(letters, key=lambda one: one.change == ""):
        if not kept:
            for _, own in groupby(group, key=lambda one: one.piece.author):
                made = _as_one(list(own))
                joined = _joined(was, found[-1], made) if found else None
                found[-1:] = [joined] if joined else [*found[-1:], made]
    return found


def _joined(was: str, one: WordChange, other: WordChange) -> WordChange | None:
    """Two changes that nobody tracked with nothing but blanks between them, as one."""
    between = was[one.end : other.start]
    if one.author or one.at or other.author or other.at or between.strip():
        return None
    if (one.key, one.marked) != (other.key, other.marked) or not (one.new and other.new):
        return None
    return replace(one, end=other.end, new=one.new + between + other.new)


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter that is kept, taken out or put in, before or at ``at`` of the words as it was."""

    at: int
    change: str
    text: str
    piece: Piece


def _as_one(letters: Sequence[_Letter]) -> WordChange:
    gone = [one.at for one in letters if one.change == "out"]
    come = [one for one in letters if one.change == "in"]
    start = gone[0] if gone else letters[0].at
    piece = letters[0].piece
    key = next((one.piece.key for one in come if one.piece.key), "")
    return WordChange(
        start,
        gone[-1] + 1 if gone else start,
        "".join(one.text for one in come),
        key,
        piece.author,
        piece.at,
        any(one.piece.marked for one in come),
    )


_UNTRACKED = Piece("")


def _letters(was: str, pieces: Sequence[Piece]) -> Iterator[_Letter]:
    """Each letter of the words as they were and as they are."""
    old, come = _sides(pieces)
    for tag, first, last, start, end in letters_between(was, "".join(letter for letter, _ in old)):
        kept = tag == "equal"
        if not kept:
            yield from (_Letter(at, "out", was[at], _UNTRACKED) for at in range(first, last))
        for step, (letter, piece) in enumerate(old[start:end]):
            place = first + step if kept else last
            yield from (_Letter(place, "in", new, own) for new, own in come.pop(start + step, ()))
            if kept:
                yield _Letter(place, piece.change, letter, piece)
            elif piece.change != "out":
                yield _Letter(last, "in", letter, Piece("", piece.key, piece.marked))
    for held in come.values():
        yield from (_Letter(len(was), "in", new, own) for new, own in held)


type _Told = list[tuple[str, Piece]]


def _sides(pieces: Sequence[Piece]) -> tuple[_Told, dict[int, _Told]]:
    """The letters of the old words, and those that tracking put in, by the place in the old words
    before which they stand.
    """
    old: _Told = []
    come: dict[int, _Told] = {}
    for one in pieces:
        letters = [(letter, one) for letter in one.text]
        if one.change == "in":
            come.setdefault(len(old), []).extend(letters)
        elif one.change in ("", "out"):
            old += letters
    return old, come


def was_at(was: str, old: str) -> list[int]:
    """Return for each offset of words where it stood in what they were."""
    found = [0]
    for tag, first, last, start, end in letters_between(was, old):
        step = 1 if tag == "equal" else 0
        found += [(first if step else last) + step * (at + 1) for at in range(end - start)]
    return found


def more_unread(was: Paragraph | None, now: Paragraph) -> list[str]:
    """Return what of a paragraph is not read that was not there before."""
    before = Counter(was.unread if was else ())
    return list((Counter(now.unread) - before).elements())
