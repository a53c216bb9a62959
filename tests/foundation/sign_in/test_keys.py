"""A key that is removed while it signs in, or was before, is answered in words."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people import credentials
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import PASSWORD, a_person
from tests.factories.signing_in import WORK, Key, add_key, sign_in

pytestmark = pytest.mark.django_db
GONE = "opens nothing here"


@pytest.fixture
def here(inspector: Person) -> tuple[Client, Key]:
    client = Client(raise_request_exception=False)
    sign_in(client, inspector)
    return client, add_key(client)


def elsewhere(client: Client) -> None:
    """Remove the key in the window of the person's own machine."""
    number = Authenticator.objects.get(type="webauthn").pk
    assert client.post(reverse("mfa_remove_webauthn", args=[number])).status_code == 302


def by_password_then_key(person: Person, key: Key) -> Callable[[], Any]:
    other = Client(raise_request_exception=False)
    sign_in(other, person)
    page = reverse("mfa_authenticate")
    options = other.get(page).context["js_data"]["request_options"]
    return lambda: (other, other.post(page, {"credential": key.answers(options, person)}))


def by_key_alone(person: Person, key: Key) -> Callable[[], Any]:
    other = Client(raise_request_exception=False)
    page = reverse("mfa_login_webauthn")
    asked = other.get(page, headers={"x-requested-with": "XMLHttpRequest"}).json()
    options = asked["request_options"]
    return lambda: (other, other.post(page, {"credential": key.answers(options, person)}))


def told(client: Client, answer: Any) -> str:
    """What the page says, or the one it leads to."""
    if answer.status_code == 302:
        said = [str(one) for one in get_messages(answer.wsgi_request)]
        return " ".join(said) + str(client.get(answer["Location"]).content.decode())
    return str(answer.content.decode())


WAYS = [by_password_then_key, by_key_alone]


@pytest.mark.parametrize("way", WAYS)
def test_key_signs_in(way: Any, inspector: Person, here: tuple[Client, Key]) -> None:
    other, answer = way(inspector, here[1])()
    assert answer.status_code == 302
    assert other.get(WORK).status_code == 200


@pytest.mark.parametrize("way", WAYS)
def test_key_removed_before_it_is_used_is_told(
    way: Any, inspector: Person, here: tuple[Client, Key]
) -> None:
    client, key = here
    press = way(inspector, key)
    elsewhere(client)
    other, answer = press()
    assert answer.status_code in {200, 302}
    if way is by_key_alone:
        assert GONE in told(other, answer)
    else:
        # Without any factor left the password opens the one page that sets up another.
        assert answer["Location"] == reverse("account_login")
    assert other.get(WORK).status_code == 302
    assert list(credentials.faults()) == []


@pytest.mark.parametrize("way", WAYS)
def test_key_removed_while_it_is_used_is_told_and_lets_nobody_in(
    way: Any, inspector: Person, here: tuple[Client, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, key = here
    press = way(inspector, key)
    whole = AuthenticateWebAuthnForm.is_valid

    def then_removed(form: Any) -> bool:
        right = whole(form)
        elsewhere(client)
        return right

    monkeypatch.setattr(AuthenticateWebAuthnForm, "is_valid", then_removed)
    other, answer = press()
    assert answer.status_code == 422
    assert "removed" in answer.content.decode()
    assert other.get(WORK).status_code == 302
    assert list(credentials.faults()) == []


def test_key_removed_while_it_proves_again_who_is_signed_in_is_told(
    inspector: Person, here: tuple[Client, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, key = here
    other, _ = by_password_then_key(inspector, key)()
    page = reverse("mfa_reauthenticate_webauthn")
    options = other.get(page).context["js_data"]["request_options"]
    sent = {"credential": key.answers(options, inspector)}
    whole = AuthenticateWebAuthnForm.is_valid

    def then_removed(form: Any) -> bool:
        right = whole(form)
        elsewhere(client)
        return right

    monkeypatch.setattr(AuthenticateWebAuthnForm, "is_valid", then_removed)
    assert other.post(page, sent).status_code == 422


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "1", '"x"', '{"id": 1}', '{"response": {"userHandle": null}}', "{"]
)
@pytest.mark.parametrize("page", ["mfa_login_webauthn", "mfa_authenticate"])
def test_what_no_key_would_send_is_refused_in_words(
    page: str, sent: str, inspector: Person, here: tuple[Client, Key]
) -> None:
    other = Client(raise_request_exception=False)
    if page == "mfa_authenticate":
        sign_in(other, inspector)
        other.get(reverse(page))
    answer = other.post(reverse(page), {"credential": sent})
    assert answer.status_code in {200, 302}
    assert other.get(WORK).status_code == 302


def test_key_that_names_nobody_is_refused_in_words(here: tuple[Client, Key]) -> None:
    other = Client(raise_request_exception=False)
    page = reverse("mfa_login_webauthn")
    asked = other.get(page, headers={"x-requested-with": "XMLHttpRequest"}).json()
    for handle in (None, "!", "bm9ib2R5", "OTk5OTk5"):
        sent = here[1].answers(asked["request_options"], None, handle)
        answer = other.post(page, {"credential": sent})
        assert answer.status_code == 302
        assert GONE in told(other, answer)


class TestTouchWithoutPin:
    """A key alone is two proofs in one only where it asked for a PIN or finger."""

    def test_key_alone_lets_nobody_in(self, inspector: Person, here: tuple[Client, Key]) -> None:
        other, page = Client(), reverse("mfa_login_webauthn")
        asked = other.get(page, headers={"x-requested-with": "XMLHttpRequest"}).json()
        sent = here[1].answers(asked["request_options"], inspector, verified=False)
        assert GONE in told(other, other.post(page, {"credential": sent}))
        assert other.get(WORK).status_code == 302

    def test_question_for_a_second_factor_is_not_answered_at_the_other_door(
        self, inspector: Person, here: tuple[Client, Key]
    ) -> None:
        """Whoever stole a key asks for the gentler question in their own name."""
        thief = a_person(Role.BODY, password=PASSWORD)
        own = Client()
        sign_in(own, thief)
        add_key(own)
        other = Client()
        sign_in(other, thief)
        options = other.get(reverse("mfa_authenticate")).context["js_data"]["request_options"]
        stolen = here[1].answers(options, inspector, verified=False)
        # Once their own sign-in is given up, the door for a key alone opens again.
        with time_machine.travel(time.time() + 16 * 60):
            answer = other.post(reverse("mfa_login_webauthn"), {"credential": stolen})
            assert "asked for no PIN" in told(other, answer)
            assert other.get(WORK).status_code == 302
        assert "_auth_user_id" not in other.session

    def test_after_a_password_a_touch_is_enough(
        self, inspector: Person, here: tuple[Client, Key]
    ) -> None:
        other, page = Client(), reverse("mfa_authenticate")
        sign_in(other, inspector)
        options = other.get(page).context["js_data"]["request_options"]
        sent = here[1].answers(options, inspector, verified=False)
        assert other.post(page, {"credential": sent}).status_code == 302
        assert other.get(WORK).status_code == 200
