"""Sign-in: nobody signs up, a second factor on every path, sessions that end, roles gone at once,
signing asks again (P13).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import (
    AT,
    PASSWORD,
    a_key,
    a_person,
    an_admin,
    an_inspection,
    member,
)

pytestmark = pytest.mark.django_db
LOGIN, FACTORS, WORK = "/accounts/login/", "/accounts/2fa/", "/"


@pytest.fixture(autouse=True)
def _fresh_cache(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def inspector() -> Person:
    return a_person(Role.INSPECTOR, password=PASSWORD)


def totp(secret: str, at: float | None = None) -> str:
    """The six digits of RFC 6238 (SHA-1, 30 s) for ``secret`` now."""
    counter = struct.pack(">Q", int(at if at is not None else time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at_byte = digest[-1] & 15
    return f"{(int.from_bytes(digest[at_byte : at_byte + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": person.email, "password": password})


def set_up_totp(client: Client) -> str:
    """Set up an authenticator app as a person would; returns its secret."""
    told = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'id="authenticator_secret"\s+value="([A-Z2-7]+)"', told)
    assert found, told
    answer = client.post(reverse("mfa_activate_totp"), {"code": totp(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


def signed_in(person: Person) -> Client:
    """A client that has signed in by password and set up an authenticator app."""
    client = Client()
    sign_in(client, person)
    set_up_totp(client)
    assert client.get(WORK).status_code == 200
    return client


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
    """One path for every address outside sign-in and the health of the server, its blanks filled
    with anything that fits.
    """
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for one in patterns:
            whole = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, whole)
            elif not whole.startswith("accounts/") and whole != "healthz":
                found.append("/" + re.sub(r"<(\w+:)?\w+>", lambda blank: "1", whole))

    walk(get_resolver().url_patterns, "")
    assert len(found) > 60
    return found


class TestSession:
    def test_session_idle_for_half_an_hour_ends(self, inspector: Person) -> None:
        client = signed_in(inspector)
        now = time.time()
        with time_machine.travel(now + 29 * 60):
            assert client.get(WORK).status_code == 200
        with time_machine.travel(now + 29 * 60 + 30 * 60 + 1):
            assert client.get(WORK)["Location"] == LOGIN
            assert client.get(WORK)["Location"].startswith(LOGIN)

    def test_session_in_use_all_day_ends_after_ten_hours(self, inspector: Person) -> None:
        client = signed_in(inspector)
        now, used = time.time(), 0
        while used < 9 * 3600 + 45 * 60:
            used += 15 * 60
            with time_machine.travel(now + used):
                assert client.get(WORK).status_code == 200
        with time_machine.travel(now + 10 * 3600 + 60):
            assert client.get(WORK)["Location"] == LOGIN

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


class TestLimits:
    def test_sixth_wrong_password_in_five_minutes_is_answered_in_words_even_with_the_right_one(
        self, inspector: Person, settings: Any
    ) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}
        for _ in range(5):
            sign_in(Client(), inspector, "wrong")
        answer = sign_in(Client(), inspector)
        assert "Too many" in answer.content.decode()
        assert "_auth_user_id" not in answer.wsgi_request.session
        with time_machine.travel(time.time() + 5 * 60 + 5):
            assert sign_in(Client(), inspector).status_code == 302

    def test_too_many_requests_from_one_address_get_a_page_in_words(
        self, inspector: Person, settings: Any
    ) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
        answers = [sign_in(Client(), inspector, "wrong") for _ in range(4)]
        assert answers[-1].status_code == 429
        told = answers[-1].content.decode()
        assert "<h1>Too many attempts</h1>" in told
        assert 'class="ins-top"' in told


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
            wrong = client.post(asked["Location"], {"password": "wrong", "next": path})
            assert wrong.status_code == 200
            assert Role.EDITOR not in other.roles
            client.post(asked["Location"], {"password": PASSWORD, "next": path})
        assert Role.EDITOR in other.roles
        assert RoleHeld.objects.filter(person=other, role=Role.EDITOR).count() == 1

    def test_act_that_signs_within_fifteen_minutes_is_done_at_once(self) -> None:
        admin, other = an_admin(), a_person(Role.INSPECTOR)
        client = signed_in(admin)
        client.post(reverse("people-grant", args=[other.pk]), {"role": Role.EDITOR, "key": a_key()})
        assert Role.EDITOR in other.roles

    @pytest.mark.parametrize("path", ["/people/1/grant/", "/people/1/end-role/"])
    def test_every_act_of_an_administrator_that_signs_asks_again(self, path: str) -> None:
        client = signed_in(an_admin())
        with time_machine.travel(time.time() + 16 * 60):
            assert client.post(path)["Location"].startswith(reverse("account_reauthenticate"))

    @pytest.mark.parametrize(
        "path", ["documents/x/freeze/", "publication/1/approve/", "publication/1/release/"]
    )
    def test_every_act_of_a_signing_inspector_that_signs_asks_again(self, path: str) -> None:
        inspection = an_inspection()
        person = member(inspection, Role.SIGNING)
        person.set_password(PASSWORD)
        person.save()
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


class TestHeaders:
    def test_answers_forbid_inline_scripts_frames_sniffing_and_referrers_to_others(
        self, inspector: Person
    ) -> None:
        for client, path in ((Client(), LOGIN), (signed_in(inspector), WORK)):
            answer = client.get(path)
            policy = {
                part.split()[0]: part.split()[1:]
                for part in answer["Content-Security-Policy"].split(";")
                if part.strip()
            }
            assert policy["default-src"] == ["'none'"]
            assert policy["frame-ancestors"] == ["'none'"]
            assert policy["base-uri"] == ["'none'"]
            assert policy["script-src"] == policy["style-src"] == ["'self'"]
            assert "unsafe" not in answer["Content-Security-Policy"]
            assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == (
                "nosniff",
                "DENY",
            )
            assert answer["Referrer-Policy"] == "same-origin"
            assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
            assert not re.search(
                r"<script(?![^>]*(src=|application/json))|\son\w+=|style=", answer.content.decode()
            )

    def test_answers_to_a_signed_in_person_are_kept_nowhere(self, inspector: Person) -> None:
        client = signed_in(inspector)
        paths = [
            WORK,
            FACTORS,
            "/people/",
            "/nothing/here/",
            reverse("mfa_view_recovery_codes"),
            reverse("account_change_password"),
        ]
        assert {path: client.get(path)["Cache-Control"] for path in paths} == dict.fromkeys(
            paths, "no-store"
        )

    def test_pages_of_sign_in_are_not_cached_either(self) -> None:
        assert "no-store" in Client().get(LOGIN)["Cache-Control"]

    def test_cookies_are_for_this_server_alone(self, inspector: Person) -> None:
        client = Client()
        client.get(LOGIN)
        sign_in(client, inspector)
        for cookie in client.cookies.values():
            assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (
                True,
                "Lax",
                "",
                "/",
            )

    def test_form_without_its_token_is_refused(self, inspector: Person) -> None:
        client = Client(enforce_csrf_checks=True)
        assert sign_in(client, inspector).status_code == 403
