"""Words in quotation marks stand in the source named."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .places import place, plain, quoted

NAME = CheckName.QUOTATION_IN_SOURCE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims|sources",)
LOCAL = False

_MEND = Mend.words("Quote exactly, or take the quotation marks away.")
_LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare each quotation with its source."""
    found = []
    for block in manuscript.prose():
        source = _named(block.attributed, facts)
        if source is not None and not stands_in(block.text, source[1]):
            where = place(manuscript, block, 0, len(block.text), block.attributed)
            found.append(Problem(NAME, where, f"these words are not in {source[0]}.", _MEND))
        for span in block.spans:
            if _attribution(block, span):
                continue
            source = _source(span, facts)
            if source is None:
                continue
            for words, start, end in _quotations(block, span):
                if stands_in(words, source[1]):
                    continue
                where = place(manuscript, block, start, end, span.key)
                what = f"these words are not in {source[0]}."
                found.append(Problem(NAME, where, what, _MEND))
    return found


def _attribution(block: TextBlock, span: Span) -> bool:
    """A paragraph that only says whose words stand in the quote before it."""
    return (
        span.kind == "quotation"
        and block.kind != "quote"
        and span.text.strip(" .") == block.text.strip(" .")
        and not any(True for _ in quoted(span.text))
    )


def stands_in(words: str, source: str) -> bool:
    """Say whether the words stand in the source in this order, parts left out aside."""
    whole, at = plain(source), 0
    for part in _LEFT_OUT.split(words):
        # Typesetters move a full stop inside the marks; it was not quoted.
        wanted = plain(part).strip(" .,;:\"'")
        found = whole.find(wanted, at)
        if found < 0:
            return False
        at = found + len(wanted)
    return True


def _source(span: Span, facts: Facts) -> tuple[str, str] | None:
    return _named(span.key, facts) if span.kind in ("claim", "quotation") else None


def _named(key: str, facts: Facts) -> tuple[str, str] | None:
    """What a key names, in words and as text: a source, or a claim that quotes.

    ``None`` where it names neither.
    """
    claim = (facts.claims or {}).get(key)
    if claim is None and key in facts.sources:
        return f"the source `{key}`", facts.sources[key]
    if claim is None or not claim.kind.quotes_words:
        return None
    text = facts.sources.get(claim.figures.source) or claim.figures.quoted
    return (f"`{claim.figures.source or claim.key}`", text) if text else None


def _quotations(block: TextBlock, span: Span) -> list[tuple[str, int, int]]:
    """Return the words quoted: between marks in the span, else the whole span.

    Of a quote block, all but the attribution.
    """
    if block.kind == "quote" and span.kind == "quotation":
        parts = [(0, span.start), (span.end, len(block.text))]
        found = []
        for start, end in parts:
            words = block.text[start:end].strip(' —–-“”"')
            if len(words) > 2:
                at = block.text.index(words, start)
                found.append((words, at, at + len(words)))
        return found
    marked = [
        (words, span.start + start, span.start + end) for words, start, end in quoted(span.text)
    ]
    return marked or [(span.text, span.start, span.end)]
