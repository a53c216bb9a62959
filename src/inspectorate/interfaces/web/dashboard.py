"""Your work: what is late, what is due this week, what waits on others; each a link to the act."""

from __future__ import annotations

from datetime import date

from django.urls import NoReverseMatch, reverse

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.reports import queries as reports
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.waiting import Waiting

ROOMS = (inspections, fieldwork, judgments, claims, reports, recommendations, publication)
# Where an act is done: room and verb name the address, the args of the Waiting fill it.
PLACES = {
    ("inspections", "plan"): "inspections-plan",
    ("fieldwork", "request"): "fieldwork-request",
    ("fieldwork", "visit"): "fieldwork-visit",
    ("judgments", "judge"): "judgments-judge",
    ("judgments", "moderate"): "judgments-moderate",
    ("judgments", "agree"): "judgments-moderate",
    ("claims", "reference"): "claims-claim",
    ("claims", "refresh"): "claims-claim",
    ("reports", "decide"): "reports-points",
    ("reports", "document"): "reports-document",
    ("recommendations", "addressee"): "recommendations-addressee",
    ("publication", "approve"): "publication-release",
    ("publication", "release"): "publication-release",
}


def waiting_on(person: Person, inspection: Inspection) -> list[Waiting]:
    """Everything that waits in one inspection, as this person may see it."""
    return [one for room in ROOMS for one in room.waiting(person, inspection)]


def place_of(one: Waiting) -> str:
    """The address of the act; a Waiting no page serves is a fault of the table above and says so."""
    name = PLACES.get((one.room, one.verb))
    if name is None:
        raise NoReverseMatch(f"no page does {one.room}.{one.verb}: add it to PLACES")
    return reverse(name, args=[one.inspection, *one.args])


def sorted_work(person: Person, today: date) -> dict[str, list[tuple[Waiting, str]]]:
    """Everything that waits, in four piles: late, this week, later, others; each with its address."""
    piles: dict[str, list[tuple[Waiting, str]]] = {
        "late": [],
        "week": [],
        "later": [],
        "others": [],
    }
    for inspection in inspections.visible_to(person):
        for one in waiting_on(person, inspection):
            if not one.mine:
                pile = "others"
            elif one.late(today):
                pile = "late"
            elif one.due_on is not None and (one.due_on - today).days <= 7:
                pile = "week"
            else:
                pile = "later"
            piles[pile].append((one, place_of(one)))
    for pile in piles.values():
        pile.sort(key=lambda pair: (pair[0].due_on or date.max, pair[0].what))
    return piles
