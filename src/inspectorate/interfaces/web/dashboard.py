"""Your work: what is late, what is due this week, what waits on others; each with its address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.waiting import Waiting

ROOMS = (inspections, fieldwork, judgments, claims, reports, recommendations, publication)
# The page on which an act is done, by the name of its address.
PLACES: Mapping[Verb, str] = {
    InspectionVerb.APPROVE: "inspections-plan",
    InspectionVerb.SET_TERMS: "inspections-plan",
    InspectionVerb.SET_SCOPE: "inspections-plan",
    InspectionVerb.JOIN: "inspections-plan",
    FieldworkVerb.RECEIVE: "fieldwork-request",
    FieldworkVerb.END_VISIT: "fieldwork-visit",
    JudgmentVerb.SUBMIT: "judgments-judge",
    JudgmentVerb.MODERATE: "judgments-moderate",
    # To agree begins on the moderator's page, where the submissions stand side by side.
    JudgmentVerb.AGREE: "judgments-moderate",
    ClaimVerb.REFERENCE: "claims-claim",
    ClaimVerb.REFRESH: "claims-claim",
    ReportVerb.DECIDE: "reports-points",
    RecommendationVerb.RESPOND: "recommendations-addressee",
    RecommendationVerb.CLAIM_PROGRESS: "recommendations-addressee",
    RecommendationVerb.VERIFY: "recommendations-addressee",
    RecommendationVerb.ACCEPT: "recommendations-accept",
    RecommendationVerb.CONFIRM: "recommendations-addressee",
    PublicationVerb.APPROVE: "publication-release",
    PublicationVerb.RELEASE: "publication-release",
}


def waiting_on(person: Person, inspection: Inspection) -> list[Waiting]:
    """Everything that waits in one inspection, as this person may see it."""
    return [task for room in ROOMS for task in room.waiting(person, inspection)]


def place_of(task: Waiting) -> str:
    """The address of the page on which ``task`` is done."""
    return reverse(PLACES[task.verb], args=[task.inspection, *task.args])


def sorted_work(person: Person, today: date) -> dict[str, list[tuple[Waiting, str]]]:
    """Everything that waits, late, this week, later or on others; each with its address."""
    piles: dict[str, list[tuple[Waiting, str]]] = {
        "late": [],
        "week": [],
        "later": [],
        "others": [],
    }
    for inspection in inspections.visible_to(person):
        for task in waiting_on(person, inspection):
            piles[_pile(task, today)].append((task, place_of(task)))
    for tasks in piles.values():
        tasks.sort(key=lambda pair: (pair[0].due_on or date.max, pair[0].what))
    return piles


def _pile(task: Waiting, today: date) -> str:
    if not task.mine:
        return "others"
    if task.late(today):
        return "late"
    if task.due_on is not None and (task.due_on - today).days <= 7:
        return "week"
    return "later"
