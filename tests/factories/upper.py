"""A person at the staff door: signed in, sending forms with a key of their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_key, member


class Door:
    """One signed-in person and one inspection; addresses are given below the inspection's own."""

    def __init__(self, person: Person, inspection: Inspection) -> None:
        self.client = Client()
        self.client.force_login(person)
        self.root = f"/i/{inspection.slug}/"

    def get(self, path: str) -> Any:
        """The page at ``path``."""
        return self.client.get(self.root + path)

    def post(self, path: str, **fields: Any) -> Any:
        """What the form at ``path`` answers; a key of its own unless given."""
        return self.client.post(self.root + path, {"key": a_key("web"), **fields})

    def statuses(self, *paths: str) -> dict[str, int]:
        """The status of each page."""
        return {path: self.get(path).status_code for path in paths}


def door(inspection: Inspection, who: Role | Person) -> Door:
    """The door of a member in a role, or of a person."""
    return Door(who if isinstance(who, Person) else member(inspection, who), inspection)


def entries(verb: str) -> int:
    """How many ledger entries an act has left."""
    return Entry.objects.filter(verb=verb).count()


def words(response: HttpResponse) -> str:
    """A page's words, blanks made one."""
    return " ".join(response.content.decode().split())
