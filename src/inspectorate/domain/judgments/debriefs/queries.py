"""Reads of debriefs: who heard them, what they were made from, which grades were told, as a reader
may have it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting
from inspectorate.prose.dates import in_words

from .. import cells
from .. import queries as judgments
from ..blindness import NOTHING, Sight, sights
from ..marking import Place
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

    @property
    def rests_on_none(self) -> bool:
        """Was it made from no evidence at all?"""
        return not self.debrief.sources.all()


def debriefs(person: Person, visit: Visit) -> dict[datetime | None, DebriefView]:
    """The debriefs of a visit, by when it ended with each; more than one where it was reopened.

    What was ended before who heard it was recorded has none. Who heard it is withheld with its
    words. Three queries past the reader's own.
    """
    if not fieldwork.can(person, visit.inspection, FieldworkVerb.SEE):
        return {}
    found = list(visit.debriefs.select_related("by").prefetch_related("sources"))
    for made in found:
        # Words too: what stands there may tell a grade as well.
        if made.by_id != person.pk and _dark(person, visit):
            made.heard_by = WITHHELD
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


def became(person: Person, visit: Visit, keys: Collection[int]) -> list[str]:
    """What became of those of a visit's items that ``person`` may read and that fell."""
    rows = visible_to(person, visit.inspection).filter(pk__in=keys, session__visit=visit)
    known = sorted(rows.values_list("pk", flat=True))
    fallen = not_relied_on(known, reading(person, visit.inspection)) if known else {}
    return [fallen[pk] for pk in known if pk in fallen]


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
    agreed = judgments.current(inspection, words=False)
    settled = agreed.keys() | {one.place for one in found if one.left_out}
    seen, decided = _seen(person, inspection, {one.place for one in found if one.left_out})
    views = []
    for one in found:
        # Before it is settled, what was told is a submission, and nothing else opens it.
        those = decided if one.place in settled else seen
        if those.get(one.place, NOTHING).submissions:
            views.append(replace(one, agreed=agreed.get(one.place)))
        elif one.told.submission.by_id == person.pk:
            views.append(replace(one, difference=None, left_out=False))
    return views


def _seen(
    person: Person, inspection: Inspection, left_out: Collection[Place]
) -> tuple[dict[Place, Sight], dict[Place, Sight]]:
    """What ``person`` sees of the judgments, as one who may see submissions and as one who may say
    why a judgment was settled otherwise.

    Where it is left out, nobody judges: others who have not are not waited for.
    """
    given = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    flat = given.values_list("scope_body", "criterion", "inspector", "submission__pk")
    rows = [
        (body, criterion, inspector, said)
        for body, criterion, inspector, said in flat
        if said is not None or inspector == person.pk or (body, criterion) not in left_out
    ]
    verbs = (JudgmentVerb.SEE_SUBMISSIONS, JudgmentVerb.SAY_DIFFERENCE)
    seen, decided = (sights(person, inspection, rows, verb) for verb in verbs)
    return seen, decided


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
    the ``words`` of that letter on a difference; empty before, and where that letter does not speak
    of it. Of one that was not told after all, ``mistaken``, nothing else is said.
    """

    criterion: str
    grade: str
    told_on: date
    now: str = ""
    words: str = ""
    mistaken: bool = False


def heard_by_body(visit: Visit) -> dict[datetime | None, Debrief]:
    """The debriefs of a visit for its body, by when the visit ended with each. A query."""
    return {one.at: one for one in visit.debriefs.all()}


# What a letter says of a told grade, by criterion, grade and day as they are printed: what the
# judgment is, and the words on a difference.
type LetterSays = Mapping[tuple[str, str, str], tuple[str, str]]


def told_to_body(visit: Visit, letter: LetterSays) -> list[BodysGrade]:
    """The grades that a body was told with a visit, for that body, those recorded by mistake too;
    what became of them as the ``letter`` says that is out. Nothing is read of what stands now: a
    letter says what it said, whatever was decided or worded since.
    """
    return [_of_body(one, letter) for one in told_now(visit.inspection, {}, debrief__visit=visit)]


def _of_body(one: ToldView, letter: LetterSays) -> BodysGrade:
    of, grade = one.told.submission.assignment.criterion, str(one.told.submission.grade)
    now, words = letter.get((str(of), grade, in_words(one.told.told_on)), ("", ""))
    return BodysGrade(str(of), grade, one.told.told_on, now, words, mistaken=not one.stands)


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List grades that were told and are agreed otherwise or left out, without words for the body,
    for those who may say why. They are asked for it once fieldwork is over; the list at the foot of
    the visits has them from the first, and the gate before a letter stands in any phase.
    """
    if inspection.phase in (Phase.PLANNED, Phase.FIELDWORK):
        return []
    return [
        Waiting(
            f"Say to the body why {one.of} is not as it was told",
            JudgmentVerb.SAY_DIFFERENCE,
            (one.told.pk,),
            inspection.slug,
        )
        for one in without_words(person, inspection)
    ]


def without_words(person: Person, inspection: Inspection) -> list[ToldView]:
    """The grades that lack words for the body and that ``person`` may say them of: none of a body
    in which they have declared an interest.
    """
    if not judgments.can(person, inspection, JudgmentVerb.SAY_DIFFERENCE):
        return []
    if inspections.reasons_over(inspection):
        return []
    found = [one for one in told_grades(person, inspection) if one.lacks_words]
    bodies = {one.place[0]: one.told.submission.assignment.scope_body for one in found}
    away = {pk for pk, of in bodies.items() if cells.conflicted(person, of)}
    return [one for one in found if one.place[0] not in away]


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


def submissions_of(scope_body: ScopeBody, keys: Collection[int]) -> list[Submission]:
    """The submissions of a body by their keys, to be told: which of them exist for a reader, the
    act that tells them asks.
    """
    rows = Submission.objects.filter(pk__in=keys, assignment__scope_body=scope_body)
    return list(rows.select_related("grade", "assignment__criterion__area").order_by("pk"))


def last_debrief(visit: Visit) -> Debrief | None:
    """The debrief with which a visit last ended."""
    return visit.debriefs.select_related("visit__inspection", "visit__scope_body").last()
