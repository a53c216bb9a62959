"""The judgments as they would stand had somebody else read them: what a multiverse is made of.

Only of cells that are agreed, which nobody is still to judge: of others nothing is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Assignment, Submission

from .what_stands import JudgedCell, Place


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What one inspector submitted of a cell, by the key of the inspector."""

    inspector: int
    judged: JudgedCell


def readings(
    inspection: Inspection, agreed: Mapping[Place, JudgedCell]
) -> dict[Place, tuple[ReadCell, ...]]:
    """Return what was submitted of each agreed cell, its first reading first. A query.

    A reading records no outcome: the agreed one stays.
    """
    standing = Assignment.standing().filter(scope_body__inspection=inspection)
    rows = (
        Submission.objects.filter(assignment__in=standing)
        .select_related("grade", "assignment")
        .order_by("assignment__second", "assignment")
    )
    found: dict[Place, list[ReadCell]] = defaultdict(list)
    for row in rows:
        place = (row.assignment.scope_body_id, row.assignment.criterion_id)
        if place in agreed:
            found[place].append(ReadCell(row.assignment.inspector_id, _as_read(agreed[place], row)))
    return {place: tuple(read) for place, read in found.items()}


def first_read(
    agreed: Mapping[Place, JudgedCell], read: Mapping[Place, tuple[ReadCell, ...]]
) -> dict[Place, JudgedCell]:
    """Return the judgments as their first readings said: nothing moderated."""
    return {**agreed, **{place: cell[0].judged for place, cell in read.items()}}


def without(
    inspector: int,
    agreed: Mapping[Place, JudgedCell],
    read: Mapping[Place, tuple[ReadCell, ...]],
) -> dict[Place, JudgedCell]:
    """Return the judgments with every reading of one inspector left out.

    What the inspector never read stays as agreed; what another read too is as that reading said;
    what nobody else read is not judged.
    """
    found = dict(agreed)
    for place, cell in read.items():
        if all(one.inspector != inspector for one in cell):
            continue
        left = [one.judged for one in cell if one.inspector != inspector]
        if left:
            found[place] = left[0]
        else:
            del found[place]
    return found


def _as_read(agreed: JudgedCell, row: Submission) -> JudgedCell:
    grade = row.grade
    return replace(
        agreed,
        grade=grade.name if grade else "",
        order=grade.order if grade else None,
        meets=bool(grade and grade.meets),
        findings=row.findings,
    )
