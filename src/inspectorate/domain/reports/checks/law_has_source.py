"""What the law says is told as context, with the statute as its source."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Sentence, TextBlock, standing

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import in_quotation, place

NAME = CheckName.LAW_HAS_SOURCE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")
LOCAL = True

_OF_LAW = r"(?:(?i:laws?|statutes?|legislation|regulations?)|(?i:the|an|this|that)\s+Act)"
_LAW = re.compile(
    rf"\b{_OF_LAW}\s+(?:(?:now|also|only|still|already|does\s+not|do\s+not)\s+)?"
    r"(?:requires?|allows?|obliges?|permits?|forbids?|binds?|says|provides|prohibits?|lets?|gives?|"
    r"imposes?|demands?|compels?|entitles?|makes\s+it|bears?\s+on\s+(?:this|it)\s+(?:duty|right))\b"
    rf"|\b(?:required|obliged|bound|allowed|entitled|permitted|forbidden|compelled|"
    rf"prohibited|empowered|"
    rf"imposed|laid\s+down|set\s+out)\s+(?:by|in|under)\s+(?:the\s+)?(?:{_OF_LAW}|"
    r"\w+\s+Act)\b"
    r"|\bunder\s+(?:the\s+law|law|statute|(?:section|schedule|part|regulation|article)\s+\d+\w*|"
    r"the\s+(?:[A-Z][\w’'-]*\s+(?:and\s+)?){1,6}Act)\b"
    r"|\bby\s+law\b"
    r"|\b(?:statutory|legal)\s+(?:(?:\w+\s+)?(?:duty|duties|obligations?|requirements?|"
    r"powers?|rights?|"
    r"responsibilit(?:y|ies)|basis|deadline))\b"
    r"|\b(?:has|have|had|is|are|with)\s+(?:no|a|an|any|the|such\s+a|the\s+same)\s+(?:such\s+|"
    r"legal\s+|"
    r"statutory\s+)?(?:duty|obligation)\b(?:\s+(?:to|under|by)\b|(?=[.,;]))"
    r"|\b(?:section|s\.)\s?\d+[\w()]*\s+of\s+the\b"
    r"|\b(?:[A-Z][\w’'-]*\s+(?:and\s+)?){1,6}Act\s+(?:19|20)\d\d\b"
    r"|\b(?:unlawful|illegal)(?:ly)?\b",
)
_MARKED = ("bound", "context")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each statement of law that stands in a narrative, or on nothing."""
    found = []
    for block in manuscript.worded():
        if block.kind in ("quote", "heading"):
            continue
        for sentence in block.sentences:
            for match in _LAW.finditer(sentence.text):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                if _sourced(block, sentence, start, end) or in_quotation(block, start):
                    continue
                where = place(manuscript, block, start, end)
                what = f"`{where.excerpt}` states law, and no statute is its source."
                mend = Mend.by(
                    ReportVerb.PLACE,
                    "Mark it as context, with its statute as the source.",
                )
                found.append(Problem(NAME, where, what, mend))
    return found


def _sourced(block: TextBlock, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words stand in a passage that rests on a claim or a source."""
    over = [one for one in block.spans if one.start < end and one.end > start]
    if any(one.kind in ("claim", "context", "quotation") for one in over):
        return True
    narrative = block.basis == "narrative" or any(one.kind == "narrative" for one in over)
    return not narrative and standing(block, sentence) in _MARKED
