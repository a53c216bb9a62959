"""Grades of two scales are not compared."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.dates import in_words
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from .places import place

NAME = "no_trend_across_scale_change"
SEVERITY: Severity = "blocks"
MEANING = (
    "No sentence compares grades from before a change of the grading scale with grades after it."
)
NEEDS: tuple[str, ...] = ("scale_changes",)

_TREND = re.compile(
    r"\b(?:improv\w+|deteriorat\w+|worsen\w*|declin\w+|(?:better|worse|higher|lower|more|fewer) (?:\w+ ){0,6}?than|"
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
    latest = facts.published_on or facts.inspection_to
    found = []
    for block in manuscript.prose():
        for sentence in block.sentences:
            trend = _TREND.search(sentence.text)
            if trend is None or not _GRADE.search(sentence.text):
                continue
            years = [int(match.group(1)) for match in _YEAR.finditer(sentence.text)]
            for change in facts.scale_changes:
                after = [year for year in years if year >= change.year] or (
                    [latest.year] if latest else []
                )
                if any(year < change.year for year in years) and any(
                    year >= change.year for year in after
                ):
                    where = place(
                        manuscript,
                        block,
                        sentence.start + trend.start(),
                        sentence.start + trend.end(),
                    )
                    what = (
                        f"the scale changed on {in_words(change)}; grades before and after "
                        f"cannot be compared."
                    )
                    found.append(
                        Problem(
                            NAME,
                            where,
                            what,
                            "Give both grades, each with its scale, and no trend.",
                        )
                    )
                    break
    return found
