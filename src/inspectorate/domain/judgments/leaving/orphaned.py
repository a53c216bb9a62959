"""What waits on one member of a team alone, as far as the reader may know: what somebody else takes
over when they leave, and what nobody can.

Of a cell that the reader has still to judge nothing is told and nothing counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.sessions.queries import to_come
from inspectorate.domain.inspections.models import (
    Inspection,
    NotInspected,
    ScopeBody,
    TeamMember,
)
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import by_role
from inspectorate.foundation.people.roles import Role

from ..assignments import open_assignments
from ..bulk_assignment import interests, roles_on
from ..exercises import queries as exercises
from ..exercises.models import Exercise
from ..marking import Place
from ..models import Assignment
from ..panels import queries as panels
from ..panels.models import ConsistencyPanel
from ..permissions import JUDGES
from ..states import ExerciseState, PanelState


@dataclass(frozen=True, slots=True)
class OfBody:
    """Judgments of one body that are not submitted, and who may take them over: on the team, or
    joining it in place of the leaver.
    """

    body: ScopeBody
    rows: tuple[Assignment, ...]
    takers: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class OfVisit:
    """Sessions to come of one visit, and who may hold them."""

    visit: Visit
    rows: tuple[Session, ...]
    takers: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Orphaned:
    """What a member leaves behind: what is taken over by body and by visit; whether nobody else is
    in their role, and who holds that role; and the panels and exercises that they sit on.

    ``joining`` are the keys of takers who are not on the team: they join in place of the leaver.
    """

    judgments: tuple[OfBody, ...]
    sessions: tuple[OfVisit, ...]
    alone: bool
    instead: tuple[Person, ...]
    joining: frozenset[int]
    panels: tuple[ConsistencyPanel, ...]
    exercises: tuple[Exercise, ...]

    @property
    def count(self) -> int:
        """How many judgments and sessions somebody may take over."""
        given = sum(len(one.rows) for one in self.judgments)
        return given + sum(len(one.rows) for one in self.sessions)

    @property
    def open(self) -> int:
        """How many seats nobody can take over."""
        return len(self.panels) + len(self.exercises)


def orphaned(reader: Person, member: TeamMember, now: datetime) -> Orphaned:
    """What ``member`` would leave behind with the role of this place on the team.

    The queries are as many whatever waits, past those of the reader's own sight.
    """
    inspection, person = member.inspection, member.person
    places = list(inspection.team.filter(left_at=None).exclude(pk=member.pk).order_by())
    still = {Role(one.role) for one in places if one.person_id == person.pk}
    people = _colleagues(places, person)
    declared = _kept_away(inspection)
    judges = _judges(inspection, people)
    alone = not any(one.role == member.role and one.person_id in people for one in places)
    instead = tuple(by_role(member.role).exclude(pk=person.pk))
    joining = frozenset(one.pk for one in instead if alone) - people.keys()
    if alone:
        # Whoever joins by the same act may take things over by it too.
        people |= {one.pk: one for one in instead}
        judges |= {one.pk for one in instead if Role(member.role) in JUDGES}
    return Orphaned(
        judgments=() if still & JUDGES else _by_body(reader, member, people, judges, declared),
        sessions=() if still else _by_visit(member, now, people, declared),
        alone=alone,
        instead=instead,
        joining=joining,
        panels=() if still & {Role.LEAD, Role.MODERATOR} else _panels(reader, inspection, person),
        exercises=() if still else _exercises(reader, inspection, person),
    )


def _colleagues(places: Iterable[TeamMember], person: Person) -> dict[int, Person]:
    """The others on the team who are still here, by their keys."""
    others = {one.person_id for one in places} - {person.pk}
    return {one.pk: one for one in Person.objects.filter(pk__in=others, is_active=True)}


def _judges(inspection: Inspection, people: Iterable[int]) -> set[int]:
    """Those of these people who may judge there, by their keys."""
    roles = roles_on(inspection)
    return {pk for pk in people if roles[pk] & JUDGES}


def _kept_away(inspection: Inspection) -> set[tuple[int, int]]:
    """Who keeps away from which body in scope, by the keys of both."""
    codes = dict(inspection.scope.values_list("body__code", "pk"))
    return {(who, codes[code]) for who, code in interests() if code in codes}


def waiting_of(reader: Person, member: TeamMember, body: ScopeBody) -> list[Assignment]:
    """What ``member`` has still to judge of one body, as far as ``reader`` may know it."""
    rows = open_assignments(reader, member.inspection, member.person)
    left_out = _left_out(member.inspection)
    return [
        one
        for one in rows
        if one.scope_body_id == body.pk and (body.pk, one.criterion_id) not in left_out
    ]


def _left_out(inspection: Inspection) -> set[tuple[int, int]]:
    gone = NotInspected.standing().filter(scope_body__inspection=inspection)
    return set(gone.values_list("scope_body", "criterion"))


def _by_body(
    reader: Person,
    member: TeamMember,
    people: Mapping[int, Person],
    judges: Set[int],
    declared: Collection[tuple[int, int]],
) -> tuple[OfBody, ...]:
    left_out = _left_out(member.inspection)
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in open_assignments(reader, member.inspection, member.person):
        if (row.scope_body_id, row.criterion_id) not in left_out:
            found[row.scope_body_id].append(row)
    # Nobody judges a cell twice: who judges one of them, or ever did, takes over none of the body.
    given = Assignment.objects.filter(scope_body__inspection=member.inspection).order_by()
    judged: dict[Place, set[int]] = defaultdict(set)
    for body_, criterion, who in given.values_list("scope_body", "criterion", "inspector"):
        judged[body_, criterion].add(who)
    groups = []
    for rows in found.values():
        body = rows[0].scope_body
        there = set().union(*(judged[one.scope_body_id, one.criterion_id] for one in rows))
        takers = _named(people[pk] for pk in judges - there if (pk, body.pk) not in declared)
        groups.append(OfBody(body, tuple(rows), takers))
    return tuple(groups)


def _by_visit(
    member: TeamMember,
    now: datetime,
    people: Mapping[int, Person],
    declared: Collection[tuple[int, int]],
) -> tuple[OfVisit, ...]:
    found: dict[int, list[Session]] = defaultdict(list)
    for row in to_come(member.inspection, member.person, now):
        found[row.visit_id].append(row)
    groups = []
    for rows in found.values():
        visit = rows[0].visit
        takers = _named(
            one for pk, one in people.items() if (pk, visit.scope_body_id) not in declared
        )
        groups.append(OfVisit(visit, tuple(rows), takers))
    return tuple(groups)


def _named(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda one: (one.name, one.pk)))


def _panels(reader: Person, inspection: Inspection, person: Person) -> tuple[ConsistencyPanel, ...]:
    going = {PanelState.CONVENED, PanelState.SITTING}
    seated = set(
        ConsistencyPanel.objects.filter(inspection=inspection, seats__person=person).values_list(
            "pk", flat=True
        )
    )
    listed = panels.panels(reader, inspection)
    return tuple(one for one, state in listed if state in going and one.pk in seated)


def _exercises(reader: Person, inspection: Inspection, person: Person) -> tuple[Exercise, ...]:
    going = {ExerciseState.SET_UP, ExerciseState.OPEN}
    seated = set(
        Exercise.objects.filter(inspection=inspection, panel__person=person).values_list(
            "pk", flat=True
        )
    )
    listed = exercises.exercises(reader, inspection)
    return tuple(one for one, state in listed if state in going and one.pk in seated)
