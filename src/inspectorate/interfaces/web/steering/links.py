"""The pages of steering that a reader may open, for the pages that lead to them."""

from __future__ import annotations

from django.urls import reverse

from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.models import Person

from ..access import may

_PAGES = (
    (InspectionVerb.SEE, "What changed since yesterday", "steering-changed"),
    (InspectionVerb.SEE, "Late work", "steering-late"),
    (JudgmentVerb.SEE_PROGRESS, "Who has not submitted", "steering-not-submitted"),
    (EvidenceVerb.SEE, "Where evidence is thin", "steering-evidence"),
)


def steering_of(person: Person, inspection: Inspection) -> list[tuple[str, str]]:
    """The name and the address of each."""
    return [
        (label, reverse(name, args=[inspection.slug]))
        for verb, label, name in _PAGES
        if may(person, inspection, verb)
    ]
