"""The number of recommendations is counted, not typed."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.numbers import NUMBER
from inspectorate.prose.quantities.verdicts import cased, spoken
from inspectstats.quantity import numerals

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.RECOMMENDATION_COUNT_MATCHES
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False

_WORD = re.compile("recommendation", re.I)  # cheap: most blocks hold none
_WHOLE = re.compile(
    rf"\b(?:made|make|makes|making|contains?|includes?|sets? "
    rf"out|with|our|all|these|those|the|of the|following|issued)\s+"
    rf"(?:(?:all|the|our|a total "
    rf"of|these)\s+)?(?P<n>{NUMBER})\s+(?:new\s+|formal\s+|national\s+)?recommendations?\b"
    r"(?!\s+(?:to|for|on|about|directed|addressed|that (?:fall|concern)|of which))",
    re.I,
)
_BARE = re.compile(
    rf"(?:^|[,;:(]\s*)(?P<n>{NUMBER})\s+recommendations(?=\s*(?:$|[.;,)]|(?:were|are) made\b))",
    re.I,
)
# "We make eight recommendations. All eight are set out above."
_AGAIN = re.compile(
    rf"recommendations?\b[^.?!]*[.?!]\s+All\s+(?P<n>{NUMBER})\s+"
    r"(?=(?:are|were|have|had|fall|can|will|must|should|stand)\b)",
    re.I,
)
_EARLIER = re.compile(
    r"\b(?:previous|earlier|last|20[01]\d) (?:report|inspection|recommendations)|\bpart of\b|"
    r"\brecommendations? (?:(?:that )?(?:we|were|had been) )?"
    r"(?:made|issued|published|outstanding|left) (?:in|at|by|from|since|to)\b",
    re.I,
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare each total with the facts, or with the recommendations the document holds, or with
    its first total.
    """
    held = sum(block.kind == "recommendation" for block in manuscript.blocks)
    count = facts.recommendation_count if facts.recommendation_count is not None else (held or None)
    said_at = 0
    found = []
    for block in manuscript.prose():
        if not _WORD.search(block.text):
            continue
        every = [one for each in (_WHOLE, _BARE, _AGAIN) for one in each.finditer(block.text)]
        for match in sorted(every, key=lambda one: one.start("n")):
            n = numerals.number(match.group("n"))
            if n is None or _EARLIER.search(
                block.text[max(0, match.start() - 60) : match.end() + 60]
            ):
                continue
            if count is None:
                count, said_at = n, block.line
            if n == count:
                continue
            found.append(_problem(manuscript, block, match, (count, said_at)))
    return found


def _problem(
    manuscript: Manuscript, block: TextBlock, match: re.Match[str], known: tuple[int, int]
) -> Problem:
    """``known``: how many there are, and the line that says so, 0 where the facts do."""
    count, said_at = known
    said = match["n"]
    right = str(count) if said[0].isdigit() else cased(said, spoken(count))
    made = f"{count} {'was' if count == 1 else 'were'} made"
    what = f"the text says {said} recommendations; "
    what += f"line {said_at} says {count}." if said_at else f"{made}."
    where = place(manuscript, block, *match.span("n"))
    mend = Mend.words(f"Write `{right}`.")
    return Problem(NAME, where, what, mend, replacement=None if said_at else right)
