"""The register of people as it is taken out."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.foundation.people.queries import PersonRow
from inspectorate.foundation.people.roles import Role

from ..lists.listing import Column, Listing

_PEOPLE = (
    Column("Name", lambda row: row.person.name),
    Column("Roles", lambda row: ", ".join(row.roles)),
)


def people(rows: Sequence[PersonRow], role: str) -> Listing:
    """People with the roles they hold now; of one ``role`` where it is not empty."""
    named = dict(Role.choices).get(role, role)
    return Listing("people", "People", _PEOPLE, rows, f"Role: {named}" if role else "")
