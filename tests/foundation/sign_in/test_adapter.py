"""Who comes in, what is counted for it, and what is asked again: the rules, without a page."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from inspectorate.foundation.ledger.acts import InternalKey
from inspectorate.foundation.people import sign_in
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.sign_in import ClosedAddresses, HeldRoles
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import events
from inspectorate.foundation.tries import devices
from inspectorate.foundation.tries.models import Tally
from tests.factories.rooms import PASSWORD, a_person

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1"
NOBODY = "nobody@inspectorate.example"


def asking(user: Any = None, **given: Any) -> HttpRequest:
    request = RequestFactory(**given).get("/")
    request.user, request.session = user or AnonymousUser(), SessionStore()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def tries(request: HttpRequest, email: str, password: str) -> Person | None:
    with context.request_context(request):
        given = {"email": email, "password": password}
        return ClosedAddresses(request).authenticate(request, **given)


def noted(settings: Any) -> list[tuple[str, dict[str, Any]]]:
    log = Path(settings.SECURITY_LOG)
    return [(one.event, one.ids) for one in events(log)] if log.exists() else []


def ahead() -> dict[str, bool]:
    """Each limit that was asked, and whether a try counts for it now."""
    now = time.time()
    return {one.of.partition(":")[0]: one.until > now for one in Tally.objects.all()}


def person_who(active: bool = True, holds: bool = True) -> Person:
    person = a_person(*([Role.INSPECTOR] if holds else []), password=PASSWORD)
    Person.objects.filter(pk=person.pk).update(is_active=active)
    return Person.objects.get(pk=person.pk)


WHO_MAY = pytest.mark.parametrize(
    ("active", "holds", "may"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)


class TestPassword:
    @WHO_MAY
    def test_right_one_lets_in_who_is_here_and_holds_a_role(
        self, settings: Any, active: bool, holds: bool, may: bool
    ) -> None:
        person = person_who(active, holds)
        found = tries(asking(), person.email.upper(), PASSWORD)
        assert found == (person if may else None)
        failed = (SecurityEvent.SIGN_IN_FAILED.value, {"person": person.pk, "client": HERE})
        assert noted(settings) == ([] if may else [failed])
        assert ahead() == {"account": not may, "client": not may, "sign_ins": True}

    def test_wrong_one_is_noted_for_a_stranger_and_not_for_who_is_signed_in(
        self, settings: Any
    ) -> None:
        person = person_who()
        assert tries(asking(person), person.email, "wrong") is None
        assert (noted(settings), ahead()) == ([], {"again": True})
        assert tries(asking(), person.email, "wrong") is None
        assert tries(asking(), NOBODY, "wrong") is None
        (_, known), (_, unknown) = noted(settings)
        assert known == {"person": person.pk, "client": HERE}
        assert unknown["person"] == "unknown"

    def test_browser_that_is_known_is_counted_by_itself(self) -> None:
        person, response = person_who(), HttpResponse()
        devices.remember(asking(), response, person, sign_in.timezone.now())
        request = asking()
        request.COOKIES["device"] = response.cookies["device"].value
        assert tries(request, person.email, PASSWORD) == person
        assert ahead() == {"device": False, "device_sign_ins": True}
        assert tries(request, person.email, "wrong") is None
        assert ahead() == {"device": True, "device_sign_ins": True}
        # For another it is a browser as any.
        assert tries(request, a_person(Role.LEAD).email, "wrong") is None
        assert set(ahead()) == {"device", "device_sign_ins", "account", "client", "sign_ins"}

    def test_try_past_the_limit_is_refused_unlooked_at_and_noted_under_the_first_limit(
        self, settings: Any
    ) -> None:
        person = person_who()
        for _ in range(5):
            tries(asking(), person.email, "wrong")
        with pytest.raises(ValidationError, match="Too many"):
            tries(asking(), person.email, PASSWORD)
        locked = {"person": person.pk, "client": HERE, "by": "account"}
        assert noted(settings)[-1] == (SecurityEvent.LOCKED_OUT.value, locked)


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::ff", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("a-socket", "a-socket"),
    ],
)
def test_client_is_its_address_or_the_network_of_one_customer(
    address: str, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ClosedAddresses, "get_client_ip", lambda *_: address)
    assert sign_in.client_of(asking()) == client


def test_log_names_a_person_by_key_and_a_stranger_by_a_digest() -> None:
    person = person_who()
    assert sign_in.who(person.email, person) == {"person": person.pk}
    stranger = sign_in.who(NOBODY, None)
    assert stranger["person"] == "unknown"
    assert re.fullmatch("[0-9a-f]{32}", str(stranger["tried"]))


def test_key_of_an_act_of_sign_in_is_the_houses_own_and_never_the_same() -> None:
    one, other = sign_in.internal_key(), sign_in.internal_key()
    assert isinstance(one, InternalKey)
    assert one != other
    assert re.fullmatch(r"(internal/)?sign-in/[0-9a-f]{32}", str(one))


class TestSession:
    @WHO_MAY
    def test_goes_on_for_who_is_here_and_holds_a_role(
        self, active: bool, holds: bool, may: bool
    ) -> None:
        a_person(Role.LEAD)
        person = person_who(active, holds)
        assert HeldRoles().get_user(person.pk) == (person if may else None)
        assert HeldRoles().user_can_authenticate(person) == may

    def test_of_nobody_is_nobodys(self) -> None:
        person_who()
        assert HeldRoles().get_user(0) is None

    @WHO_MAY
    def test_is_opened_by_a_key_to_no_other(
        self, settings: Any, active: bool, holds: bool, may: bool
    ) -> None:
        person, request = person_who(active, holds), asking()
        answer = ClosedAddresses(request).pre_login(
            request,
            person,
            email_verification="none",
            signal_kwargs=None,
            email=None,
            signup=False,
            redirect_url=None,
        )
        if may:
            assert (answer, noted(settings), [*get_messages(request)]) == (None, [], [])
            return
        assert answer is not None
        assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
        failed = (SecurityEvent.SIGN_IN_FAILED.value, {"person": person.pk, "client": HERE})
        assert noted(settings) == [failed]
        assert [str(one) for one in get_messages(request)] == ["Incorrect code."]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("/account/", True),
        ("http://testserver/account/", True),
        ("https://elsewhere.example/", False),
        ("http://[", False),
        (None, False),
        ("", False),
    ],
)
def test_one_is_sent_on_to_pages_of_ours_alone(url: str | None, safe: bool) -> None:
    request = asking()
    with context.request_context(request):
        assert ClosedAddresses(request).is_safe_url(url) is safe


@pytest.mark.parametrize(
    ("app", "minutes", "asks"),
    [
        ("allauth.mfa", None, True),
        ("allauth.mfa", 16, True),
        ("allauth.mfa", 14, False),
        ("allauth.account", None, False),
        ("allauth.account", 14, False),
    ],
)
def test_factors_ask_for_a_proof_of_the_last_quarter_of_an_hour(
    settings: Any, app: str, minutes: int | None, asks: bool
) -> None:
    request = asking(person_who())
    if minutes is not None:
        record_authentication(request, request.user, method="password")
        (record,) = request.session["account_authentication_methods"]
        record["at"] = time.time() - 60 * minutes
    with context.request_context(request):
        assert ClosedAddresses(request).is_reauthentication_required(app=app) is asks
    step_up = (SecurityEvent.STEP_UP_ASKED.value, {"person": request.user.pk})
    assert noted(settings) == ([step_up] if asks else [])
