"""Whose judgment a received grade is of: loaded into what the rules are written on."""

from __future__ import annotations

from dataclasses import dataclass

from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Grade
from inspectorate.foundation.people.models import Person

from .. import cells
from ..models import Assignment, Draft
from ..permissions import TABLE
from ..policies import Cell, Judgment
from ..verbs import JudgmentVerb
from .said import GradeSaid


@dataclass(frozen=True, slots=True)
class LoadedGrade:
    """A grade that its author wrote on a visit, beside the judgment of theirs that it is of.

    ``draft`` is what lies there now; ``unknown`` where no grade of the scale is called so.
    """

    said: GradeSaid
    assignment: Assignment
    cell: Cell
    draft: Draft | None
    grade: Grade | None
    unknown: bool

    @property
    def version(self) -> int:
        """The version of the draft as it is now, 0 where there is none."""
        return self.draft.version if self.draft else 0

    @property
    def judgment(self) -> Judgment:
        """It as a draft would hold it."""
        said = self.said
        return cells.judgment(
            self.cell, self.grade, said.findings, said.reasons, marking=said.marking
        )


@dataclass(frozen=True, slots=True)
class EarlierGrade:
    """The grade that another one was written upon: of which judgment it is, and as which version of
    its author's draft it was taken in; None where it was not.
    """

    about: tuple[str, int, int | None]
    version: int | None


def load(author: Person, inspection: Inspection, said: GradeSaid) -> LoadedGrade | None:
    """Load the author's own judgment that a grade is of; None where they have none that stands.

    A fixed number of queries. Of whoever else judges the same nothing is asked that is told.
    """
    if not may(author, inspection, TABLE, JudgmentVerb.SAVE_DRAFT):
        return None
    rows = Assignment.standing().filter(scope_body__inspection=inspection, inspector=author)
    assignment = (
        rows.filter(scope_body__code=said.body, criterion=said.criterion)
        .select_related("scope_body__inspection", "criterion__area", "criterion__scale", "draft")
        .first()
    )
    if assignment is None:
        return None
    cell = cells.load(assignment.scope_body, assignment.criterion)
    scale = cell.criterion.scale
    grades = {one.name: one for one in scale.grades.all()} if scale else {}
    grade = grades.get(said.grade) if said.grade else None
    unknown = bool(said.grade) and grade is None
    return LoadedGrade(said, assignment, cell, getattr(assignment, "draft", None), grade, unknown)
