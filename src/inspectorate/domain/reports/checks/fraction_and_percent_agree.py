"""A fraction or percentage agrees with the counts behind it or beside it."""

from __future__ import annotations

from itertools import pairwise

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.phrases import Phrase, read
from inspectorate.prose.quantities.verdicts import Verdict, verdict

from ..facts import Facts
from ..reasons import CheckName
from .bound_quantities import told
from .places import beside, place

NAME = CheckName.FRACTION_AND_PERCENT_AGREE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = True

_SHARES = ("fraction", "percent")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare shares with the claim they are bound to, and with an "N of M" printed beside them."""
    found: list[Problem] = []
    seen: set[tuple[int, int]] = set()
    for one in told(manuscript, facts):
        if one.phrase.kind in _SHARES and not one.claim.is_figure:
            seen |= {(id(one.block), at) for at in range(one.start, one.end)}
            found += [one.problem(NAME)] if one.answer.state == "false" else []
    return found + _beside_counts(manuscript, seen)


def _beside_counts(manuscript: Manuscript, seen: set[tuple[int, int]]) -> list[Problem]:
    """Shares that stand beside an "N of M", but for those compared with a claim already."""
    found: list[Problem] = []
    for block in manuscript.worded():
        for sentence in block.sentences:
            for share, count in _pairs(sentence.text):
                start = sentence.start + share.start
                if (id(block), start) in seen or count.n is None or not count.of:
                    continue
                where = place(manuscript, block, start, sentence.start + share.end)
                found += _problem(verdict(share, count.n, count.of), where)
    return found


def _problem(answer: Verdict, where: Place) -> list[Problem]:
    if answer.holds:
        return []
    return [
        Problem(NAME, where, answer.what, Mend.words(answer.mend), replacement=answer.words or None)
    ]


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
