"""Where not every body asked returned data, the paragraph says so beside the figure."""

from __future__ import annotations

import re
from dataclasses import replace

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.quantities.judging import Answer, Counts, judged
from inspectorate.prose.quantities.verdicts import spoken

from ..facts import Facts
from ..reasons import CheckName
from .bound_quantities import passage_of
from .places import bound, place

NAME = CheckName.NON_RESPONSE_STATED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = True

_RETURNING = re.compile(r"\b(?:return|respon|repl(?:y|ie)|answer|survey|data\b|sent\b)", re.I)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each figure of returns in whose paragraph nobody reads who did not return."""
    found = []
    for block, span, claim in bound(manuscript, facts):
        returned, asked = claim.figures.inspected, claim.figures.scope
        if claim.figures.looked != "returned" or returned is None or asked is None:
            continue
        if returned >= asked or _is_told(block, span, claim, facts):
            continue
        left = asked - returned
        what = f"{asked} were asked and {returned} returned; the text keeps silent about {left}."
        mend = f"Add that {spoken(left)} of the {asked} did not return."
        where = place(manuscript, block, span.start, span.end, span.key)
        found.append(Problem(NAME, where, what, Mend.words(mend)))
    return found


def _is_told(block: TextBlock, span: Span, claim: ClaimFacts, facts: Facts) -> bool:
    """Whether the paragraph says how many did not return, or how many did and were asked."""
    returned, asked = claim.figures.inspected or 0, claim.figures.scope or 0
    counts = Counts(claim.figures.met or 0, returned, asked)
    passage, _ = passage_of(block, span, claim, facts)
    whole = replace(
        passage, text=block.text, start=0, end=len(block.text), since=0, until=len(block.text)
    )
    true = [one for one in judged(whole, counts, None) if one.state == "true"]
    if any(_side(one) == "uninspected" and one.phrase.kind in ("number", "of") for one in true):
        return True
    said = {number for one in true for number in (one.phrase.n, one.phrase.of)}
    return {returned, asked} <= said and _RETURNING.search(block.text) is not None


def _side(one: Answer) -> str:
    reading = one.assertion.one
    return reading.side if reading else ""
