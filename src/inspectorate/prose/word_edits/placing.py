"""Changes of printed words as changes of the source: marks, keys and attributes stay, byte for
byte, and what the words would be read as is written so that it is not.

Whoever places a change holds what comes of it against what should (``proving``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .comparing import WordChange
from .found import FoundChange
from .literal import literal
from .spots import Source, Spot, Stretch

# What ends marks: of bold and the like, of a bound passage with its attributes.
_ENDS = re.compile(r"(?:\*{1,3}|_{1,3}|\]\{[^{}\n]*\})+")
_AROUND = (("**", "**"), ("__", "__"), ("*", "*"), ("_", "_"), ("`", "`"))
# Between words: there a paragraph was cut in two.
BREAK = "\u2029"
_BOUND = re.compile(r"\]\{[^{}\n]*\}")


def placed(source: Source, spot: Spot, change: WordChange) -> FoundChange | None:
    """Return a change of words as one of the source; None where nobody can say where it stands."""
    every = source.stretches(spot.block)[spot.start : spot.end]
    if change.start == change.end:
        at = _between(source, spot, every, change)
        if at is None:
            return None
        return FoundChange(at, at, _said(source, at, change.new), change.author, change.at)
    pieces = _pieces(every[change.start : change.end])
    if pieces is not None and change.new and change.marked:
        pieces = _reaching_marked(spot, every, pieces, change)
    if pieces is None:
        return None
    start, end, replacement = _replaced(source, spot, pieces, change)
    return FoundChange(start, end, replacement, change.author, change.at)


def _said(source: Source, at: int, new: str) -> str:
    first, *more = new.split(BREAK)
    said = literal(first, begins=_begins(source, at))
    return "\n\n".join([said, *(literal(one.strip(), begins=True) for one in more)])


def _begins(source: Source, at: int) -> bool:
    """Does a line, or what a line of a list or a quotation says, begin there?"""
    line = source.text[source.text.rfind("\n", 0, at) + 1 : at]
    return not line.strip(" \t>#*+-0123456789.)")


def _pieces(letters: Sequence[Stretch]) -> list[tuple[int, int]] | None:
    """The stretches of the source that hold nothing but these letters."""
    found: list[tuple[int, int]] = []
    for one in letters:
        if one is None:
            return None
        if found and found[-1][1] == one[0]:
            found[-1] = (found[-1][0], one[1])
        else:
            found.append(one)
    return found


def _reaching_marked(
    spot: Spot, every: Sequence[Stretch], pieces: list[tuple[int, int]], change: WordChange
) -> list[tuple[int, int]] | None:
    """The pieces with a place among marked words, for what was written there: one of them, or
    that beside a marked neighbour. None where there is none: marked words stand nowhere else.
    """
    start, end = change.start, change.end
    if any(spot.marked_at(at) for at in range(start, end)):
        return pieces
    before = every[start - 1] if start > 0 and spot.marked_at(start - 1) else None
    after = every[end] if end < len(every) and spot.marked_at(end) else None
    if before and (not after or spot.key_at(start - 1) == change.key):
        return [(before[1], before[1]), *pieces]
    return [*pieces, (after[0], after[0])] if after else None


def _replaced(
    source: Source, spot: Spot, pieces: list[tuple[int, int]], change: WordChange
) -> tuple[int, int, str]:
    """Take the letters out and put the new words in the first of their stretches, or in the one
    that is bound as the new words are; the marks between them stay.
    """
    start, end = pieces[0][0], pieces[-1][1]
    into = _bound_piece(source, spot, pieces, change) if change.new else -1
    said, last = [], start
    for number, (begun, ended) in enumerate(pieces):
        said.append(source.text[last:begun])
        if number == into:
            said.append(_said(source, begun, change.new))
        last = ended
    replacement = "".join(said)
    if change.new:
        return start, end, replacement
    return _emptied(source.text, start, end, replacement)


def _bound_piece(
    source: Source, spot: Spot, pieces: list[tuple[int, int]], change: WordChange
) -> int:
    found = _kinds_of(source, spot, pieces)
    if change.marked:
        # What stood in marked words goes into marked words, bound alike where it can be.
        marked = [at for at, (_, one) in enumerate(found) if one]
        return next((at for at in marked if found[at][0] == change.key), marked[0])
    wanted = next((at for at, one in enumerate(found) if one[0] == change.key), 0)
    if found[wanted][0]:
        return wanted
    # A passage that is emptied keeps its key only with the new words in it.
    emptied = (at for at, one in enumerate(pieces) if found[at][0] and _is_whole(source, one))
    return next(emptied, wanted)


def _kinds_of(source: Source, spot: Spot, pieces: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Of each piece the claim that it is bound to, and whether it is marked."""
    every = source.stretches(spot.block)[spot.start : spot.end]
    # A place of no letters stands before one, or behind one that another mark follows.
    kinds = {
        one[side]: _kind_at(spot, at) for side in (1, 0) for at, one in enumerate(every) if one
    }
    return [kinds.get(begun, ("", False)) for begun, _ in pieces]


def _is_whole(source: Source, piece: tuple[int, int]) -> bool:
    """Whether letters are all that stands between the marks of a passage."""
    begun, ended = piece
    return source.text[begun - 1 : begun] == "[" and _BOUND.match(source.text, ended) is not None


def _emptied(text: str, start: int, end: int, replacement: str) -> tuple[int, int, str]:
    """Where all words between marks are taken out, the marks go with them."""
    while not replacement:
        for before, after in _AROUND:
            if text[:start].endswith(before) and text.startswith(after, end):
                start, end = start - len(before), end + len(after)
                break
        else:
            bound = _BOUND.match(text, end)
            if bound is None or text[start - 1 : start] != "[":
                break
            start, end = start - 1, bound.end()
    return start, end, replacement


def _between(
    source: Source, spot: Spot, every: Sequence[Stretch], change: WordChange
) -> int | None:
    """Where words are put in: beside the letter that is bound as they are."""
    at, kind = change.start, (change.key, change.marked)
    before = every[at - 1] if at > 0 else None
    after = every[at] if at < len(every) else None
    if before and _kind_at(spot, at - 1) == kind:
        return before[1]
    if after and _kind_at(spot, at) == kind:
        return after[0]
    if change.marked:
        return _among_marked(spot, at, before, after)
    return _outside(source, change, before, after)


def _kind_at(spot: Spot, at: int) -> tuple[str, bool]:
    """The claim that a letter is bound to, and whether it is marked."""
    return spot.key_at(at), spot.marked_at(at)


def _among_marked(spot: Spot, at: int, before: Stretch, after: Stretch) -> int | None:
    """Beside a letter that is marked; what is marked nobody puts where nothing is."""
    if before and spot.marked_at(at - 1):
        return before[1]
    return after[0] if after and spot.marked_at(at) else None


def _outside(source: Source, change: WordChange, before: Stretch, after: Stretch) -> int | None:
    if before and not change.key and (ends := _ENDS.match(source.text, before[1])):
        return ends.end()
    if after and not change.key and source.text[after[0] - 1 : after[0]] == "[":
        return after[0] - 1
    # Words of a new passage, or of none between two that touch: beside the words before them.
    return before[1] if before else after[0] if after else None
