"""Your work, by inspection: what waits on the reader, late first, and a count of what waits on
others; each with the address where it is done or listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence.arrivals import queries as arrivals
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import cleared_for
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.newest import newest_entries
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.debriefs import queries as debriefs
from inspectorate.domain.judgments.exercises import queries as exercises
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.judgments.panels import queries as panels
from inspectorate.domain.judgments.plans import queries as plans
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.remarks import queries as remarks
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.waiting import Waiting
from inspectorate.foundation.remembered import Remembered
from inspectorate.prose.dates import in_words

ROOMS = (
    *(
        inspections,
        fieldwork,
        arrivals,
        exercises,
        plans,
        judgments,
        outcomes,
        panels,
        debriefs,
        claims,
    ),
    *(reports, recommendations, publication),
)
# What waits is the same whatever is written in a text, and whoever signs its words.
UNMOVED = (ReportVerb.SAVE, ReportVerb.SIGN)
WAITING: Remembered[Sequence[Waiting]] = Remembered(256)
# The page on which an act is done, by the name of its address.
PLACES: Mapping[Verb, str] = {
    JudgmentVerb.READ_BY_GRADE: "judgments-by-grade",
    JudgmentVerb.REDRAW: "judgments-leavers",
    JudgmentVerb.HAND_IN_ANSWERS: "judgments-take-exercise",
    InspectionVerb.APPROVE: "inspections-plan",
    InspectionVerb.SET_TERMS: "inspections-plan",
    InspectionVerb.SET_SCOPE: "inspections-plan",
    InspectionVerb.JOIN: "inspections-plan",
    FieldworkVerb.RECEIVE: "fieldwork-request",
    FieldworkVerb.LOOK_AT_RECEIPTS: "fieldwork-request",
    FieldworkVerb.END_VISIT: "fieldwork-visit",
    FieldworkVerb.RESUME_VISIT: "fieldwork-visit",
    FieldworkVerb.MOVE_VISIT: "fieldwork-visit",
    EvidenceVerb.RECORD_RECEIVED: "evidence-arrivals",
    JudgmentVerb.SUBMIT: "judgments-judge",
    JudgmentVerb.MODERATE: "judgments-moderate",
    JudgmentVerb.AGREE: "judgments-agree",
    JudgmentVerb.WITHDRAW_OUTCOME: "judgments-outcome",
    JudgmentVerb.SAY_DIFFERENCE: "judgments-say-difference",
    JudgmentVerb.SEE_PANELS: "judgments-panel",
    JudgmentVerb.OPEN_PANEL: "judgments-panel",
    JudgmentVerb.CLOSE_PANEL: "judgments-panel",
    ClaimVerb.REFERENCE: "claims-claim",
    ClaimVerb.REFRESH: "claims-claim",
    ReportVerb.DECIDE: "reports-points",
    ReportVerb.COMMENT: "reports-remarks",
    RecommendationVerb.ANSWER_OUTCOME: "judgments-outcome",
    RecommendationVerb.RESPOND: "recommendations-addressee",
    RecommendationVerb.CLAIM_PROGRESS: "recommendations-addressee",
    RecommendationVerb.VERIFY: "recommendations-addressee",
    RecommendationVerb.ACCEPT: "recommendations-accept",
    RecommendationVerb.CONFIRM: "recommendations-addressee",
    PublicationVerb.APPROVE: "publication-release",
    PublicationVerb.RELEASE: "publication-release",
}


class Pile(NamedTuple):
    """How many of one act are told as one line, with the page that lists them.

    Up to ``singly`` stand as lines of their own where they wait on the reader. What waits on others
    is one line from the second on.
    """

    one: str
    many: str
    page: str
    singly: int = 3


# Acts of which many may wait at once.
PILES: Mapping[Verb, Pile] = {
    JudgmentVerb.SUBMIT: Pile("judgment to make", "judgments to make", "judgments-mine", 1),
    JudgmentVerb.MODERATE: Pile(
        "judgment to moderate", "judgments to moderate", "judgments-desk", 1
    ),
    JudgmentVerb.AGREE: Pile("judgment to agree", "judgments to agree", "judgments-desk", 1),
    JudgmentVerb.WITHDRAW_OUTCOME: Pile(
        "outcome that no longer fits", "outcomes that no longer fit", "judgments-outcomes"
    ),
    JudgmentVerb.SAY_DIFFERENCE: Pile(
        "grade agreed otherwise than the body was told",
        "grades agreed otherwise than bodies were told",
        "fieldwork-visits",
    ),
    FieldworkVerb.RECEIVE: Pile(
        "request not answered", "requests not answered", "fieldwork-requests"
    ),
    FieldworkVerb.LOOK_AT_RECEIPTS: Pile(
        "request with something new", "requests with something new", "fieldwork-requests", 3
    ),
    FieldworkVerb.END_VISIT: Pile("visit to end", "visits to end", "fieldwork-visits"),
    ClaimVerb.REFERENCE: Pile("claim to reference", "claims to reference", "claims-list"),
    ClaimVerb.REFRESH: Pile("claim to look at again", "claims to look at again", "claims-list"),
    ReportVerb.COMMENT: Pile("comment to answer", "comments to answer", "reports-list"),
    RecommendationVerb.RESPOND: Pile(
        "reply to a recommendation", "replies to recommendations", "recommendations-register"
    ),
    RecommendationVerb.CLAIM_PROGRESS: Pile(
        "action on a recommendation", "actions on recommendations", "recommendations-register"
    ),
    RecommendationVerb.ANSWER_OUTCOME: Pile(
        "cause of concern without a recommendation",
        "causes of concern without a recommendation",
        "judgments-outcomes",
    ),
    RecommendationVerb.VERIFY: Pile(
        "recommendation to verify", "recommendations to verify", "recommendations-register"
    ),
    RecommendationVerb.ACCEPT: Pile("reply to read", "replies to read", "recommendations-register"),
    RecommendationVerb.CONFIRM: Pile(
        "record to confirm", "records to confirm", "recommendations-register"
    ),
}
# Days in which what is due is due soon.
SOON = 7
# Names of those on whom many things wait.
NAMED = 2


def waiting_on(person: Person, inspection: Inspection) -> list[Waiting]:
    """Everything that waits in one inspection, as this person may see it."""
    name, under = (person.pk, inspection.pk), newest_entries(inspection, *UNMOVED)
    # A clearance ends with its last day, and no act says so.
    under += (timezone.localdate().isoformat(), *cleared_for(person, inspection))
    found = WAITING.of(name, under)
    if found is None:
        rooms = [room for room in ROOMS if room is not arrivals]
        tasks = (task for room in rooms for task in room.waiting(person, inspection))
        found = WAITING.keep(name, under, tuple(tasks))
    return list(found)


def place_of(task: Waiting) -> str:
    """The address of the page on which ``task`` is done."""
    return reverse(PLACES[task.verb], args=[task.inspection, *task.args])


@dataclass(frozen=True, slots=True)
class Line:
    """One line of "Your work": one thing or a count of them, ``url`` where it is done or listed.

    ``tag`` and ``tone`` say when: "problem" for what is late, "waiting" for what is due within
    seven days, "quiet" for what is due later. ``waits_on`` is empty where it waits on the reader.
    """

    what: str
    url: str
    tag: str = ""
    tone: str = ""
    waits_on: str = ""


@dataclass(frozen=True, slots=True)
class InspectionWork:
    """What waits in one inspection: on the reader, then on others; in each what is late first."""

    inspection: Inspection
    mine: tuple[Line, ...]
    others: tuple[Line, ...]


def work_of(person: Person, today: date) -> list[InspectionWork]:
    """What waits in each inspection of ``person``, where something is late or due first before.

    Inspections in which nothing waits are not among them. The rooms ask a fixed number of queries
    per inspection, whatever waits in it.
    """
    found = []
    for inspection in inspections.visible_to(person):
        # Asked here alone: of every page it would be one question more.
        alone = (*arrivals.waiting(person, inspection), *remarks.waiting(person, inspection))
        tasks = [*waiting_on(person, inspection), *alone]
        if tasks:
            mine = _lines([one for one in tasks if one.mine], today)
            others = _lines([one for one in tasks if not one.mine], today)
            due = min((one.due_on or date.max for one in tasks if one.mine), default=date.max)
            found.append((due, inspection.title, InspectionWork(inspection, mine, others)))
    return [one for _, _, one in sorted(found, key=lambda each: each[:2])]


def _lines(tasks: Sequence[Waiting], today: date) -> tuple[Line, ...]:
    """The lines of ``tasks``, due first before: one for each act of which there are many."""
    acts: dict[Verb, list[Waiting]] = {}
    for task in sorted(tasks, key=lambda one: (one.due_on or date.max, one.what)):
        acts.setdefault(task.verb, []).append(task)
    lines = []
    for verb, those in acts.items():
        pile = PILES.get(verb)
        most = 0 if pile is None else pile.singly if those[0].mine else 1
        if pile and len(those) > most:
            lines.append((those[0].due_on or date.max, _pile(those, pile, today)))
        else:
            lines += [(one.due_on or date.max, _line(one, today)) for one in those]
    return tuple(line for _, line in sorted(lines, key=lambda each: each[0]))


def _line(task: Waiting, today: date) -> Line:
    tag = ""
    if task.due_on:
        tag = f"{'Late since' if task.late(today) else 'Due'} {in_words(task.due_on)}"
    return Line(task.what, place_of(task), tag, _tone(task, today), task.waits_on)


def _pile(tasks: Sequence[Waiting], pile: Pile, today: date) -> Line:
    """One line for ``tasks``, which are sorted by their day: how many, how many late since when."""
    first, late = tasks[0], sum(one.late(today) for one in tasks)
    tag = ""
    if first.due_on:
        day = in_words(first.due_on)
        tag = f"{late} late since {day}" if late else f"The first due {day}"
    what = f"{len(tasks)} {pile.one if len(tasks) == 1 else pile.many}"
    url = reverse(pile.page, args=[first.inspection])
    return Line(what, url, tag, _tone(first, today), _whose(tasks))


def _tone(task: Waiting, today: date) -> str:
    if task.due_on is None:
        return ""
    if task.late(today):
        return "problem"
    return "waiting" if (task.due_on - today).days <= SOON else "quiet"


def _whose(tasks: Sequence[Waiting]) -> str:
    """On whom they wait: all names where they are few, else how many more there are."""
    names = list(dict.fromkeys(one.waits_on for one in tasks if one.waits_on))
    if len(names) <= NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
