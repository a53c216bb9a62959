"""Limits of sign-in, through the pages: passwords, codes, links, and what is asked again."""

from __future__ import annotations

import re
import time

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.tries.models import Tally
from tests.factories.rooms import PASSWORD, a_person
from tests.factories.signing_in import set_up_totp, sign_in, signed_in, totp

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many"


def told(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


class TestPassword:
    def test_sixth_wrong_password_is_answered_in_words_even_with_the_right_one(
        self, inspector: Person
    ) -> None:
        for _ in range(5):
            assert TOO_MANY not in told(sign_in(Client(), inspector, "wrong"))
        answer = sign_in(Client(), inspector)
        assert TOO_MANY in told(answer)
        assert "_auth_user_id" not in answer.wsgi_request.session
        with time_machine.travel(time.time() + 65):
            assert sign_in(Client(), inspector).status_code == 302

    def test_address_in_other_letters_is_the_same_address(self, inspector: Person) -> None:
        for _ in range(5):
            sign_in(Client(), inspector, "wrong")
        sent = {"login": f" {inspector.email.upper()} ", "password": PASSWORD}
        assert TOO_MANY in told(Client().post("/accounts/login/", sent))

    def test_stranger_is_locked_out_as_a_person_is(self) -> None:
        answers = [
            Client().post("/accounts/login/", {"login": "nobody@x.example", "password": "wrong"})
            for _ in range(6)
        ]
        assert [TOO_MANY in told(one) for one in answers] == [False] * 5 + [True]

    def test_eleventh_name_from_one_client_is_not_looked_at(self) -> None:
        people = [a_person(Role.INSPECTOR, password=PASSWORD) for _ in range(11)]
        for one in people[:10]:
            sign_in(Client(), one, "wrong")
        assert TOO_MANY in told(sign_in(Client(), people[10]))
        assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), people[10]).status_code == 302

    def test_clients_of_one_network_are_one_client(self) -> None:
        people = [a_person(Role.INSPECTOR, password=PASSWORD) for _ in range(11)]
        for number, one in enumerate(people[:10]):
            sign_in(Client(REMOTE_ADDR=f"2001:db8::{number + 1}"), one, "wrong")
        assert TOO_MANY in told(sign_in(Client(REMOTE_ADDR="2001:db8::ff"), people[10]))
        assert sign_in(Client(REMOTE_ADDR="2001:db8:0:1::1"), people[10]).status_code == 302

    def test_clients_whose_ipv4_address_is_written_as_one_of_ipv6_are_each_their_own(self) -> None:
        people = [a_person(Role.INSPECTOR, password=PASSWORD) for _ in range(11)]
        for one in people[:10]:
            sign_in(Client(REMOTE_ADDR="::ffff:198.51.100.9"), one, "wrong")
        assert TOO_MANY in told(sign_in(Client(REMOTE_ADDR="198.51.100.9"), people[10]))
        assert sign_in(Client(REMOTE_ADDR="::ffff:192.0.2.7"), people[10]).status_code == 302

    def test_right_passwords_count_as_no_tries(self, inspector: Person) -> None:
        for _ in range(12):
            assert sign_in(Client(), inspector).status_code == 302

    def test_right_password_of_one_who_left_counts_as_a_wrong_one(self, inspector: Person) -> None:
        inspector.is_active = False
        inspector.save()
        answers = [told(sign_in(Client(), inspector)) for _ in range(6)]
        assert [TOO_MANY in one for one in answers] == [False] * 5 + [True]


class TestWhileSignedIn:
    def test_person_proves_again_who_they_are_while_others_guess_their_password(
        self, inspector: Person
    ) -> None:
        client = signed_in(inspector)
        for _ in range(6):
            sign_in(Client(), inspector, "wrong")
        page = reverse("account_reauthenticate")
        assert client.post(page, {"password": PASSWORD}).status_code == 302

    def test_sixth_wrong_password_to_prove_it_again_is_not_looked_at(
        self, inspector: Person
    ) -> None:
        client, page = signed_in(inspector), reverse("account_reauthenticate")
        for _ in range(5):
            assert client.post(page, {"password": "wrong"}).status_code == 200
        assert TOO_MANY in told(client.post(page, {"password": PASSWORD}))

    def test_sixth_wrong_old_password_is_answered_in_words(self, inspector: Person) -> None:
        client, page = signed_in(inspector), reverse("account_change_password")
        new = "another long pass phrase 41"
        sent = {"oldpassword": "wrong", "password1": new, "password2": new}
        for _ in range(5):
            assert client.post(page, sent).status_code == 200
        answer = client.post(page, {**sent, "oldpassword": PASSWORD})
        assert answer.status_code == 429
        inspector.refresh_from_db()
        assert inspector.check_password(PASSWORD)


