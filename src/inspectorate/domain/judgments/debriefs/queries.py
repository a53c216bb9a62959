"""Reads of debriefs: who heard them, what they were made from, which grades were told, as a reader
may have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import laid_open, not_relied_on, relied_on, visible_to
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.interruptions.models import Resumption
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from .. import queries as judgments
from ..blindness import NOTHING, sights
from ..models import Assignment, Submission
from ..verbs import JudgmentVerb
from . import policies
from .blindness import WITHHELD, bodies_dark_to
from .models import Debrief, GradesTelling
from .telling import TellableCell, ToldView, tellable_cells, telling_of, told_now


@dataclass(frozen=True, slots=True)
class DebriefView:
    """A debrief as one reader has it; evidence above the reader is not among ``items``.

    ``fallen`` says what became of evidence that it was made from and that is no longer relied on.
    """

    debrief: Debrief
    items: tuple[Item, ...]
    fallen: tuple[str, ...]


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


def told_grades(person: Person, inspection: Inspection, **of: Any) -> list[ToldView]:
    """The grades that bodies were told, those that were not after all too, as ``person`` sees the
    judgments they were told of; one's own in any case. ``of`` narrows them.
    """
    if not judgments.can(person, inspection, JudgmentVerb.SEE):
        return []
    found = told_now(inspection, {}, **of)
    if not found:
        return []
    given = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    flat = given.values_list("scope_body", "criterion", "inspector", "submission__pk")
    seen = sights(person, inspection, list(flat), JudgmentVerb.SAY_DIFFERENCE)
    agreed = judgments.current(inspection, words=False)
    views = []
    for one in found:
        here = seen.get(one.place, NOTHING)
        if here.submissions:
            views.append(replace(one, agreed=agreed.get(one.place)))
        elif one.told.submission.by_id == person.pk:
            views.append(replace(one, difference=None))
    return views


def of_visit(person: Person, visit: Visit) -> list[ToldView]:
    """Those told at a visit, or after it."""
    return told_grades(person, visit.inspection, debrief__visit=visit)


def of_cell(person: Person, scope_body: ScopeBody, criterion: Criterion) -> list[ToldView]:
    """Those told of a judgment."""
    of = {"submission__assignment__criterion": criterion}
    inspection = scope_body.inspection
    return told_grades(person, inspection, submission__assignment__scope_body=scope_body, **of)


def told_grade(person: Person, inspection: Inspection, pk: int) -> ToldView | None:
    """One of them by its key; None where ``person`` may not know of it."""
    return next(iter(told_grades(person, inspection, pk=pk)), None)


@dataclass(frozen=True, slots=True)
class BodysGrade:
    """A grade as its body has it: ``now`` is what the judgment is by the letter that is out, with
    the ``words`` of that letter on a difference; empty before.
    """

    criterion: str
    grade: str
    told_on: date
    now: str = ""
    words: str = ""


def heard_by_body(visit: Visit) -> dict[datetime | None, Debrief]:
    """The debriefs of a visit for its body, by when the visit ended with each. A query."""
    return {one.at: one for one in visit.debriefs.all()}


def told_to_body(visit: Visit, letter_at: datetime | None) -> list[BodysGrade]:
    """The grades that a body was told with a visit, for that body; what became of them as the
    letter told it that was frozen at ``letter_at``, and nothing before one is out.
    """
    agreed = judgments.current(visit.inspection, words=False) if letter_at else {}
    return [
        _of_body(one, letter_at)
        for one in told_now(visit.inspection, agreed, debrief__visit=visit)
        if one.stands
    ]


def _of_body(one: ToldView, letter_at: datetime | None) -> BodysGrade:
    of = one.told.submission.assignment.criterion
    plain = BodysGrade(str(of), str(one.told.submission.grade), one.told.told_on)
    # What was settled, or said, after the letter is not told before another.
    if letter_at is None or one.agreed is None or one.agreed.at > letter_at:
        return plain
    words = one.words
    if one.differs and (words is None or words.at > letter_at):
        return plain
    return replace(
        plain, now=str(one.agreed.grade or "Not graded"), words=words.words if words else ""
    )


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List grades that were told and are agreed otherwise, without words for the body, for those
    who may say why.
    """
    verb = JudgmentVerb.SAY_DIFFERENCE
    if not judgments.can(person, inspection, verb):
        return []
    return [
        Waiting(
            f"Say to the body why {one.of} was agreed otherwise than it was told",
            verb,
            (one.told.pk,),
            inspection.slug,
        )
        for one in told_grades(person, inspection)
        if one.lacks_words
    ]


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
