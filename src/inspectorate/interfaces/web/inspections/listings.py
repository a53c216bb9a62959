"""The coverage and the team of an inspection as they are taken out."""

from __future__ import annotations

from inspectorate.domain.inspections.queries import Coverage

from ..lists.listing import Column, Listing, Rows

# A row is a body, a criterion, and why that is left out, or nothing.
_COVERAGE = (
    Column("Body", lambda row: row[0].label),
    Column("Criterion", lambda row: row[1].ref),
    Column("Called", lambda row: row[1].name),
    Column("Inspected", lambda row: "no" if row[2] is not None else "yes"),
    Column("Why not", lambda row: row[2]),
)
_TEAM = (
    Column("Person", lambda one: one.person.name),
    Column("Role", lambda one: one.get_role_display()),
    Column("Field team", lambda one: one.team),
    Column("Since", lambda one: one.joined_at),
)


def coverage(of: Coverage) -> Listing:
    """A row for each body on each criterion."""
    rows = [
        (row.scope_body, criterion, cell)
        for row in of.rows
        for criterion, cell in zip(of.criteria, row.cells, strict=True)
    ]
    return Listing("coverage", "Coverage", _COVERAGE, rows)


def team(rows: Rows) -> Listing:
    """Who is on the team now."""
    return Listing("team", "Team", _TEAM, rows)
