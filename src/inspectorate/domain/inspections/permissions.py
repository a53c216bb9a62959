"""Who may plan and run an inspection, and the one question every room above asks: which roles does a person hold on it?"""

from __future__ import annotations

from inspectorate.foundation.answers.answers import Forbidden
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import STAFF, Role, Table, allowed, roles

from .models import Inspection

TABLE: Table = {
    "inspections.see": STAFF - {Role.ADMIN},
    "inspections.open": roles(Role.LEAD, Role.SIGNING),
    "inspections.approve": roles(Role.SIGNING),
    "inspections.set_terms": roles(Role.LEAD),
    "inspections.set_scope": roles(Role.LEAD),
    "inspections.leave_out": roles(Role.LEAD, Role.ANALYST),
    "inspections.join": roles(Role.LEAD, Role.SIGNING),
    "inspections.leave": roles(Role.LEAD, Role.SIGNING),
    "inspections.name_group": roles(Role.LEAD),
    "inspections.move": roles(Role.LEAD, Role.SIGNING),
}


def held_on(person: Person, inspection: Inspection) -> frozenset[Role]:
    """Roles ``person`` has on this inspection's team *and* still holds; a role taken away is gone at once."""
    team = inspection.team.filter(person=person, left_at=None).values_list("role", flat=True)
    return frozenset(Role(one) for one in team) & person.roles


def may(person: Person, inspection: Inspection, table: Table, verb: str) -> bool:
    """May ``person`` do ``verb`` of a room's ``table`` on this inspection?"""
    return allowed(table, verb, held_on(person, inspection))


def require(person: Person, inspection: Inspection, table: Table, verb: str) -> None:
    """Raise Forbidden (which a door shows as if the thing did not exist) unless ``person`` may."""
    if not may(person, inspection, table, verb):
        raise Forbidden(verb)
