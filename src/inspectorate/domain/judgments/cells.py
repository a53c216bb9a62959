"""Loads one cell, and a judgment of it, into the plain values that the rules are written on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import not_relied_on
from inspectorate.domain.inspections.models import NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import open_declarations

from .marking import marks
from .models import Agreed, Assignment, Moderation
from .policies import Cell, Judgment


def load(scope_body: ScopeBody, criterion: Criterion) -> Cell:
    """Load a cell, what became of it and how high it is marked. Nine queries."""
    criterion = (
        Criterion.objects.select_related("area", "scale")
        .prefetch_related("findings", "scale__grades")
        .get(pk=criterion.pk)
    )
    scope_body = ScopeBody.objects.select_related("inspection", "body").get(pk=scope_body.pk)
    rows = list(
        Assignment.objects.filter(scope_body=scope_body, criterion=criterion).values_list(
            "inspector", "submission__pk", "submission__grade", "submission__findings"
        )
    )
    in_rows = [row for row in rows if row[1] is not None]
    return Cell(
        inspection=scope_body.inspection,
        scope_body=scope_body,
        criterion=criterion,
        assigned=frozenset(row[0] for row in rows),
        submitted=frozenset(row[0] for row in in_rows),
        signed=tuple((row[2], row[3]) for row in in_rows),
        moderations=Moderation.objects.filter(scope_body=scope_body, criterion=criterion).count(),
        agreed=Agreed.objects.filter(scope_body=scope_body, criterion=criterion).count(),
        inspected=not NotInspected.objects.filter(
            scope_body=scope_body, criterion=criterion
        ).exists(),
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
