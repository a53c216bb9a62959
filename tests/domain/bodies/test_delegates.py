"""Who stands in for a contact: from when to when, by whom named and ended, and what it opens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies import queries as register
from inspectorate.domain.bodies.delegates import actions, queries
from inspectorate.domain.bodies.models import Body, Contact, Delegate
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories import rooms
from tests.factories.rooms import AT, a_contact, a_delegate, a_key, a_person, an_admin

pytestmark = pytest.mark.django_db
FIRST = AT.date()
LAST = FIRST + timedelta(days=13)
DAY = timedelta(days=1)


def row(person: Person) -> Contact:
    return person.speaks_for.get(ended_at=None)


def again(person: Person) -> Person:
    """The person as the next request reads them."""
    return Person.objects.get(pk=person.pk)


def named(contact: Contact, person: Person, by: Person | None = None, **given: Any) -> Delegate:
    days = {"from_on": FIRST, "to_on": LAST, "reason": "On leave", **given}
    by = by or an_admin()
    return actions.name_delegate(by=by, at=AT, key=a_key(), contact=contact, person=person, **days)


def codes(contact: Contact, person: Person, by: Person | None = None, **given: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        named(contact, person, by, **given)
    return [reason.code for reason in refused.value.reasons]


def opened(person: Person, on: date) -> list[Body]:
    return list(register.spoken_for_by(again(person), on))


class TestDays:
    def test_delegate_speaks_for_the_body_from_the_first_day_to_the_last_and_no_other(self) -> None:
        body = rooms.a_body()
        person = a_delegate(a_contact(body)).person
        days = (FIRST - DAY, FIRST, LAST, LAST + DAY)
        assert [opened(person, on) for on in days] == [[], [body], [body], []]

    def test_delegate_of_today_is_asked_by_every_act(self) -> None:
        body = rooms.a_body()
        now = a_delegate(a_contact(body), at=timezone.now()).person
        past = a_delegate(a_contact(body), at=timezone.now() - timedelta(days=14)).person
        to_come = a_delegate(a_contact(body), at=timezone.now() + timedelta(days=2)).person
        asked = [register.speaks_for(one, body) for one in (now, past, to_come)]
        assert asked == [True, False, False]

    @pytest.mark.parametrize(
        ("from_on", "to_on", "code"),
        [
            (FIRST + DAY, FIRST, "delegate_days"),
            (FIRST - DAY * 2, FIRST - DAY, "delegate_days"),
            (FIRST, FIRST + DAY * 366, "delegate_days"),
        ],
    )
    def test_days_that_end_too_soon_or_too_late_are_refused(
        self, from_on: date, to_on: date, code: str
    ) -> None:
        contact = row(a_contact(rooms.a_body()))
        assert codes(contact, a_person(Role.BODY), from_on=from_on, to_on=to_on) == [code]

    def test_longest_time_is_a_year(self) -> None:
        contact = row(a_contact(rooms.a_body()))
        assert named(contact, a_person(Role.BODY), to_on=FIRST + DAY * 365).pk

    def test_one_at_a_time_stands_in_for_a_contact(self) -> None:
        contact = row(a_contact(rooms.a_body()))
        first, other = named(contact, a_person(Role.BODY)), a_person(Role.BODY)
        assert codes(contact, other, from_on=LAST, to_on=LAST + DAY) == ["delegate_named"]
        assert named(contact, other, from_on=LAST + DAY, to_on=LAST + DAY).pk
        actions.end_delegate(by=an_admin(), at=AT, key=a_key(), delegate=first)
        assert named(contact, a_person(Role.BODY)).pk


class TestEnds:
    def test_end_of_the_contact_ends_what_the_delegate_may_do(self) -> None:
        contact = a_contact(rooms.a_body())
        person = a_delegate(contact).person
        assert opened(person, FIRST)
        bodies.end_contact(by=an_admin(), at=AT, key=a_key(), contact=row(contact))
        assert opened(person, FIRST) == []

    def test_contact_without_their_role_has_nobody_who_stands_in(self) -> None:
        contact = a_contact(rooms.a_body())
        person = a_delegate(contact).person
        people.end_role(by=an_admin(), at=AT, key=a_key(), person=contact, role=Role.BODY)
        assert opened(person, FIRST) == []

    def test_contact_who_left_has_nobody_who_stands_in(self) -> None:
        contact = a_contact(rooms.a_body())
        person = a_delegate(contact).person
        Person.objects.filter(pk=contact.pk).update(is_active=False)
        assert opened(person, FIRST) == []

    def test_delegate_without_the_role_speaks_for_nobody(self) -> None:
        person = a_delegate(a_contact(rooms.a_body())).person
        people.end_role(by=an_admin(), at=AT, key=a_key(), person=person, role=Role.BODY)
        assert opened(person, FIRST) == []

    def test_colleague_ended_as_a_contact_is_out_though_they_stand_in(self) -> None:
        body = rooms.a_body()
        colleague = a_contact(body)
        a_delegate(a_contact(body), colleague)
        assert opened(colleague, FIRST) == [body]
        bodies.end_contact(by=an_admin(), at=AT, key=a_key(), contact=row(colleague))
        assert opened(colleague, FIRST) == []

    @pytest.mark.parametrize("who", ["lead", "contact", "delegate"])
    def test_staff_the_contact_and_the_delegate_may_end_it(self, who: str) -> None:
        contact = a_contact(rooms.a_body())
        made = a_delegate(contact)
        by = {"lead": a_person(Role.LEAD), "contact": contact, "delegate": made.person}[who]
        actions.end_delegate(by=by, at=AT, key=a_key(), delegate=made)
        assert opened(made.person, FIRST) == []
        with pytest.raises(Refused) as refused:
            actions.end_delegate(by=by, at=AT, key=a_key(), delegate=made)
        assert [reason.code for reason in refused.value.reasons] == ["delegate_ended"]

    def test_nobody_else_may_end_it(self) -> None:
        body = rooms.a_body()
        made = a_delegate(a_contact(body))
        for by in (a_contact(body), a_contact(rooms.a_body()), a_person(Role.ANALYST)):
            with pytest.raises(Forbidden):
                actions.end_delegate(by=by, at=AT, key=a_key(), delegate=made)

    def test_what_is_over_by_itself_is_not_ended_again(self) -> None:
        made = a_delegate(a_contact(rooms.a_body()))
        with pytest.raises(Refused):
            actions.end_delegate(by=an_admin(), at=AT + DAY * 14, key=a_key(), delegate=made)


class TestWho:
    def test_delegate_holds_the_role_of_the_contact(self) -> None:
        contact = row(a_contact(rooms.a_body("local-policing"), Role.OVERSEER))
        assert codes(contact, a_person(Role.BODY)) == ["not_a_contact"]
        assert codes(contact, a_person(Role.LEAD)) == ["not_a_contact"]
        assert named(contact, a_person(Role.OVERSEER)).pk

    def test_nobody_stands_in_for_themselves_nor_for_a_contact_that_has_ended(self) -> None:
        contact = row(a_contact(rooms.a_body()))
        assert codes(contact, contact.person) == ["delegate_oneself"]
        bodies.end_contact(by=an_admin(), at=AT, key=a_key(), contact=contact)
        assert codes(contact, a_person(Role.BODY)) == ["contact_ended"]

    def test_reason_is_given(self) -> None:
        assert codes(row(a_contact(rooms.a_body())), a_person(Role.BODY), reason=" ") == [
            "text_missing"
        ]

    def test_contact_chooses_among_contacts_of_their_own_bodies_alone(self) -> None:
        body = rooms.a_body()
        contact, colleague, foreign = a_contact(body), a_contact(body), a_contact(rooms.a_body())
        mine = row(contact)
        assert list(queries.choosable_by(contact, mine)) == [colleague]
        for other in (foreign, a_person(Role.BODY)):
            assert codes(mine, other, by=contact) == ["delegate_not_yours"]
        assert named(mine, colleague, by=contact).person == colleague

    def test_contact_of_two_bodies_names_a_colleague_of_one_for_the_other(self) -> None:
        here, there = rooms.a_body(), rooms.a_body()
        contact, colleague = a_contact(here), a_contact(there)
        bodies.name_contact(by=an_admin(), at=AT, key=a_key(), person=contact, body=there)
        named(contact.speaks_for.get(body=here), colleague, by=contact)
        assert set(opened(colleague, FIRST)) == {here, there}
        assert opened(colleague, LAST + DAY) == [there]

    def test_delegate_cannot_delegate_on(self) -> None:
        body = rooms.a_body()
        contact, colleague = a_contact(body), a_contact(body)
        person = a_delegate(contact, at=timezone.now()).person
        assert register.speaks_for(person, body)
        assert list(queries.own_contacts(person)) == []
        assert list(queries.choosable_by(person, row(contact))) == []
        for mine in (row(contact), row(colleague)):
            with pytest.raises(Forbidden):
                named(mine, a_person(Role.BODY), by=person)

    def test_contact_names_nobody_for_a_colleague(self) -> None:
        body = rooms.a_body()
        contact, colleague = a_contact(body), a_contact(body)
        with pytest.raises(Forbidden):
            named(row(colleague), a_contact(body), by=contact)

    def test_delegate_of_a_body_contact_reads_nothing_overseen_whatever_else_they_hold(
        self,
    ) -> None:
        overseer, force = rooms.a_body("local-policing"), rooms.a_body()
        bodies.oversee(by=an_admin(), at=AT, key=a_key(), overseer=overseer, body=force)
        person = a_person(Role.BODY, Role.OVERSEER)
        named(row(a_contact(overseer)), person)
        assert list(register.overseen_by(again(person), FIRST)) == []
        reader = a_delegate(a_contact(overseer, Role.OVERSEER)).person
        days = (FIRST - DAY, FIRST, LAST + DAY)
        read = [list(register.overseen_by(again(reader), on)) for on in days]
        assert read == [[], [force], []]


def test_who_stands_in_is_told_to_those_who_may_see_contacts() -> None:
    contact = a_contact(rooms.a_body())
    made = a_delegate(contact)
    told = [
        list(queries.delegates(a_person(role), [row(contact)], on))
        for role, on in ((Role.LEAD, LAST), (Role.LEAD, LAST + DAY), (Role.INSPECTOR, LAST))
    ]
    assert told == [[made], [], []]


def test_who_stood_in_is_told_of_each_moment_and_not_of_who_was_a_contact_by_their_own_name() -> (
    None
):
    body, other, lead = rooms.a_body(), rooms.a_body(), a_person(Role.LEAD)
    contact = a_contact(body)
    delegate = a_delegate(contact)
    later, over = AT + 3 * DAY, AT + 20 * DAY
    told = queries.stood_in(lead, [body.pk, other.pk])
    assert told.did(body.pk, delegate.person_id, later)
    assert not told.did(other.pk, delegate.person_id, later)
    assert not told.did(body.pk, contact.pk, later)
    assert not told.did(body.pk, delegate.person_id, AT - DAY)
    assert not told.did(body.pk, delegate.person_id, over)
    # Named a contact too, and ended before the last day.
    bodies.name_contact(by=an_admin(), at=later, key=a_key(), body=body, person=delegate.person)
    assert not queries.stood_in(lead, [body.pk]).did(body.pk, delegate.person_id, later + DAY)
    assert queries.stood_in(lead, [body.pk]).did(body.pk, delegate.person_id, later - DAY)


def test_who_stood_in_is_not_told_of_a_moment_after_the_end_of_either() -> None:
    body = rooms.a_body()
    delegate = a_delegate(a_contact(body))
    actions.end_delegate(by=an_admin(), at=AT + DAY, key=a_key(), delegate=delegate)
    told = queries.stood_in(a_person(Role.LEAD), [body.pk])
    assert told.did(body.pk, delegate.person_id, AT + timedelta(hours=1))
    assert not told.did(body.pk, delegate.person_id, AT + 2 * DAY)


def test_who_stood_in_is_not_told_to_those_who_may_not_see_contacts() -> None:
    body = rooms.a_body()
    delegate = a_delegate(a_contact(body))
    told = [
        queries.stood_in(a_person(role), [body.pk]).did(body.pk, delegate.person_id, AT + DAY)
        for role in (Role.SIGNING, Role.INSPECTOR)
    ]
    assert told == [True, False]
