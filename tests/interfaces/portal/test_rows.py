"""The rows of a contact: in which order, under which number and address, and no others."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import Http404

from inspectorate.domain.bodies import actions as bodies
from inspectorate.interfaces.portal import access
from tests.factories import rooms
from tests.factories.rooms import AT, a_key, an_admin
from tests.factories.world import World

ON = date(2018, 10, 2)
pytestmark = pytest.mark.django_db


def test_visits_and_requests_come_by_day_and_are_numbered_in_the_order_of_their_making() -> None:
    inspection = rooms.an_inspection()
    contact = rooms.a_contact(rooms.scope_body(inspection).body)
    bodies.name_contact(
        by=an_admin(),
        at=AT,
        key=a_key(),
        body=rooms.scope_body(inspection, 1).body,
        person=contact,
    )
    days = ((0, 12), (0, 10), (1, 11), (0, 13), (2, 9))
    for number, day in days:
        on = date(2018, 10, day)
        rooms.a_visit(inspection, number, starts_on=on, ends_on=on)
        rooms.a_request(inspection, number, due_on=on)
    expected = [
        ("force-01", 2, 10),
        ("force-02", 1, 11),
        ("force-01", 1, 12),
        ("force-01", 3, 13),
    ]
    assert [
        (one.scope_body.code, one.number, one.row.visit.starts_on.day)
        for one in access.visits(contact, ON)
    ] == expected
    assert [
        (one.scope_body.code, one.number, one.row.request.due_on.day)
        for one in access.requests(contact, ON)
    ] == expected
    assert [one.url("portal-visit") for one in access.visits(contact, ON)] == [
        f"/portal/{inspection.slug}/{code}/visits/{number}/" for code, number, _ in expected
    ]
    assert {one.inspection for one in access.visits(contact, ON)} == {inspection}


def test_row_is_found_by_inspection_body_and_number_alone(world: World) -> None:
    slug = world.first.inspection.slug
    rows = access.requests(world.first.people["body"], ON)
    assert access.the_row(rows, slug, "force-01", 1) == rows[0]
    assert rows[0].row.request == world.first.requests[0]
    for other in (
        (world.second.inspection.slug, "force-01", 1),
        (slug, "force-02", 1),
        (slug, "force-01", 3),
    ):
        with pytest.raises(Http404):
            access.the_row(rows, *other)


def test_checks_are_those_of_the_own_body(world: World) -> None:
    (mine,) = access.checks(world.first.people["body"])
    assert (mine.row, mine.number) == (world.first.checks[0], 1)
    assert access.checks(world.first.people["overseer"]) == []


def test_parts_of_the_own_body_are_to_be_answered_and_those_overseen_are_not(world: World) -> None:
    overseer = world.first.people["overseer"]
    label = "local-policing-body-for-force-01"
    found = [(one.addressee.label, one.answerable) for one in access.parts(overseer, ON)]
    assert found == [("Local policing body for Force 01", True), ("Force 01", False)]
    ref = f"{world.first.inspection.prefix}-R1"
    for wanted, answerable in ((label, True), ("force-01", False)):
        part = access.the_part(overseer, ON, ref, wanted)
        assert part.answerable == answerable
        assert part.url("portal-recommendation") == f"/portal/recommendations/{ref}/{wanted}/"


@pytest.mark.parametrize(
    ("ref", "label"), [("{}-R1", "force-02"), ("{}-R2", "force-01"), ("other-R1", "force-02")]
)
def test_part_under_another_reference_or_label_does_not_exist(
    world: World, ref: str, label: str
) -> None:
    contact = world.first.people["body"]
    prefix = world.first.inspection.prefix
    assert access.the_part(contact, ON, f"{prefix}-R1", "force-01")
    with pytest.raises(Http404):
        access.the_part(contact, ON, ref.format(prefix), label)
