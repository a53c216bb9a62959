"""Loads what a plan of judging is drawn from: cells, readers, who was on site, who has an interest.

A reader takes part under a number, in the order in which people joined the team: what is stored of
a draw names nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from inspectorate.domain.fieldwork.models import SessionInspector, Visit
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectstats.design.balancing import Cell, Frame

from ..bulk_assignment import interests, roles_on
from ..marking import Place
from ..models import Agreed, Assignment, Moderation, Seconds, Submission

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who takes part in a draw: under which number, and in which field team."""

    number: int
    person: Person
    team: str

    @property
    def name(self) -> str:
        """What the draw calls them."""
        return str(self.number)


class Basis:
    """An inspection as a plan is drawn from it. A fixed number of queries.

    ``seconds`` says who may read a second time.
    """

    def __init__(self, inspection: Inspection, seconds: Seconds) -> None:
        self.inspection, self.seconds = inspection, seconds
        self.bodies = {one.code: one for one in inspections.scope(inspection)}
        self.criteria = {
            f"{one.area.order}/{one.ref}": one for one in criteria_to_judge(inspection.framework_id)
        }
        within = {"scope_body__inspection": inspection}
        self.standing = list(
            Assignment.standing()
            .filter(**within)
            .select_related("inspector", "submission__grade", "scope_body", "criterion__area")
            .defer("submission__reasons")
            .order_by("pk")
        )
        self.closed: set[Place] = {
            place
            for rows in (
                Moderation.objects.filter(**within),
                Agreed.objects.filter(**within),
                NotInspected.standing().filter(**within),
            )
            for place in rows.values_list("scope_body", "criterion")
        }

    @cached_property
    def roles(self) -> Mapping[int, frozenset[Role]]:
        """The roles that each person has on the team and still holds."""
        return roles_on(self.inspection)

    def leads(self, person: Person) -> bool:
        """Does the person lead the inspection still?"""
        return Role.LEAD in self.roles[person.pk]

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """The inspectors of the team, then whoever else has something to judge."""
        members = self.inspection.team.filter(left_at=None, role=Role.INSPECTOR)
        rows = members.filter(person__is_active=True).select_related("person").order_by("pk")
        found = [
            (one.person, one.team) for one in rows if Role.INSPECTOR in self.roles[one.person_id]
        ]
        known = {person.pk for person, _ in found}
        for one in self.standing:
            if one.inspector_id not in known:
                known.add(one.inspector_id)
                found.append((one.inspector, ""))
        return tuple(Reader(number, *one) for number, one in enumerate(found, 1))

    @cached_property
    def free(self) -> tuple[Reader, ...]:
        """Those who may be given something: inspectors of the team."""
        return tuple(one for one in self.readers if Role.INSPECTOR in self.roles[one.person.pk])

    @cached_property
    def named(self) -> dict[int, str]:
        """What the draw calls each person, by their key."""
        return {one.person.pk: one.name for one in self.readers}

    @cached_property
    def visits(self) -> dict[str, list[Days]]:
        """The days of the visits to each body that have some."""
        found: dict[str, list[Days]] = defaultdict(list)
        for code, *days in self._visits.values_list("scope_body__code", "starts_on", "ends_on"):
            found[code].append((days[0], days[1]))
        return dict(found)

    @cached_property
    def _visits(self) -> Any:
        # One that is deferred takes nobody anywhere until it has new days.
        return Visit.with_days().filter(inspection=self.inspection)

    @cached_property
    def on_site(self) -> dict[str, frozenset[str]]:
        """Who is on a visit to each body: its field team, and whoever holds a session there."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, letter in self._visits.values_list("scope_body__code", "team"):
            found[code] |= {one.name for one in self.readers if letter and one.team == letter}
        held = SessionInspector.objects.filter(
            session__visit__in=self._visits, session__cancellation=None
        )
        for code, person in held.values_list("session__visit__scope_body__code", "person"):
            if person in self.named:
                found[code].add(self.named[person])
        return {code: frozenset(who) for code, who in found.items()}

    @cached_property
    def frame(self) -> Frame:
        """What the draw reads: cells that are not settled and that nobody reads twice yet."""
        twice = {one.pk for ones in self.by_cell.values() if len(ones) > 1 for one in ones}
        given = {
            cell: self.named[ones[0].inspector_id]
            for cell, ones in self.by_cell.items()
            if ones[0].pk not in twice
        }
        open_cells = [cell for cell in self.cells if cell in given or cell not in self.by_cell]
        return Frame(
            cells=open_cells,
            teams={one.name: one.team for one in self.readers},
            first={code: self._may_first(code) for code in self.bodies},
            second={code: self._may_second(code) for code in self.bodies},
            given={cell: who for cell, who in given.items() if cell in self.cells},
            load=self.load,
            experienced=self.experienced,
        )

    @cached_property
    def cells(self) -> dict[Cell, tuple[ScopeBody, Criterion]]:
        """Every cell that is inspected and not settled."""
        return {
            (code, name): (body, criterion)
            for code, body in self.bodies.items()
            for name, criterion in self.criteria.items()
            if (body.pk, criterion.pk) not in self.closed
        }

    @cached_property
    def by_cell(self) -> dict[Cell, list[Assignment]]:
        """What stands assigned of each cell: the first reading first."""
        found: dict[Cell, list[Assignment]] = defaultdict(list)
        for one in sorted(self.standing, key=lambda one: (one.second, one.pk)):
            found[self.cell_of(one)].append(one)
        return dict(found)

    def cell_of(self, one: Assignment) -> Cell:
        """The cell of an assignment, as the draw calls it."""
        criterion = one.criterion
        return one.scope_body.code, f"{criterion.area.order}/{criterion.ref}"

    @cached_property
    def load(self) -> Counter[str]:
        """How many readings each reader has already."""
        return Counter(self.named[one.inspector_id] for one in self.standing)

    @cached_property
    def experienced(self) -> tuple[str, ...]:
        """Who submitted a judgment in another inspection before."""
        others = Submission.objects.exclude(assignment__scope_body__inspection=self.inspection)
        found = set(others.filter(by__in=list(self.named)).values_list("by", flat=True))
        return tuple(name for person, name in self.named.items() if person in found)

    @cached_property
    def conflicted(self) -> Mapping[str, frozenset[str]]:
        """Who has an open interest in each body."""
        found = interests()
        return {
            code: frozenset(
                name for person, name in self.named.items() if (person, body.body.code) in found
            )
            for code, body in self.bodies.items()
        }

    @property
    def avoided(self) -> int:
        """How many times somebody is kept from a body by an interest."""
        return sum(len(who) for who in self.conflicted.values())

    def _may_first(self, code: str) -> tuple[str, ...]:
        there = self.on_site.get(code) or frozenset(one.name for one in self.free)
        return self._of_free(code, there)

    def _may_second(self, code: str) -> tuple[str, ...]:
        if self.seconds is Seconds.VISIT:
            return self._may_first(code)
        everybody = frozenset(one.name for one in self.free)
        if self.seconds is Seconds.RECORD:
            return self._of_free(code, everybody - self.on_site.get(code, frozenset()))
        return self._of_free(code, frozenset(one for one in everybody if self._can_join(one, code)))

    def _of_free(self, code: str, names: frozenset[str]) -> tuple[str, ...]:
        """Those of ``names`` who may be given something and have no interest, in their order."""
        kept = names - self.conflicted[code]
        return tuple(one.name for one in self.free if one.name in kept)

    def _can_join(self, name: str, code: str) -> bool:
        """Is nobody asked to be in two places: on a visit elsewhere in the same days?"""
        days = self.visits.get(code, [])
        return not any(
            first <= last_here and first_here <= last
            for other, who in self.on_site.items()
            if other != code and name in who
            for first, last in self.visits.get(other, [])
            for first_here, last_here in days
        )
