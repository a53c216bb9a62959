"""A fraction or percentage agrees with the counts behind it or beside it."""

from __future__ import annotations

from itertools import pairwise

from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.phrases import Phrase, read
from inspectorate.prose.quantities.verdicts import verdict

from ..facts import Facts
from .places import about, beside, bound, place

NAME = "fraction_and_percent_agree"
SEVERITY: Severity = "blocks"
MEANING = (
    "A fraction or percentage is what the counts round to: three-quarters of 44 is 33, 62 % of "
    "71 is 44."
)
NEEDS: tuple[str, ...] = ()

_SHARES = ("fraction", "percent")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare shares with the claim they are bound to, and with an "N of M" printed beside them."""
    found = []
    seen = set()
    for block, span, claim in bound(manuscript, facts):
        if claim.counts is None or claim.values:
            continue
        for phrase in about(block, span, claim, facts):
            if phrase.kind in _SHARES:
                seen.add((block.line, phrase.start))
                told = verdict(phrase, *claim.counts, facts.vocabulary, text=block.text)
                if not told.holds:
                    where = place(manuscript, block, phrase.start, phrase.end, span.key)
                    found.append(
                        Problem(NAME, where, told.what, told.mend, replacement=told.words or None)
                    )
    for block in manuscript.prose():
        for sentence in block.sentences:
            for share, count in _pairs(sentence.text):
                start = sentence.start + share.start
                if (block.line, start) in seen or count.n is None or not count.of:
                    continue
                told = verdict(share, count.n, count.of)
                if not told.holds:
                    where = place(manuscript, block, start, sentence.start + share.end)
                    found.append(
                        Problem(NAME, where, told.what, told.mend, replacement=told.words or None)
                    )
    return found


def _pairs(text: str) -> list[tuple[Phrase, Phrase]]:
    """Shares and counts that restate each other, in either order."""
    phrases = read(text)
    found = []
    for first, second in pairwise(phrases):
        if not beside(text, first, second):
            continue
        if first.kind in _SHARES and second.kind == "of":
            found.append((first, second))
        elif first.kind == "of" and second.kind in _SHARES:
            found.append((second, first))
    return found
