"""A section told without words that somebody may not read, and marks that no reader took for one.

What is told is made anew from the blocks as our Markdown reader sees them, and never cut out of the
source: nothing of what was removed, no place of it and no attribute, can be left standing. A block
in which nothing is removed stands as it was written.

Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from .manuscript import Manuscript, Span, TextBlock
from .reading.assemble import normalised
from .reading.markdown import chunks_of, front_matter

# Words that stay, or the mark in the place of some, each with the key of the claim it is bound to.
Piece = tuple[str, str]
Said = Callable[[TextBlock], Sequence[Piece] | None]

# A mark of sensitive words that is left in what was read, closed or not: nobody can say how far
# somebody meant it to reach.
_LEFT = re.compile(r"\{[^{}\n]{0,200}\bsens", re.IGNORECASE)
# So written it is a mark after whatever brace of its line: values and braces may stand between.
_MEANT = re.compile(r"\.sens|\b(?:marking|ground)\s*=", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"[ \t>*+\d.)-]*\{[^\n]*(?:sens|marking|ground)", re.IGNORECASE)
# What an address is kept under stands far from the words that it leads from.
_DEFINITION = re.compile(r"^[ \t>*+\d.)-]*\[[^\n]*\]:", re.MULTILINE)
_FENCED = ("code", "chart", "table", "picture", "recommendation")
_OF_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|&!~])")
_KEY = re.compile(r"[\w-]+")
_BEGINS_A_LIST = re.compile(r"^(\d{1,9})([.)])")


def misread(manuscript: Manuscript) -> tuple[int, ...]:
    """Return the lines, from 1, of blocks by which somebody marked words, and no reader did.

    The first is that of the front matter. Where the mark stands above what has no words of its own
    to be marked, as a fence has none, the line is that of the mark.
    """
    return _misread_again(_AsRead(manuscript))


class _AsRead:
    """A manuscript that is the same while its blocks are: each page asks several times."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript

    def __hash__(self) -> int:
        return id(self.manuscript.blocks)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _AsRead):
            return False
        one, this = other.manuscript, self.manuscript
        return one.blocks is this.blocks and (one.meta, one.source) == (this.meta, this.source)


def _misread(read: _AsRead) -> tuple[int, ...]:
    manuscript = read.manuscript
    found = [1 for text in _of_the_head(manuscript) if _is_left(text)]
    found += [
        block.line for block in manuscript.blocks if any(_is_left(text) for text in _texts(block))
    ]
    return (*found, *_above_fences(manuscript))


_misread_again = lru_cache(maxsize=16)(_misread)


def _is_left(text: str) -> bool:
    if "{" not in text:
        return False
    lines = ((line, line.find("{")) for line in text.split("\n"))
    meant = any(at >= 0 and _MEANT.search(line, at) for line, at in lines)
    return meant or _LEFT.search(text) is not None


def _of_the_head(manuscript: Manuscript) -> Iterator[str]:
    for name, text in manuscript.meta.items():
        yield manuscript.inline[name].text if name in manuscript.inline else text


def _texts(block: TextBlock) -> Iterator[str]:
    """The words of a block as they were read, marks taken off; of a fenced one those of its fields
    that carry words, and the others as they stand.
    """
    if not block.inline:
        yield block.text
    yield from (one.text for one in block.inline.values())
    yield from (text for name, text in block.fields.items() if name not in block.inline)


def _above_fences(manuscript: Manuscript) -> Iterator[int]:
    """Attributes of a block are the words' it holds; of what is fenced our reader keeps none."""
    text = normalised(manuscript.source)
    marks = [
        number for number, line in enumerate(text.split("\n"), start=1) if _ATTRIBUTES.match(line)
    ]
    blocks = _by_line(manuscript) if marks else []
    for first, after in _chunks(text) if marks else ():
        above = marks[bisect_left(marks, first) : bisect_left(marks, after)]
        here = _between(blocks, first, after) if above else []
        words = [one for one in here if one.kind not in _FENCED or is_marked(one)]
        if len(words) < len(here) or not words:
            yield from above


