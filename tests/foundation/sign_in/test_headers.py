"""What the answers of the house forbid the browser, keep nowhere and refuse (P13)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.models import Person
from tests.factories.signing_in import FACTORS, LOGIN, WORK, sign_in, signed_in

pytestmark = pytest.mark.django_db


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
