"""The outcomes that a recommendation names in the report that makes it, before it is issued."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.domain.reports.queries import answers_drafted, outcomes_answered
from inspectorate.foundation.people.models import Person


@dataclass(frozen=True, slots=True)
class DraftedAnswer:
    """A recommendation of a document, not issued yet, that says it answers an outcome."""

    document: Document
    number: int


def drafted(person: Person, inspection: Inspection) -> dict[str, list[DraftedAnswer]]:
    """The recommendations not issued yet that name each outcome, by its number (PREV-O1), in the
    documents that ``person`` may see drafts of. At most three queries.
    """
    said = answers_drafted(person, inspection)
    issued = set(inspection.recommendations.values_list("number", flat=True)) if said else set()
    found: dict[str, list[DraftedAnswer]] = defaultdict(list)
    for document, number, refs in said:
        if number not in issued:
            for ref in refs:
                found[ref].append(DraftedAnswer(document, number))
    return dict(found)


def drafted_in(edition: Edition, number: int) -> list[WrittenOutcome]:
    """The outcomes that recommendation ``number`` named in the text of an edition and that stand.

    No reader is asked: whoever wrote the text named them.
    """
    inspection = edition.document.inspection
    if not WrittenOutcome.objects.filter(inspection=inspection).exists():
        return []
    return outcomes.standing_named(inspection, outcomes_answered(edition, number))
