"""Finds words in a text as it is read, and puts others in their place in the text as it is written.

Marks, keys, addresses and attributes are never found. Words between which marks stand are found and
are not replaced: nobody could say on which side of the mark the new ones belong.

Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from .manuscript import Manuscript, TextBlock

AROUND = 60
_LINE_END = re.compile(r"\r\n|\r|\n")
# What begins quoted words, and what may end them. The straight marks are neither within a word.
_PAIRS = tuple(
    (re.compile(opening), re.compile(closing))
    for opening, closing in (
        (r"(?<!\w)‘(?=\S)", r"(?<=\S)’(?!\w)"),
        (r"(?<![^\s(\[—–])'(?=\S)", r"(?<=[^\s(\[])'(?!\w)"),
        (r'(?<![^\s(\[—–])"(?=\S)', r'(?<=[^\s(\[])"(?!\w)'),
    )
)


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words found, with those before and after them in their block.

    ``start`` and ``end`` are characters of the source, from 0, ``line`` counts from 1; where marks
    stand inside, ``whole`` is false. ``bound`` is the claim they are bound to, ``quoted`` says that
    somebody else's words are quoted. ``at`` counts in ``block``, which is a fenced block itself
    where they stand in one of its fields.
    """

    words: str
    before: str
    after: str
    line: int
    start: int
    end: int
    whole: bool
    bound: str
    quoted: bool
    at: int
    block: TextBlock = field(compare=False, repr=False)


def asked_for(words: str, *, whole: bool = False, case: bool = False) -> re.Pattern[str] | None:
    """Return what finds words, between which any white space may stand; ``None`` for none.

    ``whole``: no letter or digit stands beside them; ``case``: capitals count.
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return None
    edges = (r"(?<!\w)", r"(?!\w)") if whole else ("", "")
    return re.compile(pattern.join(edges), re.NOFLAG if case else re.I)


def found_in(
    manuscript: Manuscript, text: str, pattern: re.Pattern[str], most: int
) -> list[FoundWords]:
    """Return where a pattern stands in a text, ``most`` places at most, in the order of the text.

    ``manuscript`` is ``text`` taken apart.
    """
    starts = [0, *(one.end() for one in _LINE_END.finditer(text))]
    found: list[FoundWords] = []
    for block, line in _lines(manuscript):
        for match in pattern.finditer(line.text):
            if len(found) == most:
                return found
            found.append(_found(block, line, match, pattern, text, starts))
    return sorted(found, key=lambda one: (one.line, one.start))


def replaced(text: str, places: Collection[tuple[int, int]], words: str) -> str:
    """Return a text with ``words`` in each of these places; all else stays, byte for byte."""
    pieces, last = [], 0
    for start, end in sorted(places):
        pieces += [text[last:start], words]
        last = end
    return "".join([*pieces, text[last:]])


def _lines(manuscript: Manuscript) -> Iterator[tuple[TextBlock, TextBlock]]:
    """Each stretch of printed words with the block that it stands in."""
    for line in manuscript.inline.values():
        yield line, line
    for block in manuscript.blocks:
        for line in block.inline.values() or (block,):
            yield block, line


def _found(
    block: TextBlock,
    line: TextBlock,
    match: re.Match[str],
    pattern: re.Pattern[str],
    text: str,
    starts: Sequence[int],
) -> FoundWords:
    row, column = line.at(match.start())
    start = starts[min(row, len(starts)) - 1] + column - 1
    there = pattern.match(text, start)
    # What is read may be written otherwise, as an escaped character is.
    whole = there is not None and there[0].split() == match[0].split()
    over = [one for one in line.spans if one.start < match.end() and match.start() < one.end]
    said = line.text
    return FoundWords(
        " ".join(match[0].split()),
        said[max(0, match.start() - AROUND) : match.start()],
        said[match.end() : match.end() + AROUND],
        row,
        start,
        there.end() if there is not None and whole else start,
        whole,
        next((one.key for one in over if one.kind == "claim"), ""),
        _quoted(line, match.start()) or any(one.kind == "quotation" for one in over),
        match.start(),
        block,
    )


def _quoted(line: TextBlock, at: int) -> bool:
    before = line.text[:at]
    return (
        line.kind == "quote"
        or bool(line.attributed)
        or before.count("“") > before.count("”")
        or any(_between(line.text, at, *marks) for marks in _PAIRS)
    )


def _between(said: str, at: int, opening: re.Pattern[str], closing: re.Pattern[str]) -> bool:
    """Does a place stand between a pair of marks? One that may be an apostrophe, or an inch, ends
    no words before another that ends them as well.
    """
    begun = [one.start() for one in opening.finditer(said)]
    place = bisect_left(begun, at) - 1
    if place < 0:
        return False
    following = begun[place + 1] if place + 1 < len(begun) else len(said)
    return any(one.start() >= at for one in closing.finditer(said, begun[place] + 1, following))
