"""Comparisons of two bodies on a criterion, through actions only."""

from __future__ import annotations

from typing import Any

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.comparisons import actions
from inspectorate.domain.judgments.comparisons.loading import items_of
from inspectorate.domain.judgments.models import Comparison
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, an_item
from tests.factories.rooms import a_key, criterion, join, member, scope_body


def a_comparison(
    inspection: Inspection,
    left: int = 0,
    right: int = 1,
    better: str = "left",
    *,
    ref: str = "1.1",
    by: Person | None = None,
    **given: Any,
) -> Comparison:
    """One comparison of two bodies by their numbers, each with evidence on the criterion."""
    by = by or member(inspection, Role.INSPECTOR)
    of, bodies = criterion(inspection, ref), [scope_body(inspection, one) for one in (left, right)]
    for body in bodies:
        if not items_of(by, [body], of)[body.pk]:
            an_item(inspection, body, ref)
    fields = {"better": better, "seed": "a seed", "at": LATER, **given}
    return actions.compare(
        by=by, key=a_key(), left=bodies[0], right=bodies[1], criterion=of, **fields
    )


def compared_by_many(
    inspection: Inspection, answers: str, people: int, *, ref: str = "1.1"
) -> list[Person]:
    """So many inspectors who join compare each pair; ``answers`` are the bodies' numbers, the best
    first. Return them.
    """
    joined = [join(inspection, Role.INSPECTOR) for _ in range(people)]
    order = [int(one) for one in answers]
    for person in joined:
        for place, one in enumerate(order):
            for other in order[place + 1 :]:
                a_comparison(inspection, one, other, "left", ref=ref, by=person)
    return joined
