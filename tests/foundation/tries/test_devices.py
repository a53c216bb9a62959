"""A browser in which somebody signed in: known, ended, and worth nothing but a counter."""

from __future__ import annotations

import time
from http.cookies import Morsel
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.tries.models import Device
from tests.factories.rooms import AT, PASSWORD, a_key, a_person, an_admin
from tests.factories.signing_in import WORK, set_up_totp, sign_in, totp

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


@pytest.fixture(autouse=True)
def _two_proofs(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def inspector() -> Person:
    return a_person(Role.INSPECTOR, password=PASSWORD)


def secret_of(person: Person) -> str:
    client = Client()
    sign_in(client, person)
    return set_up_totp(client)


def comes_in(client: Client, person: Person, secret: str, at: float) -> bool:
    """Sign in by both proofs at a moment; is the work page open?"""
    # It stands still: the half minute of a code may be over before a busy machine looks at it.
    with time_machine.travel(at, tick=False):
        sign_in(client, person)
        client.post(reverse("mfa_authenticate"), {"code": totp(secret, at)})
        return bool(client.get(WORK).status_code == 200)


def known(person: Person) -> tuple[Client, str]:
    """A browser in which the person signed in, and the secret of the app."""
    secret, client = secret_of(person), Client()
    assert comes_in(client, person, secret, time.time())
    client.post(reverse("account_logout"))
    return client, secret


def guessed(person: Person, client: Client | None = None, times: int = 6) -> str:
    """Wrong passwords for a person; the page of the last."""
    for _ in range(times):
        answer = sign_in(client or Client(), person, "wrong")
    return str(answer.content.decode())


def cookie(client: Client) -> Morsel[str]:
    return client.cookies["device"]


class TestKnown:
    def test_browser_is_known_only_once_both_proofs_were_given(self, inspector: Person) -> None:
        secret, client = secret_of(inspector), Client()
        sign_in(client, inspector)
        assert "device" not in client.cookies
        client.post(reverse("mfa_authenticate"), {"code": totp(secret)})
        assert Device.objects.get().person == inspector

    def test_password_alone_makes_no_browser_known(self, inspector: Person) -> None:
        client = Client()
        assert sign_in(client, inspector).status_code == 302
        assert "device" not in client.cookies
        assert not Device.objects.exists()

    def test_cookie_is_random_out_of_reach_of_scripts_and_kept_as_a_digest(
        self, inspector: Person
    ) -> None:
        client, _ = known(inspector)
        one = cookie(client)
        assert (one["httponly"], one["samesite"], one["path"]) == (True, "Lax", "/")
        assert one["max-age"] == 180 * DAY
        assert len(one.value) >= 43
        assert one.value not in str(Device.objects.values_list())

    def test_browser_unused_for_half_a_year_is_known_no_more(self, inspector: Person) -> None:
        client, secret = known(inspector)
        later = time.time() + 181 * DAY
        with time_machine.travel(later):
            guessed(inspector)
            assert "Too many" in sign_in(client, inspector).content.decode()
        assert not comes_in(client, inspector, secret, later + 1)


class TestCountedApart:
    def test_person_comes_in_from_a_known_browser_while_guessers_are_locked_out(
        self, inspector: Person
    ) -> None:
        client, secret = known(inspector)
        assert "Too many" in guessed(inspector)
        # Whoever guesses is kept out with the right password too.
        assert "Too many" in sign_in(Client(), inspector).content.decode()
        assert comes_in(client, inspector, secret, time.time() + 31)

    def test_tries_from_a_known_browser_are_few(self, inspector: Person) -> None:
        client, _ = known(inspector)
        assert "Too many" in guessed(inspector, client)
        assert "Too many" in sign_in(client, inspector).content.decode()

    def test_right_passwords_from_a_known_browser_are_not_checked_without_end(
        self, inspector: Person
    ) -> None:
        """A password takes long to check: nobody keeps all workers at their own."""
        client, _ = known(inspector)
        cookies = cookie(client).value
        with time_machine.travel(time.time(), tick=False):
            for number in range(61):
                other = Client()
                other.cookies["device"] = cookies
                answer = sign_in(other, inspector)
                assert (answer.status_code == 302) == (number < 60), number
        assert "Too many" in answer.content.decode()

    def test_cookie_gives_no_second_counter_for_somebody_else(self, inspector: Person) -> None:
        client, _ = known(inspector)
        other = a_person(Role.INSPECTOR, password=PASSWORD)
        assert "Too many" in guessed(other, client)
        assert "Too many" in sign_in(Client(), other).content.decode()

    def test_cookie_alone_opens_nothing(self, inspector: Person) -> None:
        client, _ = known(inspector)
        thief = Client()
        thief.cookies["device"] = cookie(client).value
        assert thief.get(WORK).status_code == 302
        assert "Too many" in guessed(inspector, thief)
        assert "Too many" in sign_in(thief, inspector).content.decode()
        with time_machine.travel(time.time() + 61):
            # Even with the password, the second factor is asked for.
            assert sign_in(thief, inspector).status_code == 302
            assert thief.get(WORK).status_code == 302

    def test_codes_from_a_known_browser_are_counted_apart(self, inspector: Person) -> None:
        client, secret = known(inspector)
        guesser = Client()
        sign_in(guesser, inspector)
        for _ in range(6):
            last = guesser.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "Too many" in last.content.decode()
        assert comes_in(client, inspector, secret, time.time() + 31)


class TestEnded:
    def ends(self, client: Client, person: Person) -> None:
        assert not Device.objects.filter(person=person).exists()
        guessed(person)
        assert "Too many" in sign_in(client, person).content.decode()

    def test_person_who_leaves_has_none(self, inspector: Person) -> None:
        known(inspector)
        people.leave(by=an_admin(), at=AT, key=a_key(), person=inspector)
        assert not Device.objects.exists()

    def test_password_set_on_the_command_line_ends_all(
        self, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, _ = known(inspector)
        module = "inspectorate.foundation.people.management.commands.changepassword.getpass"
        monkeypatch.setattr(module, lambda *_: "another long pass phrase 31")
        call_command("changepassword", inspector.email)
        self.ends(client, inspector)

    def test_password_changed_by_oneself_ends_none(self, inspector: Person) -> None:
        client, secret = known(inspector)
        assert comes_in(client, inspector, secret, time.time() + 31)
        new = "another long pass phrase 32"
        changed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        with time_machine.travel(time.time() + 31):
            assert client.post(reverse("account_change_password"), changed).status_code == 302
        assert Device.objects.count() == 1

    def test_person_ends_one_of_their_own_and_nobody_elses(self, inspector: Person) -> None:
        mine, _ = known(inspector)
        other = a_person(Role.INSPECTOR, password=PASSWORD)
        known(other)
        client = Client()
        client.force_login(inspector)
        theirs = Device.objects.get(person=other)
        client.post(reverse("devices"), {"device": theirs.pk})
        assert Device.objects.filter(pk=theirs.pk).exists()
        client.post(reverse("devices"), {"device": Device.objects.get(person=inspector).pk})
        self.ends(mine, inspector)

    @pytest.mark.parametrize("sent", ["9" * 30, "9" * 5000, "²", "-1", ""])
    def test_number_that_no_browser_has_ends_none(self, inspector: Person, sent: str) -> None:
        known(inspector)
        client = Client(raise_request_exception=False)
        client.force_login(inspector)
        assert client.post(reverse("devices"), {"device": sent}).status_code == 302
        assert Device.objects.count() == 1

    def test_page_lists_them_and_says_which_is_this_one(self, inspector: Person) -> None:
        client, secret = known(inspector)
        other = Client()
        assert comes_in(other, inspector, secret, time.time() + 31)
        with time_machine.travel(time.time() + 31):
            told = other.get(reverse("devices")).content.decode()
            assert told.count("Last signed in") == 2
            assert told.count("(this browser)") == 1
            index = other.get(reverse("mfa_index")).content.decode()
            assert reverse("devices") in index
            other.post(reverse("devices"), {"all": "1"})
        self.ends(client, inspector)

    def test_page_is_closed_to_who_is_not_signed_in(self) -> None:
        assert Client().get(reverse("devices"))["Location"].startswith("/accounts/login/")

    def test_twenty_first_browser_ends_the_one_used_longest_ago(self, inspector: Person) -> None:
        _, secret = known(inspector)
        first = Device.objects.get().pk
        for number in range(1, 21):
            assert comes_in(Client(), inspector, secret, time.time() + 31 * number)
        assert Device.objects.count() == 20
        assert not Device.objects.filter(pk=first).exists()

    def test_two_people_at_one_browser_are_both_known(self, inspector: Person) -> None:
        client, _ = known(inspector)
        other = a_person(Role.INSPECTOR, password=PASSWORD)
        secret = secret_of(other)
        before = cookie(client).value
        assert comes_in(client, other, secret, time.time() + 31)
        assert cookie(client).value == before
        assert {one.person for one in Device.objects.all()} == {inspector, other}

    def test_cookie_that_nobody_was_given_is_replaced(self, inspector: Person) -> None:
        secret, client = secret_of(inspector), Client()
        client.cookies["device"] = "chosen by somebody else"
        assert comes_in(client, inspector, secret, time.time())
        assert cookie(client).value != "chosen by somebody else"
