"""Where one is signed in and how that ends; whose password it is (ASVS 6.4.1, 7.2.4, 7.4, 7.5)."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people import actions
from inspectorate.foundation.people import signed_in as places
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.people import people as command
from tests.factories import rooms
from tests.factories.rooms import AT, PASSWORD, a_key, a_person
from tests.factories.signing_in import FACTORS, LOGIN, WORK, set_up_totp, sign_in, signed_in

pytestmark = pytest.mark.django_db
SESSIONS = "/accounts/sessions/"


def again(client: Client, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_reauthenticate"), {"password": password})


def test_session_gets_a_new_key_when_its_person_proves_again_who_they_are(
    inspector: Person,
) -> None:
    client = signed_in(inspector)
    old = client.session.session_key
    thief = Client()
    thief.cookies["sessionid"] = old
    assert thief.get(WORK).status_code == 200
    assert again(client, "not my password at all").status_code == 200
    assert client.session.session_key == old
    assert again(client).status_code == 302
    assert client.session.session_key != old
    assert client.get(WORK).status_code == 200
    assert thief.get(WORK).status_code == 302


def test_page_lists_ones_own_sessions_and_ends_all_but_this(inspector: Person) -> None:
    here, there, other = signed_in(inspector), Client(), Client()
    there.force_login(inspector)
    other.force_login(a_person(Role.LEAD, password=PASSWORD))
    assert len(list(places.held(inspector))) == 2
    page = here.get(SESSIONS).content.decode()
    assert (page.count("This browser"), page.count("Another browser")) == (1, 1)
    assert here.post(SESSIONS).status_code == 302
    assert there.get(FACTORS).status_code == 302
    assert there.get(FACTORS)["Location"].startswith(LOGIN)
    assert here.get(WORK).status_code == 200
    assert other.session["_auth_user_id"]
    assert len(list(places.held(inspector))) == 1


def test_ending_sessions_asks_again_who_one_is(inspector: Person, settings: Any) -> None:
    here, there = signed_in(inspector), Client()
    there.force_login(inspector)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    answer = here.post(SESSIONS)
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert len(list(places.held(inspector))) == 2


def test_command_line_ends_the_sessions_of_one_or_of_everybody(inspector: Person) -> None:
    clients = [Client(), Client(), Client()]
    other = a_person(Role.LEAD)
    for client, who in zip(clients, (inspector, inspector, other), strict=True):
        client.force_login(who)
    done = CliRunner().invoke(command, ["end-sessions", inspector.email])
    assert (done.exit_code, done.output) == (0, "2 sessions ended.\n")
    assert [len(list(places.held(who))) for who in (inspector, other)] == [0, 1]
    assert CliRunner().invoke(command, ["end-sessions"]).exit_code != 0
    assert CliRunner().invoke(command, ["end-sessions", "--everybody"]).exit_code == 0
    assert list(places.held(other)) == []


class TestOwnPassword:
    def registered(self) -> Person:
        admin = rooms.an_admin()
        person = actions.register(
            by=admin,
            at=AT,
            key=a_key(),
            email="new@inspectorate.example",
            name="New",
            password="given by the registrar",
        )
        actions.grant(by=admin, at=AT, key=a_key(), person=person, role=Role.INSPECTOR)
        return person

    def test_password_that_an_administrator_chose_opens_nothing_but_its_change(self) -> None:
        client = Client()
        sign_in(client, self.registered(), "given by the registrar")
        change = reverse("account_change_password")
        for path in (WORK, "/people/", FACTORS, reverse("mfa_activate_totp")):
            assert client.get(path)["Location"] == change, path
        assert client.get(change).status_code == 200
        own = {"password1": "a kettle sings at noon", "password2": "a kettle sings at noon"}
        client.post(change, {"oldpassword": "given by the registrar", **own})
        set_up_totp(client)
        assert client.get(WORK).status_code == 200

    def test_first_password_does_not_become_the_one_that_stays(self) -> None:
        client, person = Client(), self.registered()
        sign_in(client, person, "given by the registrar")
        same = {"password1": "given by the registrar", "password2": "given by the registrar"}
        answer = client.post(
            reverse("account_change_password"), {"oldpassword": "given by the registrar", **same}
        )
        assert answer.status_code == 200
        assert client.get(WORK)["Location"] == reverse("account_change_password")

    def test_password_set_on_the_command_line_is_to_be_changed_too(self, inspector: Person) -> None:
        client = signed_in(inspector)
        assert client.get(WORK).status_code == 200
        from django.contrib.auth.hashers import make_password

        actions.set_password(
            by=actions.CONSOLE,
            at=AT,
            key=a_key(),
            person=inspector,
            password=make_password("set on the server"),
        )
        client.force_login(inspector)
        assert client.get(WORK)["Location"] == reverse("account_change_password")
