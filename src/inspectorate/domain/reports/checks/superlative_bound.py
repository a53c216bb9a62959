"""The best, the only, the first, always, never: whoever says so must show it."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import in_quotation, place

NAME = CheckName.SUPERLATIVE_BOUND
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")

_SUPERLATIVE = re.compile(
    r"\b(?:the|its|their|our|among the|one of "
    r"the)\s+(?:(?:very|single)\s+)?(?P<word>best|worst|most\s+(?!of\b)\w+|least\s+\w+|"
    r"largest|smallest|highest|lowest|strongest|weakest|biggest|greatest|fastest|slowest|"
    r"poorest|only\s+(?:force|service|body)|"
    r"first\s+(?:force|service|body))\b"
    r"|\b(?P<plain>unprecedented|unparalleled|unrivalled|world-leading|world-class|second "
    r"to none|always|never)\b",
    re.I,
)
# "Most at risk" names a group of people and compares nobody.
_AT_RISK = re.compile(r"most\s+(?:at|in)\b", re.I)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each superlative outside a marked passage."""
    found = []
    for block in manuscript.prose():
        if block.basis == "context" or block.kind == "quote":
            continue
        for match in _SUPERLATIVE.finditer(block.text):
            start, end = match.span()
            marked = any(
                span.kind in ("claim", "context", "quotation")
                and span.start < end
                and span.end > start
                for span in block.spans
            )
            often = match.group("plain") or ""
            loose = often.lower() in ("always", "never") and (
                block.basis == "narrative"
                or re.search(r"\b(?:not|nearly|almost|has|have|can)\s+$", block.text[:start][-8:])
            )
            if marked or loose or _AT_RISK.search(match.group()) or in_quotation(block, start):
                continue
            where = place(manuscript, block, start, end)
            mend = Mend.by(
                ReportVerb.PLACE,
                "Bind it to a claim, mark it as context with its source, or say less.",
            )
            found.append(Problem(NAME, where, f"`{match.group()}` rests on nothing.", mend))
    return found
