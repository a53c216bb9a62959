"""Deny is the default: a verb that no table names is nobody's, and a role counts while its holder
is here.
"""

from __future__ import annotations

import pytest

from inspectorate.foundation.people import access
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.permissions import TABLE
from inspectorate.foundation.people.roles import OUTSIDE, STAFF, Role, Table, allowed, roles
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.reasons import Forbidden
from tests.factories.rooms import a_person

A_TABLE: Table = {PersonVerb.GRANT: roles(Role.ADMIN, Role.LEAD), PersonVerb.DECLARE: roles()}


@pytest.mark.parametrize("held", [*[{role} for role in Role], set(Role), STAFF, OUTSIDE, set()])
def test_verb_that_the_table_does_not_name_is_nobodys(held: set[Role]) -> None:
    assert not allowed(A_TABLE, PersonVerb.REGISTER, held)
    assert not allowed({}, PersonVerb.GRANT, held)
    assert not allowed(A_TABLE, PersonVerb.DECLARE, held)


@pytest.mark.parametrize("role", Role)
def test_verb_is_done_by_whoever_holds_one_of_its_roles_and_by_nobody_else(role: Role) -> None:
    named = role in {Role.ADMIN, Role.LEAD}
    assert allowed(A_TABLE, PersonVerb.GRANT, {role}) is named
    assert allowed(A_TABLE, PersonVerb.GRANT, [role.value]) is named
    assert allowed(A_TABLE, PersonVerb.GRANT, {role, Role.ADMIN})


def test_staff_and_outside_share_nobody_and_leave_nobody_out() -> None:
    assert {Role.BODY, Role.OVERSEER} == OUTSIDE
    assert not STAFF & OUTSIDE
    assert set(Role) == STAFF | OUTSIDE


@pytest.mark.django_db
def test_person_who_left_may_do_nothing_though_the_role_was_never_ended() -> None:
    person = a_person(Role.ADMIN)
    assert access.may(person, TABLE, PersonVerb.GRANT)
    access.require(person, TABLE, PersonVerb.GRANT)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    person = Person.objects.get(pk=person.pk)
    assert not access.may(person, TABLE, PersonVerb.GRANT)
    with pytest.raises(Forbidden):
        access.require(person, TABLE, PersonVerb.GRANT)


@pytest.mark.django_db
def test_person_without_the_role_is_told_that_the_thing_does_not_exist() -> None:
    with pytest.raises(Forbidden):
        access.require(a_person(Role.LEAD), TABLE, PersonVerb.GRANT)
