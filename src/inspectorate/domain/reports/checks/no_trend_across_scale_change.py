"""Grades of two scales are not compared."""

from __future__ import annotations

import re
from datetime import date

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.dates import in_words
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.NO_TREND_ACROSS_SCALE_CHANGE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("scale_changes",)
LOCAL = True

_TREND = re.compile(
    r"\b(?:improv\w+|deteriorat\w+|worsen\w*|declin\w+|"
    r"(?:better|worse|higher|lower|more|fewer) (?:\w+ ){0,6}?than|"
    r"up from|down from|compared (?:with|to)|rose|fell|risen|fallen|unchanged)\b",
    re.I,
)
_GRADE = re.compile(
    r"\b(?:grades?|graded|judgments?|judged|good|outstanding|inadequate|adequate|requires? "
    r"improvement|requiring improvement)\b",
    re.I,
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:[/–-](?:\d\d|\d{4}))?\b")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each sentence that compares grades with a year before a change of scale."""
    found = []
    for block in manuscript.worded():
        for sentence in block.sentences:
            trend = _TREND.search(sentence.text)
            if trend is None or not _GRADE.search(sentence.text):
                continue
            years = [int(match.group(1)) for match in _YEAR.finditer(sentence.text)]
            change = _change_between(years, facts)
            if change is None:
                continue
            start, end = sentence.start + trend.start(), sentence.start + trend.end()
            what = (
                f"the scale changed on {in_words(change)}; grades before and after cannot be "
                f"compared."
            )
            mend = Mend.words("Give both grades, each with its scale, and no trend.")
            found.append(Problem(NAME, place(manuscript, block, start, end), what, mend))
    return found


def _change_between(years: list[int], facts: Facts) -> date | None:
    """The first change of scale with a year before it; the document's own year counts as after."""
    latest = facts.published_on or facts.inspection_to
    for change in facts.scale_changes:
        before = [year for year in years if year < change.year]
        after = len(before) < len(years) or (latest is not None and latest.year >= change.year)
        if before and after:
            return change
    return None
