"""Sign-in: a second factor on every path, few attempts, and nobody signs up (P13)."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, PASSWORD, a_key, a_person, an_admin
from tests.factories.signing_in import FACTORS, LOGIN, WORK, set_up_totp, sign_in, signed_in, totp

pytestmark = pytest.mark.django_db


class TestPassword:
    def test_right_password_signs_in_and_leads_to_setting_up_a_second_factor(
        self, inspector: Person
    ) -> None:
        client = Client()
        assert sign_in(client, inspector)["Location"] == "/"
        assert client.get(WORK)["Location"] == FACTORS

    def test_wrong_password_is_told_in_the_same_words_as_an_unknown_address(
        self, inspector: Person
    ) -> None:
        told = [
            re.findall(
                r"<li>(?:<a[^>]*>)?([^<]+)",
                Client().post(LOGIN, {"login": email, "password": "wrong"}).content.decode(),
            )
            for email in (inspector.email, "nobody@inspectorate.example")
        ]
        assert told[0] == told[1]
        assert any("not correct" in line for line in told[0])

    def test_person_without_a_role_or_who_has_left_is_not_signed_in(self) -> None:
        roleless, left = a_person(password=PASSWORD), a_person(Role.INSPECTOR, password=PASSWORD)
        people.leave(by=an_admin(), at=AT, key=a_key(), person=left)
        for person in (roleless, left):
            client = Client()
            assert sign_in(client, person).status_code == 200
            assert client.get(WORK)["Location"].startswith(LOGIN)

    def test_person_registered_without_a_password_cannot_sign_in_by_any(self) -> None:
        person = a_person(Role.INSPECTOR)
        assert [sign_in(Client(), person, word).status_code for word in ("", "!", PASSWORD)] == [
            200,
            200,
            200,
        ]

    def test_signing_in_gives_a_new_session_key(self, inspector: Person) -> None:
        client = Client()
        client.session["planted"] = True
        client.session.save()
        before = client.session.session_key
        sign_in(client, inspector)
        assert client.session.session_key != before

    def test_address_to_go_to_next_never_leads_to_another_site(self, inspector: Person) -> None:
        for target in (
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
        ):
            answer = Client().post(
                f"{LOGIN}?next={target}",
                {"login": inspector.email, "password": PASSWORD, "next": target},
            )
            assert answer["Location"] == "/"


class TestSecondFactor:
    def test_authenticator_app_is_set_up_and_asked_for_at_the_next_sign_in(
        self, inspector: Person
    ) -> None:
        client = Client()
        sign_in(client, inspector)
        secret = set_up_totp(client)
        with time_machine.travel(time.time() + 120):
            other = Client()
            assert sign_in(other, inspector)["Location"] == reverse("mfa_authenticate")
            assert other.get(WORK)["Location"].startswith(LOGIN)
            assert (
                other.post(reverse("mfa_authenticate"), {"code": totp(secret)})["Location"] == "/"
            )
            assert other.get(WORK).status_code == 200

    def test_wrong_old_or_used_code_is_refused(self, inspector: Person) -> None:
        client = Client()
        sign_in(client, inspector)
        secret = set_up_totp(client)
        with time_machine.travel(time.time() + 600):
            used = totp(secret)
            first = Client()
            sign_in(first, inspector)
            first.post(reverse("mfa_authenticate"), {"code": used})
            for code in ("000000", totp(secret, time.time() - 300), used, ""):
                other = Client()
                sign_in(other, inspector)
                assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
                assert other.get(WORK)["Location"].startswith(LOGIN)

    def test_recovery_code_signs_in_once(self, inspector: Person) -> None:
        client = signed_in(inspector)
        client.post(reverse("mfa_generate_recovery_codes"))
        told = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        code = re.findall(r"\b[0-9a-f]{8}\b", told)[0]
        statuses = []
        for _ in range(2):
            other = Client()
            sign_in(other, inspector)
            other.post(reverse("mfa_authenticate"), {"code": code})
            statuses.append(other.get(WORK).status_code)
        assert statuses == [200, 302]

    def test_passkey_pages_render_and_offer_their_options(self, inspector: Person) -> None:
        client = signed_in(inspector)
        assert b"js_data" in client.get(reverse("mfa_add_webauthn")).content
        options = Client().get(
            reverse("mfa_login_webauthn"), headers={"accept": "application/json"}
        )
        assert "challenge" in options.content.decode()

    @pytest.mark.drill
    def test_every_address_but_those_of_sign_in_leads_a_person_without_factor_to_setting_one_up(
        self,
    ) -> None:
        for role in (Role.LEAD, Role.BODY, Role.ADMIN):
            person = a_person(role, password=PASSWORD)
            client = Client()
            sign_in(client, person)
            for path in house_paths():
                for ask in (client.get, client.post):
                    answer = ask(path)
                    assert (answer.status_code, answer["Location"]) == (302, FACTORS), (
                        f"{role} {path}"
                    )

    def test_factor_taken_away_closes_the_house_again(self, inspector: Person) -> None:
        client = signed_in(inspector)
        client.post(reverse("mfa_deactivate_totp"))
        assert client.get(WORK)["Location"] == FACTORS

    def test_demo_waives_the_second_factor(self, inspector: Person, settings: Any) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        client = Client()
        sign_in(client, inspector)
        assert client.get(WORK).status_code == 200


def house_paths() -> list[str]:
    """One path for every address outside sign-in, the health of the server, and the door for
    programs, which knows no session; its blanks filled with anything that fits.
    """
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for one in patterns:
            whole = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, whole)
            elif not whole.startswith(("accounts/", "api/")) and whole != "healthz":
                found.append("/" + re.sub(r"<(\w+:)?\w+>", lambda blank: "1", whole))

    walk(get_resolver().url_patterns, "")
    assert len(found) > 60
    return found


class TestClosed:
    @pytest.mark.parametrize(
        "path",
        [
            "signup/",
            "email/",
            "confirm-email/",
            "confirm-email/abc/",
            "password/set/",
            "login/code/confirm/",
        ],
    )
    def test_address_that_would_change_who_is_registered_does_not_exist(
        self, inspector: Person, path: str
    ) -> None:
        for client in (Client(), signed_in(inspector)):
            assert client.get(f"/accounts/{path}").status_code == 404
            assert (
                client.post(
                    f"/accounts/{path}", {"email": "x@x.example", "password1": PASSWORD}
                ).status_code
                == 404
            )
            cache.clear()
        assert not Person.objects.filter(email="x@x.example").exists()

    def test_mail_to_set_a_new_password_carries_a_link_and_no_content(
        self, inspector: Person
    ) -> None:
        Client().post(reverse("account_reset_password"), {"email": inspector.email})
        (sent,) = mail.outbox
        assert sent.to == [inspector.email]
        assert sent.subject == "Inspectorate: Set a new password"
        links = re.findall(r"https?://\S+", sent.body)
        assert len(links) == 1
        assert inspector.name not in sent.body
        assert sent.alternatives == []
        client = Client()
        asked = client.get(links[0], follow=True)
        path = asked.redirect_chain[-1][0]
        new = "another long pass phrase 28"
        assert client.post(path, {"password1": new, "password2": new}).status_code == 302
        assert sign_in(Client(), inspector).status_code == 200
        assert sign_in(Client(), inspector, new).status_code == 302
        assert Client().get(links[0], follow=True).status_code == 200
        assert "password1" not in Client().get(links[0], follow=True).content.decode()

    def test_request_for_an_unknown_address_sends_no_mail_and_answers_alike(
        self, inspector: Person
    ) -> None:
        answers = [
            Client().post(reverse("account_reset_password"), {"email": email})
            for email in (inspector.email, "nobody@x.example")
        ]
        assert [(one.status_code, one["Location"]) for one in answers] == [
            (302, reverse("account_reset_password_done"))
        ] * 2
        assert [sent.to for sent in mail.outbox] == [[inspector.email]]

    def test_reset_of_a_password_does_not_pass_by_the_second_factor(
        self, inspector: Person
    ) -> None:
        signed_in(inspector)
        mail.outbox.clear()
        Client().post(reverse("account_reset_password"), {"email": inspector.email})
        client = Client()
        path = client.get(
            re.findall(r"https?://\S+", mail.outbox[0].body)[0], follow=True
        ).redirect_chain[-1][0]
        new = "another long pass phrase 29"
        client.post(path, {"password1": new, "password2": new})
        assert sign_in(client, inspector, new)["Location"] == reverse("mfa_authenticate")
        assert client.get(WORK)["Location"].startswith(LOGIN)
