"""The best, the only, the first, always, never: whoever says so must show it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import in_quotation, place

NAME = CheckName.SUPERLATIVE_BOUND
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")
LOCAL = True

_SUPERLATIVE = re.compile(
    r"\b(?:the|its|their|our|among the|one of "
    r"the)\s+(?:(?:very|single)\s+)?(?P<word>best|worst|most\s+(?!of\b)\w+|least\s+\w+|"
    r"largest|smallest|highest|lowest|strongest|weakest|biggest|greatest|fastest|slowest|"
    r"poorest)\b"
    r"|\b(?P<plain>unprecedented|unparalleled|unrivalled|world-leading|world-class|second "
    r"to none|always|never)\b",
    re.I,
)
# "The only home with a plan", "the first of the homes to act"; whichever we came to first is none.
_ALONE = re.compile(
    r"\bthe\s+(?:(?:very|single|one\s+and)\s+)?(?:only|first|last|sole|lone)\s+"
    r"(?:(?:other|two|three|one)\s+)?(?:of\s+the\s+)?(?:[a-z][\w’'-]*\s+){0,3}?(?=@)",
    re.I,
)
_FIRST_CAME = re.compile(
    r"(?:\s+(?:that\s+)?(?:we|inspectors|the\s+team)\b|\s+to\s+be\s+(?:visited|inspected)|"
    r"\s+(?:was|were)\s+(?:visited|inspected)\b|\s+of\s+\w+\s+is\b|[’']s?\b)",
    re.I,
)
# "Most at risk" names a group of people and compares nobody.
_AT_RISK = re.compile(r"most\s+(?:at|in)\b", re.I)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each superlative outside a marked passage."""
    found = []
    for block in manuscript.worded():
        if block.basis == "context" or block.kind == "quote":
            continue
        for start, end in _superlatives(block, facts):
            marked = any(
                span.kind in ("claim", "context", "quotation")
                and span.start < end
                and span.end > start
                for span in block.spans
            )
            if marked or in_quotation(block, start):
                continue
            where = place(manuscript, block, start, end)
            mend = Mend.by(
                ReportVerb.PLACE,
                "Bind it to a claim, mark it as context with its source, or say less.",
            )
            found.append(Problem(NAME, where, f"`{where.excerpt}` rests on nothing.", mend))
    return found


def _superlatives(block: TextBlock, facts: Facts) -> Iterator[tuple[int, int]]:
    """Yield where a superlative stands, of anything or of the bodies inspected."""
    for match in _SUPERLATIVE.finditer(block.text):
        often = (match.group("plain") or "").lower()
        loose = often in ("always", "never") and (
            block.basis == "narrative"
            or re.search(
                r"\b(?:not|nearly|almost|has|have|can)\s+$", block.text[: match.start()][-8:]
            )
        )
        if not loose and not _AT_RISK.search(match.group()):
            yield match.span()
    for noun in facts.called_anywhere.written.finditer(block.text):
        before = block.text[max(0, noun.start() - 60) : noun.start()]
        alone = _ALONE.search(before + "@")
        if alone is None or alone.end() != len(before):
            continue
        first = not re.search(r"\b(?:only|sole|lone)\b", alone[0], re.I)
        if not (first and _FIRST_CAME.match(block.text, noun.end())):
            yield noun.start() - len(alone[0]), noun.end()
