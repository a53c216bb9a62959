"""How much evidence there is of each body on each criterion, and where it is thin, as far as a
reader may read it. The rule is that of the marks of a cell (:mod:`.cell_marks`), and no second.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import product

from django.db.models import Count

from inspectorate.domain.evidence.kinds import Direction, SourceKind
from inspectorate.domain.evidence.queries import relied_on, visible_to
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person

from .cell_marks import CellMark, mark_of
from .marking import Place


@dataclass(slots=True)
class CellSources:
    """What is relied on of one body on one criterion: how many items, by kind of source and by the
    way they point, from how many origins; ``mark`` says that it is thin or from one source.
    """

    body: ScopeBody
    criterion: Criterion
    left_out: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    sides: Counter[str] = field(default_factory=Counter)
    origins: set[str] = field(default_factory=set)
    mark: CellMark | None = CellMark.THIN

    @property
    def items(self) -> int:
        """How many items there are."""
        return self.kinds.total()

    @property
    def thin(self) -> bool:
        """Is it inspected, and its evidence thin or from one source only?"""
        return self.mark is not None and not self.left_out

    @property
    def of_kinds(self) -> list[tuple[str, int]]:
        """Each kind of source that there is, with how many items."""
        return [(str(one.label), self.kinds[one]) for one in SourceKind if self.kinds[one]]

    @property
    def of_sides(self) -> list[tuple[str, int]]:
        """Each way to point, with how many items."""
        return [(str(one.label), self.sides[one]) for one in Direction]


@dataclass(frozen=True, slots=True)
class EvidenceMap:
    """Bodies, criteria, and what there is of each cell, by (body key, criterion key)."""

    bodies: tuple[ScopeBody, ...]
    criteria: tuple[Criterion, ...]
    cells: dict[Place, CellSources]


def evidence_map(person: Person, inspection: Inspection) -> EvidenceMap:
    """Count what ``person`` may read of what is relied on. Four queries, whatever there is."""
    bodies = tuple(inspection.scope.order_by("order"))
    criteria = tuple(
        Criterion.objects.filter(area__framework=inspection.framework_id)
        .select_related("area")
        .order_by("area__order", "order")
    )
    left_out = NotInspected.standing().filter(scope_body__inspection=inspection)
    gone = set(left_out.values_list("scope_body", "criterion"))
    cells = {
        (body.pk, of.pk): CellSources(body, of, (body.pk, of.pk) in gone)
        for body, of in product(bodies, criteria)
    }
    rows = (
        relied_on(visible_to(person, inspection))
        .filter(links__isnull=False)
        .order_by()
        .values_list("scope_body", "links__criterion", "kind", "direction", "origin")
        .annotate(Count("pk"))
    )
    found: set[Place] = set()
    for body, criterion, kind, direction, origin, number in rows:
        cell = cells.get((body, criterion))
        if cell is not None:
            found.add((body, criterion))
            cell.kinds[kind] += number
            cell.sides[direction] += number
            cell.origins.add(" ".join(origin.casefold().split()))
    _mark(cells, found)
    return EvidenceMap(bodies, criteria, cells)


def _mark(cells: dict[Place, CellSources], found: set[Place]) -> None:
    """Ask the rule of each mixture once: cells are many and mixtures few."""
    alike: dict[tuple[tuple[tuple[str, int], ...], int], list[CellSources]] = defaultdict(list)
    for place in found:
        cell = cells[place]
        alike[tuple(sorted(cell.kinds.items())), len(cell.origins)].append(cell)
    for mixture, those in alike.items():
        mark = mark_of(*mixture)
        for cell in those:
            cell.mark = mark
