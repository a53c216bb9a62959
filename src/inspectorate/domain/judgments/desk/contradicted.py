"""Grades that contradict the order from pairwise comparisons.

The rule: of two bodies compared on a criterion, one has the higher grade (that agreed, or else the
one submitted first), and the order says that the other is better: the interval of their
difference, at 95 in 100, lies away from 0, and of the pairs told on a criterion at most one in ten
is expected to be a false alarm (Benjamini-Hochberg over all pairs of different grades). Only cells
that are open to the reader are looked at, and no criterion on which they have still to judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectstats.ordering import contradictions

from ..comparisons.queries import orders
from ..marking import Place
from .loading import OpenCells


@dataclass(frozen=True, slots=True)
class ContradictedGrade:
    """The ``other`` body with which a grade contradicts the order; ``graded_above`` where this body
    has the higher grade.

    ``value``, ``low`` and ``high``: by how many logits the other was called better; below 0 where
    it was called worse.
    """

    other: ScopeBody
    graded_above: bool
    value: float
    low: float
    high: float


def contradicted_grades(
    inspection: Inspection, loaded: OpenCells, criteria: Sequence[Criterion]
) -> dict[Place, tuple[ContradictedGrade, ...]]:
    """What contradicts each open cell, the surest first. Two queries, one where nobody compared."""
    graded = {one.pk: one for one in criteria if one.scale_id and one.pk not in loaded.to_judge}
    found: dict[Place, list[ContradictedGrade]] = defaultdict(list)
    for of, (order, bodies) in orders(inspection, list(graded)).items():
        grades = _grades(graded[of], loaded, bodies)
        for one in contradictions(order, grades):
            above, below = bodies[one.graded_better], bodies[one.ordered_better]
            value, low, high = (
                number or 0.0
                for number in (one.difference.value, one.difference.low, one.difference.high)
            )
            found[above.pk, of].append(ContradictedGrade(below, True, value, low, high))
            found[below.pk, of].append(ContradictedGrade(above, False, -value, -high, -low))
    return {place: tuple(those) for place, those in found.items()}


def _grades(
    criterion: Criterion, loaded: OpenCells, bodies: Mapping[str, ScopeBody]
) -> dict[str, int]:
    """The place of each body's grade on its scale, by code: agreed, or else submitted first."""
    assert criterion.scale is not None  # it is graded
    order_of = {one.pk: one.order for one in criterion.scale.grades.all()}
    found = {}
    for code, body in bodies.items():
        place = body.pk, criterion.pk
        settled, given = loaded.settled.get(place), loaded.complete.get(place)
        order = order_of.get(settled.grade or 0) if settled else given[0].order if given else None
        if order is not None:
            found[code] = order
    return found
