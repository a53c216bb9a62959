"""Numbers that the records hold are those of the records: criteria, strands, findings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.numbers import NUMBER, is_plain_number
from inspectorate.prose.quantities.verdicts import cased, spoken
from inspectstats.quantity import numerals

from ..facts import Facts
from ..reasons import CheckName
from .places import in_quotation, place

NAME = CheckName.KNOWN_NUMBER_MATCHES
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("known.numbers",)
LOCAL = True

# A part of them: "two of the twelve criteria", "only one criterion", "another two areas".
_PART = re.compile(
    r"\b(?:only|just|at\s+least|at\s+most|up\s+to|more\s+than|fewer\s+than|less\s+than|nearly|"
    r"other|another|these|those|following|first|last|remaining|further|new|some|any|in|on|for)\s+$",
    re.I,
)
# "The twelve criteria in three areas": the one is divided into all of the other.
_DIVIDED = re.compile(
    r"\b(?:criteria|areas|strands|objectives)\s+(?:in|by|across|under|within)\s+$", re.I
)
_WHOLE = re.compile(
    r"\b(?:the|its|our|their|all|has|have|had|into|of|are|with|under|uses?|against|across|"
    r"comprises?|contains?|covers?|sets?\s+out|through|there\s+(?:are|were)|total\s+of|a)\s+"
    r"(?:all\s+)?(?:the\s+)?$",
    re.I,
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each whole number of them that is another."""
    found = []
    for block in manuscript.lines():
        if block.kind in ("code", "quote"):
            continue
        for noun, count in facts.known.numbers.items():
            for start, end, n in _stated(block, noun, facts.known.listed.get("strand", ())):
                if n == count or in_quotation(block, start) or _told(block, start, facts):
                    continue
                written = block.text[start:end]
                digits = written[0].isdigit()
                right = str(count) if digits else cased(written, spoken(count))
                where = place(manuscript, block, start, end)
                what = f"the text says {written} {noun}; there are {count} on record."
                mend = Mend.words(f"Write `{right}`.")
                found.append(Problem(NAME, where, what, mend, replacement=right))
    return found


def _stated(block: TextBlock, noun: str, own: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return where a number of all of them stands: (start, end, number).

    "Of" may name what they are of on record (``own``): of anything else they are others.
    """
    found = []
    of = rf"(?!\s+of\b(?!\s+(?:{'|'.join(map(re.escape, own))})\b))" if own else r"(?!\s+of\b)"
    pattern = re.compile(
        rf"(?<![\w£€$#.,:/-])(?P<n>{NUMBER})\s+(?:\w+\s+)?{re.escape(noun)}\b{of}", re.I
    )
    for match in pattern.finditer(block.text):
        n = numerals.number(match["n"])
        start, end = match.span("n")
        before = block.text[max(0, start - 40) : start]
        if n is None or n < 2 or not is_plain_number(block.text, start, end):
            continue
        if _DIVIDED.search(before) or (_WHOLE.search(before) and not _PART.search(before)):
            found.append((start, end, n))
    after = re.compile(
        rf"\b(?:the|its|our|their)\s+{re.escape(noun)}\s+(?:are|were)\s+(?P<n>{NUMBER})"
        r"(?=\s*[:.,;–—])",
        re.I,
    )
    for match in after.finditer(block.text):
        n = numerals.number(match["n"])
        if n is not None and n > 1:
            found.append((*match.span("n"), n))
    return found


def _told(block: TextBlock, start: int, facts: Facts) -> bool:
    """Whether a claim answers for the number."""
    claims: Mapping[str, object] = facts.claims or {}
    return any(
        span.kind == "claim" and span.key in claims and span.start <= start < span.end
        for span in block.spans
    )
