"""Reads of debriefs: who heard them, what they were made from, which grades were told, as a reader
may have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import laid_open, not_relied_on, relied_on, visible_to
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.interruptions.models import Resumption
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from .. import queries as judgments
from ..blindness import sights
from ..marking import Place
from ..models import Agreed, Assignment, Submission
from ..verbs import JudgmentVerb
from . import policies
from .blindness import WITHHELD, bodies_dark_to
from .models import Debrief, GradesTelling, ToldGrade
from .telling import TellableCell, tellable_cells, telling_of


@dataclass(frozen=True, slots=True)
class DebriefView:
    """A debrief as one reader has it; evidence above the reader is not among ``items``.

    ``fallen`` says what became of evidence that it was made from and that is no longer relied on.
    """

    debrief: Debrief
    items: tuple[Item, ...]
    fallen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldView:
    """A grade that was told, as one reader has it: ``agreed`` is the judgment that stands now,
    where the reader sees one.
    """

    told: ToldGrade
    agreed: Agreed | None

    @property
    def stands(self) -> bool:
        """Was it told, as far as is known?"""
        return not hasattr(self.told, "withdrawal")

    @property
    def state(self) -> str:
        """What became of it, in a sentence."""
        if not self.stands:
            return f"Not told after all: {self.told.withdrawal.reason}"
        if self.told.submission.assignment.ended_at is not None:
            return "The judgment it was told of no longer stands."
        if self.agreed is None:
            return "Not agreed yet."
        if self.agreed.grade_id == self.told.submission.grade_id:
            return "Agreed the same."
        return f"Agreed otherwise: {self.agreed.grade or 'without a grade'}."


def debriefs(person: Person, visit: Visit) -> dict[datetime | None, DebriefView]:
    """The debriefs of a visit, by when it ended with each; more than one where it was reopened.

    What was ended before who heard it was recorded has none. Three queries past the reader's own.
    """
    if not fieldwork.can(person, visit.inspection, FieldworkVerb.SEE):
        return {}
    found = list(visit.debriefs.select_related("by").prefetch_related("sources"))
    keys = {one.item_id for made in found for one in made.sources.all()}
    rows = visible_to(person, visit.inspection).filter(pk__in=keys)
    items = {one.pk: one for one in rows.select_related("inspection")}
    fallen = not_relied_on(items, reading(person, visit.inspection)) if items else {}
    return {
        made.at: DebriefView(
            made,
            tuple(items[pk] for pk in _sources(made) if pk in items),
            tuple(fallen[pk] for pk in _sources(made) if pk in fallen),
        )
        for made in found
    }


def made_from(person: Person, inspection: Inspection, items: QuerySet[Item]) -> list[Debrief]:
    """The debriefs of an inspection that were made from one of some items. One query.

    Their words are read with their visit; that a visit has one, its state tells.
    """
    if not fieldwork.can(person, inspection, FieldworkVerb.SEE):
        return []
    rows = Debrief.objects.filter(visit__inspection=inspection)
    rows = rows.filter(sources__item__in=items.values("pk")).distinct()
    return list(rows.select_related("visit__scope_body"))


def sayable(person: Person, visit: Visit) -> QuerySet[Item]:
    """The evidence of a visit that a debrief may be made from by ``person``, in its order.

    Their words are shown, which is noted. What is SECRET is said in no debrief.
    """
    found = relied_on(visible_to(person, visit.inspection)).filter(session__visit=visit)
    found = found.exclude(marking=Marking.SECRET).select_related("inspection", "session")
    found = found.prefetch_related("criteria__area").order_by("number")
    return laid_open(person, visit.inspection, found)


def _sources(made: Debrief) -> list[int]:
    return [one.item_id for one in made.sources.all()]


def as_read(person: Person, visit: Visit) -> Visit:
    """Give a visit, as ``fieldwork.queries.visit`` gave it, without words that may tell a grade to
    whoever is still to judge its body.
    """
    if visit.debrief and _dark(person, visit) and not _wrote(person, visit, visit.ended_at):
        visit.debrief = WITHHELD
    return visit


def as_befell(person: Person, visit: Visit, rows: Iterable[Resumption | None]) -> None:
    """The same of what was told before a visit was reopened, in place."""
    dark = _dark(person, visit)
    for row in rows:
        if dark and row and row.debrief and not _wrote(person, visit, row.ended_at):
            row.debrief = WITHHELD


def _dark(person: Person, visit: Visit) -> bool:
    return visit.scope_body_id in bodies_dark_to(person, visit.inspection)


def _wrote(person: Person, visit: Visit, ended_at: datetime | None) -> bool:
    return ended_at is not None and visit.debriefs.filter(by=person, at=ended_at).exists()


def told_grades(person: Person, visit: Visit) -> list[ToldView]:
    """The grades told at a visit or after it, those that were not after all too, as ``person`` sees
    the judgments they were told of; one's own in any case.
    """
    rows = ToldGrade.objects.filter(debrief__visit=visit)
    return _told_views(person, visit.inspection, rows)


def told_of_cell(person: Person, cell: judgments.Cell) -> list[ToldView]:
    """The same of a judgment, as ``queries.cell`` gave it."""
    of = {"submission__assignment__criterion": cell.criterion}
    rows = ToldGrade.objects.filter(submission__assignment__scope_body=cell.scope_body, **of)
    return _told_views(person, cell.scope_body.inspection, rows)


def told_grade(person: Person, visit: Visit, pk: int) -> ToldGrade | None:
    """One of :func:`told_grades` by its key."""
    return next((one.told for one in told_grades(person, visit) if one.told.pk == pk), None)


def knows(person: Person, told: ToldGrade) -> bool:
    """May ``person`` know that this grade was told?"""
    return told_grade(person, told.debrief.visit, told.pk) is not None


def _told_views(
    person: Person, inspection: Inspection, rows: QuerySet[ToldGrade]
) -> list[ToldView]:
    found = list(
        rows.select_related(
            "debrief__visit",
            "submission__grade",
            "submission__assignment__criterion__area",
            "submission__assignment__scope_body",
            "submission__by",
            "by",
            "withdrawal__by",
        )
    )
    if not found:
        return []
    given = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    flat = given.values_list("scope_body", "criterion", "inspector", "submission__pk")
    seen = sights(person, inspection, list(flat))
    agreed = judgments.current(inspection, words=False)
    views = []
    for one in found:
        place = place_of(one)
        here = seen.get(place)
        if here is not None and here.submissions:
            views.append(ToldView(one, agreed.get(place) if here.agreed else None))
        elif one.submission.by_id == person.pk and judgments.can(
            person, inspection, JudgmentVerb.SEE
        ):
            views.append(ToldView(one, None))
    return views


def place_of(told: ToldGrade) -> Place:
    """Of which judgment a grade was told."""
    of = told.submission.assignment
    return of.scope_body_id, of.criterion_id


def tellings(inspection: Inspection) -> list[GradesTelling]:
    """How it was set whether and when grades are told, newest first."""
    rows = GradesTelling.objects.filter(inspection=inspection).select_related("by")
    return list(rows.order_by("-number"))


def offered_to_tell(
    person: Person, scope_body: ScopeBody
) -> list[tuple[TellableCell, Submission, list[Reason]]]:
    """The judgments of a body whose grades ``person`` knows, each with why it may not be told now.

    None where the inspection never tells grades.
    """
    telling = telling_of(scope_body.inspection)
    if telling is telling.NEVER:
        return []
    found = []
    for cell in tellable_cells(person, scope_body):
        said = cell.offered
        if said is not None and said.grade is not None:
            found.append((cell, said, policies.tellable(cell, said, telling)))
    return found


def last_debrief(visit: Visit) -> Debrief | None:
    """The debrief with which a visit last ended."""
    return visit.debriefs.select_related("visit__inspection", "visit__scope_body").last()
