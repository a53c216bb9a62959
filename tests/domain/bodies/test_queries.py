"""Who is there on a day, who oversees whom, who speaks for whom and who may know: the rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inspectorate.domain.bodies import actions, queries
from inspectorate.domain.bodies.models import Body, Oversight
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories import rooms
from tests.factories.rooms import AT, a_key, an_admin

pytestmark = pytest.mark.django_db
ON, DAY = date(2021, 4, 1), timedelta(days=1)
# From which day, until which (the first without it), and whether it holds on the day.
SPANS = [
    (None, None, True),
    (ON - DAY, None, True),
    (ON, None, True),
    (ON + DAY, None, False),
    (None, ON, False),
    (None, ON + DAY, True),
    (ON - DAY, ON, False),
    (ON - DAY, ON + DAY, True),
    (ON + DAY, ON + 2 * DAY, False),
    (None, ON - DAY, False),
]
spans = pytest.mark.parametrize(("begins", "ends", "there"), SPANS)


@spans
def test_body_is_open_from_its_first_day_until_the_day_it_closes(
    begins: date | None, ends: date | None, there: bool
) -> None:
    body = rooms.a_body()
    Body.objects.filter(pk=body.pk).update(opened_on=begins, closed_on=ends)
    assert (list(Body.objects.filter(queries.open_on(ON))) == [body]) == there


def oversees(overseer: Body, body: Body) -> None:
    actions.oversee(by=an_admin(), at=AT, key=a_key(), overseer=overseer, body=body)


@spans
def test_body_is_overseen_and_read_by_its_overseer_while_that_lasts(
    begins: date | None, ends: date | None, there: bool
) -> None:
    force, overseer = rooms.a_body(), rooms.a_body("local-policing")
    oversees(overseer, force)
    Oversight.objects.update(from_on=begins, to_on=ends)
    # Of two others, nothing ever.
    oversees(rooms.a_body("local-policing"), rooms.a_body())
    reader = rooms.a_contact(overseer, Role.OVERSEER)
    assert list(queries.overseers_of(force, ON)) == ([overseer] if there else [])
    assert list(queries.overseen_by(reader, ON)) == ([force] if there else [])


def test_overseer_that_is_closed_oversees_nobody() -> None:
    force, overseer = rooms.a_body(), rooms.a_body("local-policing")
    oversees(overseer, force)
    Body.objects.filter(pk=overseer.pk).update(closed_on=ON)
    assert list(queries.overseers_of(force, ON)) == []
    assert list(queries.overseers_of(force, ON - DAY)) == [overseer]


def test_contact_of_a_body_alone_reads_nothing_overseen() -> None:
    force, overseer = rooms.a_body(), rooms.a_body("local-policing")
    oversees(overseer, force)
    person = rooms.a_contact(overseer, Role.BODY)
    assert list(queries.spoken_for_by(person)) == [overseer]
    assert list(queries.overseen_by(person, ON)) == []


def speaks_for(person: Person, body: Body) -> bool:
    there = list(queries.spoken_for_by(person))
    assert queries.speaks_for(person, body) == (body in there)
    return body in there


def test_contact_speaks_for_each_body_they_are_named_for_and_for_no_other() -> None:
    mine, also, other = rooms.a_body(), rooms.a_body(), rooms.a_body()
    person = rooms.a_contact(mine)
    actions.name_contact(by=an_admin(), at=AT, key=a_key(), person=person, body=also)
    rooms.a_contact(other)
    assert [speaks_for(person, one) for one in (mine, also, other)] == [True, True, False]
    actions.end_contact(by=an_admin(), at=AT, key=a_key(), contact=person.speaks_for.get(body=also))
    assert [speaks_for(person, one) for one in (mine, also, other)] == [True, False, False]


def test_contact_whose_role_ended_speaks_for_nobody_whatever_they_hold_since() -> None:
    body = rooms.a_body()
    person = rooms.a_contact(body)
    people.end_role(by=an_admin(), at=AT, key=a_key(), person=person, role=Role.BODY)
    people.grant(by=an_admin(), at=AT, key=a_key(), person=person, role=Role.INSPECTOR)
    assert person.speaks_for.filter(ended_at=None).exists()
    assert not speaks_for(person, body)


def test_contacts_are_listed_while_they_last_of_all_bodies_or_of_one() -> None:
    here, there, reader = rooms.a_body(), rooms.a_body(), rooms.a_person(Role.LEAD)
    mine, other, gone = rooms.a_contact(here), rooms.a_contact(there), rooms.a_contact(here)
    actions.end_contact(by=an_admin(), at=AT, key=a_key(), contact=gone.speaks_for.get())

    def listed(reader: Person, body: Body | None = None) -> set[Person]:
        return {one.person for one in queries.contacts(reader, body)}

    assert (listed(reader), listed(reader, here)) == ({mine, other}, {mine})
    stranger = rooms.a_person(Role.INSPECTOR)
    assert (listed(stranger), listed(stranger, here)) == (set(), set())


def test_button_stands_for_who_may_do_the_act() -> None:
    who = an_admin(), rooms.a_person(Role.INSPECTOR)
    assert [queries.can(one, BodyVerb.REGISTER) for one in who] == [True, False]
