"""Paragraphs that were put in, as Markdown behind the block they stand behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..manuscript import BlockKind, Manuscript, TextBlock
from ..reading.word_styles import ParagraphKind
from .found import FoundChange
from .literal import literal
from .proving import NewParagraph
from .spots import Source, Spot

_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_LISTED = ("item", "number")


@dataclass(frozen=True, slots=True)
class InsertedParagraph:
    """A paragraph of the file that the text has not; ``level`` is that of a heading in the text."""

    kind: ParagraphKind
    level: int
    text: str


def inserted(
    source: Source, manuscript: Manuscript, last: Spot | None, news: Sequence[InsertedParagraph]
) -> tuple[FoundChange, tuple[NewParagraph, ...], int]:
    """Return the change that puts paragraphs in behind the words at ``last``, what should come of
    it, and the block behind which they stand; -1 where they stand before all.
    """
    blocks = manuscript.blocks
    place = _last_of(blocks, last.place) if last else -1
    block = blocks[place] if place >= 0 else None
    marker = _marker(source, block)
    said, come = "", []
    listed = block is not None and block.kind == "item"
    for one in news:
        item = one.kind in _LISTED
        between = "\n" if item and listed else "\n\n"
        made = _new(one, block, marker)
        said += f"{between}{_written(marker, made)}"
        come.append(made)
        listed = item
    if place >= 0:
        at = source.extent(blocks, place)[1]
    elif blocks:
        # Attributes above a block are its own, and stand before what is put in.
        at, said = source.extent(blocks, 0)[0], f"{said.lstrip()}\n\n"
    else:
        at = len(source.text)
    return FoundChange(at, at, said), tuple(come), place


def _last_of(blocks: Sequence[TextBlock], place: int) -> int:
    """The last block of the table in which a row stands."""
    if place < 0 or blocks[place].kind != "row":
        return place
    group = blocks[place].group
    while place + 1 < len(blocks) and (blocks[place + 1].kind, blocks[place + 1].group) == (
        "row",
        group,
    ):
        place += 1
    return place


def _marker(source: Source, block: TextBlock | None) -> str:
    """What an item of the same list begins with."""
    if block is None or block.kind != "item":
        return ""
    found = _MARKER.match(source.text, source.lines[block.line - 1])
    return found[0] if found else ""


def _new(one: InsertedParagraph, block: TextBlock | None, marker: str) -> NewParagraph:
    text = " ".join(one.text.split())
    if one.kind == "heading":
        return NewParagraph("heading", one.level, text)
    if one.kind in _LISTED:
        level = block.level if block and marker else 1
        ordered = marker.strip()[:1].isdigit() if marker else one.kind == "number"
        return NewParagraph("item", level, text, ordered)
    kind: BlockKind = "quote" if one.kind == "quote" else "paragraph"
    return NewParagraph(kind, 0, text)


def _written(marker: str, made: NewParagraph) -> str:
    said = literal(made.text, begins=made.kind != "heading")
    if made.kind == "heading":
        # Signs at the end of a heading would be taken for its end.
        ended = re.sub(r"#(?=#*$)", r"\\#", said)
        return f"{'#' * min(max(made.level, 1), 6)} {ended}"
    if made.kind == "item":
        return f"{marker or ('1. ' if made.ordered else '- ')}{said}"
    return f"> {said}" if made.kind == "quote" else said
