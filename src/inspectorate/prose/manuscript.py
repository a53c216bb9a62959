"""A document as its author wrote it, taken apart into blocks, bound spans and sentences.

Pure records. Readers that make them stand in ``prose/reading/`` (Markdown, plain text, web page,
Word file). Offsets (``start``, ``end``) count characters of the block's plain text; ``line`` and
``column`` count from 1 in the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

SpanKind = Literal[
    "claim",
    "context",
    "narrative",
    "sensitive",
    "quotation",
    "reference",
    "said",
    "footnote",
]
BlockKind = Literal[
    "heading",
    "paragraph",
    "item",
    "quote",
    "row",
    "code",
    "chart",
    "table",
    "picture",
    "recommendation",
    "footnote",
]
StyleKind = Literal["strong", "emphasis", "link", "code"]

# Bounds under which the slowest reader takes seconds, whatever somebody sends (the last two: of all
# paragraphs). A line is the least that makes a block; in a web page a tag is.
LIMIT_CHARACTERS = 2_000_000
LIMIT_LINES = 20_000
LIMIT_TAGS = 100_000
LIMIT_PARAGRAPH = 200_000
LIMIT_OPENINGS = 2_000
LIMIT_WORK = 1_000_000_000
LIMIT_MARKS = 300_000


@dataclass(frozen=True, slots=True)
class Span:
    """A marked passage of one block.

    ``key`` is the claim's key (kind ``claim``), the source's key (``quotation``), what is pointed
    at (``reference``): recommendation-2, or whose live quotation it is (``said``). Of a
    ``footnote`` that is called it is its name, and it has no words: it begins and ends where it is
    called.
    """

    kind: SpanKind
    key: str
    text: str
    line: int
    column: int
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Style:
    """Strong, emphasised, linked or code text between two offsets; ``target``: a link's address."""

    kind: StyleKind
    start: int
    end: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block, with every span that overlaps it."""

    text: str
    line: int
    column: int
    start: int
    end: int
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block.

    ``level``: a heading's level, an item's depth. ``basis`` is ``context`` or ``narrative`` for
    a block marked as a whole, with its ``basis_source``. ``fields`` holds the lines of a fenced
    block, the cells of a row as ``0``, ``1`` …, an item's ``ordered`` (``yes``) and
    ``number``, and the ``name`` of a footnote; ``image`` is ``yes`` where a picture stands in the
    text. ``group`` is the same for all items of one list or rows of one table. ``attributed`` is
    the source's key of a
    quote whose attribution stands in the block after it. ``marks`` are the places where plain
    text and source run in step: (offset, line, column), ascending. ``inline`` holds the fields
    of a fenced block that carry words (``caption``, ``alt``, ``text``), each read as a line of its
    own.
    """

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    spans: tuple[Span, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    basis: str = ""
    basis_source: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    styles: tuple[Style, ...] = ()
    group: int = 0
    attributed: str = ""
    marks: tuple[tuple[int, int, int], ...] = ()
    inline: Mapping[str, TextBlock] = field(default_factory=dict)

    @property
    def picture(self) -> str:
        """The key of the editor's own picture that the block shows, "" of any other block."""
        return self.fields.get("picture", "") if self.kind == "picture" else ""

    def at(self, offset: int) -> tuple[int, int]:
        """Return (line, column) in the source of the character at ``offset``."""
        # A line number larger than any, so that a mark at this very offset is before it.
        index = bisect_right(self.marks, (offset, 1 << 60, 0)) - 1
        if index < 0:
            return self.line, 1
        start, line, column = self.marks[index]
        return line, column + offset - start

    def quotations(self) -> Iterator[Span]:
        """Yield what the block quotes, each with the key of its source and all the words quoted.

        Of a quote set apart that is the whole of it: its span may hold the attribution alone, which
        may also stand in the block after it.
        """
        for span in self.spans:
            if span.kind == "quotation":
                yield self._all_of_it(span.key) if self.kind == "quote" else span
        if self.attributed:
            yield self._all_of_it(self.attributed)

    def _all_of_it(self, key: str) -> Span:
        return Span("quotation", key, self.text, *self.at(0), 0, len(self.text))


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A whole document: front matter, blocks and source.

    ``meta`` holds title, subtitle, kind, headline and stamp; ``inline`` title and subtitle, each
    read as a line of text. ``changes_unread`` counts the tracked changes of a Word file.
    """

    meta: Mapping[str, str]
    blocks: tuple[TextBlock, ...]
    source: str
    name: str = ""
    inline: Mapping[str, TextBlock] = field(default_factory=dict)
    changes_unread: int = 0

    def lines(self) -> Iterator[TextBlock]:
        """Yield every stretch of words that is printed.

        Titles, then each block or, of a fenced block, the fields that carry words.
        """
        yield from self.inline.values()
        for block in self.blocks:
            yield from block.inline.values() or (block,)

    def prose(self) -> Iterator[TextBlock]:
        """Yield the blocks that carry words, in order."""
        for block in self.blocks:
            if block.kind in ("heading", "paragraph", "item", "quote", "row", "footnote"):
                yield block

    def worded(self) -> Iterator[TextBlock]:
        """Yield the blocks that carry words, and those that an author says of their own pictures:
        the caption, and the words for who does not see one.
        """
        for block in self.blocks:
            if block.kind == "picture":
                yield from block.inline.values()
            elif block.kind in ("heading", "paragraph", "item", "quote", "row", "footnote"):
                yield block

    def _bound(self) -> Iterator[TextBlock]:
        for block in self.blocks:
            yield from block.inline.values() if block.kind == "picture" else (block,)

    def claim_spans(self) -> Iterator[tuple[TextBlock, Span]]:
        """Yield every bound span with its block, in order."""
        for block in self._bound():
            for span in block.spans:
                if span.kind == "claim":
                    yield block, span

    def keys(self) -> tuple[str, ...]:
        """Return the claim keys carried, each once, in order of first use."""
        found: dict[str, None] = {}
        for block in self._bound():
            for span in block.spans:
                if span.kind == "claim":
                    found[span.key] = None
            if block.kind in ("chart", "table") and block.fields.get("claim"):
                found[block.fields["claim"]] = None
        return tuple(found)

    def coverage(self) -> Coverage:
        """Count the sentences bound, context, narrative and unbound.

        Headings, code and fenced blocks are not counted.
        """
        counts = {"bound": 0, "context": 0, "narrative": 0, "unbound": 0}
        for block in self.prose():
            if block.kind == "heading":
                continue
            for sentence in block.sentences:
                counts[standing(block, sentence)] += 1
        return Coverage(**counts)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences of a document rest on what."""

    bound: int
    context: int
    narrative: int
    unbound: int

    @property
    def total(self) -> int:
        """All sentences counted."""
        return self.bound + self.context + self.narrative + self.unbound


def standing(
    block: TextBlock, sentence: Sentence
) -> Literal["bound", "context", "narrative", "unbound"]:
    """Say what a sentence rests on: its spans first, then the marking of its block."""
    kinds = {span.kind for span in sentence.spans}
    sourced = block.attributed or (
        block.kind == "quote" and any(span.kind == "quotation" for span in block.spans)
    )
    if "claim" in kinds or "quotation" in kinds or sourced:
        return "bound"
    if "context" in kinds or block.basis == "context":
        return "context"
    if "narrative" in kinds or block.basis == "narrative":
        return "narrative"
    return "unbound"
