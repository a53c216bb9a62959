"""Who was shown the draft is a claim, counted from the copies that were sent.

A report that says that each body was shown the draft says it of itself; readers rely on it, and the
records know. Such a sentence is bound to a figure that counts who was asked, who raised points or
what is open. "Each" and its like are held to how many are in scope; a word that gives no number
("most", "several") asks for the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .places import in_quotation, place

NAME = CheckName.DRAFT_SHOWN
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = True

# The figures that say it, as their recipes name them; the first is of bodies in scope.
ASKED = "bodies asked"
FIGURES = frozenset(
    {ASKED, "bodies that raised points", "points raised", "points open", "addressees asked"}
)
_GAP = r"(?:(?!\.\s)[^;:])*?"
_GIVEN = r"(?:shown|sent|given|provided|received|saw|seen|read|checked|commented\s+on|shared)"
_SAYS = re.compile(
    rf"\b{_GIVEN}\b{_GAP}\bdrafts?\b|\bdrafts?\b{_GAP}\b{_GIVEN}\b|"
    rf"\b(?:asked|invited|able)\s+to\s+(?:check|correct|comment){_GAP}\b(?:facts|accuracy|draft)\b|"
    r"\bfactual\s+accuracy\s+check\b",
    re.I,
)
_ALL = re.compile(r"\b(?:each|every|all|both)\b", re.I)
_LOOSE = re.compile(
    r"\b(?:most|many|several|some|few|nearly\s+all|almost\s+all|the\s+majority|a\s+number)\b", re.I
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each sentence on who was shown the draft that is not bound, or says more than was."""
    found: list[Problem] = []
    for block, start, end in _said(manuscript, facts):
        claims = list(_claims_in(block, start, end, facts))
        text = block.text[start:end]
        where = place(manuscript, block, start, end)
        if not claims:
            what = "the text says who was shown the draft, and no figure of the records stands by."
            mend = Mend.words("Bind the words to a figure: bodies asked to check facts.")
            found.append(Problem(NAME, where, what, mend))
            continue
        counted = [values[ASKED] for one in claims if ASKED in (values := _named(one))]
        scope = len(facts.known.labels)
        if counted and scope and _ALL.search(text) and counted[0] != str(scope):
            what = f"{counted[0]} of {scope} {facts.population} were asked, and not all."
            mend = Mend.words(f"Ask the others, or write how many: {counted[0]}.")
            found.append(Problem(NAME, where, what, mend))
        elif counted and _LOOSE.search(text):
            what = f"the text does not say how many: {counted[0]} were asked."
            found.append(Problem(NAME, where, what, Mend.words(f"Write `{counted[0]}`.")))
    return found


def _said(manuscript: Manuscript, facts: Facts) -> Iterator[tuple[TextBlock, int, int]]:
    """Yield each sentence that says of the bodies inspected that they were shown a draft."""
    nouns = [*facts.called.one, *facts.called.many, "body", "bodies"]
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, nouns))})\b", re.I)
    for block in manuscript.prose():
        if block.kind in ("code", "quote"):
            continue
        for one in block.sentences:
            text = block.text[one.start : one.end]
            matched = _SAYS.search(text)
            if (
                matched
                and named.search(text)
                and not in_quotation(block, one.start + matched.start())
            ):
                yield block, one.start, one.end


def _claims_in(block: TextBlock, start: int, end: int, facts: Facts) -> Iterator[ClaimFacts]:
    """The figures on who was asked to which words of a stretch are bound."""
    claims = facts.claims or {}
    for span in block.spans:
        if span.kind != "claim" or not (span.start < end and start < span.end):
            continue
        claim = claims.get(span.key)
        if claim is not None and FIGURES & set(_named(claim)):
            yield claim


def _named(claim: ClaimFacts) -> dict[str, str]:
    """The numbers of a claim by their names in words."""
    return {name.replace("_", " "): value for name, value in claim.values.items()}
