"""Reads of notes that were received, filtered for the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from inspectorate.domain.inspections.access import cleared_for, may, reading
from inspectorate.domain.inspections.models import Inspection, TeamMember
from inspectorate.foundation.ledger.acts import done_under
from inspectorate.foundation.ledger.prepared import prepared
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from ..permissions import TABLE
from ..states import ArrivalState
from ..verbs import EvidenceVerb
from . import policies
from .kinds import Decided, Meant
from .models import Arrival, ArrivalDecision, ArrivalFile

PAGE_SIZE = 50
# Digits of a number that each database keeps.
_LONGEST_NUMBER = 10
_OF = {
    ArrivalState.RECORDED: Decided.RECORDED,
    ArrivalState.SET_ASIDE: Decided.SET_ASIDE,
    ArrivalState.DRAFTED: Decided.DRAFTED,
    ArrivalState.DEBRIEFED: Decided.DEBRIEFED,
}


@dataclass(frozen=True, slots=True)
class ArrivalPage:
    """One page of notes that were received, the newest first; ``total`` of all pages.

    ``unread`` counts those that wait and that the reader may not read.
    """

    arrivals: Sequence[Arrival] = field(default_factory=list)
    total: int = 0
    number: int = 1
    pages: int = 1
    unread: int = 0


# Judgments not yet given: nobody but their authors learns that there are any.
_GRADES = Q(meant=Meant.GRADE)


def sendable_to(person: Person) -> QuerySet[Inspection]:
    """The inspections to which ``person`` may send notes: on whose team they record, or did."""
    roles = TABLE[EvidenceVerb.RECEIVE]
    there = TeamMember.objects.filter(person=person, role__in=roles).order_by()
    return Inspection.objects.filter(pk__in=there.values("inspection_id")).select_related(
        "framework", "vocabulary"
    )


def sendable(person: Person, slug: str) -> Inspection | None:
    """That of :func:`sendable_to` at an address, or None."""
    return next(iter(_sendable(person, slug)), None)


@prepared
def _sendable(person: Person, slug: str) -> QuerySet[Inspection]:
    return sendable_to(person).filter(slug=slug)


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Arrival]:
    """The notes of ``inspection`` that ``person`` may read: their own, and others' as marked.

    One whose mark is none of the scheme is read by its author and by who decides on others' notes.
    One that was recorded with a higher mark than it came with is marked as its item. A provisional
    grade is read by its author alone, whatever anybody else may.
    """
    if not may(person, inspection, TABLE, EvidenceVerb.SEE):
        return Arrival.objects.none()
    marks = cleared_for(person, inspection)
    recorded = ArrivalDecision.objects.filter(arrival=OuterRef("pk"), item__isnull=False)
    others = Q(marking__in=marks) & ~Q(Exists(recorded.exclude(item__marking__in=marks)))
    if not may(person, inspection, TABLE, EvidenceVerb.DECIDE_ON_OTHERS):
        others &= Q(marked=True)
    others &= ~_GRADES
    return Arrival.objects.filter(Q(author=person) | others, inspection=inspection)


def still_waiting(arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """Those of ``arrivals`` that wait for a person."""
    return of_state(arrivals, ArrivalState.WAITING)


def of_state(arrivals: QuerySet[Arrival], state: ArrivalState) -> QuerySet[Arrival]:
    """Those of ``arrivals`` that are in ``state``, by the last decision on each."""
    last = ArrivalDecision.objects.filter(arrival=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    found = arrivals.annotate(last=Subquery(last))
    if state in _OF:
        return found.filter(last=_OF[state])
    return found.filter(Q(last=None) | Q(last=Decided.TAKEN_UP))


def waiting_on(inspection: Inspection) -> int:
    """How many notes of an inspection wait for a person, whoever may read them; no grade is
    counted, which waits for its author alone. One query.
    """
    return still_waiting(Arrival.objects.filter(~_GRADES, inspection=inspection)).count()


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """The notes that wait for a person to record them or set them aside: one's own, and others'
    where one decides on them; of these those too that one may not read. One query.
    """
    if not may(person, inspection, TABLE, EvidenceVerb.RECORD_RECEIVED):
        return []
    found = Arrival.objects.filter(~_GRADES | Q(author=person), inspection=inspection)
    if not _of_others(person, inspection):
        found = found.filter(author=person)
    readable = Exists(visible_to(person, inspection).filter(pk=OuterRef("pk")))
    waits = still_waiting(found).order_by().annotate(read=readable)
    of: Counter[object] = Counter()
    for read, meant, count in waits.values_list("read", "meant").annotate(Count("pk")):
        of[meant if meant == Meant.GRADE else read] += count
    verb = EvidenceVerb.RECORD_RECEIVED
    lines = []
    if count := of[Meant.GRADE.value]:
        one = "A grade that you wrote on a visit waits for you alone"
        lines.append(
            one if count == 1 else f"{count} grades that you wrote on visits wait for you alone"
        )
    if count := of[True]:
        what = "A note was received" if count == 1 else f"{count} notes were received"
        lines.append(f"{what} and not recorded")
    if count := of[False]:
        one = "A note that you may not read waits"
        lines.append(one if count == 1 else f"{count} notes that you may not read wait")
    return [Waiting(line, verb, (), inspection.slug) for line in lines]


def listed(
    person: Person,
    inspection: Inspection,
    state: ArrivalState | None = None,
    *,
    mine: bool = False,
    page: int = 1,
) -> ArrivalPage:
    """One page of the notes that ``person`` may read. Five queries, whatever is found."""
    found = visible_to(person, inspection)
    if mine:
        found = found.filter(author=person)
    if state is not None:
        found = of_state(found, state)
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    number = max(1, min(page, pages))
    start = (number - 1) * PAGE_SIZE
    rows = _whole(found).order_by("-pk")[start : start + PAGE_SIZE]
    reader = reading(person, inspection)
    shown = [reader.own(one, one.mark) for one in rows]
    return ArrivalPage(shown, total, number, pages, _unread(person, inspection))


def arrival(person: Person, inspection: Inspection, named: str) -> Arrival | None:
    """One note with its files and decisions, as its address names it ("12"; a grade of one's own
    "g12"); None where ``person`` may not read it.
    """
    found = _whole(visible_to(person, inspection)).filter(**numbered(named)).first()
    return reading(person, inspection).own(found, found.mark) if found else None


def came_under(author: Person, inspection: Inspection, key: str) -> Arrival | None:
    """What ``author`` sent to an inspection under a key, and what was decided on it."""
    found = done_under(author, [key], EvidenceVerb.RECEIVE)
    if not found:
        return None
    rows = Arrival.objects.filter(author=author, inspection=inspection)
    return rows.filter(pk=found[key].rpartition("/")[2]).prefetch_related("decisions").first()


def numbered(named: str) -> dict[str, Any]:
    """Which note an address names, as lookups; of a grade, which of each author's."""
    number = named.removeprefix("g")
    if not (number.isascii() and number.isdecimal() and len(number) < _LONGEST_NUMBER):
        return {"pk__in": ()}
    meant = [Meant.GRADE] if named.startswith("g") else [Meant.NOTE, Meant.DEBRIEF]
    return {"number": int(number), "meant__in": meant}


