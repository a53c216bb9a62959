"""Reads of comparisons: the pair to compare next, one's own, and the order, through blindness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.ordering import Order

from ..models import Assignment
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from .loading import items_of, keeping, order_of, standing, table_of
from .models import Comparison
from .proposing import proposed, seed_of


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """Two bodies to compare, each with the evidence on the criterion that the reader may read."""

    left: ScopeBody
    right: ScopeBody
    items: tuple[tuple[Item, ...], tuple[Item, ...]]
    seed: str

    @property
    def sides(self) -> tuple[tuple[ScopeBody, tuple[Item, ...]], ...]:
        """Each body with its evidence, the left one first."""
        return (self.left, self.items[0]), (self.right, self.items[1])


@dataclass(frozen=True, slots=True)
class CriterionCompared:
    """A criterion, how many comparisons the reader made on it, and whether its order is shut."""

    criterion: Criterion
    mine: int
    shut: bool


@dataclass(frozen=True, slots=True)
class TellingOrder:
    """The order on a criterion as it is told: the bodies by code, how many compared, and the
    comparisons it rests on. ``order`` is None where nobody compared.
    """

    order: Order | None
    bodies: dict[str, ScopeBody]
    people: int
    rows: tuple[Comparison, ...]


def to_judge_on(person: Person, inspection: Inspection) -> frozenset[int]:
    """The criteria on which ``person`` has still to judge a body: their orders are shut. A query.

    What is left out of the coverage is judged by nobody.
    """
    rows = Assignment.standing().filter(
        scope_body__inspection=inspection, inspector=person, submission=None
    )
    gone = NotInspected.standing().filter(scope_body__inspection=inspection)
    left_out = set(gone.values_list("scope_body", "criterion"))
    places = rows.order_by().values_list("scope_body", "criterion")
    return frozenset(place[1] for place in places if place not in left_out)


def compared(person: Person, inspection: Inspection) -> list[CriterionCompared]:
    """Every criterion, with the number of one's own comparisons that stand. Nobody else's."""
    mine = Counter(one.criterion_id for one in own(person, inspection))
    shut = to_judge_on(person, inspection)
    return [
        CriterionCompared(one, mine[one.pk], one.pk in shut)
        for one in criteria_to_judge(inspection.framework_id)
    ]


def own(person: Person, inspection: Inspection) -> list[Comparison]:
    """One's own comparisons that stand, the newest first, reasons as one may read them now."""
    rows = Comparison.objects.filter(left__inspection=inspection, by=person, withdrawal=None)
    reader = reading(person, inspection)
    found = rows.select_related("left", "right", "criterion__area").defer("items").order_by("-pk")
    return [reader.of(one, one.marking, "reasons") for one in found]


def reasons_not_to_compare(inspection: Inspection) -> list[Reason]:
    """Why nothing is compared on the inspection now, whichever the pair."""
    return inspections.reasons_over(inspection, JUDGED)


def proposal(person: Person, inspection: Inspection, criterion: Criterion) -> ProposedPair | None:
    """The pair that ``person`` is asked to compare next on a criterion, None where none is left.

    Drawn again it is the same until somebody compares. Twelve queries.
    """
    kept = keeping(person, inspection, criterion).all
    bodies = {
        one.code: one
        for one in inspection.scope.select_related("body", "inspection").order_by("order")
        if one.pk not in kept
    }
    rows = [one for one in standing(inspection) if one.criterion_id == criterion.pk]
    table = table_of(rows)
    ever = Comparison.objects.filter(criterion=criterion, left__inspection=inspection, by=person)
    mine = [frozenset((one.left.code, one.right.code)) for one in rows if one.by_id == person.pk]
    named = f"{criterion.area.code}/{criterion.ref}"
    seed = seed_of(inspection.slug, named, person.pk, ever.count(), table)
    pair = proposed(list(bodies), mine, table, order_of(table) if table else None, seed)
    if pair is None:
        return None
    left, right = (bodies[code] for code in pair)
    items = items_of(person, (left, right), criterion)
    sides = tuple(items[left.pk]), tuple(items[right.pk])
    return ProposedPair(left, right, sides, seed)


def telling(person: Person, inspection: Inspection, criterion: Criterion) -> TellingOrder | None:
    """The order on a criterion, None for who may not see it or is still to judge on it."""
    allowed = may(person, inspection, TABLE, JudgmentVerb.SEE_ORDER)
    if not allowed or criterion.pk in to_judge_on(person, inspection):
        return None
    reader = reading(person, inspection)
    rows = [
        reader.of(one, one.marking, "reasons")
        for one in standing(inspection)
        if one.criterion_id == criterion.pk
    ]
    table = table_of(rows)
    bodies = {body.code: body for one in rows for body in (one.left, one.right)}
    people = len({one.by_id for one in rows})
    return TellingOrder(order_of(table) if table else None, bodies, people, tuple(rows))


def orders(
    inspection: Inspection, criteria: Sequence[int]
) -> dict[int, tuple[Order, dict[str, ScopeBody]]]:
    """The orders of these criteria on which somebody compared, by key, and the bodies by code. Two
    queries, one where nobody compared.

    No reader is asked: who is still to judge on one is not given it (:func:`to_judge_on`).
    """
    rows = standing(inspection)
    found = {}
    for criterion in criteria:
        of_it = [one for one in rows if one.criterion_id == criterion]
        table = table_of(of_it)
        if table is not None:
            bodies = {body.code: body for one in of_it for body in (one.left, one.right)}
            found[criterion] = order_of(table), bodies
    return found
