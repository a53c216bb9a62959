"""Reads of what was written on a visit: a grade for its author alone, debrief notes as marked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from inspectorate.domain.evidence.arrivals import queries as arrivals
from inspectorate.domain.evidence.arrivals.kinds import Meant
from inspectorate.domain.evidence.arrivals.mending import shown
from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.arrivals.note import Note
from inspectorate.domain.evidence.states import ArrivalState
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ..assignments import as_read as draft_as_read
from ..debriefs.blindness import WITHHELD, bodies_dark_to
from ..models import Draft
from . import policies
from .loading import EarlierGrade, LoadedGrade, load
from .said import DebriefSaid, GradeSaid, debrief_said, grade_said


@dataclass(frozen=True, slots=True)
class GradeBeside:
    """A received grade for its author, beside their draft as it is now.

    ``said`` is None where it is not as described, ``loaded`` where they have no such judgment.
    ``against`` says why it may not be taken in now.
    """

    said: GradeSaid | None
    loaded: LoadedGrade | None
    draft: Draft | None
    against: list[Reason]

    @property
    def words(self) -> str:
        """Its reasons as a page can print them."""
        return shown(self.said.reasons) if self.said else ""

    @property
    def grade(self) -> str:
        """The name of its grade as a page can print it; "" for none yet."""
        return shown(self.said.grade or "") if self.said else ""

    @property
    def findings(self) -> list[tuple[str, bool | None, bool | None]]:
        """Each finding in words, as it was answered on the visit and as the draft answers it."""
        if self.said is None or self.loaded is None:
            return []
        answers = self.draft.findings if self.draft else {}
        return [
            (one.text, self.said.findings.get(one.code), answers.get(one.code))
            for one in self.loaded.cell.criterion.findings.all()
        ]


def beside(person: Person, arrival: Arrival) -> GradeBeside:
    """A received grade of ``person``'s own, as ``arrivals.queries`` gave it to them."""
    said, faults = grade_said(arrival.given)
    if said is None:
        return GradeBeside(None, None, None, faults)
    loaded = load(person, arrival.inspection, said)
    draft = draft_as_read(person, arrival.inspection, loaded.draft) if loaded else None
    against = [
        *arrivals.reasons_not_to_decide(person, arrival),
        *policies.takeable(loaded),
    ]
    return GradeBeside(said, loaded, draft, against)


def reasons_not_at_once(
    author: Person, inspection: Inspection, note: Note, key_of: Callable[[str], str | None]
) -> list[Reason]:
    """Why a grade that comes from ``author`` may not be taken into their draft as it comes.

    ``key_of`` gives the key under which a note came whose id the grade names; None where it was
    sent by no device, for only those foretell versions.
    """
    said, faults = grade_said(json.loads(note.sent))
    if said is None:
        return faults
    loaded = load(author, inspection, said)
    key = key_of(said.after) if said.after is not None else None
    before = _before_it(author, inspection, key) if key else None
    return policies.at_once_takeable(loaded, before, files=bool(note.files))


def _before_it(author: Person, inspection: Inspection, key: str) -> EarlierGrade | None:
    """The grade of ``author`` that came under a key; None where there is none."""
    arrival = arrivals.came_under(author, inspection, key)
    said = grade_said(arrival.given)[0] if arrival is not None else None
    if arrival is None or said is None:
        return None
    last = arrival.decision
    return EarlierGrade(said.about, last.version if last else None)


def reasons_debrief_is_unfit(inspection: Inspection, note: Note) -> list[Reason]:
    """Why a debrief note that comes is of no visit, or not as described."""
    said, faults = debrief_said(json.loads(note.sent))
    if said is None:
        return faults
    return policies.placeable(visit_known=_visits(inspection, said).exists())


def version_of(arrival: Arrival) -> int | None:
    """The version of the draft that a grade was written upon; None where it says none."""
    said, _ = grade_said(arrival.given)
    return said.version if said else None


def visit_of(person: Person, arrival: Arrival) -> int | None:
    """The key of the visit that a debrief note names, where ``person`` may read it."""
    if arrival.meant != Meant.DEBRIEF or _dark(person, arrival):
        return None
    said, _ = debrief_said(arrival.given)
    return said.visit if said else None


def notes_for(person: Person, visit: Visit) -> list[tuple[Arrival, DebriefSaid]]:
    """The debrief notes of a visit that wait and that ``person`` may read, the newest first."""
    inspection = visit.inspection
    found = arrivals.still_waiting(arrivals.visible_to(person, inspection))
    rows = found.filter(meant=Meant.DEBRIEF).select_related("author", "inspection")
    offered = []
    for one in rows.prefetch_related("decisions__item").order_by("-number"):
        said, _ = debrief_said(one.given)
        of_it = said is not None and (said.visit, said.body) == (visit.pk, visit.scope_body.code)
        if said is not None and of_it and not _dark(person, one):
            offered.append((reading(person, inspection).own(one, one.mark), said))
    return offered


def notes_used(person: Person, visit: Visit) -> list[Arrival]:
    """The debrief notes with which this very visit was ended, as far as ``person`` may read them:
    an act that is sent again names the one that it named.
    """
    if visit.ended_at is None:
        return []
    found = arrivals.visible_to(person, visit.inspection).filter(meant=Meant.DEBRIEF)
    rows = arrivals.of_state(found, ArrivalState.DEBRIEFED).filter(decisions__visit=visit)
    return [one for one in rows.select_related("author", "inspection") if not _dark(person, one)]


def note_for(person: Person, visit: Visit, number: int) -> tuple[Arrival, DebriefSaid] | None:
    """One of them by its number; None where it does not wait, or may not be read."""
    return next((one for one in notes_for(person, visit) if one[0].number == number), None)


def as_read(person: Person, rows: Iterable[Arrival]) -> list[Arrival]:
    """Give notes, as ``arrivals.queries`` gave them, without words of debriefs that may tell a
    grade to whoever is still to judge the body.
    """
    found = list(rows)
    for one in found:
        if one.meant == Meant.DEBRIEF and _dark(person, one):
            one.sent = json.dumps({"words": WITHHELD})
            one.reasons = "[]"
    return found


def withheld_from(person: Person, arrival: Arrival) -> bool:
    """Are the words and files of a note withheld, for they may tell of a judgment?"""
    return arrival.meant == Meant.DEBRIEF and _dark(person, arrival)


def _dark(person: Person, arrival: Arrival) -> bool:
    """May what was said there tell ``person`` of what they are still to judge? A note that names
    no body may be of any.
    """
    if arrival.author_id == person.pk:
        return False
    dark = bodies_dark_to(person, arrival.inspection)
    if not dark:
        return False
    given = arrival.given
    code = given.get("body") if isinstance(given, dict) else None
    codes = _codes(person, arrival.inspection)
    return code not in codes.values() or any(codes.get(pk) == code for pk in dark)


def _codes(person: Person, inspection: Inspection) -> dict[int, str]:
    """The codes of the bodies in scope by their keys, read once for a reader."""
    name = ("codes of the bodies in scope", inspection.pk)
    return person.once(name, lambda: {one.pk: one.code for one in inspections.scope(inspection)})


def _visits(inspection: Inspection, said: DebriefSaid) -> QuerySet[Visit]:
    rows = Visit.objects.filter(inspection=inspection, pk=said.visit)
    return rows.filter(scope_body__code=said.body)
