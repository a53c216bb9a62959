"""Where a text is printed: each stretch of its words that a paragraph of a Word file says, and the
characters of the source that each of its letters stands at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..manuscript import Manuscript, Span, TextBlock

_LINE_END = re.compile(r"\n")
_ENTITY = re.compile(r"&#?\w{1,40};")
_BREAK = re.compile(r" *\\?\n[ \t>]*")
_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)

# The first character of the source that a letter is written with, and the one after the last;
# None where nobody can say.
type Stretch = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that one paragraph says: from ``start`` to ``end`` of a block of the manuscript.

    ``place`` is that of the block, or of the block that holds it, among those of the manuscript; -1
    for a title. ``cell`` is row and column, from 0, where they stand in a table.
    """

    block: TextBlock
    start: int
    end: int
    place: int
    cell: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The words."""
        return self.block.text[self.start : self.end]

    def key_at(self, at: int) -> str:
        """Return the claim that the letter at an offset of the words is bound to, the innermost."""
        here = [one.key for one in self._claims() if one.start <= self.start + at < one.end]
        return here[-1] if here else ""

    def marked_at(self, at: int) -> bool:
        """Return whether another edition leaves out the letter at an offset of the words."""
        place = self.start + at
        return any(
            one.kind == "sensitive" and one.start <= place < one.end for one in self.block.spans
        )

    def _claims(self) -> Iterator[Span]:
        return (one for one in self.block.spans if one.kind == "claim")


def spots_of(manuscript: Manuscript) -> list[Spot]:
    """Return every stretch of words that is printed, in the order in which it is."""
    found = [Spot(one, 0, len(one.text), -1) for one in manuscript.inline.values()]
    row, group = 0, -1
    for place, block in enumerate(manuscript.blocks):
        if block.kind == "footnote":
            continue  # it stands beneath the text, where nothing is read
        if block.kind == "row":
            row, group = (row + 1, group) if block.group == group else (0, block.group)
            found += _cells(block, place, row)
        elif block.inline:
            # The alternative text stands beside a picture, where nobody reads it.
            printed = (one for name, one in block.inline.items() if name != "alt")
            found += [Spot(one, 0, len(one.text), place) for one in printed]
        elif block.kind == "quote":
            found += _quoted(block, place)
        else:
            found.append(Spot(block, 0, len(block.text), place))
    return [one for one in found if one.text.strip()]


def _cells(block: TextBlock, place: int, row: int) -> Iterator[Spot]:
    start = 0
    for column in range(len(block.fields)):
        end = start + len(block.fields[str(column)])
        yield Spot(block, start, end, place, (row, column))
        # The reader puts one blank between two cells.
        start = end + 1


def _quoted(block: TextBlock, place: int) -> Iterator[Spot]:
    """A quotation is printed before its source, wherever in it that stands."""
    span = next((one for one in block.spans if one.kind == "quotation"), None)
    if span is None or (span.start == 0 and span.end == len(block.text)):
        yield Spot(block, 0, len(block.text), place)
        return
    if span.end == len(block.text):
        yield Spot(block, 0, span.start, place)
    # Words on both sides are printed as one paragraph, which no stretch of the source says.
    yield Spot(block, span.start, span.end, place)


class Source:
    """The source of a manuscript, in which the letters of its blocks are found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0, *(one.end() for one in _LINE_END.finditer(text))]

    def offset(self, line: int, column: int) -> int:
        """Return the character of a place, whose line and column count from 1."""
        return self.lines[min(line, len(self.lines)) - 1] + column - 1

    def end_of_line(self, line: int) -> int:
        """Return the offset of the end of a line, before the sign that ends it."""
        return self.lines[line] - 1 if line < len(self.lines) else len(self.text)

    def stretches(self, block: TextBlock) -> list[Stretch]:
        """Return where each letter of a block is written."""
        found: list[Stretch] = [None] * len(block.text)
        marks = [(at, self.offset(line, column)) for at, line, column in block.marks]
        for (at, begun), (after, following) in pairwise([*marks, (len(block.text), -1)]):
            for letter in range(at, after):
                found[letter] = self._stretch(
                    block.text[letter], begun + letter - at, alone=after - at == 1
                )
            if after - at == 1 and found[at] is None and following >= 0:
                found[at] = self._break(begun, following)
        return found

    def _stretch(self, letter: str, at: int, *, alone: bool) -> Stretch:
        if alone and self.text.startswith("\\", at) and self.text.startswith(letter, at + 1):
            return at, at + 2
        if alone and (entity := _ENTITY.match(self.text, at)):
            return at, entity.end()
        return (at, at + 1) if self.text.startswith(letter, at) else None

    def _break(self, at: int, following: int) -> Stretch:
        """A line that ends within a paragraph, which is printed as a blank."""
        found = _BREAK.match(self.text, at, max(at, following))
        return (at, found.end()) if found else None

    def extent(self, blocks: Sequence[TextBlock], place: int) -> tuple[int, int]:
        """Return from where to where a block is written: its lines, without the last line's end.

        Of a row that is its line; what begins its fence, or marks it above, is not its own.
        """
        block = blocks[place]
        if block.kind in ("chart", "table", "picture", "recommendation", "code"):
            first = self.lines[min(block.line, len(self.lines)) - 1]
            closing = _FENCE.search(self.text, self.end_of_line(block.line))
            last = self.text.count("\n", 0, closing.start()) + 1 if closing else block.line
            return first, self.end_of_line(last)
        lines = [block.line, *(line for _, line, _ in block.marks)]
        return self.lines[block.line - 1], self.end_of_line(max(lines))
