"""Words quoted are an item's, a published source's, or said for this document: one of the three."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .places import SPEAKS, place, quoted

NAME = CheckName.QUOTATION_HAS_ORIGIN
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("spoken", "claims")
LOCAL = False

# So few words between marks are a term, and no speech.
_FEW = 4
_WORD = re.compile(r"\w")
# Whose words a quote set apart holds, told after them: "… — the chief inspector".
_ATTRIBUTION = re.compile(r"[^\w—–]*[—–][^.“”]*\.?\s*$")
_MEND = Mend.words(
    "Bind the words to an item or a source; or, where somebody says them for this document, mark "
    'them: `{.said by="…"}`.'
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each quote set apart, and each direct speech of a text, that is none of them."""
    what = "the words are quoted, and neither whose they are nor their source is marked."
    return [
        Problem(NAME, place(manuscript, block, start, end), what, _MEND)
        for block, start, end in _spoken(manuscript)
        if not _has_origin(block, start, end, facts)
    ]


def _spoken(manuscript: Manuscript) -> Iterator[tuple[TextBlock, int, int]]:
    """Yield all direct speech, wherever it is printed: its block, and where in it the words are."""
    before: TextBlock | None = None
    led = goes_on = False
    for block in manuscript.lines():
        if block.kind == "code":
            continue
        # What leads to a list or a table leads to each item or row of it.
        if before is None or not block.group or block.group != before.group:
            led = goes_on or (before is not None and _leads(before))
        found = _of(block, led)
        yield from ((block, start, end) for start, end in found)
        # A mark left open says that the next paragraph goes on.
        goes_on = bool(found) and block.kind != "quote" and found[-1][1] == len(block.text)
        before = block


def _leads(block: TextBlock) -> bool:
    """Does a block end by saying that somebody speaks ("The chief inspector said:")?"""
    last = block.sentences[-1].text if block.sentences else block.text
    return last.rstrip().endswith(":") and SPEAKS.search(last) is not None


def _of(block: TextBlock, led: bool) -> list[tuple[int, int]]:
    """The direct speech of a block; ``led``: what stands before it says that somebody speaks."""
    if block.kind == "quote":
        return [(0, len(block.text))]
    found = [one for one in _quotes(block.text) if len(block.text[slice(*one)].split()) >= _FEW]
    return [
        (start, end)
        for start, end in found
        if (led and not _WORD.search(block.text[:start]))
        or SPEAKS.search(_around(block, start, end, found))
    ]


def _quotes(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand between quotation marks; a mark left open runs to the end."""
    for _, start, end in quoted(text):
        yield start, end
    last = text.rfind("“")
    if last >= 0 and "”" not in text[last:]:
        yield last + 1, len(text)


def _around(block: TextBlock, start: int, end: int, quotes: list[tuple[int, int]]) -> str:
    """The words of the sentences that a quote touches which stand outside quotation marks."""
    touched = [one for one in block.sentences if one.start < end and start < one.end]
    if not touched:
        return ""
    at, until = touched[0].start, touched[-1].end
    parts = []
    for left, right in quotes:
        if left < until and at < right:
            parts.append(block.text[at:left])
            at = right
    return " ".join([*parts, block.text[at:until]])


def _has_origin(block: TextBlock, start: int, end: int, facts: Facts) -> bool:
    """Is every word of ``block.text[start:end]`` marked with whose it is, or with its source?"""
    if block.attributed or (block.basis == "context" and block.basis_source):
        return True
    marked = (one for one in (*block.spans, *block.quotations()) if _is_origin(one, facts))
    over = sorted((one.start, one.end) for one in marked if one.start < end and start < one.end)
    at = start
    for left, right in over:
        if _WORD.search(block.text[at : max(at, left)]):
            return False
        at = max(at, right)
    rest = block.text[at:end]
    told = bool(over) and block.kind == "quote" and _ATTRIBUTION.match(rest) is not None
    return told or not _WORD.search(rest)


def _is_origin(span: Span, facts: Facts) -> bool:
    if span.kind == "context":
        return bool(span.attributes.get("source"))
    if span.kind in ("said", "quotation"):
        return True
    claim = (facts.claims or {}).get(span.key) if span.kind == "claim" else None
    return claim is not None and claim.kind.quotes_words
