"""May it be recorded that a recommendation answers an outcome, or ended? Each with its reasons."""

from __future__ import annotations

from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable

from ..reasons import RecommendationReason
from ..verbs import RecommendationVerb

# All of a recommendation stand on one page.
MOST = 50


def outcome_answerable(
    outcome: WrittenOutcome, *, stands: bool | None, answered: bool, there: int
) -> list[Reason]:
    """Require an outcome that stands, not answered by this recommendation yet.

    ``stands`` is None where there is no such outcome for whoever asks; ``there`` are answered.
    """
    if stands is None:
        text = "There is no such outcome here."
        mend = Mend.words("Choose an outcome of this inspection.")
        return [Reason(RecommendationReason.OUTCOME_NOT_HERE, text, mend, "outcome")]
    most = Mend.by(RecommendationVerb.END_ANSWER, "End one of them first.")
    found = room_for_more(there, MOST, "outcomes that it answers", most)
    if not stands:
        text = f"{outcome.ref} is withdrawn."
        mend = Mend.by(JudgmentVerb.PUT_BACK_OUTCOME, "Have it put back first.", outcome)
        found.append(Reason(RecommendationReason.OUTCOME_WITHDRAWN, text, mend, "outcome"))
    if answered:
        text = f"It is recorded already that the recommendation answers {outcome.ref}."
        code = RecommendationReason.ANSWERED_ALREADY
        found.append(Reason(code, text, NOTHING_TO_DO, "outcome"))
    return found


def answer_endable(*, ended: bool, reason: str) -> list[Reason]:
    """Require that it was not ended, and the reason."""
    found = storable(reason, "reason", needed=True)
    if ended:
        text = "It is ended already."
        found.append(Reason(RecommendationReason.ENDED_ALREADY, text, NOTHING_TO_DO))
    return found
