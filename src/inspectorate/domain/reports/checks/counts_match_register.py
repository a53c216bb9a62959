"""Numbers of forces, services and the like come from the register."""

from __future__ import annotations

import re

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


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare "43 Home Office police forces" with the register.

    What a claim counts is left to the claim.
    """
    found = []
    rules = [
        (phrase, phrase.casefold().split(), _pattern(phrase), count)
        for phrase, count in sorted(facts.counts.items(), key=lambda pair: -len(pair[0]))
    ]
    for block in manuscript.prose():
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
                n = numerals.number(match.group("n"))
                if (
                    n == count
                    or n is None
                    or _counted(block, start, facts)
                    or _part(block.text, start, end)
                ):
                    continue
                digits = match.group("n")[0].isdigit()
                right = str(count) if digits else cased(match.group("n"), spoken(count))
                where = place(manuscript, block, start, end)
                what = f"the text says {match.group('n')} {phrase}; the register counts {count}."
                found.append(
                    Problem(NAME, where, what, Mend.words(f"Write `{right}`."), replacement=right)
                )
    return found


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
