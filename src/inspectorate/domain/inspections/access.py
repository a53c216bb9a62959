"""Roles a person holds on an inspection, what they may do with them, how high they may read.

Every room asks here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import partial

from django.db.models import QuerySet

from inspectorate.foundation.ledger.prepared import prepared
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import BASELINE, above, lowest, up_to
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import administered_when_cleared
from inspectorate.foundation.people.roles import Role, Table, allowed
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.reasons import Forbidden

from .models import Inspection, NeedToKnow, TeamMember


def held_on(person: Person, inspection: Inspection) -> frozenset[Role]:
    """Roles ``person`` has on this inspection's team *and* still holds.

    A role taken away is gone at once.
    """
    # Kept for one request that only reads: a page asked for roles up to 37 times.
    return person.once(inspection.pk, lambda: _held_on(person, inspection))


def _held_on(person: Person, inspection: Inspection) -> frozenset[Role]:
    return frozenset(map(Role, _roles_on(person, inspection))) & person.roles


@prepared
def _roles_on(person: Person, inspection: Inspection) -> QuerySet[TeamMember, str]:
    # Without the order of a team, for which two more tables would be read.
    team = TeamMember.objects.filter(inspection=inspection, person=person, left_at=None).order_by()
    return team.values_list("role", flat=True)


def may(person: Person, inspection: Inspection, table: Table, verb: Verb) -> bool:
    """May ``person`` do ``verb`` of a room's ``table`` on this inspection?"""
    return allowed(table, verb, held_on(person, inspection))


def require(person: Person, inspection: Inspection, table: Table, verb: Verb) -> None:
    """Raise Forbidden (which a door shows as if the thing did not exist) unless ``person`` may."""
    if not may(person, inspection, table, verb):
        raise Forbidden(verb)


def ever_held(person: Person, inspection: Inspection, roles: Collection[Role]) -> bool:
    """Was ``person`` ever on this inspection's team in one of ``roles``, be it over since?"""
    return inspection.team.filter(person=person, role__in=roles).order_by().exists()


def cleared_for(person: Person, inspection: Inspection) -> list[str]:
    """The markings whose words ``person`` may read on this inspection, in rising order.

    None off the team. Above OFFICIAL the person must be cleared *and* need to know: the lower of
    the two counts, and no need that was given by who could record the clearance too. Whether the
    person may see a kind of thing at all, each room's table says.
    """
    return up_to(_ceiling(person, inspection)) if held_on(person, inspection) else []


def reading(person: Person, inspection: Inspection) -> Reading:
    """How marked words of this inspection come to ``person``: laid open and noted, or withheld."""
    return Reading(inspection.slug, frozenset(cleared_for(person, inspection)))


def cleared(person: Person, inspection: Inspection, marking: str) -> bool:
    """May ``person`` read words of this marking on this inspection?"""
    return bool(held_on(person, inspection)) and not above(marking, _ceiling(person, inspection))


def read_at_once(person: Person, inspections: Collection[Inspection]) -> None:
    """Read what ``person`` may do and how high they may read on several inspections, by two queries
    in place of two for each. Kept for one request that only reads, and else of no effect.
    """
    keys = [one.pk for one in inspections]
    held: dict[int, set[str]] = defaultdict(set)
    team = TeamMember.objects.filter(person=person, left_at=None, inspection__in=keys).order_by()
    for inspection, role in team.values_list("inspection", "role"):
        held[inspection].add(role)
    levels = dict(_needs(person).filter(inspection__in=keys).values_list("inspection", "level"))
    for one in inspections:
        roles = frozenset(Role(role) for role in held[one.pk]) & person.roles
        person.once(one.pk, partial(_same, roles))
        level = lowest([person.clearance, levels.get(one.pk, BASELINE)])
        person.once(("need to know", one.pk), partial(_same, level))


def _same[T](value: T) -> T:
    return value


def _needs(person: Person) -> QuerySet[NeedToKnow]:
    """What ``person`` needs to know, given by nobody who could record the clearance too."""
    same = ~administered_when_cleared("by", "person")
    return NeedToKnow.objects.filter(same, person=person, ended_at=None).order_by()


def _ceiling(person: Person, inspection: Inspection) -> str:
    return person.once(("need to know", inspection.pk), lambda: _read_ceiling(person, inspection))


def _read_ceiling(person: Person, inspection: Inspection) -> str:
    held = person.clearance
    if held == BASELINE:
        return BASELINE  # whatever the need: a second question to the database is spared
    needs = _needs(person).filter(inspection=inspection)
    level = needs.values_list("level", flat=True).first() or BASELINE
    return lowest([held, level])
