"""A session ends, roles are gone at once, and an act that signs asks again (P13)."""

from __future__ import annotations

import time

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, PASSWORD, a_key, a_person, an_admin, an_inspection, member
from tests.factories.signing_in import LOGIN, WORK, goes_on_to, signed_in
from tests.interfaces.web.acting import words

pytestmark = pytest.mark.django_db


class TestSession:
    def test_session_idle_for_half_an_hour_ends(self, inspector: Person) -> None:
        client = signed_in(inspector)
        now = time.time()
        with time_machine.travel(now + 29 * 60):
            assert client.get(WORK).status_code == 200
        with time_machine.travel(now + 29 * 60 + 30 * 60 + 1):
            answer = client.get(WORK, follow=True)
            assert answer.redirect_chain == [(f"{LOGIN}?next=%2F", 302)]
            assert "You were signed out" in words(answer)
            assert client.get(WORK)["Location"].startswith(LOGIN)

    def test_session_in_use_all_day_ends_after_ten_hours(self, inspector: Person) -> None:
        client = signed_in(inspector)
        now, used = time.time(), 0
        while used < 9 * 3600 + 45 * 60:
            used += 15 * 60
            with time_machine.travel(now + used):
                assert client.get(WORK).status_code == 200
        with time_machine.travel(now + 10 * 3600 + 60):
            assert client.get(WORK)["Location"].startswith(LOGIN)

    def test_role_taken_away_is_gone_on_the_next_request(self, inspector: Person) -> None:
        people.grant(by=an_admin(), at=AT, key=a_key(), person=inspector, role=Role.ADMIN)
        client = signed_in(inspector)
        assert client.get(reverse("people-register")).status_code == 200
        people.end_role(by=an_admin(), at=AT, key=a_key(), person=inspector, role=Role.ADMIN)
        assert client.get(reverse("people-register")).status_code == 404

    def test_last_role_taken_away_ends_the_session_on_the_next_request(
        self, inspector: Person
    ) -> None:
        client = signed_in(inspector)
        people.end_role(by=an_admin(), at=AT, key=a_key(), person=inspector, role=Role.INSPECTOR)
        assert client.get(WORK)["Location"].startswith(LOGIN)

    def test_person_who_left_is_out_on_the_next_request(self, inspector: Person) -> None:
        client = signed_in(inspector)
        people.leave(by=an_admin(), at=AT, key=a_key(), person=inspector)
        assert client.get(WORK)["Location"].startswith(LOGIN)

    def test_changed_password_ends_every_other_session(self, inspector: Person) -> None:
        here, there = signed_in(inspector), Client()
        there.force_login(inspector)
        assert there.get(WORK).status_code == 200
        new = "another long pass phrase 27"
        changed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert here.post(reverse("account_change_password"), changed).status_code == 302
        assert here.get(WORK).status_code == 200
        assert there.get(WORK)["Location"].startswith(LOGIN)

    def test_signing_out_ends_the_session(self, inspector: Person) -> None:
        client = signed_in(inspector)
        client.post(reverse("account_logout"))
        assert client.get(WORK)["Location"].startswith(LOGIN)


class TestSigning:
    def test_act_that_signs_asks_again_after_fifteen_minutes_and_is_then_done(self) -> None:
        admin, other = an_admin(), a_person(Role.INSPECTOR)
        client = signed_in(admin)
        sent = {"role": Role.EDITOR, "key": a_key()}
        path = reverse("people-grant", args=[other.pk])
        with time_machine.travel(time.time() + 15 * 60 + 60):
            asked = client.post(path, sent)
            assert (asked.status_code, asked["Location"].partition("?")[0]) == (
                302,
                reverse("account_reauthenticate"),
            )
            assert Role.EDITOR not in other.roles
            leads = goes_on_to(asked)
            wrong = client.post(asked["Location"], {"password": "wrong", "next": leads})
            assert wrong.status_code == 200
            assert Role.EDITOR not in other.roles
            client.post(asked["Location"], {"password": PASSWORD, "next": leads}, follow=True)
        assert Role.EDITOR in other.roles
        assert RoleHeld.objects.filter(person=other, role=Role.EDITOR).count() == 1

    def test_act_that_signs_within_fifteen_minutes_is_done_at_once(self) -> None:
        admin, other = an_admin(), a_person(Role.INSPECTOR)
        client = signed_in(admin)
        client.post(reverse("people-grant", args=[other.pk]), {"role": Role.EDITOR, "key": a_key()})
        assert Role.EDITOR in other.roles

    @pytest.mark.parametrize(
        "path",
        [
            "/people/1/grant/",
            "/people/1/end-role/",
            "/people/1/reset-factors/",
            "/people/register/",
        ],
    )
    def test_every_act_of_an_administrator_that_signs_asks_again(self, path: str) -> None:
        client = signed_in(an_admin())
        with time_machine.travel(time.time() + 16 * 60):
            assert client.post(path)["Location"].startswith(reverse("account_reauthenticate"))

    @pytest.mark.parametrize(
        "path",
        [
            *("documents/x/freeze/", "publication/1/approve/", "publication/1/release/"),
            *("approve/", "publication/register/"),
        ],
    )
    def test_every_act_of_a_signing_inspector_that_signs_asks_again(self, path: str) -> None:
        inspection = an_inspection()
        person = member(inspection, Role.SIGNING)
        own = {"person": person, "password": make_password(PASSWORD)}
        people.set_password(by=person, at=AT, key=a_key(), **own)
        client = signed_in(person)
        with time_machine.travel(time.time() + 16 * 60):
            answer = client.post(f"/i/{inspection.slug}/{path}")
        assert answer["Location"].startswith(reverse("account_reauthenticate"))

    def test_session_that_never_proved_itself_is_asked(self) -> None:
        admin = an_admin()
        signed_in(admin)
        client = Client()
        client.force_login(admin)
        assert client.post("/people/1/grant/")["Location"].startswith(
            reverse("account_reauthenticate")
        )
