"""Numbers of forces, services and the like come from the register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.numbers import NUMBER, is_plain_number
from inspectorate.prose.quantities.verdicts import cased, spoken
from inspectstats.quantity import numerals

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.COUNTS_MATCH_REGISTER
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("counts",)
LOCAL = True


# What was done to so many bodies is counted by the scope of the inspection, not by the register.
_WE_DID = re.compile(
    r"\b(?:inspected|visited|went\s+to|judged|assessed|graded|examined|looked\s+at|"
    r"inspections?\s+of|visits?\s+to|inspecting|visiting|fieldwork\s+in)\s+"
    r"(?:all\s+|the\s+|each\s+of\s+the\s+|and\s+)*$",
    re.I,
)
_WAS_DONE = re.compile(
    r"(?:\s+[\w-]+){0,4}?\s+(?:was|were|has\s+been|have\s+been|had\s+been)\s+(?:\w+ly\s+)?"
    r"(?:inspected|visited|judged|assessed|graded|examined)\b",
    re.I,
)
# What says that there are so many, and no more.
_WHOLE = re.compile(
    r"\b(?:there\s+(?:are|were)|the|all|these|those|our|inspects?|oversees?|comprises?|covers?|"
    r"consists?\s+of|made\s+up\s+of|total\s+of|of)\s+(?:all\s+|the\s+)*$",
    re.I,
)
_ALL = re.compile(r"\ball\s+(?:the\s+)?$", re.I)
# Of fewer than this share of them a bare number says how many did something.
_NEARLY = Fraction(4, 5)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare "43 Home Office police forces" with the register, or with the scope of the inspection
    where it is said that they were inspected.

    What a claim counts is left to the claim.
    """
    found: list[Problem] = []
    phrases = dict.fromkeys(facts.known.inspected, -1) | dict(facts.counts)
    rules = [
        (phrase, phrase.casefold().split(), _pattern(phrase), count)
        for phrase, count in sorted(phrases.items(), key=lambda pair: -len(pair[0]))
    ]
    for block in manuscript.worded():
        taken = bytearray(len(block.text))
        folded = block.text.casefold()
        for phrase, words, pattern, count in rules:
            # Most texts name few of the registers: the pattern is tried where all its words stand.
            if not all(word in folded for word in words):
                continue
            for match in pattern.finditer(block.text):
                start, end = match.span("n")
                if taken[start] or not is_plain_number(block.text, start, end):
                    continue
                taken[start : match.end()] = b"\1" * (match.end() - start)
                if not _counted(block, start, facts) and not _part(block.text, start, end):
                    found += _compared(manuscript, block, match, phrase, count, facts)
    return found


def _compared(
    manuscript: Manuscript,
    block: TextBlock,
    match: re.Match[str],
    phrase: str,
    count: int,
    facts: Facts,
) -> Iterator[Problem]:
    written, n = match.group("n"), numerals.number(match.group("n"))
    start, end = match.span("n")
    before = block.text[max(0, start - 40) : start]
    record = "the register counts"
    if _WE_DID.search(before) or _WAS_DONE.match(block.text, match.end()):
        if phrase in facts.known.inspected:
            count, record = facts.known.inspected[phrase], "the scope of the inspection has"
        elif n is not None and n <= count and not _ALL.search(before):
            return  # as many as were inspected, which nobody here knows: no more than there are
    elif n is not None and n < count * _NEARLY and not _WHOLE.search(before):
        return  # "three police forces hired boats": a part of them
    if n in (count, None) or count < 0:
        return
    right = str(count) if written[0].isdigit() else cased(written, spoken(count))
    where = place(manuscript, block, start, end)
    what = f"the text says {written} {phrase}; {record} {count}."
    yield Problem(NAME, where, what, Mend.words(f"Write `{right}`."), replacement=right)


def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(
        rf"(?<![\w.,-])(?P<n>{NUMBER})\s+(?:of\s+the\s+|[\w-]+\s+){{0,2}}?{words}\b", re.I
    )


def _counted(block: TextBlock, start: int, facts: Facts) -> bool:
    """A number a counted claim answers for."""
    claims = facts.claims or {}
    for span in block.spans:
        claim = claims.get(span.key) if span.kind == "claim" else None
        if claim is not None and claim.counts is not None and span.start <= start < span.end:
            return True
    return False


def _part(text: str, start: int, end: int) -> bool:
    """Say whether a number is a part: "32 of the 43 forces", "only two forces".

    It says how many did something, not how many there are.
    """
    if re.match(r"\s+(?:out\s+)?of\b", text[end : end + 10]):
        return True
    return (
        re.search(
            r"\b(?:only|just|at least|at most|up to|more than|fewer than|nearly|over|other)\s+$",
            text[:start][-14:],
        )
        is not None
    )
