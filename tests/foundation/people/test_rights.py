"""Rights of a person: read afresh but for one request that only reads; who may be cleared, and
whose interests are asked.
"""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.foundation.people import actions, queries
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.reasons import PersonReason
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.refusals import codes_of
from tests.factories.rooms import AT, a_clearance, a_key, a_person, an_admin

pytestmark = pytest.mark.django_db


def end(person: Person, role: Role) -> None:
    actions.end_role(by=an_admin(), at=AT, key=a_key(), person=person, role=role)


def test_right_taken_away_is_gone_at_once_from_whoever_reads_afresh() -> None:
    person = a_person(Role.LEAD, Role.EDITOR)
    a_clearance(person)
    assert (person.roles, person.clearance) == ({Role.LEAD, Role.EDITOR}, "OFFICIAL-SENSITIVE")
    end(person, Role.LEAD)
    actions.end_clearance(by=an_admin(), at=AT, key=a_key(), person=person, reason="Moved.")
    assert (person.roles, person.clearance) == ({Role.EDITOR}, "OFFICIAL")


def test_request_that_only_reads_asks_each_right_of_its_own_once(
    django_assert_num_queries: Any,
) -> None:
    person = a_person(Role.LEAD)
    a_clearance(person)
    person.read_rights_once()
    with django_assert_num_queries(2):
        told = [(person.roles, person.clearance) for _ in range(3)]
    assert told == [({Role.LEAD}, "OFFICIAL-SENSITIVE")] * 3


def test_rights_read_once_are_those_of_one_request_and_of_no_other() -> None:
    person = a_person(Role.LEAD)
    person.read_rights_once()
    assert person.roles == {Role.LEAD}
    end(Person.objects.get(pk=person.pk), Role.LEAD)
    person.read_rights_once()
    assert person.roles == frozenset()


def test_person_is_found_by_the_address_whatever_its_capitals() -> None:
    person = a_person(Role.LEAD)
    assert Person.objects.get_by_natural_key(person.email.upper()) == person


class TestClearable:
    def test_staff_may_be_cleared_by_an_administrator_and_each_is_listed_once(self) -> None:
        admin, lead = an_admin(), a_person(Role.LEAD, Role.EDITOR)
        a_person(Role.BODY)
        a_person()
        assert list(queries.clearable(admin)) == [lead]

    def test_administrator_is_not_offered_to_clear_themselves(self) -> None:
        admin, other = an_admin(), a_person(Role.ADMIN)
        assert list(queries.clearable(admin)) == [other]
        assert list(queries.clearable(other)) == [admin]

    def test_nobody_else_is_offered_anybody(self) -> None:
        an_admin()
        for role in (Role.LEAD, Role.SIGNING, Role.BODY):
            assert list(queries.clearable(a_person(role))) == []

    def test_whoever_left_or_whose_role_was_ended_is_not_offered(self) -> None:
        admin, left, ended = an_admin(), a_person(Role.LEAD), a_person(Role.LEAD)
        end(ended, Role.LEAD)
        actions.leave(by=admin, at=AT, key=a_key(), person=left)
        assert list(queries.clearable(admin)) == []
        # Nor where a role was left open behind somebody who may not sign in.
        RoleHeld.objects.filter(person=left).update(ended_at=None)
        assert list(queries.clearable(admin)) == []

    def test_whoever_left_is_refused_as_one_who_left(self) -> None:
        left = a_person(Role.LEAD)
        actions.leave(by=an_admin(), at=AT, key=a_key(), person=left)
        with pytest.raises(Refused) as refusal:
            a_clearance(left)
        (code,) = codes_of(refusal)
        assert code.endswith(PersonReason.PERSON_LEFT)


def test_interest_is_asked_of_these_people_about_this_body_while_it_lasts() -> None:
    person, other = a_person(Role.LEAD), a_person(Role.LEAD)

    def declare(by: Person, about: str) -> Any:
        return actions.declare(by=by, at=AT, key=a_key(), about_code=about, nature="Served there.")

    mine, theirs, elsewhere = declare(person, "a"), declare(other, "a"), declare(person, "b")
    assert set(queries.open_declarations([person], "a")) == {mine}
    assert set(queries.open_declarations([person, other], "a")) == {mine, theirs}
    assert set(queries.open_declarations([person], "b")) == {elsewhere}
    assert set(queries.open_declarations([], "a")) == set()