def is_marked(block: TextBlock) -> bool:
    """Is a picture of an editor's own marked with all its words, as a mark above it asks?"""
    return bool(block.picture and block.inline) and all(
        any(_is_over(one, line) for one in line.spans) for line in block.inline.values()
    )


def _is_over(span: Span, line: TextBlock) -> bool:
    return span.kind == "sensitive" and not span.start and span.end >= len(line.text)


# Each closed section of a text asks for the blocks of all of it.
_chunks = lru_cache(maxsize=8)(chunks_of)


def _by_line(manuscript: Manuscript) -> list[TextBlock]:
    """The blocks in the order of their lines, those of one line in theirs."""
    return sorted(manuscript.blocks, key=_line)


def _between(blocks: Sequence[TextBlock], first: int, after: int) -> Sequence[TextBlock]:
    """The blocks, which are in order, from one line to before another."""
    low = bisect_left(blocks, first, key=_line)
    return blocks[low : bisect_left(blocks, after, lo=low, key=_line)]


def _line(block: TextBlock) -> int:
    return block.line


def without(manuscript: Manuscript, first: int, after: int, said: Said) -> str | None:
    """Return the lines of a text from ``first`` to before ``after`` without what is removed there.

    ``said`` answers for a block what is left of it; ``None`` where it stands as it is. Returns
    ``None`` where it cannot be told with certainty what would be left.
    """
    lines = normalised(manuscript.source).split("\n")
    if _DEFINITION.search("\n".join(lines[first - 1 : after - 1])):
        return None
    head = _head(manuscript, lines, said) if first == 1 else []
    if head is None:
        return None
    blocks = _by_line(manuscript)
    chunks = [
        _chunk(_between(blocks, begins, ends), lines, begins, ends, said)
        for begins, ends in _chunks("\n".join(lines))
        if first <= begins < after
    ]
    told = ["\n".join(head), *(one for one in chunks if one is not None)]
    return None if None in chunks else "".join(f"{one}\n\n" for one in told if one)


def _chunk(
    here: Sequence[TextBlock], lines: Sequence[str], begins: int, ends: int, said: Said
) -> str | None:
    """What is left of the blocks that stand together on some lines; ``None`` as above."""
    left = [said(one) for one in here]
    if all(one is None for one in left):
        return "\n".join(lines[begins - 1 : ends - 1]).strip("\n")
    if any(one.kind in _FENCED for one in here) and len(here) > 1:
        return None
    return "\n\n".join(_written(one, pieces) for one, pieces in zip(here, left, strict=True))


def _head(manuscript: Manuscript, lines: Sequence[str], said: Said) -> list[str] | None:
    """The front matter as it stands, or ``None`` where something of it is removed."""
    if any(said(one) is not None for one in manuscript.inline.values()):
        return None
    _, taken = front_matter("\n".join(lines))
    return list(lines[:taken])


def _written(block: TextBlock, pieces: Sequence[Piece] | None) -> str:
    """A block as it is written anew: its kind and its words, bound as they were, without style."""
    told = _bound(pieces if pieces is not None else [(block.text, "")])
    if block.kind == "heading":
        return f"{'#' * max(block.level, 1)} {told}"
    if block.kind in ("item", "row"):
        return f"- {told}"
    return f"> {told}" if block.kind == "quote" else told


def _bound(pieces: Sequence[Piece]) -> str:
    told = "".join(
        f"[{plain(text)}]{{#{key}}}" if _KEY.fullmatch(key) else plain(text) for text, key in pieces
    )
    told = " ".join(told.split())
    told = f"\\{told}" if told[:1] in ("-", "+", "=", ":") else told
    return _BEGINS_A_LIST.sub(r"\1\\\2", told)


def plain(text: str) -> str:
    """Return words as Markdown that is read as these words and nothing else."""
    return _OF_MARKDOWN.sub(r"\\\1", text)


def only(mark: str, level: int) -> str:
    """Return a section of which ``mark`` alone is told; ``level`` is that of its heading, or 0."""
    return f"{'#' * level} {plain(mark)}\n\n".lstrip(" ")
