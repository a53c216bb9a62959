"""The register of people as it is taken out."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.foundation.people.queries import PersonRow

from ..lists.listing import Column, Listing

_PEOPLE = (
    Column("Name", lambda row: row.person.name),
    Column("Roles", lambda row: ", ".join(row.roles)),
)


def people(rows: Sequence[PersonRow]) -> Listing:
    """People with the roles they hold now."""
    return Listing("people", "People", _PEOPLE, rows)
