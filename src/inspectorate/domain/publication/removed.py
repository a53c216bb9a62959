"""Words that are taken out of a document in public, read from its manuscript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.editions.runs import hidden_in, treatment
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectstats.disclosure.statements import Bodies
from inspectstats.quantity.numerals import number

from .disclosed_words import chained, named_in
from .known import Known

# Words that say how many, beside numerals.
_QUANTITIES = frozenset(
    ("all", "none", "no", "every", "each", "both", "neither", "most", "few", "several", "half")
)
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Removed:
    """Words taken out of a document: the bodies they named, and what stands around them in public.

    ``keys`` are the claims whose passages they stood in, ``near`` those of the same section;
    ``counted`` says that a number or a word of quantity was among them; ``said`` is the sentence as
    the public reads it, ``around`` the headings above it, the stem of its list, and the sentences
    that lean on it or on which it leans.
    """

    document: str
    bodies: Bodies
    keys: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    counted: bool = False
    said: str = ""
    around: tuple[str, ...] = ()


def removed_in(manuscript: Manuscript, title: str, known: Known) -> list[Removed]:
    """Return every passage that the public edition of a manuscript takes out."""
    how = treatment(EditionKind.PUBLIC, [manuscript])
    found: list[Removed] = []
    headings: dict[int, str] = {}
    stem = ""
    for section in _sections(manuscript):
        near = tuple(
            dict.fromkeys(
                span.key for block in section for span in block.spans if span.kind == "claim"
            )
        )
        for block in section:
            hidden = hidden_in(block, how)
            if block.kind == "heading":
                headings = {at: said for at, said in headings.items() if at < block.level}
                headings[block.level] = _whole(block, hidden)
            above = (*headings.values(), *([stem] if block.kind == "item" and stem else []))
            found += [_removed(block, span, hidden, title, near, known, above) for span in hidden]
            if block.kind != "item":
                stem = block.text if block.text.rstrip().endswith(":") and not hidden else ""
    return found


def _whole(block: TextBlock, hidden: list[Span]) -> str:
    """Return the words of a block in public."""
    return _without(block, 0, len(block.text), hidden)


def _sections(manuscript: Manuscript) -> list[list[TextBlock]]:
    """Put lines together by their headings, and footnotes with those that call them."""
    sections: list[list[TextBlock]] = [[]]
    notes: dict[str, TextBlock] = {}
    for block in manuscript.lines():
        if block.kind == "footnote":
            notes.setdefault(block.fields["name"], block)
            continue
        if block.kind == "heading" and sections[-1]:
            sections.append([])
        sections[-1].append(block)
    for section in sections:
        spans = [span for block in section for span in block.spans]
        names = dict.fromkeys(one.key for one in spans if one.kind == "footnote")
        section += [notes[name] for name in names if name in notes]
    return sections


def _removed(
    block: TextBlock,
    span: Span,
    hidden: list[Span],
    title: str,
    near: tuple[str, ...],
    known: Known,
    above: tuple[str, ...],
) -> Removed:
    words = block.text[span.start : span.end]
    keys = (
        one.key
        for one in block.spans
        if one.kind == "claim" and one.start < span.end and span.start < one.end
    )
    left = words
    for name in sorted(known.codes, key=len, reverse=True):
        left = left.replace(name, " ")
    counted = any(
        number(word) is not None or word.casefold() in _QUANTITIES for word in _WORD.findall(left)
    )
    return Removed(
        title,
        named_in(words, known),
        tuple(dict.fromkeys(keys)),
        near,
        counted,
        _in_public(block, span, hidden),
        (*above, *_leant_on(block, span, hidden)),
    )


def _leant_on(block: TextBlock, span: Span, hidden: list[Span]) -> Iterator[str]:
    """Yield the sentences that lean on that of a removed passage, or that it leans on."""
    for chain in chained(block.sentences, lambda one: one.text):
        others = [one for one in chain if not (one.start <= span.start and span.end <= one.end)]
        if len(others) < len(chain):
            yield from (_without(block, one.start, one.end, hidden) for one in others)


def _in_public(block: TextBlock, span: Span, hidden: list[Span]) -> str:
    """Return the sentence about a removed passage as the public reads it."""
    start, end = next(
        (
            (one.start, one.end)
            for one in block.sentences
            if one.start <= span.start and span.end <= one.end
        ),
        (0, len(block.text)),
    )
    return _without(block, start, end, hidden)


def _without(block: TextBlock, start: int, end: int, hidden: list[Span]) -> str:
    """Return the words of a stretch, each hidden passage of it made a mark."""
    text, at = "", start
    for one in sorted(hidden, key=lambda each: each.start):
        if start <= one.start and one.end <= end and one.start >= at:
            text += block.text[at : one.start] + "…"
            at = one.end
    return (text + block.text[at:end]).strip()
