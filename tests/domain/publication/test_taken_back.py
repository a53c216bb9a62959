"""A cell left out counts nowhere, and one taken back counts again, in every room that reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.work_queue import to_look_at
from inspectorate.domain.inspections import actions
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.bulk_assignment import assignable
from inspectorate.domain.judgments.cells import load
from inspectorate.domain.judgments.grid import grid
from inspectorate.domain.publication.tables import tables
from inspectorate.domain.reports.chart_loading import load_chart_data
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_claim, agreed, assigned, submitted
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db
TRAINING = {"criterion": "1.1", "finding": "mandatory-training"}


def _inspection() -> Inspection:
    """Three bodies on one criterion: agreed, given to an inspector, and all submitted."""
    inspection = an_inspection(bodies=3, phase="judging")
    of, inspector = criterion(inspection), member(inspection, Role.INSPECTOR)
    agreed(inspection, scope_body(inspection, 0), of)
    assigned(inspection, scope_body(inspection, 1), of, inspector)
    submitted(assigned(inspection, scope_body(inspection, 2), of, inspector))
    a_claim(inspection, TRAINING)
    return inspection


def _in_grid(inspection: Inspection) -> object:
    seen = grid(member(inspection, Role.LEAD), inspection)
    return [str(seen.cells[body.pk, criterion(inspection).pk].state) for body in seen.bodies]


def _on_its_page(inspection: Inspection) -> object:
    lead, of = member(inspection, Role.LEAD), criterion(inspection)
    found = [judgments.cell(lead, body, of) for body in inspection.scope.all()]
    return [one is not None and one.not_inspected is None for one in found]


def _waits(inspection: Inspection) -> object:
    people = [member(inspection, role) for role in (Role.INSPECTOR, Role.LEAD)]
    return [len(judgments.waiting(person, inspection)) for person in people]


def _to_assign(inspection: Inspection) -> object:
    of, other = criterion(inspection), member(inspection, Role.INSPECTOR, 1)
    lead = member(inspection, Role.LEAD)
    rows = [(body, of, other, False) for body in inspection.scope.all()]
    return [str(one.code) for one in assignable(inspection, lead.pk, rows)]


def _figures(inspection: Inspection) -> object:
    found = next(iter(claims.facts(inspection).values())).figures
    return found.inspected, len(found.bodies.not_inspected), len(found.bodies.pending)


def _stale(inspection: Inspection) -> object:
    return [[str(one.code) for one in fact.stale] for fact in claims.facts(inspection).values()]


def _open_data(inspection: Inspection) -> object:
    found = {
        one.slug: one.rows for one in tables(load_chart_data(inspection), (), (), (), (), False)
    }
    return [row for row in found["coverage"] if row[0] == "1.1"]


# What each room says while nothing, or all three, is left out.
READERS: dict[str, tuple[Callable[[Inspection], object], Any, Any]] = {
    "the coverage": (
        lambda one: inspections.coverage(one).inspected[0],
        3,
        0,
    ),
    "the grid": (_in_grid, ["agreed", "in-hand", "ready"], ["not-inspected"] * 3),
    "the page of a cell": (_on_its_page, [True] * 3, [False] * 3),
    "what waits": (_waits, [1, 1], [0, 0]),
    "the rules of one cell": (
        lambda one: [load(body, criterion(one)).inspected for body in one.scope.all()],
        [True] * 3,
        [False] * 3,
    ),
    "assigning many": (
        _to_assign,
        ["cell_settled"],
        ["not_inspected", "cell_settled", "not_inspected", "not_inspected"],
    ),
    "figures": (_figures, (1, 0, 2), (0, 3, 0)),
    "claims that are stale": (_stale, [[]], [["judgment_replaced"]]),
    "claims to look at": (lambda one: len(to_look_at(one)), 0, 1),
    "open data": (_open_data, [("1.1", "3", "0", "3")], [("1.1", "0", "3", "3")]),
}


@pytest.mark.parametrize("reader", READERS)
def test_what_is_left_out_counts_nowhere_and_counts_again_once_taken_back(reader: str) -> None:
    says, covered, left = READERS[reader]
    inspection = _inspection()
    lead = member(inspection, Role.LEAD)
    assert says(inspection) == covered
    for body in inspection.scope.all():
        actions.leave_out(
            by=lead,
            at=LATER,
            key=a_key(),
            inspection=inspection,
            scope_body=body,
            criterion=criterion(inspection),
            reason="Nobody had the time.",
        )
    assert says(inspection) == left
    actions.take_back(
        by=lead,
        at=LATER,
        key=a_key(),
        inspection=inspection,
        left_out=list(NotInspected.objects.all()),
        reason="There is time after all.",
    )
    assert says(inspection) == covered