class TestCodes:
    def test_code_is_good_once_whatever_the_cache_forgets(self, inspector: Person) -> None:
        from django.core.cache import cache

        client = Client()
        sign_in(client, inspector)
        secret = set_up_totp(client)
        at = time.time() + 31
        with time_machine.travel(at, tick=False):
            came = []
            for _ in range(2):
                cache.clear()
                other = Client()
                sign_in(other, inspector)
                answer = other.post(reverse("mfa_authenticate"), {"code": totp(secret, at)})
                came.append(answer.status_code)
        assert came == [302, 200]

    def test_sixth_wrong_code_is_not_looked_at_and_no_act_takes_its_count_back(
        self, inspector: Person
    ) -> None:
        client = Client()
        sign_in(client, inspector)
        secret = set_up_totp(client)
        other = Client()
        sign_in(other, inspector)
        at = time.time() + 31
        with time_machine.travel(at, tick=False):
            # Of the length of a recovery code: those are looked at within an act.
            for code in ["12345678"] * 5:
                other.post(reverse("mfa_authenticate"), {"code": code})
            answer = other.post(reverse("mfa_authenticate"), {"code": totp(secret, at)})
        assert TOO_MANY in told(answer)
        assert "_auth_user_id" not in other.session


class TestLinks:
    def test_sixth_link_for_one_address_is_not_mailed(self, inspector: Person) -> None:
        page = reverse("account_reset_password")
        answers = [Client().post(page, {"email": inspector.email}) for _ in range(6)]
        assert [one.status_code for one in answers] == [302] * 5 + [429]
        assert len(mail.outbox) == 5
        assert "<h1>Too many attempts</h1>" in told(answers[-1])
        assert 'class="ins-top"' in told(answers[-1])

    def test_link_is_mailed_once_the_answer_is_gone(
        self, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """How long a mail server takes would tell that somebody has the address."""
        at_answer: list[int] = []

        def whole(answer: HttpResponse) -> None:
            at_answer.append(len(mail.outbox))
            close(answer)

        close = HttpResponse.close
        monkeypatch.setattr(HttpResponse, "close", whole)
        Client().post(reverse("account_reset_password"), {"email": inspector.email})
        assert (at_answer, len(mail.outbox)) == ([0], 1)

    def test_mail_server_that_fails_tells_nobody_who_has_an_address(
        self, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object) -> None:
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fails)
        client = Client(raise_request_exception=False)
        answers = [
            client.post(reverse("account_reset_password"), {"email": address})
            for address in (inspector.email, "nobody@x.example")
        ]
        assert [one.status_code for one in answers] == [302, 302]

    def test_twenty_first_link_from_one_client_is_not_mailed(self) -> None:
        page = reverse("account_reset_password")
        with time_machine.travel(time.time(), tick=False):
            answers = [
                Client().post(page, {"email": f"{number}@x.example"}) for number in range(21)
            ]
        assert [one.status_code for one in answers] == [302] * 20 + [429]

    def test_link_is_followed_so_often(self) -> None:
        page = reverse("account_reset_password_from_key", args=["1", "no-such-key"])
        with time_machine.travel(time.time(), tick=False):
            answers = [Client().post(page, {}) for _ in range(21)]
        assert [one.status_code for one in answers] == [200] * 20 + [429]

    def test_link_used_in_two_windows_sets_one_password(self, inspector: Person) -> None:
        Client().post(reverse("account_reset_password"), {"email": inspector.email})
        (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
        new = dict.fromkeys(("password1", "password2"), "another long pass phrase 42")
        other = dict.fromkeys(("password1", "password2"), "another long pass phrase 43")
        windows = [Client(), Client()]
        forms = [one.get(link, follow=True).redirect_chain[-1][0] for one in windows]

        from inspectorate.foundation.people import sign_in as module

        whole = module.make_password

        def meanwhile(password: str) -> str:
            module.make_password = whole  # type: ignore[attr-defined]
            assert windows[1].post(forms[1], other).status_code == 302
            return whole(password)

        module.make_password = meanwhile  # type: ignore[attr-defined]
        try:
            refused = windows[0].post(forms[0], new)
        finally:
            module.make_password = whole  # type: ignore[attr-defined]
        assert refused.status_code == 422
        assert "changed a moment ago" in told(refused)
        inspector.refresh_from_db()
        assert inspector.check_password(other["password1"])


def test_passkeys_are_tried_so_often_from_one_client() -> None:
    page = reverse("mfa_login_webauthn")
    with time_machine.travel(time.time(), tick=False):
        answers = [Client().post(page, {"credential": "{}"}) for _ in range(11)]
    assert [one.status_code for one in answers] == [302] * 10 + [429]


def test_no_row_names_an_address_or_a_client(inspector: Person) -> None:
    sign_in(Client(REMOTE_ADDR="192.0.2.7"), inspector, "wrong")
    stored = str(list(Tally.objects.values_list("of", flat=True)))
    assert Tally.objects.count() == 3
    assert inspector.email not in stored
    assert "192.0.2.7" not in stored
