"""What happened after the fieldwork is told as such."""

from __future__ import annotations

import re

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.dates import in_words
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from .places import bound, place

NAME = CheckName.DEVELOPMENT_LABELLED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = False

_LABEL = re.compile(
    r"\b(?:since|after|following)\s+(?:the|our|this|that|we)\s+(?:\w+\s+)?(?:inspections?|"
    r"fieldwork|visits?|visited|inspected)\b"
    r"|\b(?:has|have)\s+since\b|\bsince "
    r"then\b|\bsince\s+(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December|20\d\d)\b|^developments? since",
    re.I,
)

_DENIED = re.compile(
    r"\b(?:during|before|at\s+the\s+time\s+of|by\s+the\s+time\s+of|ahead\s+of|prior\s+to)\s+"
    r"(?:the|our|this|that)\s+(?:\w+\s+)?(?:inspections?|fieldwork|visits?)\b",
    re.I,
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each development told without its label, and each claim on later evidence that is no
    development.
    """
    found = []
    headings: dict[int, str] = {}
    latest = ""
    for block in manuscript.blocks:
        latest = block.text if block.kind == "heading" else latest
        headings[block.line] = latest
    for block, span, claim in bound(manuscript, facts):
        newest = claim.figures.support.newest_item_on
        if claim.kind.after_fieldwork:
            what = f"`{span.key}` happened after the fieldwork; the text does not say so."
            mend = Mend.words("Begin with “Since the inspection, …”.")
        elif facts.inspection_to and newest and newest > facts.inspection_to:
            what = f"`{span.key}` rests on evidence of {in_words(newest)}, after the fieldwork."
            mend = Mend.by(
                ClaimVerb.EDIT, "Make it a development since, or leave that evidence out."
            )
        else:
            continue
        if (match := _DENIED.search(span.text)) is not None and claim.kind.after_fieldwork:
            where = place(manuscript, block, span.start + match.start(), span.start + match.end())
            said = f"`{where.excerpt}` is said of what happened after the fieldwork."
            found.append(Problem(NAME, where, said, Mend.words("Write “Since the inspection”.")))
            continue
        if _LABEL.search(block.text) or _LABEL.search(headings.get(block.line, "")):
            continue
        where = place(manuscript, block, span.start, span.end, span.key)
        found.append(Problem(NAME, where, what, mend))
    return found
