"""Which recommendations answer which outcomes, as one reader may know of both."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.judgments.outcomes.queries import OutcomeView
from inspectorate.foundation.people.models import Person

from ..models import Addressee, Recommendation
from ..queries import can, register
from ..verbs import RecommendationVerb
from .models import AnsweredOutcome
from .unanswered import standing


@dataclass(frozen=True, slots=True)
class MadeOf:
    """A recommendation made of an outcome, and how it stands; ``part`` is its first addressee."""

    recommendation: Recommendation
    state: str
    part: Addressee


@dataclass(frozen=True, slots=True)
class Answered:
    """An outcome that a recommendation answers, as its reader has it."""

    link: AnsweredOutcome
    view: OutcomeView


def made_of(person: Person, inspection: Inspection, on: date) -> dict[int, list[MadeOf]]:
    """The recommendations made of each outcome, by its key; nothing for who may see none.

    Outcomes are not asked about: lay it beside those that the reader has. Fixed queries.
    """
    if not can(person, inspection, RecommendationVerb.SEE):
        return {}
    links = standing().filter(recommendation__inspection=inspection)
    rows = list(links.order_by("recommendation__number").values_list("outcome", "recommendation"))
    entries = {one.recommendation.pk: one for one in register(inspection, on)} if rows else {}
    found: dict[int, list[MadeOf]] = defaultdict(list)
    for outcome, recommendation in rows:
        entry = entries[recommendation]
        part = entry.standings[0].addressee
        found[outcome].append(MadeOf(entry.recommendation, entry.state, part))
    return dict(found)


def answered_by(person: Person, recommendation: Recommendation) -> list[Answered]:
    """The outcomes that a recommendation answers, as ``person`` may have them."""
    links = list(standing().filter(recommendation=recommendation).select_related("outcome"))
    if not links:
        return []
    asked = outcomes.outcomes(
        person, recommendation.inspection, pk__in=[one.outcome_id for one in links]
    )
    views = {one.outcome.pk: one for one in asked}
    return [Answered(one, views[one.outcome_id]) for one in links if one.outcome_id in views]


def answerable(person: Person, recommendation: Recommendation) -> list[WrittenOutcome]:
    """The outcomes that it could still be said to answer: in sight, standing, not said yet."""
    said = set(standing().filter(recommendation=recommendation).values_list("outcome", flat=True))
    return [
        one.outcome
        for one in outcomes.known(person, recommendation.inspection)
        if one.stands and one.outcome.pk not in said
    ]
