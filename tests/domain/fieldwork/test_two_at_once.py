"""Two people at the same moment: one wins, the other is told; nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from inspectorate.domain.fieldwork import actions
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, TermsOfReference
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 4


def _at_once(acts: list[Callable[[], Any]]) -> list[str]:
    """Run all acts from threads that start together; tell of each whether it was done, refused or
    in conflict.
    """
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        gate.wait()
        try:
            act()
        except (Refused, Conflict) as answer:
            return type(answer).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_visits_planned_to_one_body_by_two_inspections_at_once_never_overlap() -> None:
    bodies = rooms.a_scope(1)
    planned = [rooms.an_inspection(bodies=bodies) for _ in range(PEOPLE)]
    leads = [(one, rooms.member(one, Role.LEAD), rooms.scope_body(one)) for one in planned]

    def plan(one: Inspection, lead: Any, body: Any) -> Callable[[], Any]:
        return lambda: actions.plan_visit(
            by=lead,
            at=rooms.AT,
            key=f"visit/{one.slug}",
            inspection=one,
            scope_body=body,
            starts_on=date(2018, 10, 8),
            ends_on=date(2018, 10, 9),
        )

    assert _at_once([plan(*each) for each in leads]) == ["Refused"] * (PEOPLE - 1) + ["done"]
    assert Visit.objects.count() == 1


def test_phase_moved_by_several_at_once_moves_for_one_and_conflicts_for_the_others() -> None:
    inspection = rooms.an_inspection()
    lead = rooms.member(inspection, Role.LEAD)

    def move(number: int) -> Callable[[], Any]:
        mine = Inspection.objects.get(pk=inspection.pk)
        return lambda: inspections.move(
            by=lead,
            at=rooms.AT,
            key=f"move/{number}",
            inspection=mine,
            to_phase="judging",
            reason="",
            version=mine.version,
        )

    assert _at_once([move(number) for number in range(PEOPLE)]) == ["Conflict"] * (PEOPLE - 1) + [
        "done"
    ]


def test_terms_written_by_several_at_once_get_a_number_each() -> None:
    inspection = rooms.an_inspection()
    lead = rooms.member(inspection, Role.LEAD)
    acts = [
        lambda number=number: inspections.set_terms(
            by=lead,
            at=rooms.AT,
            key=f"terms/{number}",
            inspection=inspection,
            text=f"Terms {number}.",
        )
        for number in range(PEOPLE)
    ]
    assert _at_once(acts) == ["done"] * PEOPLE
    assert list(TermsOfReference.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_one_act_sent_by_several_threads_with_one_key_is_done_once() -> None:
    inspection = rooms.an_inspection()
    lead, body = rooms.member(inspection, Role.LEAD), rooms.scope_body(inspection)

    def ask() -> Any:
        return actions.ask(
            by=lead,
            at=rooms.AT,
            key="one-key",
            inspection=inspection,
            scope_body=body,
            title="Training",
            due_on=date(2018, 10, 9),
        )

    assert _at_once([ask] * PEOPLE) == ["done"] * PEOPLE
    assert inspection.requests.count() == 1
