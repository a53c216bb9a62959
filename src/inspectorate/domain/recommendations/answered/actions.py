"""The only writers of what a recommendation answers."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.inspections.access import require
from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ..models import Recommendation
from ..permissions import TABLE
from ..verbs import RecommendationVerb
from . import policies
from .drafted import drafted_in
from .models import AnsweredOutcome, AnsweredOutcomeEnd


@action(
    RecommendationVerb.ANSWER_OUTCOME,
    streams=lambda *, recommendation, **_: [recommendation.inspection.stream],
)
def answer_outcome(
    *, by: Person, at: datetime, key: str, recommendation: Recommendation, outcome: WrittenOutcome
) -> AnsweredOutcome:
    """Record that a recommendation answers an outcome of its inspection."""
    inspection = recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.ANSWER_OUTCOME)
    seen = next(iter(outcomes.known(by, inspection, pk=outcome.pk)), None)
    there = AnsweredOutcome.objects.filter(recommendation=recommendation, end=None)
    refuse_if(
        policies.outcome_answerable(
            outcome,
            stands=None if seen is None else seen.stands,
            answered=there.filter(outcome=outcome).exists(),
            there=there.count(),
        )
    )
    made = AnsweredOutcome.objects.create(
        recommendation=recommendation, outcome=outcome, by=by, at=at
    )
    detail = {"recommendation": recommendation.number, "outcome": outcome.number}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


def link_drafted(
    recommendation: Recommendation, edition: Edition, *, by: Person, at: datetime
) -> list[int]:
    """Record what a recommendation says in ``edition`` that it answers, within the act that opens
    it or repeats it in a correction.

    Returns the numbers of those recorded now: what was recorded before stays as it is, and what
    somebody ended stays ended.
    """
    known = set(recommendation.answered.values_list("outcome", flat=True))
    found = [one for one in drafted_in(edition, recommendation.number) if one.pk not in known]
    for outcome in found:
        AnsweredOutcome.objects.create(recommendation=recommendation, outcome=outcome, by=by, at=at)
    return [one.number for one in found]


@action(
    RecommendationVerb.END_ANSWER,
    streams=lambda *, answered, **_: [answered.recommendation.inspection.stream],
)
def end_answer(
    *, by: Person, at: datetime, key: str, answered: AnsweredOutcome, reason: str
) -> AnsweredOutcomeEnd:
    """Record that a recommendation does not answer an outcome after all."""
    inspection = answered.recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.END_ANSWER)
    ended = AnsweredOutcomeEnd.objects.filter(answered=answered).exists()
    refuse_if(policies.answer_endable(ended=ended, reason=reason))
    made = AnsweredOutcomeEnd.objects.create(answered=answered, reason=reason.strip(), by=by, at=at)
    detail = {
        "recommendation": answered.recommendation.number,
        "outcome": answered.outcome.number,
    }
    write(of=made, stream=inspection.stream, detail=detail)
    return made
