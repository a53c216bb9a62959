"""Judgments as they are taken out: as their reader may see them, and none more."""

from __future__ import annotations

from datetime import timedelta

from inspectorate.domain.judgments.grid import Grid
from inspectorate.domain.judgments.models import Assignment

from ...calendar_files import Entry
from ..lists.listing import Column, Listing, Rows
from .cells import MARKS

# A row is a body, a criterion, and the cell of both.
_GRID = (
    Column("Body", lambda row: row[0].label),
    Column("Criterion", lambda row: row[1].ref),
    Column("Called", lambda row: row[1].name),
    Column("State", lambda row: row[2].state.label),
    Column("Grade", lambda row: row[2].grade),
    Column("Outcome", lambda row: row[2].outcome),
    Column("Moved in moderation", lambda row: "yes" if row[2].moved else ""),
    Column("Marks", lambda row: "; ".join(MARKS[one][0] for one in row[2].marks)),
    Column("Why not inspected", lambda row: row[2].reason),
)
_MINE = (
    Column("Body", lambda row: row.scope_body.label),
    Column("Criterion", lambda row: row.criterion.ref),
    Column("Called", lambda row: row.criterion.name),
    Column("Due", lambda row: row.due_on),
    Column("State", lambda row: _state(row)),
    Column("Grade", lambda row: _grade(row)),
)


def grid(drawn: Grid, said: str) -> Listing:
    """A row a judgment, bodies in their order and the criteria of each."""
    rows = [
        (body, criterion, drawn.cells[body.pk, criterion.pk])
        for body in drawn.bodies
        for criterion in drawn.criteria
        if drawn.found is None or (body.pk, criterion.pk) in drawn.found
    ]
    return Listing("judgments", "Judgments", _GRID, rows, said)


def mine(rows: Rows) -> Listing:
    """What its reader is to judge, and has judged."""
    return Listing("yours-to-judge", "Yours to judge", _MINE, rows, entry=_entry)


def _entry(row: Assignment) -> Entry | None:
    """What is still to be judged by a day."""
    if row.due_on is None or hasattr(row, "submission"):
        return None
    summary = f"Due: judge {row.scope_body.label} on {row.criterion.ref}"
    after = row.due_on + timedelta(days=1)
    return Entry(f"assignment/{row.pk}", summary, row.due_on, after)


def _state(row: Assignment) -> str:
    if hasattr(row, "submission"):
        return "Submitted"
    return "Draft" if hasattr(row, "draft") else "To judge"


def _grade(row: Assignment) -> str:
    submission = getattr(row, "submission", None)
    return str(submission.grade or "") if submission else ""
