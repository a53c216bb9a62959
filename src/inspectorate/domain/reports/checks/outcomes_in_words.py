"""Outcomes of agreed judgments are recorded in words that fit the grade and rest on evidence."""

from __future__ import annotations

from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName

NAME = CheckName.OUTCOMES_IN_WORDS
SEVERITY: Severity = "warns"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("outcome_gaps",)
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Pass on what the judgments room says of outcomes in words."""
    mend = Mend.by(
        (
            JudgmentVerb.WRITE_OUTCOME,
            JudgmentVerb.REWORD_OUTCOME,
            JudgmentVerb.WITHDRAW_OUTCOME,
        ),
        "Have it written, reworded or withdrawn in the judgments room.",
    )
    return [
        Problem(NAME, Place(1, document=manuscript.name), what, mend, SEVERITY)
        for what in facts.outcome_gaps or ()
    ]
