"""What stands beside a section while it is written: how long it and the document are, for what age
of reader, where problems stand, and which of its words are not signed.

Nothing here reads the database but through the proof it is given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.readability import Readability, readability

from ..proof import Proof
from ..wording.standing import PassageStanding

LINE_END = re.compile(r"\r\n|\r|\n")
_PROSE = frozenset({"heading", "paragraph", "item", "quote", "row", "footnote"})


@dataclass(frozen=True, slots=True)
class UnsignedWords:
    """Words of a section that are not signed as they stand, from which of its characters to which,
    counted from 0.
    """

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What is told beside a section: ``here`` of it and ``whole`` of the document.

    ``problems`` counts by place of the section, from 0; ``passages`` are those of this section that
    somebody signs.
    """

    here: Readability
    whole: Readability
    problems: Mapping[int, int]
    passages: int
    unsigned: Sequence[UnsignedWords]


def desk_of(laid: Proof, lengths: Sequence[int], place: int, problems: Iterable[Problem]) -> Desk:
    """Return what is told beside the section at ``place``, from 0.

    ``lengths`` are those of all sections in characters, which together cover the text laid out.
    """
    text = laid.document.text
    lines = [0, *(found.end() for found in LINE_END.finditer(text))]
    starts = [0, *accumulate(lengths)]
    first = bisect_right(lines, starts[place])
    last = place == len(lengths) - 1
    after = None if last else bisect_right(lines, starts[place + 1])
    problems_at = Counter(
        min(bisect_right(starts, lines[min(one.place.line, len(lines)) - 1]), len(lengths)) - 1
        for one in problems
    )
    here = [
        one
        for one in laid.wording.passages
        if one.passage.block.kind in _PROSE
        and one.passage.sort != "recorded"
        and first <= one.passage.place[0] < (after or len(lines) + 1)
    ]
    unsigned = [_unsigned(one, lines, starts[place]) for one in here if not one.wording.stands]
    manuscript = laid.manuscript
    here_read, whole_read = readability(manuscript, first, after), readability(manuscript)
    if laid.facts.variant_of:  # how hard words are to read is measured in English alone
        here_read, whole_read = Readability(here_read.words), Readability(whole_read.words)
    return Desk(
        here_read,
        whole_read,
        problems_at,
        len(here),
        [one for one in unsigned if one.start >= 0],
    )


def _unsigned(one: PassageStanding, lines: Sequence[int], begins: int) -> UnsignedWords:
    passage = one.passage
    start = _offset(passage.block.at(passage.start), lines)
    end = _offset(passage.block.at(max(passage.end - 1, passage.start)), lines) + 1
    return UnsignedWords(" ".join(passage.words.split()), start - begins, end - begins)


def _offset(place: tuple[int, int], lines: Sequence[int]) -> int:
    line, column = place
    return lines[min(line, len(lines)) - 1] + column - 1
