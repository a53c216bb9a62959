"""A grade and its outcomes agree: inadequate goes with a cause of concern, and only with one."""

from __future__ import annotations

from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts

NAME = "grade_agrees_with_outcomes"
SEVERITY: Severity = "blocks"
MEANING = (
    "Grades and outcomes agree: the lowest grade has a cause of concern, a cause of concern "
    "has the lowest grade."
)
NEEDS: tuple[str, ...] = ("grade_outcome_problems",)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Pass on what the judgments say of themselves."""
    mend = "Have the judgment or its outcome corrected in the judgments room."
    return [
        Problem(NAME, Place(1, document=manuscript.name), f"{what.rstrip('.')}.", mend)
        for what in facts.grade_outcome_problems or ()
    ]
