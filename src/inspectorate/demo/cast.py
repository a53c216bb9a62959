"""Everyone in the rehearsal, as roles: field teams, who leads, checks and signs, and contacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from inspectorate.foundation.people import actions
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

DOMAIN = "inspectorate.example"
STAFF_ROLES = [
    ("lead", "Lead inspector", Role.LEAD),
    ("analyst", "Analyst", Role.ANALYST),
    ("moderator", "Moderator", Role.MODERATOR),
    ("moderator-2", "Second moderator", Role.MODERATOR),
    ("editor", "Editor", Role.EDITOR),
    ("referencer", "Evidence checker", Role.REFERENCER),
    ("referencer-2", "Second evidence checker", Role.REFERENCER),
    ("press", "Press officer", Role.PRESS),
    ("signing", "Approving inspector", Role.SIGNING),
]


@dataclass(slots=True)
class Cast:
    """Who is who: people by the word the story calls them."""

    people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, word: str) -> Person:
        return self.people[word]


def enrol(key: Callable[[str], str], at: datetime, password: str, inspectors: list[str]) -> Cast:
    """Register everyone through the actions an administrator performs."""
    cast = Cast()
    admin = actions.first_administrator(
        by=actions.CONSOLE,
        at=at,
        key=key("admin"),
        email=f"administrator@{DOMAIN}",
        name="Administrator",
        password=password,
    )
    cast.people["admin"] = admin
    staff = STAFF_ROLES + [
        (code, f"Inspector {code.rsplit('-', 1)[-1]}", Role.INSPECTOR) for code in inspectors
    ]
    for word, name, role in staff:
        cast.people[word] = register(cast, key, at, password, word, name, role)
    return cast


def register(
    cast: Cast,
    key: Callable[[str], str],
    at: datetime,
    password: str,
    word: str,
    name: str,
    role: Role,
) -> Person:
    """Register one person and give the role."""
    admin = cast["admin"]
    person = actions.register(
        by=admin, at=at, key=key("register"), email=f"{word}@{DOMAIN}", name=name, password=password
    )
    actions.grant(by=admin, at=at, key=key("grant"), person=person, role=role)
    return person
