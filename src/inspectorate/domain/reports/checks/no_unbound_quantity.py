"""Every number and quantity word rests on a claim, a named source or the register."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.nouns import TIMES
from inspectorate.prose.quantities.phrases import Phrase, read

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import BODY_NOUNS, in_quotation, place

NAME = CheckName.NO_UNBOUND_QUANTITY
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each quantity outside a bound passage.

    A narrative passage may count its own parts, never bodies.
    """
    found = []
    for block in manuscript.prose():
        if block.basis == "context" or block.kind == "quote":
            continue
        for sentence in block.sentences:
            for phrase in read(sentence.text):
                start, end = sentence.start + phrase.start, sentence.start + phrase.end
                if _rests(block, start, end, phrase, facts) or _registered(
                    block.text, start, phrase, facts
                ):
                    continue
                if _told_of(block, start, phrase) or in_quotation(block, start):
                    continue
                said = (
                    f"{phrase.text} {phrase.noun}".strip()
                    if phrase.kind != "variation"
                    else phrase.text
                )
                where = place(manuscript, block, start, end)
                mend = Mend.by(
                    ReportVerb.PLACE,
                    "Bind the passage to a claim, or mark it as context with its source.",
                )
                found.append(Problem(NAME, where, f"`{said}` rests on nothing.", mend))
    return found


def _rests(block: TextBlock, start: int, end: int, phrase: Phrase, facts: Facts) -> bool:
    """Whether the phrase stands in, or leads up to, a marked passage, or counts nothing found.

    A duration in a narrative counts nothing found.
    """
    for span in block.spans:
        if span.kind in ("claim", "context", "quotation") and span.start < end and span.end > start:
            return True
        if (
            span.kind == "claim"
            and 0 <= span.start - end <= 40
            and not re.search(r"[.;:]", block.text[end : span.start])
        ):
            return True
        if (
            span.kind == "narrative"
            and span.start < end
            and span.end > start
            and not _of_bodies(phrase, facts)
        ):
            return True
    return (block.basis == "narrative" and not _of_bodies(phrase, facts)) or (
        phrase.kind == "number" and phrase.noun in TIMES
    )


def _told_of(block: TextBlock, start: int, phrase: Phrase) -> bool:
    """Whether the phrase counts no bodies and states no finding.

    One thing told of ("one question"), a number in a heading that counts no bodies, "the others" of
    a bound sentence.
    """
    if phrase.kind == "number" and phrase.n == 1 and not phrase.bound:
        return phrase.noun not in BODY_NOUNS
    if phrase.kind == "remainder":
        return any(span.kind == "claim" and span.end <= start for span in block.spans)
    return block.kind == "heading" and phrase.kind == "number" and phrase.noun not in BODY_NOUNS


def _of_bodies(phrase: Phrase, facts: Facts) -> bool:
    """Whether bodies are counted.

    "Every force was asked" in a narrative tells what was done, not what was found.
    """
    if phrase.word in ("every", "not every"):
        return False
    return phrase.noun in BODY_NOUNS or phrase.noun == facts.population


def _registered(text: str, start: int, phrase: Phrase, facts: Facts) -> bool:
    """A count that ``counts_match_register`` or ``recommendation_count_matches`` answers for."""
    if phrase.kind != "number" or phrase.n is None:
        return False
    after = " ".join(text[start : start + 160].lower().split())
    if any(count == phrase.n and name.lower() in after for name, count in facts.counts.items()):
        return True
    return phrase.noun == "recommendations" and phrase.n == facts.recommendation_count
