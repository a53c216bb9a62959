"""Cuts a manuscript into stretches: blocks that are read together, each known by what it holds.

A stretch is a heading, a paragraph or a quotation with the list, table, picture or recommendation
that follows it. Its content holds everything that a reader of it alone can see; lines are counted
from its first, so that it is the same content wherever it stands.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from .manuscript import Manuscript, TextBlock

_OPENS = frozenset({"heading", "paragraph", "quote", "footnote"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks that are read together; ``line`` is where the first stands, ``size`` is in characters.

    ``keys`` are those of the claims and sources that it names, each once.
    """

    blocks: tuple[TextBlock, ...]
    line: int
    content: Hashable
    keys: tuple[str, ...]
    size: int


def stretches(manuscript: Manuscript) -> list[Stretch]:
    """Return the stretches of a manuscript, in order; together they hold every block of it once."""
    found: list[list[TextBlock]] = []
    for block in manuscript.blocks:
        if block.kind in _OPENS or not found:
            found.append([])
        found[-1].append(block)
    return [_stretch(tuple(blocks)) for blocks in found]


def _stretch(blocks: tuple[TextBlock, ...]) -> Stretch:
    line, group = blocks[0].line, next((one.group for one in blocks if one.group), 0)
    content = tuple(_content(one, line, group) for one in blocks)
    keys = tuple(dict.fromkeys(key for one in blocks for key in _keys(one)))
    return Stretch(blocks, line, content, keys, sum(len(one.text) for one in blocks))


def _keys(block: TextBlock) -> Iterator[str]:
    for line in (block, *block.inline.values()):
        yield from (span.key for span in line.spans if span.key)
    if block.attributed:
        yield block.attributed
    if block.fields.get("claim"):
        yield block.fields["claim"]


def _content(block: TextBlock, line: int, group: int) -> Hashable:
    """Everything a block holds, its lines and its group counted from those of its stretch."""
    spans = tuple(
        (
            one.kind,
            one.key,
            one.start,
            one.end,
            one.line - line,
            one.column,
            tuple(one.attributes.items()),
        )
        for one in block.spans
    )
    return (
        block.kind,
        block.text,
        block.line - line,
        block.level,
        spans,
        tuple((one.start, one.end) for one in block.sentences),
        block.basis,
        block.basis_source,
        tuple(block.fields.items()),
        block.styles,
        block.group and block.group - group + 1,
        block.attributed,
        tuple((offset, at - line, column) for offset, at, column in block.marks),
        tuple((name, _content(one, line, group)) for name, one in block.inline.items()),
    )
