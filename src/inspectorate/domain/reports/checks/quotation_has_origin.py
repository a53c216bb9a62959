"""Words quoted are an item's, a published source's, or said for this document: one of the three."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .places import place, quoted

NAME = CheckName.QUOTATION_HAS_ORIGIN
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("spoken", "claims")
LOCAL = False

# So few words between marks are a term, and no speech.
_FEW = 4
_SPEAKS = re.compile(
    r"\b(?:said|says|say|saying|told|added|adds|commented|comments|remarked|explained|stated|"
    r"put\s+it|responded|replied|concluded)\b",
    re.I,
)
_MEND = Mend.words(
    "Bind the words to an item or a source; or, where somebody says them for this document, mark "
    'them: `{.said by="…"}`.'
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each quote set apart, and each direct speech within a sentence, that is none of them."""
    what = "the words are quoted, and neither whose they are nor their source is marked."
    return [
        Problem(NAME, place(manuscript, block, start, end), what, _MEND)
        for block in manuscript.prose()
        for start, end in _spoken(block)
        if not _has_origin(block, start, end, facts)
    ]


def _spoken(block: TextBlock) -> Iterator[tuple[int, int]]:
    if block.kind == "quote":
        yield 0, len(block.text)
        return
    for sentence in block.sentences:
        found = [
            (sentence.start + start, sentence.start + end)
            for words, start, end in quoted(sentence.text)
            if len(words.split()) >= _FEW
        ]
        if found and _SPEAKS.search(_outside(block, sentence.start, sentence.end, found)):
            yield from found


def _outside(block: TextBlock, start: int, end: int, quotes: list[tuple[int, int]]) -> str:
    """The words of a sentence that stand outside its quotation marks."""
    parts, at = [], start
    for left, right in quotes:
        parts.append(block.text[at:left])
        at = right
    return " ".join([*parts, block.text[at:end]])


def _has_origin(block: TextBlock, start: int, end: int, facts: Facts) -> bool:
    if block.attributed or block.basis == "context":
        return True
    over = [one for one in block.spans if one.start < end and start < one.end]
    return any(_is_origin(one, facts) for one in over)


def _is_origin(span: Span, facts: Facts) -> bool:
    if span.kind in ("said", "quotation", "context"):
        return True
    claim = (facts.claims or {}).get(span.key) if span.kind == "claim" else None
    return claim is not None and claim.kind.quotes_words
