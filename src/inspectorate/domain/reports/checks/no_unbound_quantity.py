"""Every number and quantity word rests on a claim, a named source or the register."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.bodies import quantities
from inspectorate.prose.manuscript import Manuscript, Sentence, TextBlock
from inspectorate.prose.quantities.nouns import TIMES
from inspectorate.prose.quantities.phrases import Phrase

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import in_quotation, place

NAME = CheckName.NO_UNBOUND_QUANTITY
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")
LOCAL = True


_MARKED = ("claim", "context", "quotation")
# What an inspectorate does to a body, told of any or of all: no finding.
_DONE = (
    r"asked|visited|judged|inspected|shown|sent|invited|told|given|written\s+to|interviewed|"
    r"assessed|graded|surveyed|seen|covered|chosen|offered|consulted|selected|included|treated|"
    r"rated|contacted|looked\s+at|spoken\s+to|considered|counted|named|marked|scored|notified|"
    r"thanked|compared|spoke|wrote|went|spent|held|saw|met|gave|showed|chose"
)
_TO_IT = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,6}?(?:was|were|is|are|has\s+been|have\s+been|had\s+been|will\s+be|"
    rf"would\s+be)\s+(?:(?:not|also|then|each|itself|\w+ly)\s+)?(?:{_DONE})\b"
    r"|\s+(?:[\w’'-]+\s+){0,6}?(?:should|must|may|can|will|would|could|needs?\s+to|ought\s+to)\b",
    re.I,
)
_BY_US = re.compile(
    r"\b(?:we|inspectors?|the\s+(?:inspectorate|inspection|team|framework)|assessors?|auditors?|"
    rf"reviewers?|a\s+team|teams?)\b[^.;:]*?\b(?:{_DONE}|ask|visit|judge|inspect|show|send|compare)"
    r"\b[^.;:]{0,60}$",
    re.I,
)
_ASIDE = re.compile(r"\b(?:to|for|with|from|of|by|against|about|on|between)\s+$", re.I)
_DISTRIBUTIVE = ("every", "not every", "each", "each of the", "each one of the")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each quantity outside a bound passage.

    A narrative passage may count its own parts, never bodies.
    """
    found = []
    for block in manuscript.worded():
        if block.basis == "context" or block.kind == "quote":
            continue
        for sentence in block.sentences:
            for phrase in quantities(sentence.text, facts.called_anywhere):
                start, end = sentence.start + phrase.start, sentence.start + phrase.end
                if (
                    _rests(block, sentence, phrase, facts)
                    or _registered(block.text, start, phrase, facts)
                    or _told_of(block, start, phrase, facts)
                    or in_quotation(block, start)
                ):
                    continue
                said = f"{phrase.text} {phrase.noun}".strip()
                said = phrase.text if phrase.kind == "variation" else said
                where = place(manuscript, block, start, end)
                mend = Mend.by(
                    ReportVerb.PLACE,
                    "Bind the passage to a claim, or mark it as context with its source.",
                )
                found.append(Problem(NAME, where, f"`{said}` rests on nothing.", mend))
    return found


def _rests(block: TextBlock, sentence: Sentence, phrase: Phrase, facts: Facts) -> bool:
    """Whether the phrase stands in, or leads up to, a marked passage, or counts nothing found.

    A duration in a narrative counts nothing found.
    """
    start, end = sentence.start + phrase.start, sentence.start + phrase.end
    told = not _of_bodies(sentence.text, phrase, facts)
    for span in block.spans:
        over = span.start < end and span.end > start
        if over and (span.kind in _MARKED or (span.kind == "narrative" and told)):
            return True
        if (
            span.kind == "claim"
            and 0 <= span.start - end <= 40
            and not re.search(r"[.;:]", block.text[end : span.start])
        ):
            return True
    if block.basis == "narrative":
        return told
    return phrase.kind == "number" and phrase.noun in TIMES


def _told_of(block: TextBlock, start: int, phrase: Phrase, facts: Facts) -> bool:
    """Whether the phrase counts no bodies and states no finding.

    One thing told of ("one question"), a number in a heading that counts no bodies, "the others" of
    a bound sentence.
    """
    bodies = facts.called_anywhere.names(phrase.noun)
    if phrase.kind == "number" and phrase.n == 1 and not phrase.bound:
        return not bodies
    if phrase.kind == "remainder":
        return any(span.kind == "claim" and span.end <= start for span in block.spans)
    return block.kind == "heading" and phrase.kind == "number" and not bodies


def _of_bodies(text: str, phrase: Phrase, facts: Facts) -> bool:
    """Whether bodies are counted.

    "Every force was asked" in a narrative tells what was done, not what was found.
    """
    if not facts.called_anywhere.names(phrase.noun):
        return False
    return phrase.word not in _DISTRIBUTIVE or not _done_by_us(text, phrase)


def _done_by_us(text: str, phrase: Phrase) -> bool:
    """Whether something is told, or asked, of all bodies alike: we visited every force."""
    return (
        _TO_IT.match(text, phrase.end) is not None
        or _BY_US.search(text[: phrase.start]) is not None
        or _ASIDE.search(text[: phrase.start]) is not None
    )


def _registered(text: str, start: int, phrase: Phrase, facts: Facts) -> bool:
    """A count that ``counts_match_register`` or ``recommendation_count_matches`` answers for."""
    if phrase.kind != "number" or phrase.n is None:
        return False
    after = " ".join(text[start : start + 160].lower().split())
    if any(count == phrase.n and name.lower() in after for name, count in facts.counts.items()):
        return True
    return phrase.noun == "recommendations" and phrase.n == facts.recommendation_count
