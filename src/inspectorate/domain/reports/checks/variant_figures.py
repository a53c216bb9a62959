"""The figures of a translated passage are those that the original gives of the same claim."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.numbers import canonical, values

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from ..wording.rules import slot_of
from .places import place

NAME = CheckName.VARIANT_FIGURES
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False

_DIGITS = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each number in digits that is not one of the original's, and each passage that gives
    other figures of its claim than the original gives in any place.
    """
    original = facts.documents.get(facts.variant_of)
    if original is None:
        return []
    claims = facts.claims or {}
    theirs: defaultdict[str, list[str]] = defaultdict(list)
    for _, span in original.claim_spans():
        theirs[span.key].append(span.text)
    found = []
    for block, span in manuscript.claim_spans():
        if span.key not in theirs:
            continue  # the check of keys says so
        claim = claims.get(span.key)
        known = _numbers(theirs[span.key])
        for match in _DIGITS.finditer(span.text):
            if canonical(match[0]) in known or (claim and slot_of(claim, match[0])):
                continue
            start = span.start + match.start()
            where = place(manuscript, block, start, span.start + match.end(), span.key)
            found.append(Problem(NAME, where, f"{match[0]} is no figure of the original.", _MEND))
        if claim and _slots(span.text, claim) not in [
            _slots(text, claim) for text in theirs[span.key]
        ]:
            where = place(manuscript, block, span.start, span.end, span.key)
            what = "the original gives other figures of this claim, in digits, than these words."
            found.append(Problem(NAME, where, what, _MEND))
    return found


_MEND = Mend.by(ReportVerb.SAVE, "Write the figures as the original has them, in digits.")


def _numbers(texts: Sequence[str]) -> set[str]:
    """Every number that the original's words give, in digits and in English words."""
    said = {canonical(one[0]) for text in texts for one in _DIGITS.finditer(text)}
    return said | {number for text in texts for number, _, _ in values(text)}


def _slots(text: str, claim: ClaimFacts) -> Mapping[str, int]:
    """What the numbers in digits are of the claim, each with how often it is said."""
    found: dict[str, int] = {}
    for match in _DIGITS.finditer(text):
        if what := slot_of(claim, match[0]):
            found[what] = found.get(what, 0) + 1
    return found