def arrival_file(person: Person, inspection: Inspection, pk: int) -> ArrivalFile | None:
    """A file of a note that ``person`` may read, or None."""
    there = ArrivalFile.objects.filter(pk=pk, arrival__in=visible_to(person, inspection))
    found = (
        there.select_related("arrival__inspection", "blob")
        .prefetch_related("arrival__decisions__item")
        .first()
    )
    return reading(person, inspection).own(found, found.arrival.mark) if found else None


def reasons_not_to_decide(person: Person, of: Arrival) -> list[Reason]:
    """Why ``person`` may not decide on a note now, once it is mended or a reason is written."""
    return policies.decidable(of, **_whose(person, of))


def reasons_not_to_record(person: Person, of: Arrival) -> list[Reason]:
    """Why ``person`` may not record a note now, however it is mended: it may be set aside still."""
    return policies.still_recordable(of, **_whose(person, of))


def reasons_not_to_take_up(person: Person, of: Arrival) -> list[Reason]:
    """Why ``person`` may not take a note up again now, once a reason is written."""
    return policies.resumable(of, "given", **_whose(person, of))


def hidden_from(person: Person, inspection: Inspection) -> tuple[QuerySet[Any], ...]:
    """The notes that ``person`` may not read, and what was decided on them."""
    read = visible_to(person, inspection).order_by()
    every = Arrival.objects.filter(inspection=inspection).order_by()
    hidden = every.exclude(pk__in=read.values("pk"))
    return hidden, ArrivalDecision.objects.filter(arrival__in=hidden.values("pk"))


def _of_others(person: Person, inspection: Inspection) -> bool:
    return may(person, inspection, TABLE, EvidenceVerb.DECIDE_ON_OTHERS)


def _whose(person: Person, of: Arrival) -> dict[str, bool]:
    of_others = may(person, of.inspection, TABLE, EvidenceVerb.DECIDE_ON_OTHERS)
    return {"own": of.author_id == person.pk, "of_others": of_others}


def _unread(person: Person, inspection: Inspection) -> int:
    """Of what waits, how many notes ``person`` may not read, told to who decides on others'."""
    if not may(person, inspection, TABLE, EvidenceVerb.DECIDE_ON_OTHERS):
        return 0
    read = visible_to(person, inspection).filter(pk=OuterRef("pk"))
    found = Arrival.objects.filter(~Exists(read), ~_GRADES, inspection=inspection)
    return still_waiting(found).count()


def _whole(arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
    return arrivals.select_related("inspection", "author", "brought_by").prefetch_related(
        "files__blob", "decisions__by", "decisions__item__inspection", "decisions__visit"
    )
