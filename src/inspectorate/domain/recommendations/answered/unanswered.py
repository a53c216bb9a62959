"""Causes of concern that stand without a recommendation."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.judgments.outcomes.loading import LoadedOutcome
from inspectorate.domain.judgments.outcomes.queries import OutcomeView
from inspectorate.foundation.people.models import Person

from ..permissions import TABLE
from ..verbs import RecommendationVerb
from .models import AnsweredOutcome


def standing() -> QuerySet[AnsweredOutcome]:
    """What recommendations answer, as far as it was not ended."""
    return AnsweredOutcome.objects.filter(end=None)


def unanswered[O: (OutcomeView, LoadedOutcome)](
    person: Person, inspection: Inspection, found: Iterable[O], made: Collection[int]
) -> list[O]:
    """The causes of concern among ``found`` that stand without a recommendation; ``made`` are the
    keys of those with one. Nothing for who may see no recommendations.
    """
    if not may(person, inspection, TABLE, RecommendationVerb.SEE):
        return []
    return [
        one
        for one in found
        if one.stands and one.outcome.kind == OutcomeKind.CAUSE and one.outcome.pk not in made
    ]


def to_answer(person: Person, inspection: Inspection) -> list[LoadedOutcome]:
    """Causes of concern without a recommendation, for whoever may say which answers them; asked
    only where recommendations are open.
    """
    if not may(person, inspection, TABLE, RecommendationVerb.ANSWER_OUTCOME):
        return []
    rows = standing().filter(recommendation__inspection=inspection)
    made = set(rows.values_list("outcome", flat=True))
    return unanswered(person, inspection, outcomes.known(person, inspection), made)
