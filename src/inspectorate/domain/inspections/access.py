"""Roles a person holds on an inspection, and what they may do with them. Every room asks here."""

from __future__ import annotations

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role, Table, allowed
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.reasons import Forbidden

from .models import Inspection


def held_on(person: Person, inspection: Inspection) -> frozenset[Role]:
    """Roles ``person`` has on this inspection's team *and* still holds.

    A role taken away is gone at once.
    """
    # Kept for one request that only reads: a page asked for roles up to 37 times.
    return person.once(inspection.pk, lambda: _held_on(person, inspection))


def _held_on(person: Person, inspection: Inspection) -> frozenset[Role]:
    # Without the order of a team, for which two more tables would be read.
    team = inspection.team.filter(person=person, left_at=None).order_by()
    return frozenset(Role(one) for one in team.values_list("role", flat=True)) & person.roles


def may(person: Person, inspection: Inspection, table: Table, verb: Verb) -> bool:
    """May ``person`` do ``verb`` of a room's ``table`` on this inspection?"""
    return allowed(table, verb, held_on(person, inspection))


def require(person: Person, inspection: Inspection, table: Table, verb: Verb) -> None:
    """Raise Forbidden (which a door shows as if the thing did not exist) unless ``person`` may."""
    if not may(person, inspection, table, verb):
        raise Forbidden(verb)
