"""May this person, by a role held anywhere in the house?

For what belongs to no inspection: people, the register, programmes.
"""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.reasons import Forbidden

from .models import Person
from .roles import Table, allowed


def may(person: Person, table: Table, verb: Verb) -> bool:
    """May ``person``, by a role held now, do ``verb`` of a room's ``table``?"""
    return person.is_active and allowed(table, verb, person.roles)


def require(person: Person, table: Table, verb: Verb) -> None:
    """Raise Forbidden (a door shows it as if the thing did not exist) unless ``person`` may."""
    if not may(person, table, verb):
        raise Forbidden(verb)
