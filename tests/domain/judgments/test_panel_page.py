"""The page of a panel reads what it tells of all judgments at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.judgments.panels import queries
from inspectorate.domain.judgments.panels.loading import load, seats_on, seats_on_all
from inspectorate.domain.judgments.panels.models import NotDeciding
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import assigned, submitted
from tests.factories.panels import a_panel, on_agenda, sitting
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db


def test_number_of_queries_of_a_panel_does_not_grow_with_its_agenda() -> None:
    counts = []
    for bodies in (1, 5):
        inspection = an_inspection(bodies=bodies, phase="judging")
        panel, of = a_panel(inspection), criterion(inspection)
        for number in range(bodies):
            body = scope_body(inspection, number)
            submitted(assigned(inspection, body, of, member(inspection, Role.INSPECTOR)))
            on_agenda(panel, body, of)
        sitting(panel)
        with CaptureQueriesContext(connection) as found:
            view = queries.panel_view(panel.chair, panel)
        assert view is not None
        assert [len(one.seats) for one in view.rows] == [2] * bodies
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_members_are_to_each_judgment_what_they_are_to_it_alone() -> None:
    inspection = an_inspection(bodies=2, phase="judging")
    lead, of = member(inspection, Role.LEAD), criterion(inspection)
    judges = [lead, member(inspection, Role.INSPECTOR)]
    panel = a_panel(inspection)
    for number, judge in enumerate(judges):
        body = scope_body(inspection, number)
        submitted(assigned(inspection, body, of, judge))
        on_agenda(panel, body, of)
    code = scope_body(inspection, 1).body.code
    people.declare(by=panel.chair, at=AT, key=a_key(), about_code=code, nature="A sister")
    loaded = load(panel)
    found = seats_on_all(loaded, loaded.cells)
    first, second = loaded.cells
    assert {pk: [one.why_not for one in seats] for pk, seats in found.items()} == {
        first.pk: ["", NotDeciding.JUDGED],
        second.pk: [NotDeciding.INTEREST, ""],
    }
    assert [seats_on(loaded, one) for one in loaded.cells] == list(found.values())
