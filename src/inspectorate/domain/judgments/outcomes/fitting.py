"""Whether an outcome in words fits the grade that stands beside it."""

from __future__ import annotations

from dataclasses import replace

from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.reasons.reasons import Reason

from ..policies import outcome_acceptable
from ..reasons import JudgmentReason


def unfit(criterion: Criterion, grade: Grade | None, kind: str, where: str) -> list[Reason]:
    """Say why an outcome of this kind does not go with this grade; no reason where it does.

    It is the rule by which a judgment is agreed. That the lowest grade needs a cause of concern is
    no fault of another outcome that stands beside one.
    """
    return [
        replace(one, field="kind")
        for one in outcome_acceptable(criterion, grade, kind, where)
        if one.code is JudgmentReason.CAUSE_WITHOUT_LOWEST_GRADE
    ]
