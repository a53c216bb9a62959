"""Judgments in the search over everything: as far as blindness and their marking let a reader see.

Neither can be a token: both change with the acts of others. Each thing that was found is asked
again, so that nobody who has still to judge a cell learns of it by a hit, a count or a facet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.searched import OneByOneOfInspection
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search.kinds import Facts, Shown
from inspectorate.foundation.search.port import token, week_of

from .blindness import NOTHING, Sight, shown, sights
from .marking import Marks, Place, marks
from .models import Agreed, Assignment, Moderation, Submission
from .permissions import TABLE
from .verbs import JudgmentVerb


@dataclass(frozen=True, slots=True)
class InSight:
    """The judgments of an inspection that a reader may read, by their keys, and how high each is
    marked.
    """

    submissions: frozenset[int]
    moderations: frozenset[int]
    agreed: frozenset[int]
    marks: Marks


def in_sight(person: Person, inspection: Inspection) -> InSight:
    """Return what ``person`` may read of the judgments of an inspection. Seven queries past the
    reader's own, however many there are.
    """
    name = ("judgments in sight", inspection.pk)
    return person.once(name, lambda: _in_sight(person, inspection))


def _in_sight(person: Person, inspection: Inspection) -> InSight:
    marked = marks(inspection)
    if not may(person, inspection, TABLE, JudgmentVerb.SEE):
        return InSight(frozenset(), frozenset(), frozenset(), marked)
    cells, reader = _cells(inspection), reading(person, inspection)
    flat = [
        (*place, row.inspector_id, row.submission.pk if hasattr(row, "submission") else None)
        for place, rows in cells.items()
        for row in rows
    ]
    seen = sights(person, inspection, flat)
    said = [
        pk
        for place, rows in cells.items()
        for pk, marking in _said(person, seen[place], place, rows, marked)
        if reader.may(marking)
    ]
    moderations, agreed = _settled(inspection, seen)
    return InSight(
        frozenset(said),
        frozenset(one.pk for one in moderations if reader.may(marked.of_settled(one))),
        frozenset(one.pk for one in agreed if reader.may(marked.of_settled(one))),
        marked,
    )


def _cells(inspection: Inspection) -> dict[Place, list[Assignment]]:
    """The assignments of each cell that stand, with what was submitted on them."""
    cells: dict[Place, list[Assignment]] = defaultdict(list)
    given = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    for row in given.select_related("submission").defer("submission__reasons"):
        cells[row.scope_body_id, row.criterion_id].append(row)
    return cells


def _settled(
    inspection: Inspection, seen: Mapping[Place, Sight]
) -> tuple[list[Moderation], list[Agreed]]:
    """The moderations, and the agreed judgments that stand, of cells of which that much is seen."""
    moderated = Moderation.objects.filter(scope_body__inspection=inspection).order_by()
    agreed = Agreed.objects.filter(scope_body__inspection=inspection).order_by("number")
    newest = {_place(one): one for one in agreed.defer("reasons")}
    return (
        [one for one in moderated.defer("reasons") if seen.get(_place(one), NOTHING).submissions],
        [one for place, one in newest.items() if seen.get(place, NOTHING).agreed],
    )


def _said(
    person: Person, seen: Sight, place: Place, rows: Sequence[Assignment], marked: Marks
) -> list[tuple[int, str]]:
    """Return the submissions of a cell that are shown to a person, their own too, as marked."""
    mine = [one for one in rows if one.inspector_id == person.pk and hasattr(one, "submission")]
    shown_of = {one.submission.pk: one.submission for one in (*shown(person.pk, seen, rows), *mine)}
    return [(pk, marked.of_submission(place, one)) for pk, one in shown_of.items()]


def _place(row: Moderation | Agreed) -> Place:
    return row.scope_body_id, row.criterion_id


class _OfJudging(OneByOneOfInspection):
    """A record of judging: found by its reasons and the grade it gives."""

    table, see = TABLE, JudgmentVerb.SEE
    # The way from a record to the cell it is of.
    cell = ""
    place = "scope_body__inspection"

    def rows(self) -> QuerySet[Any]:
        """Return every such record, with its cell and its grade."""
        return self.model._default_manager.select_related(f"{self.cell}scope_body", "grade")

    def words(self, row: Any) -> str:
        """Return its reasons and its grade."""
        return f"{row.reasons} {row.grade.name if row.grade else ''}"

    def of_cell(self, row: Any) -> Any:
        """Return what names the body and the criterion of a record."""
        return row

    def within(self, row: Any) -> int:
        """Return the key of its inspection."""
        found: int = self.of_cell(row).scope_body.inspection_id
        return found

    def tokens(self, row: Any) -> tuple[str, ...]:
        """Return the tokens of where it belongs."""
        of = self.of_cell(row)
        return (
            token("b", of.scope_body_id),
            token("c", of.criterion_id),
            token("r", row.by_id),
            token("o", week_of(row.at)),
        )

    def of_them(self, seen: InSight) -> frozenset[int]:
        """Return the keys of this kind of what is in sight."""
        raise NotImplementedError

    def marking(self, seen: InSight, row: Any) -> str:
        """Return how high a record is marked."""
        return seen.marks.of_settled(row)

    def in_sight(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Collection[int]:
        """Return those of some records that ``person`` may read."""
        rows = self.model._default_manager.filter(pk__in=things).order_by()
        there = set(rows.values_list(self.place, flat=True).distinct())
        may_read: set[int] = set()
        for inspection in places:
            if inspection.pk in there:
                may_read |= self.of_them(in_sight(person, inspection))
        return may_read.intersection(things)

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some records belongs. One query."""
        of = (f"{self.cell}scope_body", f"{self.cell}criterion")
        columns = ("pk", self.place, "at", *of, "by")
        rows = self.model._default_manager.filter(pk__in=things).order_by().values_list(*columns)
        for pk, within, at, body, criterion, by in rows:
            yield Facts(pk, within, at, body, (criterion,), person=by)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Lay open records of judging, asked again for what their reader may read."""
        for inspection in places:
            reader, seen = reading(person, inspection), in_sight(person, inspection)
            rows = self.rows().filter(
                **{"pk__in": self.of_them(seen).intersection(things), self.place: inspection}
            )
            for one in rows.select_related(f"{self.cell}criterion", "by"):
                of, marking = self.of_cell(one), self.marking(seen, one)
                reader.of(one, marking, "reasons")
                if is_withheld(one):
                    continue
                grade = one.grade.name if one.grade else "No grade"
                yield Shown(
                    one.pk,
                    f"{of.scope_body.label}, {of.criterion.ref}: {grade}",
                    one.reasons,
                    one.at,
                    marking,
                    (inspection.slug, of.scope_body.code, of.criterion_id),
                    (self.label, f"By {one.by.name}"),
                )


class SearchedSubmission(_OfJudging):
    """An independent judgment."""

    code, number = "submission", 7
    label, several = "Independent judgment", "Independent judgments"
    model = Submission
    cell, place = "assignment__", "assignment__scope_body__inspection"

    def of_cell(self, row: Any) -> Any:
        """Return its assignment."""
        return row.assignment

    def of_them(self, seen: InSight) -> frozenset[int]:
        """Return the independent judgments in sight."""
        return seen.submissions

    def marking(self, seen: InSight, row: Any) -> str:
        """Return how high an independent judgment is marked, which takes nothing from others."""
        of = row.assignment
        return seen.marks.of_submission((of.scope_body_id, of.criterion_id), row)


class SearchedModeration(_OfJudging):
    """A moderator's proposal."""

    code, number = "moderation", 8
    label, several = "Moderation", "Moderations"
    model = Moderation

    def of_them(self, seen: InSight) -> frozenset[int]:
        """Return the moderations in sight."""
        return seen.moderations


class SearchedAgreed(_OfJudging):
    """An agreed judgment; the one that stands of each cell."""

    code, number = "agreed", 9
    label, several = "Agreed judgment", "Agreed judgments"
    model = Agreed

    def of_them(self, seen: InSight) -> frozenset[int]:
        """Return the agreed judgments in sight."""
        return seen.agreed


SUBMISSION, MODERATION, AGREED = SearchedSubmission(), SearchedModeration(), SearchedAgreed()
