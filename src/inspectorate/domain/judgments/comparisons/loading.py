"""Loads what comparisons look at: who may compare which bodies, their evidence, what was said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectstats.ordering import Comparisons, Order, comparisons, order

from ..models import Assignment
from .models import Better, Comparison


@dataclass(frozen=True, slots=True)
class Keeping:
    """What keeps a person from comparing a body, by keys of bodies in scope.

    ``unread``: there is evidence that they may not read; ``without``: there is none.
    """

    left_out: frozenset[int]
    to_judge: frozenset[int]
    conflicted: frozenset[int]
    unread: frozenset[int]
    without: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        """Every body that they may not compare."""
        return self.left_out | self.to_judge | self.conflicted | self.unread | self.without


def keeping(
    person: Person,
    inspection: Inspection,
    criterion: Criterion,
    asked: Collection[int] | None = None,
) -> Keeping:
    """What keeps ``person`` from comparing which bodies on a criterion, of those ``asked`` by the
    keys of bodies in scope, or of all. Six queries.
    """
    scoped = inspection.scope.order_by()
    scoped = scoped if asked is None else scoped.filter(pk__in=asked)
    scope = dict(scoped.values_list("pk", "body__code"))
    mine = Assignment.standing().filter(
        scope_body__inspection=inspection, criterion=criterion, inspector=person, submission=None
    )
    left_out = NotInspected.standing().filter(
        scope_body__inspection=inspection, criterion=criterion
    )
    declared = set(
        person.declarations.filter(ended_at=None, about__in=set(scope.values()))
        .order_by()
        .values_list("about", flat=True)
    )
    there = _items_of(Item.objects.filter(inspection=inspection), criterion, scope)
    read = _items_of(evidence.visible_to(person, inspection), criterion, scope)
    return Keeping(
        frozenset(left_out.values_list("scope_body", flat=True)),
        frozenset(mine.values_list("scope_body", flat=True)),
        frozenset(pk for pk, code in scope.items() if code in declared),
        frozenset(pk for pk, number in there.items() if number > read.get(pk, 0)),
        frozenset(scope) - frozenset(read),
    )


def _items_of(
    items: QuerySet[Item], criterion: Criterion, bodies: Collection[int]
) -> dict[int, int]:
    """How many of ``items`` that are relied on speak to a criterion, by the body in scope."""
    items = evidence.relied_on(items).filter(scope_body__in=bodies, links__criterion=criterion)
    rows = items.order_by().values_list("scope_body").annotate(Count("pk", distinct=True))
    return {body: number for body, number in rows if body is not None}


def items_of(
    person: Person, bodies: Sequence[ScopeBody], criterion: Criterion
) -> dict[int, list[Item]]:
    """The evidence of bodies on a criterion that ``person`` may read, laid open, by the key of the
    body in scope, in the order in which it was recorded.
    """
    inspection = bodies[0].inspection
    asked = evidence.relied_on(Item.objects.filter(inspection=inspection)).filter(
        scope_body__in=[one.pk for one in bodies], links__criterion=criterion
    )
    rows = asked.select_related("inspection").distinct().order_by("number")
    found: dict[int, list[Item]] = {one.pk: [] for one in bodies}
    for item in evidence.laid_open(person, inspection, rows):
        if item.scope_body_id is not None:
            found[item.scope_body_id].append(item)
    return found


def standing(inspection: Inspection) -> list[Comparison]:
    """The comparisons of an inspection that were not withdrawn, of bodies that are inspected, in
    the order in which they were made. Two queries.
    """
    rows = (
        Comparison.objects.filter(left__inspection=inspection, withdrawal=None)
        .select_related("left", "right")
        .defer("items")
        .order_by("pk")
    )
    if not rows:
        return []
    gone = NotInspected.standing().filter(scope_body__inspection=inspection)
    left_out = set(gone.values_list("scope_body", "criterion"))
    return [
        one
        for one in rows
        if not {(one.left_id, one.criterion_id), (one.right_id, one.criterion_id)} & left_out
    ]


def table_of(rows: Iterable[Comparison]) -> Comparisons | None:
    """Comparisons of one criterion as the statistics read them, bodies by code; None of none."""
    better, worse, tied = [], [], []
    for one in rows:
        first, second = one.left.code, one.right.code
        if one.better == Better.RIGHT:
            first, second = second, first
        better.append(first)
        worse.append(second)
        tied.append(one.better == Better.SAME)
    return comparisons(better, worse, tied=tied) if better else None


_KEPT: dict[str, Order] = {}
_MOST_KEPT = 64


def order_of(table: Comparisons) -> Order:
    """The order that a table gives; those asked for last are kept, since many pages ask."""
    found = _KEPT.get(table.input_sha256)
    if found is None:
        found = order(table)
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[table.input_sha256] = found
    return found
