"""People: registered by an administrator, roles given and ended, interests declared; each rule
refusing and passing.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions, queries
from inspectorate.foundation.people.models import Declaration, Person
from inspectorate.foundation.people.roles import STAFF, Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db
AT = rooms.AT


def _codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def _register(**given: Any) -> Person:
    fields: dict[str, Any] = {
        "email": "new@inspectorate.example",
        "name": "New inspector",
        "password": None,
        **given,
    }
    return actions.register(by=rooms.an_admin(), at=AT, key=rooms.a_key(), **fields)


class TestFirstAdministrator:
    def test_first_administrator_is_made_from_the_command_line_once(self) -> None:
        assert rooms.an_admin().roles == {Role.ADMIN}
        with pytest.raises(Refused) as refusal:
            actions.first_administrator(
                by=actions.CONSOLE,
                at=AT,
                key=rooms.a_key(),
                email="b@inspectorate.example",
                name="B",
                password=None,
            )
        assert _codes(refusal) == ["admin_exists"]

    def test_first_administrator_made_by_a_person_is_forbidden(self) -> None:
        someone = Person.objects.create(email="x@inspectorate.example", name="X", registered_at=AT)
        with pytest.raises(Forbidden):
            actions.first_administrator(
                by=someone,
                at=AT,
                key=rooms.a_key(),
                email="b@inspectorate.example",
                name="B",
                password=None,
            )


class TestRegister:
    def test_person_registered_signs_in_with_the_password_and_holds_no_role(self) -> None:
        person = _register(email="New@Inspectorate.example", password=rooms.PASSWORD)
        assert (person.email, person.check_password(rooms.PASSWORD), person.roles) == (
            "new@inspectorate.example",
            True,
            frozenset(),
        )

    def test_person_registered_without_password_cannot_sign_in_by_one(self) -> None:
        assert not _register().has_usable_password()

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"email": "nobody"}, "email_malformed"),
            ({"email": "ADMINISTRATOR@inspectorate.example"}, "email_taken"),
            ({"name": "  "}, "name_missing"),
            ({"name": "x" * 121}, "name_too_long"),
            ({"name": "Anna\u202ennaH"}, "name_unprintable"),
            ({"name": "Anna\u200bHall"}, "name_unprintable"),
            ({"name": "Anna\nHall"}, "name_unprintable"),
            ({"name": "Anna\x00"}, "name_unprintable"),
            ({"password": "short"}, "password_weak"),
        ],
    )
    def test_person_registered_with_a_fault_is_refused(
        self, given: dict[str, object], code: str
    ) -> None:
        before = rooms.an_admin() and Person.objects.count()
        with pytest.raises(Refused) as refusal:
            _register(**given)
        assert set(_codes(refusal)) == {code}
        assert Person.objects.count() == before

    def test_password_leaves_no_digest_in_the_ledger(self) -> None:
        admin = rooms.an_admin()
        for number in (1, 2):
            actions.register(
                by=admin,
                at=AT,
                key=f"k{number}",
                email=f"p{number}@i.example",
                name="P",
                password=rooms.PASSWORD,
            )
        entries = list(Entry.objects.filter(verb="people.register").values())
        assert rooms.PASSWORD not in json.dumps(entries, default=str)
        repeated = actions.register(
            by=admin, at=AT, key="k1", email="p1@i.example", name="P", password="another password"
        )  # pragma: allowlist secret
        assert repeated.check_password(rooms.PASSWORD)


class TestRoles:
    def test_role_given_is_held_and_role_ended_is_gone_at_once(self) -> None:
        person = rooms.a_person(Role.INSPECTOR, Role.LEAD)
        assert person.roles == {Role.INSPECTOR, Role.LEAD}
        actions.end_role(
            by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=Role.LEAD
        )
        assert person.roles == {Role.INSPECTOR}

    def test_role_ended_may_be_given_again(self) -> None:
        person = rooms.a_person(Role.LEAD)
        actions.end_role(
            by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=Role.LEAD
        )
        actions.grant(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=Role.LEAD)
        assert person.roles == {Role.LEAD}

    @pytest.mark.parametrize(
        ("role", "code"),
        [
            ("wizard", "role_unknown"),
            (Role.LEAD, "role_held"),
            (Role.BODY, "role_mixes_inside_and_outside"),
        ],
    )
    def test_role_that_cannot_be_given_is_refused(self, role: str, code: str) -> None:
        person = rooms.a_person(Role.LEAD)
        with pytest.raises(Refused) as refusal:
            actions.grant(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=role)
        assert _codes(refusal) == [code]

    def test_role_given_to_a_person_who_left_is_refused(self) -> None:
        person = rooms.a_person(Role.LEAD)
        actions.leave(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person)
        assert person.roles == frozenset()
        with pytest.raises(Refused) as refusal:
            actions.grant(
                by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=Role.LEAD
            )
        assert _codes(refusal) == ["person_left"]

    def test_person_who_left_does_not_leave_again(self) -> None:
        person = rooms.a_person(Role.LEAD)
        actions.leave(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person)
        with pytest.raises(Refused) as refusal:
            actions.leave(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person)
        assert _codes(refusal) == ["person_left"]

    def test_last_administrator_stays_until_there_is_another(self) -> None:
        admin = rooms.an_admin()
        for act in (
            lambda: actions.end_role(
                by=admin, at=AT, key=rooms.a_key(), person=admin, role=Role.ADMIN
            ),
            lambda: actions.leave(by=admin, at=AT, key=rooms.a_key(), person=admin),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert _codes(refusal) == ["last_admin"]
        other = rooms.a_person(Role.ADMIN)
        actions.end_role(by=other, at=AT, key=rooms.a_key(), person=admin, role=Role.ADMIN)
        assert admin.roles == frozenset()

    def test_last_administrator_may_give_up_another_role(self) -> None:
        admin = rooms.an_admin()
        for act in (actions.grant, actions.end_role):
            act(by=admin, at=AT, key=rooms.a_key(), person=admin, role=Role.LEAD)
        assert admin.roles == {Role.ADMIN}

    def test_former_administrator_is_not_another(self) -> None:
        admin, former = rooms.an_admin(), rooms.a_person(Role.ADMIN)
        actions.end_role(by=admin, at=AT, key=rooms.a_key(), person=former, role=Role.ADMIN)
        with pytest.raises(Refused) as refusal:
            actions.end_role(by=admin, at=AT, key=rooms.a_key(), person=admin, role=Role.ADMIN)
        assert _codes(refusal) == ["last_admin"]

    def test_inactive_person_may_do_nothing_whatever_roles_are_left(self) -> None:
        person = rooms.a_person(Role.ADMIN)
        Person.objects.filter(pk=person.pk).update(is_active=False)
        person.refresh_from_db()
        with pytest.raises(Forbidden):
            actions.register(by=person, at=AT, key=rooms.a_key(), email="z@i.example", name="Z")

    def test_role_not_held_cannot_be_ended(self) -> None:
        with pytest.raises(Refused) as refusal:
            actions.end_role(
                by=rooms.an_admin(),
                at=AT,
                key=rooms.a_key(),
                person=rooms.a_person(Role.LEAD),
                role=Role.EDITOR,
            )
        assert _codes(refusal) == ["role_not_held"]

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
    def test_only_an_administrator_registers_and_gives_roles(self, role: Role) -> None:
        someone, other = rooms.a_person(role), rooms.a_person(Role.INSPECTOR)
        for act in (
            lambda: actions.register(
                by=someone, at=AT, key=rooms.a_key(), email="y@i.example", name="Y"
            ),
            lambda: actions.grant(
                by=someone, at=AT, key=rooms.a_key(), person=other, role=Role.SIGNING
            ),
            lambda: actions.end_role(
                by=someone, at=AT, key=rooms.a_key(), person=other, role=Role.INSPECTOR
            ),
            lambda: actions.leave(by=someone, at=AT, key=rooms.a_key(), person=other),
        ):
            with pytest.raises(Forbidden):
                act()


def _declare(
    person: Person, about: str = "west-mercia", nature: str = "Served there until 2016."
) -> Declaration:
    return actions.declare(by=person, at=AT, key=rooms.a_key(), about_code=about, nature=nature)


class TestDeclarations:
    def test_interest_declared_is_open_until_ended_and_stays_on_record(self) -> None:
        person = rooms.a_person(Role.INSPECTOR)
        declaration = _declare(person)
        assert list(queries.open_declarations([person], "west-mercia")) == [declaration]
        actions.end_declaration(by=person, at=AT, key=rooms.a_key(), declaration=declaration)
        assert list(queries.open_declarations([person], "west-mercia")) == []
        assert list(queries.my_declarations(person)) == [declaration]

    @pytest.mark.parametrize(
        ("about", "nature", "code"),
        [
            ("", "x", "about_missing"),
            ("kent", " ", "nature_missing"),
            ("west-mercia", "x", "declared_already"),
        ],
    )
    def test_interest_declared_with_a_fault_is_refused(
        self, about: str, nature: str, code: str
    ) -> None:
        person = rooms.a_person(Role.INSPECTOR)
        _declare(person)
        with pytest.raises(Refused) as refusal:
            _declare(person, about, nature)
        assert _codes(refusal) == [code]

    def test_declaration_of_another_is_ended_by_a_signing_inspector_only(self) -> None:
        declaration = _declare(rooms.a_person(Role.INSPECTOR))
        with pytest.raises(Forbidden):
            actions.end_declaration(
                by=rooms.a_person(Role.LEAD), at=AT, key=rooms.a_key(), declaration=declaration
            )
        signing = rooms.a_person(Role.SIGNING)
        actions.end_declaration(by=signing, at=AT, key=rooms.a_key(), declaration=declaration)
        with pytest.raises(Refused) as refusal:
            actions.end_declaration(by=signing, at=AT, key=rooms.a_key(), declaration=declaration)
        assert _codes(refusal) == ["declaration_ended"]

    def test_contact_of_a_body_declares_nothing(self) -> None:
        with pytest.raises(Forbidden):
            _declare(rooms.a_person(Role.BODY))

    def test_declarations_of_others_are_seen_by_those_who_assign(self) -> None:
        mine, theirs = (
            _declare(rooms.a_person(Role.INSPECTOR)),
            _declare(rooms.a_person(Role.INSPECTOR)),
        )
        assert set(queries.declarations(rooms.a_person(Role.LEAD))) == {mine, theirs}
        assert set(queries.declarations(mine.person)) == {mine}


class TestReading:
    def test_people_are_listed_with_roles_in_a_fixed_number_of_queries(
        self, django_assert_num_queries: object
    ) -> None:
        reader = rooms.a_person(Role.LEAD)
        for count in (1, 4):
            for _ in range(count):
                rooms.a_person(Role.INSPECTOR, Role.ANALYST)
            # The reader's roles, the people, their roles.
            with django_assert_num_queries(3):  # type: ignore[operator]
                rows = queries.register(reader)
        assert [row.roles for row in rows if Role.ANALYST in row.person.roles] == [
            ("Inspector", "Analyst")
        ] * 5

    def test_contact_of_a_body_sees_no_people(self) -> None:
        assert queries.register(rooms.a_person(Role.BODY)) == []

    def test_people_of_a_role_are_those_who_hold_it_now(self) -> None:
        stays, goes = rooms.a_person(Role.EDITOR), rooms.a_person(Role.EDITOR)
        actions.end_role(
            by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=goes, role=Role.EDITOR
        )
        assert list(queries.by_role(Role.EDITOR)) == [stays]
        reader = rooms.a_person(Role.LEAD)
        told = [row.person for row in queries.register(reader, Role.EDITOR)]
        assert (told, goes in [row.person for row in queries.register(reader)]) == ([stays], True)
        assert Role.EDITOR in STAFF
