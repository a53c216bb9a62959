"""Narrowing the grid: to bodies and criteria, and to cells by grade, mark and who judges them.

Only what the grid already shows its reader is asked, so that no filter tells more than it does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from inspectorate.domain.bodies.models import GroupMember
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion, Scale
from inspectorate.foundation.people.models import Person

from .cell_marks import CellMark
from .grid import Grid, GridCell
from .marking import Place


@dataclass(frozen=True, slots=True)
class GridFilters:
    """What to narrow the grid to; nothing of a field that is left empty.

    ``kind``, ``region`` and ``group`` (its code) are of bodies; ``area``, ``criterion``, ``grade``
    and ``person`` are keys.
    """

    kind: str = ""
    region: str = ""
    group: str = ""
    area: int | None = None
    criterion: int | None = None
    grade: int | None = None
    mark: str = ""
    person: int | None = None

    @property
    def of_cells(self) -> bool:
        """Whether something is asked of cells, and not of bodies or criteria alone."""
        return bool(self.grade or self.mark or self.person)

    @property
    def narrow(self) -> bool:
        """Whether anything is asked."""
        return self != GridFilters()

    def body(self, body: ScopeBody, groups: Mapping[int, set[str]]) -> bool:
        """Is a body among those asked for?"""
        return (
            self.kind in ("", body.body.kind)
            and self.region in ("", body.body.region)
            and (not self.group or self.group in groups.get(body.body_id, ()))
        )

    def criteria(self, every: Iterable[Criterion]) -> list[Criterion]:
        """The criteria asked for."""
        return [
            one
            for one in every
            if self.area in (None, one.area_id) and self.criterion in (None, one.pk)
        ]

    def cell(self, cell: GridCell) -> bool:
        """Is a cell among those asked for?"""
        return (
            self.grade in (None, cell.grade_pk)
            and (not self.mark or CellMark(self.mark) in cell.marks)
            and (self.person is None or self.person in cell.judges)
        )


def groups_of(inspection: Inspection) -> dict[str, tuple[str, set[int]]]:
    """Each group of a body in scope, by its code: its name and the keys of its bodies. A query."""
    rows = GroupMember.objects.filter(body__inspected_in__inspection=inspection)
    found: dict[str, tuple[str, set[int]]] = {}
    for code, name, body in rows.order_by("group__name").values_list(
        "group__code", "group__name", "body"
    ):
        found.setdefault(code, (name, set()))[1].add(body)
    return found


def scales_in(drawn: Grid) -> list[Scale]:
    """The scales of the grid's criteria with their grades, in the order in which they are met. Two
    queries.
    """
    met = list(dict.fromkeys(one.scale_id for one in drawn.criteria if one.scale_id is not None))
    every = Scale.objects.filter(pk__in=met).prefetch_related("grades")
    return sorted(every, key=lambda one: met.index(one.pk))


def judges_in(drawn: Grid) -> list[Person]:
    """Those of whom the reader may know that they judge a cell of the grid. A query."""
    keys = frozenset[int]().union(*(cell.judges for cell in drawn.cells.values()))
    return list(Person.objects.filter(pk__in=keys).order_by("name", "pk"))


def narrowed(drawn: Grid, asked: GridFilters, groups: Mapping[str, tuple[str, set[int]]]) -> Grid:
    """The bodies and criteria asked for; where something is asked of cells, of them those alone in
    which one was found, and the places of all that were.
    """
    of_body = _by_body(groups)
    bodies = [body for body in drawn.bodies if asked.body(body, of_body)]
    criteria = asked.criteria(drawn.criteria)
    found = None
    if asked.of_cells:
        found = _found(drawn, asked, product(_keys(bodies), _keys(criteria)))
        in_bodies, on = {place[0] for place in found}, {place[1] for place in found}
        bodies = [body for body in bodies if body.pk in in_bodies]
        criteria = [one for one in criteria if one.pk in on]
    cells = {place: drawn.cells[place] for place in product(_keys(bodies), _keys(criteria))}
    counted: Counter[str] = Counter(cell.state for cell in cells.values())
    return Grid(tuple(bodies), tuple(criteria), cells, dict(counted), found)


def _by_body(groups: Mapping[str, tuple[str, set[int]]]) -> dict[int, set[str]]:
    """The codes of the groups that each body is of, by its key."""
    found: dict[int, set[str]] = {}
    for code, (_, members) in groups.items():
        for body in members:
            found.setdefault(body, set()).add(code)
    return found


def _keys(rows: Iterable[ScopeBody] | Iterable[Criterion]) -> list[int]:
    return [one.pk for one in rows]


def _found(drawn: Grid, asked: GridFilters, places: Iterable[Place]) -> frozenset[Place]:
    """The places of the cells asked for."""
    return frozenset(place for place in places if asked.cell(drawn.cells[place]))
