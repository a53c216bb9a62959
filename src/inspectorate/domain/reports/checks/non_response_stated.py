"""Where not every body asked returned data, the paragraph says so beside the figure."""

from __future__ import annotations

import re
from dataclasses import replace

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.quantities.judging import Answer, Counts, judged
from inspectorate.prose.quantities.numbers import values
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

_COUNTS = ("number", "of")
_NO_ANSWER = re.compile(
    r"[^.;:]{0,60}?\b(?:no (?:\w+ )?answer|(?:not|n[’']t) (?:answer|say|certif)\w*|"
    r"left (?:it|this|that|the \w+)(?: \w+)? (?:blank|empty)|uncertified|incomplete|unclear)",
    re.I,
)
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
        what = f"{asked} were asked; the text keeps silent about {asked - returned} of them."
        mend = f"Add that {_missing(claim)}."
        where = place(manuscript, block, span.start, span.end, span.key)
        found.append(Problem(NAME, where, what, Mend.words(mend)))
    return found


def _is_told(block: TextBlock, span: Span, claim: ClaimFacts, facts: Facts) -> bool:
    """Whether the paragraph says how many did not return, or how many did and were asked."""
    returned, asked = claim.figures.inspected or 0, claim.figures.scope or 0
    silent, waiting = _apart(claim)
    counts = Counts(claim.figures.met or 0, returned, asked, silent if waiting else None)
    passage, _ = passage_of(block, span, claim, facts)
    whole = replace(
        passage, text=block.text, start=0, end=len(block.text), since=0, until=len(block.text)
    )
    true = [one for one in judged(whole, counts, None) if one.state == "true"]
    # Who came and answers nothing is told in words of its own.
    if waiting and not _says(block.text, waiting):
        return False
    if not silent or any(map(_tells_silence, true)):
        return True
    said = {number for one in true for number in (one.phrase.n, one.phrase.of)}
    return {returned, asked} <= said and _RETURNING.search(block.text) is not None


def _apart(claim: ClaimFacts) -> tuple[int, int]:
    """How many returned nothing, and how many something that does not count."""
    bodies = claim.figures.bodies
    left = (claim.figures.scope or 0) - (claim.figures.inspected or 0)
    return left - len(bodies.pending), len(bodies.pending)


def _missing(claim: ClaimFacts) -> str:
    silent, waiting = _apart(claim)
    parts = [f"{spoken(silent)} did not return"] if silent else []
    parts += [f"{spoken(waiting)} gave no answer that counts"] if waiting else []
    return f"of the {claim.figures.scope} asked {' and '.join(parts)}"


def _says(text: str, waiting: int) -> bool:
    """Whether a text says of so many that they gave no answer."""
    return any(
        number == str(waiting) and _NO_ANSWER.match(text, end) is not None
        for number, _, end in values(text)
    )


def _tells_silence(one: Answer) -> bool:
    reading = one.assertion.one
    counted = one.phrase.kind in _COUNTS
    return counted and reading is not None and reading.side == "uninspected"
