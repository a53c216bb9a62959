"""Who was shown the draft is a claim, counted from the copies that were sent.

A report that says that each body was shown the draft says it of itself; readers rely on it, and the
records know. Such a sentence is bound to a figure that counts who was asked, who raised points or
what is open. "Each" and its like, and a plural without a number, are held to how many are in scope
and were asked about this very text; a word that gives no number ("most", "several") asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectstats.quantity.numerals import number

from ..facts import Facts
from ..reasons import CheckName
from .places import in_quotation, place

NAME = CheckName.DRAFT_SHOWN
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = True

# The figures that say it, as their recipes name them; the first is of bodies in scope.
ASKED, ADDRESSEES = "bodies asked", "addressees asked"
FIGURES = frozenset(
    {
        *(ASKED, "bodies that answered", "bodies that raised points", ADDRESSEES),
        *("points raised", "points open"),
    }
)
_GAP = r"(?:(?!\.\s)[^;:]){0,300}?"
_GIVEN = (
    r"(?:shown|showed|sent|send|given|gave|provided|supplied|issued|forwarded|circulated|"
    r"distributed|shared|received|saw|seen|sight|read|checked|reviewed|commented\s+on|consulted|"
    r"went|gone)"
)
# A draft of ours: not a plan or a policy that a body drafted itself.
_DRAFT = (
    r"\bdrafts?\b(?!\s+(?:strateg|polic|plans?\b|guidance|codes?\b|bills?\b|law|contract|"
    r"agreement|protocol|procedure|business|budget|terms|training|standard))"
)
_ASKS = r"\b(?:asked|invited|able|chance|opportunity|allowed|enabled)\b"
_SAYS = re.compile(
    rf"\b{_GIVEN}\b{_GAP}{_DRAFT}|{_DRAFT}{_GAP}\b{_GIVEN}\b|"
    rf"{_ASKS}{_GAP}\bto\s+(?:check|correct|comment|review|challenge){_GAP}"
    r"\b(?:facts?|factual|accuracy|drafts?|findings|(?:this|the|our)\s+report)\b|"
    r"\bfactual\s+accuracy\s+check\b",
    re.I,
)
_PRONOUNS = r"\b(?:they|them|these|those)\b"
_LOOSE = re.compile(
    r"\b(?:most|many|several|some|few|nearly\s+all|almost\s+all|the\s+majority|a\s+number)\b", re.I
)
_WORD = re.compile(r"\d+|[^\W\d_]+(?:-[^\W\d_]+)*")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each sentence on who was shown the draft that is not bound, or says more than was."""
    found: list[Problem] = []
    every = _every(facts)
    for block, start, end in _said(manuscript, facts):
        claims = list(_claims_in(block, start, end, facts))
        text = block.text[start:end]
        numbered = any(_has_number(block.text[at:to]) for at, to, _ in claims)
        told = _wrong(text, [one for *_, one in claims], facts, every, numbered=numbered)
        if told:
            what, mend = told
            found.append(Problem(NAME, place(manuscript, block, start, end), what, mend))
    return found


def _wrong(
    text: str,
    claims: Sequence[ClaimFacts],
    facts: Facts,
    every: re.Pattern[str],
    *,
    numbered: bool,
) -> tuple[str, Mend] | None:
    """What is wrong with a sentence bound to these claims, and how to mend it."""
    counted = next((values[ASKED] for one in claims if ASKED in (values := _named(one))), "")
    loose = _LOOSE.search(text) is not None
    # Neither a number nor a word for some: "forces were shown the draft" says it of all.
    of_all = every.search(text) is not None or not (loose or numbered)
    others = any(ADDRESSEES in _named(one) for one in claims)
    if not claims or (of_all and not counted and not others):
        what = "the text says who was shown the draft, and no figure of the records stands by."
        return what, Mend.words("Bind the words to a figure: bodies asked to check facts.")
    if not counted:
        return None
    here = counted if facts.asked_here is None else str(facts.asked_here)
    return _miscounted(facts, counted, here, of_all=of_all, loose=loose)


def _miscounted(
    facts: Facts, counted: str, here: str, *, of_all: bool, loose: bool
) -> tuple[str, Mend] | None:
    """What is wrong where so many were asked in all, and so many about this text."""
    scope = len(facts.known.labels)
    if of_all and scope and here != str(scope):
        what = f"{here} of {scope} {facts.population} were asked, and not all."
        return what, Mend.words(f"Ask the others, or write how many: {here}.")
    if loose and not of_all:
        what = f"the text does not say how many: {here} were asked."
        return what, Mend.words(f"Write `{here}`.")
    if here != counted:
        what = f"{counted} {facts.population} were asked in all, and {here} about this text."
        return what, Mend.words("Ask the others about this text.")
    return None


def _every(facts: Facts) -> re.Pattern[str]:
    """The words that say it of all the bodies."""
    nouns, all_ = _nouns(facts), r"(?<!nearly\s)(?<!almost\s)(?:each|every|all|both)"
    return re.compile(
        rf"\b{all_}\b(?:\s+[\w'’-]+){{0,4}}?\s+{nouns}|\b{all_}\s+(?:one\s+)?of\s+{_PRONOUNS}|"
        rf"(?:{_PRONOUNS}|{nouns})(?:\s+\w+){{0,2}}\s+{all_}\b|\b{all_}\s+{_PRONOUNS}|"
        r"\beverybody\b|\beveryone\b",
        re.I,
    )


def _nouns(facts: Facts) -> str:
    called = [*facts.called.one, *facts.called.many, "body", "bodies", "constabulary"]
    said = "|".join(map(re.escape, [*called, "constabularies", "organisation", "organisations"]))
    return rf"\b(?:{said})\b"


def _has_number(words: str) -> bool:
    return any(number(one.group().lower()) is not None for one in _WORD.finditer(words))


def _said(manuscript: Manuscript, facts: Facts) -> Iterator[tuple[TextBlock, int, int]]:
    """Yield each sentence that says of the bodies inspected that they were shown a draft."""
    named = re.compile(rf"{_nouns(facts)}|{_PRONOUNS}(?:\s+\w+){{0,2}}\s+(?:all|each)\b", re.I)
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


def _claims_in(
    block: TextBlock, start: int, end: int, facts: Facts
) -> Iterator[tuple[int, int, ClaimFacts]]:
    """The figures on who was asked to which words of a stretch are bound, and to which."""
    claims = facts.claims or {}
    for span in block.spans:
        if span.kind != "claim" or not (span.start < end and start < span.end):
            continue
        claim = claims.get(span.key)
        if claim is not None and FIGURES & set(_named(claim)):
            yield max(span.start, start), min(span.end, end), claim


def _named(claim: ClaimFacts) -> dict[str, str]:
    """The numbers of a claim by their names in words."""
    return {name.replace("_", " "): value for name, value in claim.values.items()}
