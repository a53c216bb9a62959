"""The outcomes that a recommendation names in the report that makes it, before it is issued."""

from __future__ import annotations

from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.queries import outcomes_answered


def drafted_in(edition: Edition, number: int) -> list[WrittenOutcome]:
    """The outcomes that recommendation ``number`` named in the text of an edition and that stand.

    No reader is asked: whoever wrote the text named them.
    """
    inspection = edition.document.inspection
    if not WrittenOutcome.objects.filter(inspection=inspection).exists():
        return []
    return outcomes.standing_named(inspection, outcomes_answered(edition, number))
