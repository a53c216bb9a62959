"""What bears on telling a body provisional grades, read once for rules and pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch

from inspectorate.domain.inspections.access import held_on
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from .. import cells
from ..blindness import Sight, sight
from ..marking import Place
from ..models import Agreed, Assignment, Moderation, Submission
from .models import GradesTelling, Telling, ToldDifference, ToldGrade


@dataclass(frozen=True, slots=True)
class TellableCell:
    """A judgment of a body and what of it may be told by one person.

    ``own`` is their submission, ``given`` those of others that they are shown; ``grade`` is the one
    that stands: agreed, else moderated, else submitted alike; None where those who judged it do not
    agree yet. ``told`` is the grade that the body was told and that stands as told; ``left_out``
    says that the body is not inspected on the criterion now.
    """

    inspection: Inspection
    scope_body: ScopeBody
    criterion: Criterion
    own: Submission | None
    given: tuple[Submission, ...]
    complete: bool
    settled: bool
    grade: Grade | None
    told: ToldGrade | None
    conflicted: bool
    left_out: bool

    def __str__(self) -> str:
        return f"{self.scope_body.label} on {self.criterion.ref}"

    @property
    def offered(self) -> Submission | None:
        """The submission that would be told: of those that are as what stands, one's own first."""
        own = [self.own] if self.own is not None else []
        known = [*own, *self.given]
        fit = (one for one in known if self.grade is not None and one.grade == self.grade)
        return next(fit, known[0] if known else None)


@dataclass(frozen=True, slots=True)
class ToldView:
    """A grade that a body was told, beside the judgment ``agreed`` now; None where there is none,
    or out of the reader's sight. It does not stand where the judgment is ``left_out`` of what is
    inspected.

    ``difference`` are the newest words for the body, None where those were withdrawn: words that
    they replaced do not come back.
    """

    told: ToldGrade
    agreed: Agreed | None
    difference: ToldDifference | None = None
    left_out: bool = False

    @property
    def stands(self) -> bool:
        """Was it told, as far as is known?"""
        return not hasattr(self.told, "withdrawal")

    @property
    def place(self) -> Place:
        """Of which judgment it was told."""
        of = self.told.submission.assignment
        return of.scope_body_id, of.criterion_id

    @property
    def of(self) -> str:
        """Of which judgment it was told, in words."""
        of = self.told.submission.assignment
        return f"{of.scope_body.label} on {of.criterion.ref}"

    @property
    def settled_by(self) -> Agreed | None:
        """The agreed judgment that stands; none where it is left out of what is inspected."""
        return None if self.left_out else self.agreed

    @property
    def settled(self) -> bool:
        """Is it agreed what it is now, or left out?"""
        return self.left_out or self.agreed is not None

    @property
    def now(self) -> str:
        """What the judgment is now, in the words of a letter; empty where it is not settled."""
        if self.left_out:
            return "Not inspected"
        return "" if self.agreed is None else str(self.agreed.grade or "Not graded")

    @property
    def differs(self) -> bool:
        """Is it agreed with another grade than was told, or left out of what is inspected?"""
        if not self.stands or self.left_out or self.agreed is None:
            return self.stands and self.left_out
        return self.agreed.grade_id != self.told.submission.grade_id

    @property
    def words(self) -> ToldDifference | None:
        """The words for the body on the difference as it is now."""
        said, by = self.difference, self.settled_by
        if not self.differs or said is None:
            return None
        if by is None or said.agreed is None:
            return said if by is said.agreed else None
        return said if said.agreed.grade_id == by.grade_id else None

    @property
    def lacks_words(self) -> bool:
        """Does it differ without words for the body?"""
        return self.differs and self.words is None

    @property
    def state(self) -> str:
        """What became of it, in a sentence."""
        if not self.stands:
            return f"Not told after all: {self.told.withdrawal.reason}"
        if self.left_out:
            return "Left out of what is inspected."
        if self.agreed is None:
            ended = self.told.submission.assignment.ended_at is not None
            return "The judgment it was told of no longer stands." if ended else "Not agreed yet."
        if not self.differs:
            return "Agreed the same."
        return f"Agreed otherwise: {self.agreed.grade or 'without a grade'}."


