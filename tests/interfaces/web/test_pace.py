"""How fast one person may ask and send, and what the security log is told of refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.log import FLOODS
from tests.config.test_settings import LIVE, started
from tests.factories import rooms
from tests.factories.rooms import PASSWORD, a_person
from tests.factories.signing_in import LOGIN, WORK, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector() -> Person:
    return a_person(Role.INSPECTOR, password=PASSWORD)


@pytest.fixture
def log(tmp_path: Path, settings: Any) -> Path:
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    return tmp_path / "security.log"


def refused(log: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return [line for line in lines if line["event"] == "request.refused"]


class TestPace:
    def test_who_asks_faster_than_anybody_works_is_answered_in_words_and_others_are_not(
        self, inspector: Person, settings: Any
    ) -> None:
        settings.PACE = [("asked", 60, 5)]
        client = Client()
        client.force_login(inspector)
        assert [client.get("/healthz").status_code for _ in range(9)] == [200] * 9
        told = [client.get("/accounts/2fa/") for _ in range(7)]
        assert [one.status_code for one in told] == [200] * 5 + [429] * 2
        assert "<h1>" in told[-1].content.decode()
        other = Client()
        other.force_login(a_person(Role.LEAD))
        assert other.get("/accounts/2fa/").status_code == 200
        assert Client().get(LOGIN).status_code == 200

    def test_forms_are_counted_apart_and_a_minute_later_all_is_well(
        self, inspector: Person, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.PACE = [("sent", 60, 2)]
        now = [1000.0]
        monkeypatch.setattr("inspectorate.interfaces.web.pace.time.monotonic", lambda: now[0])
        client = signed_in(inspector)
        assert [client.post("/interests/", {"nature": ""}).status_code for _ in range(3)][-1] == 429
        assert client.get(WORK).status_code == 200
        now[0] += 61
        assert client.post("/interests/", {"nature": ""}).status_code == 422

    def test_checks_of_words_being_typed_are_counted_by_themselves(
        self, inspector: Person, settings: Any
    ) -> None:
        client = signed_in(inspector)
        settings.PACE = [("asked", 60, 3), ("sent", 60, 1), ("typed", 60, 2)]
        at = "/i/none/documents/report/sections/1-1/typed/"
        assert [client.post(at).status_code for _ in range(3)] == [404, 404, 429]
        assert client.get(WORK).status_code == 200

    def test_live_server_has_limits_that_no_work_by_hand_meets(self, tmp_path: Path) -> None:
        code = "from inspectorate.config import settings as s; print(s.PACE)"
        told = started(LIVE, tmp_path, code).stdout.strip()
        by_hand = "('asked', 60, 300), ('asked', 3600, 3000), ('sent', 60, 60)"
        assert told == f"[{by_hand}, ('typed', 60, 150)]"


class TestRefusals:
    def test_page_that_does_not_exist_for_a_person_is_told_of(
        self, inspector: Person, log: Path
    ) -> None:
        client = signed_in(inspector)
        assert client.get(f"/people/{inspector.pk}/grant/").status_code == 404
        (line,) = refused(log)
        assert (line["person"], line["status"], line["page"], line["method"]) == (
            inspector.pk,
            404,
            "people-grant",
            "GET",
        )
        assert line["objects"] == [f"pk:{inspector.pk}"]
        assert line["at"].endswith("Z")

    def test_rule_that_refuses_and_a_method_not_taken_are_told_of(
        self, inspector: Person, log: Path
    ) -> None:
        client = signed_in(inspector)
        client.post("/interests/", {"nature": "words that nobody must read in a log"})
        client.post("/people/")
        assert [line["status"] for line in refused(log)] == [422, 405]
        assert "nobody must read" not in log.read_text("utf-8")

    def test_form_without_its_token_is_told_of_whoever_sent_it(self, log: Path) -> None:
        Client(enforce_csrf_checks=True).post(LOGIN, {"login": "x"})
        (line,) = refused(log)
        assert (line["person"], line["status"], line["client"]) == ("unknown", 403, "127.0.0.1")

    def test_what_a_stranger_looks_for_in_vain_is_not_noted(self, log: Path) -> None:
        Client().get("/wp-login.php")
        Client().get(WORK)
        assert not log.exists() or refused(log) == []

    def test_address_typed_by_somebody_never_reaches_the_log(
        self, inspector: Person, log: Path
    ) -> None:
        client = signed_in(inspector)
        client.get('/nothing/%0A{"at": "forged"}')
        client.get(reverse("people") + "%0Aforged")
        assert "forged" not in log.read_text("utf-8")
        assert len(refused(log)) == 2


class TestParameters:
    def test_field_that_no_form_has_changes_nothing(self, settings: Any) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        admin = rooms.an_admin()
        client = Client()
        client.force_login(admin)
        sent = {"name": "New", "email": "new@example.org", "password": "a kettle sings at noon"}
        more = {"is_active": "", "roles": "admin", "pk": admin.pk, "id": admin.pk, "key": "k1"}
        answer = client.post(reverse("people-register"), sent | more)
        assert answer.status_code == 302, answer.content.decode()
        made = Person.objects.get(email="new@example.org")
        assert (made.is_active, made.roles, made.pk == admin.pk) == (True, frozenset(), False)

    def test_field_in_the_address_is_not_taken_for_one_of_the_form(self, settings: Any) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        client = Client()
        client.force_login(rooms.an_admin())
        sent = {"name": "N", "password": "a kettle sings at noon", "key": "k2"}
        to = reverse("people-register") + "?email=address@example.org"
        assert client.post(to, sent).status_code == 422
        twice = sent | {"email": ["first@example.org", "second@example.org"]}
        assert client.post(to, twice).status_code == 302
        found = set(Person.objects.values_list("email", flat=True))
        assert {one for one in found if one.endswith("@example.org")} == {"second@example.org"}

    def test_client_is_who_our_own_proxy_says(self, log: Path, settings: Any) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        browser = Client(enforce_csrf_checks=True)
        said = {"x-forwarded-for": "198.51.100.7, 203.0.113.9"}
        browser.post(LOGIN, {"login": "x"}, headers=said)
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
        FLOODS.forget()  # else it were more of the same
        browser.post(LOGIN, {"login": "x"}, headers=said)
        assert [line["client"] for line in refused(log)] == ["203.0.113.9", "127.0.0.1"]
