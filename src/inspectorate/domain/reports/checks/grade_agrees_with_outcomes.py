"""A grade and its outcomes agree: inadequate goes with a cause of concern, and only with one."""

from __future__ import annotations

from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName

NAME = CheckName.GRADE_AGREES_WITH_OUTCOMES
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("grade_outcome_problems",)
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Pass on what the judgments say of themselves."""
    mend = Mend.by(
        JudgmentVerb.AGREE, "Have the judgment or its outcome corrected in the judgments room."
    )
    return [
        Problem(NAME, Place(1, document=manuscript.name), f"{what.rstrip('.')}.", mend)
        for what in facts.grade_outcome_problems or ()
    ]