def told_now(inspection: Inspection, agreed: Mapping[Place, Agreed], **of: Any) -> list[ToldView]:
    """The grades that were told, those that were not after all too, beside what is ``agreed``; in
    the order of bodies and criteria. Three queries. ``of`` narrows them.

    No reader is asked.
    """
    rows = ToldGrade.objects.filter(debrief__visit__inspection=inspection, **of)
    found = rows.select_related(
        "debrief__visit",
        "submission__grade",
        "submission__assignment__criterion__area",
        "submission__assignment__scope_body",
        "submission__by",
        "by",
        "withdrawal__by",
    ).prefetch_related(
        Prefetch(
            "differences",
            ToldDifference.objects.select_related("agreed", "by", "withdrawal").order_by("pk"),
            to_attr="said",
        )
    )
    out = NotInspected.standing().filter(scope_body__inspection=inspection)
    left_out = set(out.values_list("scope_body", "criterion")) if found else set()
    views = [
        ToldView(one, agreed.get(_place(one)), _standing(one.said), _place(one) in left_out)
        for one in found
    ]
    return sorted(views, key=_in_order)


def _standing(said: Sequence[ToldDifference]) -> ToldDifference | None:
    """The newest words, whatever became of those before; None where they were withdrawn."""
    newest = next(reversed(said), None)
    return None if newest is None or hasattr(newest, "withdrawal") else newest


def _place(told: ToldGrade) -> Place:
    of = told.submission.assignment
    return of.scope_body_id, of.criterion_id


def _in_order(one: ToldView) -> tuple[int, ...]:
    of = one.told.submission.assignment
    return of.scope_body.order, of.criterion.area.order, of.criterion.order, one.told.pk


def telling_of(inspection: Inspection) -> Telling:
    """Whether and when an inspection tells provisional grades. A query."""
    newest = GradesTelling.objects.filter(inspection=inspection).order_by("number").last()
    return Telling.NEVER if newest is None else Telling(newest.telling)


def standing_told(scope_body: ScopeBody) -> list[ToldGrade]:
    """The grades that a body was told, in that order, without those that were not after all."""
    rows = ToldGrade.objects.filter(debrief__visit__scope_body=scope_body, withdrawal=None)
    return list(
        rows.select_related(
            "debrief__visit", "submission__grade", "submission__assignment__criterion__area", "by"
        )
    )


def tellable_cells(
    person: Person, scope_body: ScopeBody, criterion: Criterion | None = None
) -> list[TellableCell]:
    """The judgments of a body of which ``person`` knows a grade, in the order of the criteria.

    A fixed number of queries. Of a judgment that they are still to make there is none.
    """
    inspection = scope_body.inspection
    of_body = {"scope_body": scope_body} | ({} if criterion is None else {"criterion": criterion})
    rows = Assignment.standing().filter(**of_body)
    by_criterion: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.select_related(
        "scope_body__inspection",
        "criterion__area",
        "inspector",
        "submission__grade",
        "submission__assignment",
    ).order_by("criterion__area__order", "criterion__order", "second", "pk"):
        by_criterion[row.criterion_id].append(row)
    settled = {
        one.criterion_id: one
        for model in (Moderation, Agreed)
        for one in model.objects.filter(**of_body).select_related("grade").order_by("number")
    }
    told = {one.submission.assignment.criterion_id: one for one in standing_told(scope_body)}
    left_out = set(
        NotInspected.standing().filter(**of_body).order_by().values_list("criterion", flat=True)
    )
    held, conflicted = held_on(person, inspection), cells.conflicted(person, scope_body)
    found = (
        _tellable(person, held, given, settled.get(of), told.get(of), conflicted=conflicted)
        for of, given in by_criterion.items()
    )
    return [replace(one, left_out=one.criterion.pk in left_out) for one in found if one is not None]


def _tellable(
    person: Person,
    held: Iterable[Role],
    given: Sequence[Assignment],
    settled: Moderation | Agreed | None,
    told: ToldGrade | None,
    *,
    conflicted: bool,
) -> TellableCell | None:
    """What of one judgment ``person`` may tell; None where they know no grade of it."""
    said = [one.submission for one in given if hasattr(one, "submission")]
    judged = {one.by_id for one in said}
    assigned = {one.inspector_id for one in given}
    seen = sight(person.pk, held, assigned, judged)
    own = next((one for one in said if one.by_id == person.pk), None)
    if own is None and not seen.submissions:
        return None
    complete, first = assigned <= judged, given[0]
    known = settled if complete else None
    return TellableCell(
        first.scope_body.inspection,
        first.scope_body,
        first.criterion,
        own,
        tuple(one for one in said if seen.submissions and one != own),
        complete,
        known is not None,
        known.grade if known is not None else _alike(said, seen),
        told if seen.submissions else None,
        conflicted,
        left_out=False,
    )


def _alike(said: Sequence[Submission], seen: Sight) -> Grade | None:
    """The grade that all gave, where the reader may know it."""
    grades = {one.grade_id for one in said}
    return said[0].grade if seen.submissions and len(grades) == 1 else None
