"""Puts blocks together for every reader: limits, line ends, sentences, quotes with their source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from inspectorate.foundation.reasons.codes import ReasonCode
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ..manuscript import (
    LIMIT_CHARACTERS,
    LIMIT_LINES,
    LIMIT_MARKS,
    LIMIT_OPENINGS,
    LIMIT_PARAGRAPH,
    LIMIT_TAGS,
    LIMIT_WORK,
    BlockKind,
    Manuscript,
    Sentence,
    Span,
    SpanKind,
    Style,
    TextBlock,
)
from ..reasons import ProseReason
from .sentences import sentences

_PARAGRAPH = re.compile(r"\n[ \t]*\n")


def refuse(code: ReasonCode, what: str, mend: str) -> Refused:
    """Return the refusal of an unreadable source."""
    return Refused([Reason(code=code, text=what, mend=Mend.words(mend), field="source")])


def normalised(source: str, *, by_paragraph: bool = True) -> str:
    """Return ``source`` with line feeds only and without a byte-order mark or NUL.

    Refuse what is too large to check.

    Raises :class:`Refused` when the text is over 2,000,000 characters, has over 20,000 lines, or
    holds a paragraph over 200,000 characters or with over 2,000 opening brackets (a Markdown
    reader's time grows with their square). ``by_paragraph`` is false for a web page, which may not
    have over 100,000 tags instead.
    """
    if len(source) > LIMIT_CHARACTERS:
        raise refuse(
            ProseReason.TOO_LARGE,
            f"The text has {len(source):,} characters; at most {LIMIT_CHARACTERS:,} are read.",
            "Split the document.",
        )
    text = (
        source.removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x00", "\ufffd")
    )
    found, most, called = (
        (text.count("\n"), LIMIT_LINES, "lines")
        if by_paragraph
        else (text.count("<"), LIMIT_TAGS, "tags")
    )
    if found > most:
        raise refuse(
            ProseReason.TOO_LARGE,
            f"The text has {found:,} {called}; at most {most:,} are read.",
            "Split the document.",
        )
    if not by_paragraph:
        return text
    at = work = marks = 0
    for part in _PARAGRAPH.split(text):
        work += _densest(part) ** 2
        marks += _densest(part)
        if len(part) > LIMIT_PARAGRAPH or _densest(part) > LIMIT_OPENINGS:
            line = text.count("\n", 0, at) + 1
            raise refuse(
                ProseReason.PARAGRAPH_TOO_LARGE,
                f"Line {line}: a paragraph has {len(part):,} characters and "
                f"{_densest(part):,} brackets or markers; "
                f"at most {LIMIT_PARAGRAPH:,} and {LIMIT_OPENINGS:,} are read.",
                "Put blank lines between paragraphs.",
            )
        # The split does not say where its parts stood.
        at = text.find(part, at) + len(part)
    if work > LIMIT_WORK or marks > LIMIT_MARKS:
        raise refuse(
            ProseReason.TOO_DENSE,
            "The text holds too many brackets or markers to be read in reasonable time.",
            "Split the document, or put blank lines between paragraphs.",
        )
    return text


def _densest(part: str) -> int:
    # Of these openings a Markdown reader tries each against every close behind it.
    return max(part.count(mark) for mark in "[<`*_!&\\>")


@dataclass(slots=True)
class Draft:
    """A block while it is read; ``finish`` makes the frozen one.

    ``size`` is the length of its plain text so far. ``field_of`` says that it is a field
    of something else, as a caption is: it calls no footnote.
    """

    kind: BlockKind
    line: int
    level: int = 0
    spans: list[tuple[SpanKind, str, int, int, Mapping[str, str]]] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    marks: list[tuple[int, int, int]] = field(default_factory=list)
    basis: str = ""
    basis_source: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    group: int = 0
    parts: list[str] = field(default_factory=list)
    size: int = 0
    field_of: bool = False

    def add(self, text: str, line: int, column: int) -> None:
        """Append text that stands at (line, column) of the source."""
        self.marks.append((self.size, line, column))
        self.join(text)

    def join(self, text: str) -> None:
        """Append text of the reader's own (a blank between lines)."""
        self.parts.append(text)
        self.size += len(text)

    @property
    def text(self) -> str:
        """The plain text so far."""
        return "".join(self.parts)

    def finish(self) -> TextBlock:
        """Return the frozen block with its sentences cut and their spans attached."""
        text = self.text
        bare = TextBlock(self.kind, text, self.line, marks=tuple(self.marks))
        spans = [
            Span(kind, key, text[start:end], *bare.at(start), start, end, attributes)
            for kind, key, start, end, attributes in self.spans
        ]
        block = replace(
            bare,
            level=self.level,
            spans=tuple(sorted(spans, key=lambda span: (span.start, -span.end))),
            basis=self.basis,
            basis_source=self.basis_source,
            fields=dict(self.fields),
            styles=tuple(self.styles),
            group=self.group,
        )
        return with_sentences(block)


def with_sentences(block: TextBlock) -> TextBlock:
    """Return ``block`` with its sentences cut anew, each with the spans that overlap it."""
    if block.kind in ("code", "chart", "table", "picture", "recommendation"):
        return block
    cut = []
    for start, end in sentences(block.text):
        line, column = block.at(start)
        touching = tuple(span for span in block.spans if span.start < end and span.end > start)
        cut.append(Sentence(block.text[start:end], line, column, start, end, touching))
    return replace(block, sentences=tuple(cut))


def assembled(
    meta: Mapping[str, str], blocks: Iterable[TextBlock], source: str, name: str = ""
) -> Manuscript:
    """Return the manuscript.

    A quote whose attribution is the whole of the block after it knows its source.
    """
    done = list(blocks)
    for block in done:
        if len(block.text) > LIMIT_PARAGRAPH:
            raise refuse(
                ProseReason.PARAGRAPH_TOO_LARGE,
                f"Line {block.line}: a paragraph has {len(block.text):,} characters; at "
                f"most {LIMIT_PARAGRAPH:,} are read.",
                "Cut the text into paragraphs.",
            )
    for index, (quote, after) in enumerate(pairwise(done)):
        if quote.kind == "quote" and not any(span.kind == "quotation" for span in quote.spans):
            whole = [
                one
                for one in after.spans
                if one.kind == "quotation" and one.text.strip(" .") == after.text.strip(" .")
            ]
            if whole:
                done[index] = replace(quote, attributed=whole[0].key)
    return Manuscript(meta=dict(meta), blocks=tuple(done), source=source, name=name)
