"""Loads one cell, and a judgment of it, into the plain values that the rules are written on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import not_relied_on, visible_to
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import open_declarations
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from .marking import marks
from .models import Agreed, Assignment, Moderation, Submission, SubmissionCitation
from .policies import Cell, Judgment
from .reasons import JudgmentReason

# What tells who was given a cell, as :func:`who` takes it.
GIVEN = ("inspector", "assigned_at", "ended_at", "submission__at")
type Given = tuple[int, datetime, datetime | None, datetime | None]


class CellAssignments(TypedDict):
    """Who was given a cell, as :class:`policies.Cell` holds it."""

    given: Collection[int]
    assigned: Collection[int]
    submitted: Collection[int]
    was_read: bool
    compared: Collection[int]


def who(given: Iterable[Given]) -> CellAssignments:
    """Return who was ever given a cell, who is to judge it, who has, whether some may have read
    what was submitted, and whose judgments others may have read as judges of the cell.

    That is decided by the moments at which everybody then assigned had submitted, however the
    assignments went on.
    """
    given = list(given)
    moments = {at for _, *those in given for at in those if at is not None}
    complete = [those for at in moments if (those := _all_in(given, at))]
    standing = [one for one in given if one[2] is None]
    return CellAssignments(
        given=frozenset(one[0] for one in given),
        assigned=frozenset(one[0] for one in standing),
        submitted=frozenset(one[0] for one in standing if one[3] is not None),
        was_read=bool(complete),
        compared=frozenset().union(*(those for those in complete if len(those) > 1)),
    )


def _all_in(given: Iterable[Given], moment: datetime) -> set[int]:
    """Everybody who was to judge the cell at a moment, where all had submitted; else nobody."""
    there = [one for one in given if one[1] <= moment and (one[2] is None or one[2] > moment)]
    waits = any(said is None or said > moment for *_, said in there)
    return set() if waits else {one[0] for one in there}


def load(scope_body: ScopeBody, criterion: Criterion) -> Cell:
    """Load a cell, what became of it and how high it is marked. Ten queries."""
    criterion = (
        Criterion.objects.select_related("area", "scale")
        .prefetch_related("findings", "scale__grades")
        .get(pk=criterion.pk)
    )
    scope_body = ScopeBody.objects.select_related("inspection", "body").get(pk=scope_body.pk)
    rows = Assignment.objects.filter(scope_body=scope_body, criterion=criterion)
    standing = rows.filter(ended_at=None, submission__isnull=False)
    return Cell(
        inspection=scope_body.inspection,
        scope_body=scope_body,
        criterion=criterion,
        **who(rows.values_list(*GIVEN)),
        signed=tuple(standing.values_list("submission__grade", "submission__findings")),
        moderations=Moderation.objects.filter(scope_body=scope_body, criterion=criterion).count(),
        agreed=Agreed.objects.filter(scope_body=scope_body, criterion=criterion).count(),
        inspected=not NotInspected.standing()
        .filter(scope_body=scope_body, criterion=criterion)
        .exists(),
        marking=marks(scope_body.inspection, scope_body, criterion).of_cell(
            (scope_body.pk, criterion.pk)
        ),
    )


def judgment(
    cell: Cell,
    grade: Grade | None,
    findings: Mapping[str, object],
    reasons: str,
    cited: Sequence[Item] = (),
    outcome: str = "",
    marking: str = BASELINE,
    *,
    reader: Reading | None = None,
) -> Judgment:
    """Return a judgment of the cell, with why a cited item may not be cited (or empty).

    ``reader`` is told no number of an item that they may not read.
    """
    gone = not_relied_on((item.pk for item in cited), reader)
    faults = {}
    for item in cited:
        # Evidence of one body says nothing of another, however alike they are.
        elsewhere = item.scope_body_id != cell.scope_body.pk
        faults[str(item.pk)] = (
            f"{item.ref} is not of {cell.scope_body.label}" if elsewhere else gone.get(item.pk, "")
        )
    return Judgment(grade, dict(findings), reasons, outcome, faults, marking)


def conflicted(person: Person, scope_body: ScopeBody) -> bool:
    """Has ``person`` an open declaration of interest about the body?"""
    return open_declarations([person], scope_body.body.code).exists()


def submitted(cell: Cell) -> tuple[list[Submission], list[Item]]:
    """What stands submitted on a cell, in the order it came, and all that it cites."""
    standing = Assignment.standing().filter(scope_body=cell.scope_body, criterion=cell.criterion)
    submissions = list(
        Submission.objects.filter(assignment__in=standing)
        .select_related("grade")
        .order_by("at", "pk")
    )
    citations = SubmissionCitation.objects.filter(submission__in=submissions)
    return submissions, list(Item.objects.filter(pk__in=citations.values("item")))


def refuse_unreadable(by: Person, inspection: Inspection, cited: Sequence[Item]) -> None:
    """Refuse an item that ``by`` may not read, without saying what it is."""
    keys = {item.pk for item in cited}
    if keys and visible_to(by, inspection).filter(pk__in=keys).count() < len(keys):
        raise Refused(
            [
                Reason(
                    JudgmentReason.CITATION_UNKNOWN,
                    "An item cited does not exist here.",
                    Mend.words("Choose items of this inspection."),
                    "cited",
                )
            ]
        )
