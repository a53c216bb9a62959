"""May two bodies be compared, may a comparison be withdrawn? Each with its reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..reasons import JudgmentReason
from ..verbs import JudgmentVerb
from .loading import Keeping
from .models import LONGEST_REASONS, Better, Comparison


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison as somebody sends it."""

    left: ScopeBody
    right: ScopeBody
    criterion: Criterion
    better: str
    reasons: str

    @property
    def pair(self) -> frozenset[int]:
        """The keys of both bodies."""
        return frozenset({self.left.pk, self.right.pk})


_ANOTHER = Mend.by(JudgmentVerb.COMPARE, "Open the page again, and compare the pair it shows.")


def comparable(
    inspection: Inspection, asked: Compared, keeping: Keeping, own: Collection[frozenset[int]]
) -> list[Reason]:
    """Require two bodies that this person may compare, has not compared yet, and an answer.

    ``own`` are the pairs that they have compared on the criterion. Nothing says which body is kept
    from them, or why: that there is something to judge, or to read, would be told.
    """
    found = [
        *inspections.reasons_over(inspection, JUDGED),
        *storable(asked.reasons, "reasons", limit=LONGEST_REASONS),
    ]
    if asked.better not in Better.values:
        mend = Mend.words("Say which is better, or that they cannot be told apart.")
        text = "The answer is not one of those offered."
        found.append(Reason(JudgmentReason.ANSWER_UNKNOWN, text, mend, "better"))
    if asked.criterion.area.framework_id != inspection.framework_id:
        text = f"{asked.criterion.ref} is not in the framework of this inspection."
        mend = Mend.words("Choose a criterion of its framework.")
        found.append(Reason(JudgmentReason.CRITERION_OF_ANOTHER_FRAMEWORK, text, mend))
    here = {one.inspection_id for one in (asked.left, asked.right)} == {inspection.pk}
    if len(asked.pair) < 2 or not here or asked.pair & keeping.all:
        text = "These two bodies are not open to you to compare."
        found.append(Reason(JudgmentReason.PAIR_NOT_OPEN, text, _ANOTHER))
    elif asked.pair in own:
        text = f"You have compared {asked.left.label} and {asked.right.label} already."
        mend = Mend.by(JudgmentVerb.WITHDRAW_COMPARISON, "Withdraw that comparison first.")
        found.append(Reason(JudgmentReason.COMPARED_ALREADY, text, mend))
    return found


def comparison_withdrawable(comparison: Comparison, reason: str) -> list[Reason]:
    """Require a comparison not withdrawn yet, of an inspection that is still judged, and why."""
    found = [
        *inspections.reasons_over(comparison.left.inspection, JUDGED),
        *storable(reason, "reason", needed=True),
    ]
    if hasattr(comparison, "withdrawal"):
        text = f"The comparison of {comparison} was withdrawn."
        found.append(Reason(JudgmentReason.COMPARISON_WITHDRAWN, text, NOTHING_TO_DO))
    return found
