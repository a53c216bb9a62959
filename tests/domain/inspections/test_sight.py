"""Which inspections somebody sees: on the team in a role that sees, or speaking for a body."""

from __future__ import annotations

import pytest

from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories import rooms
from tests.factories.rooms import AT, a_key, an_admin, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Inspection, Inspection]:
    return rooms.an_inspection(), rooms.an_inspection()


def test_person_sees_what_they_are_on_and_nothing_else(two: tuple[Inspection, Inspection]) -> None:
    here, _ = two
    lead = member(here, Role.LEAD)
    assert list(queries.visible_to(lead)) == [here]
    assert list(queries.visible_to(rooms.a_person(Role.LEAD))) == []


def test_person_who_is_no_longer_here_sees_nothing_whatever_roles_are_left(
    two: tuple[Inspection, Inspection],
) -> None:
    lead = member(two[0], Role.LEAD)
    Person.objects.filter(pk=lead.pk).update(is_active=False)
    assert list(queries.visible_to(Person.objects.get(pk=lead.pk))) == []


def test_administrator_on_a_team_sees_nothing_of_the_inspection(
    two: tuple[Inspection, Inspection],
) -> None:
    """Not even where they are staff otherwise: what counts is the role on that team."""
    here, _ = two
    person = rooms.a_person(Role.ADMIN, Role.EDITOR)
    actions.join(
        by=member(here, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=here,
        person=person,
        role=Role.ADMIN,
    )
    assert queries.held_on(person, here) == {Role.ADMIN}
    assert list(queries.visible_to(person)) == []


def test_contact_sees_the_inspections_of_their_bodies(two: tuple[Inspection, Inspection]) -> None:
    here, there = two
    contact = rooms.a_contact(rooms.scope_body(here).body)
    assert list(queries.visible_to_contact(contact)) == [here]
    assert list(queries.visible_to(contact)) == []
    assert list(queries.visible_to_contact(member(there, Role.LEAD))) == []


def test_members_are_those_asked_about_who_are_on_the_team(
    two: tuple[Inspection, Inspection],
) -> None:
    here, there = two
    lead, editor, other = member(here, Role.LEAD), member(here, Role.EDITOR), member(there, "lead")
    assert queries.members(here, [lead, other]) == {lead.pk}
    assert queries.members(here, [lead, editor]) == {lead.pk, editor.pk}
    # Another role of theirs in the house is not the one they are on the team in.
    people.grant(by=an_admin(), at=AT, key=a_key(), person=editor, role=Role.ANALYST)
    people.end_role(by=an_admin(), at=AT, key=a_key(), person=editor, role=Role.EDITOR)
    assert queries.members(here, [lead, editor]) == {lead.pk}


def test_interest_in_a_body_keeps_away_who_declared_it_and_says_no_more() -> None:
    body, person, other = rooms.a_body(), rooms.a_person("inspector"), rooms.a_person("inspector")
    for about in (body.code, rooms.a_body().code):
        people.declare(by=person, at=AT, key=a_key(), about_code=about, nature="Served there.")
    (reason,) = queries.conflicts([person, other], body)
    assert reason.text == f"{person.name} has declared an interest in this body."
    assert queries.conflicts([other], body) == []
