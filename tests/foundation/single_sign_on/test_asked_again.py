"""A leaver removed at the provider loses the open session; a provider out of reach ends it too."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.single_sign_on import client
from inspectorate.foundation.single_sign_on.models import ProviderSession
from tests.elapsed import Stopwatch
from tests.factories.identity_provider import IdentityProvider, running
from tests.factories.rooms import PASSWORD, a_key, a_person
from tests.factories.signing_in import LOGIN, WORK

from .conftest import BACK, Door, Knows

pytestmark = pytest.mark.django_db
TOKEN = "/identity/o/api/token"
MINUTE = 60


@pytest.fixture
def admin(door: Door, knows: Knows) -> tuple[Person, str]:
    """An administrator who is in by the provider."""
    person = a_person(Role.ADMIN, password=PASSWORD)
    name = knows(person, amr="otp")
    door.connects(name)
    assert door.here.get(WORK).status_code == 200
    return person, name


@pytest.fixture
def log(settings: Any, tmp_path: Path) -> Path:
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    return tmp_path / "security.log"


def after(minutes: float) -> Any:
    return time_machine.travel(time.time() + minutes * MINUTE, tick=True)


def events(log: Path) -> list[str]:
    return [json.loads(line)["event"] for line in log.read_text("utf-8").splitlines()]


class TestLeaver:
    def test_session_of_a_leaver_ends_on_the_first_request_after_ten_minutes(
        self, door: Door, admin: tuple[Person, str], log: Path
    ) -> None:
        door.there.disable(admin[1])
        with after(9):
            assert door.here.get(WORK).status_code == 200
        with after(10.1):
            answer = door.here.get(WORK)
            assert answer.status_code == 403
            assert "no longer lets you in" in answer.content.decode()
            assert door.here.get(WORK)["Location"].startswith(LOGIN)
        assert "sign_on.said_no" in events(log)
        assert not ProviderSession.objects.exists()

    def test_what_a_leaver_sends_is_not_done(self, door: Door, admin: tuple[Person, str]) -> None:
        other = a_person(Role.INSPECTOR)
        door.there.disable(admin[1])
        with after(10.1):
            answer = door.here.post(
                reverse("people-grant", args=[other.pk]), {"role": "editor", "key": a_key()}
            )
        assert answer.status_code == 403
        assert "was not done" in answer.content.decode()
        assert not RoleHeld.objects.filter(person=other, role=Role.EDITOR).exists()

    def test_leaver_cannot_sign_in_again_by_anything(
        self, door: Door, admin: tuple[Person, str]
    ) -> None:
        door.there.disable(admin[1])
        again = Door(door.there)
        assert again.leads_back(admin[1]) == "", "the provider leads nowhere"
        sent = {"login": admin[0].email, "password": PASSWORD}
        assert again.here.post(LOGIN, sent).status_code == 200
        assert again.here.get(WORK)["Location"].startswith(LOGIN)

    def test_account_that_was_deleted_there_ends_the_session(
        self, door: Door, admin: tuple[Person, str]
    ) -> None:
        door.there.sql("DELETE FROM allauth_idp_oidc_token")
        with after(10.1):
            assert door.here.get(WORK).status_code == 403

    def test_without_the_asking_the_leaver_stays_in(
        self, door: Door, admin: tuple[Person, str], settings: Any
    ) -> None:
        """The control: it is the asking, and nothing else, that ends the session."""
        settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "asked_again" not in one]
        door.there.disable(admin[1])
        other = Client(raise_request_exception=False)
        other.cookies = door.here.cookies
        with after(20):
            # A factor there counts by what the session holds; the page opens.
            assert other.get(WORK).status_code == 200

    def test_connection_ended_here_ends_the_session_at_once(
        self, door: Door, admin: tuple[Person, str]
    ) -> None:
        from django.utils import timezone

        from inspectorate.foundation.people.models import SignInLink

        SignInLink.objects.update(ended_at=timezone.now())
        assert door.here.get(WORK).status_code == 403

    def test_provider_that_is_set_no_more_ends_what_it_opened(
        self, door: Door, admin: tuple[Person, str], settings: Any
    ) -> None:
        settings.SINGLE_SIGN_ON = None
        assert door.here.get(WORK).status_code == 403


class TestAsking:
    def test_whoever_is_still_there_stays_and_is_asked_about_once_in_ten_minutes(
        self, door: Door, admin: tuple[Person, str]
    ) -> None:
        before = door.there.asked(TOKEN)
        for minute, asked in ((5, 0), (9.9, 0), (10.1, 1), (15, 1), (20.3, 2), (29, 2)):
            with after(minute):
                assert door.here.get(WORK).status_code == 200
            assert door.there.asked(TOKEN) - before == asked, minute

    def test_person_with_an_access_token_alone_is_asked_about_by_it(
        self, door: Door, admin: tuple[Person, str]
    ) -> None:
        """As at a provider that gives no refresh token."""
        from inspectorate.foundation.sealing import SINGLE_SIGN_ON, seal, unseal

        session = ProviderSession.objects.get()
        kept = unseal(SINGLE_SIGN_ON, session.name, session.sealed)
        assert kept is not None
        del kept["tokens"]["refresh_token"]
        ProviderSession.objects.update(sealed=seal(SINGLE_SIGN_ON, session.name, kept))
        with after(10.1):
            assert door.here.get(WORK).status_code == 200
        door.there.sql("DELETE FROM allauth_idp_oidc_token")
        with after(20.3):
            assert door.here.get(WORK).status_code == 403

    @pytest.mark.parametrize("forge", ["moved", "rubbish", "other key"])
    def test_tokens_that_were_not_sealed_for_this_session_end_it(
        self, forge: str, door: Door, admin: tuple[Person, str], settings: Any
    ) -> None:
        from inspectorate.foundation.sealing import SINGLE_SIGN_ON, seal

        if forge == "other key":
            settings.SECRET_KEY = "x" * 60
            ProviderSession.objects.update(
                sealed=seal(
                    SINGLE_SIGN_ON,
                    ProviderSession.objects.get().name,
                    {"subject": "1", "tokens": {}},
                )
            )
            settings.SECRET_KEY = "y" * 60
        else:
            sealed = (
                "rubbish"
                if forge == "rubbish"
                else seal(SINGLE_SIGN_ON, "another", {"subject": "1"})
            )
            ProviderSession.objects.update(sealed=sealed)
        from inspectorate.foundation.single_sign_on import asking
        from inspectorate.foundation.single_sign_on.asking import Answer

        with after(10.1):
            assert asking.ask(ProviderSession.objects.get()) is Answer.NO

    @pytest.mark.django_db(transaction=True)
    def test_many_requests_at_once_ask_once(self, door: Door, admin: tuple[Person, str]) -> None:
        before, answers = door.there.asked(TOKEN), []

        def look() -> None:
            try:
                other = Client(raise_request_exception=False)
                other.cookies = door.here.cookies
                answers.append(other.get("/people/").status_code)
            finally:
                connections["default"].close()

        # Past the end, too: those that do not ask wait for the one that does.
        for minutes in (10.1, 26):
            with after(minutes):
                threads = [threading.Thread(target=look) for _ in range(6)]
                for one in threads:
                    one.start()
                for one in threads:
                    one.join()
        assert answers == [200] * 12
        assert door.there.asked(TOKEN) - before == 2


class TestOutOfReach:
    @pytest.fixture
    def gone(
        self, settings: Any, tmp_path: Path, there: IdentityProvider
    ) -> Iterator[tuple[Door, IdentityProvider]]:
        """Somebody in by a provider of their own, which may be killed."""
        with running(tmp_path, BACK) as own:
            settings.SINGLE_SIGN_ON = dataclasses.replace(
                settings.SINGLE_SIGN_ON,
                issuer=own.address,
                hosts=frozenset({own.address.removeprefix("http://")}),
            )
            client._made.cache_clear()
            door = Door(own)
            own.add("lead", a_person(Role.LEAD, password=PASSWORD).email, amr="otp")
            door.connects("lead")
            assert door.here.get(WORK).status_code == 200
            yield door, own

    def test_session_goes_on_for_a_quarter_of_an_hour_and_then_ends_and_says_why(
        self, gone: tuple[Door, IdentityProvider], log: Path
    ) -> None:
        door, provider = gone
        provider.kill()
        for minutes in (10.1, 14.8):
            with after(minutes):
                assert door.here.get(WORK).status_code == 200
        with after(15.1):
            answer = door.here.get(WORK)
            assert answer.status_code == 503
            told = " ".join(answer.content.decode().split())
            assert "has not answered for a quarter of an hour" in told
            assert door.here.get(WORK)["Location"].startswith(LOGIN)
            client._made.cache_clear()
            assert door.here.post(reverse("sign-on")).status_code == 503
        assert "sign_on.not_reached" in events(log)

    def test_provider_that_takes_the_question_and_says_nothing_holds_nobody_long(
        self, gone: tuple[Door, IdentityProvider]
    ) -> None:
        import os
        import signal

        door, provider = gone
        os.kill(provider.process.pid, signal.SIGSTOP)
        try:
            with after(10.1):
                taken = Stopwatch()
                assert door.here.get(WORK).status_code == 200
                assert taken.seconds < 3.5
        finally:
            os.kill(provider.process.pid, signal.SIGCONT)

    def test_provider_that_signs_by_a_new_key_meanwhile_is_understood(
        self, gone: tuple[Door, IdentityProvider]
    ) -> None:
        door, provider = gone
        provider.gets_new_keys(BACK)
        with after(10.1):
            assert door.here.get(WORK).status_code == 200
