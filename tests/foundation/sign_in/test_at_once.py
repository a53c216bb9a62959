"""One person in two windows: what the sign-in library looks at is what is there when it writes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import EditWebAuthnView
from django.db import connections
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import credentials
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.interfaces.web.codes import CodeForm
from tests.factories.signing_in import (
    add_key,
    app_shown,
    codes_shown,
    set_up_totp,
    sign_in,
    signed_in,
    totp,
)

pytestmark = pytest.mark.django_db(transaction=True)


def window(client: Client) -> Client:
    """Another window of the same browser."""
    other = Client(raise_request_exception=False)
    other.cookies = client.cookies
    return other


def beside(act: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Do ``act`` in a thread; what it gives stands in the list."""
    given: list[Any] = []

    def run() -> None:
        try:
            given.append(act())
        finally:
            connections["default"].close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, given


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, act: Callable[[], Any]
) -> list[Any]:
    """Do ``act`` in another window the first time ``owner.name`` is called, as far as it gets."""
    began: list[threading.Thread] = []
    told: list[Any] = []
    whole = getattr(owner, name)

    def held(*args: Any, **kwargs: Any) -> Any:
        if not began:
            thread, given = beside(act)
            began.append(thread)
            told.append(given)
            # It ends at once, or waits for the window that is held here.
            thread.join(timeout=1)
        return whole(*args, **kwargs)

    monkeypatch.setattr(owner, name, held)
    return told


def ended(told: list[Any]) -> Any:
    """What the other window was answered."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(timeout=120)
    ((answer,),) = told
    return answer


def changes() -> int:
    return Entry.objects.filter(verb=PersonVerb.CHANGE_FACTORS).count()


def test_app_set_up_in_two_windows_is_set_up_once(
    inspector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    sign_in(client, inspector)
    page = reverse("mfa_activate_totp")
    secret = app_shown(client)
    other = window(client)
    answers = meanwhile(
        monkeypatch,
        ActivateTOTPView,
        "form_valid",
        lambda: other.post(page, {"code": totp(secret)}),
    )
    first = client.post(page, {"code": totp(secret)})
    second = ended(answers)
    assert {first.status_code, second.status_code} == {302}
    assert sorted([first["Location"], second["Location"]]) == [
        reverse("mfa_view_recovery_codes"),
        reverse("mfa_deactivate_totp"),
    ]
    assert changes() == 1
    assert list(credentials.faults()) == []


def test_app_removed_in_two_windows_is_removed_once(
    inspector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(inspector)
    page, before, other = reverse("mfa_deactivate_totp"), changes(), window(client)
    answers = meanwhile(monkeypatch, DeactivateTOTPView, "form_valid", lambda: other.post(page))
    assert sorted([client.post(page).status_code, ended(answers).status_code]) == [302, 404]
    assert not Authenticator.objects.exists()
    assert changes() == before + 1
    assert list(credentials.faults()) == []


def test_key_that_was_removed_in_another_window_is_not_brought_back_by_its_new_name(
    inspector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    sign_in(client, inspector)
    add_key(client)
    key = Authenticator.objects.get(type="webauthn")
    other, gone = window(client), reverse("mfa_remove_webauthn", args=[key.pk])
    removed = meanwhile(monkeypatch, EditWebAuthnView, "get_form", lambda: other.post(gone))
    renamed = client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "On my ring"})
    assert (renamed.status_code, ended(removed).status_code) in {(302, 302), (404, 302)}
    assert not Authenticator.objects.exists()
    assert list(credentials.faults()) == []


def test_code_that_was_used_while_the_codes_are_looked_at_stays_used(
    inspector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    sign_in(client, inspector)
    set_up_totp(client)
    codes = Authenticator.objects.get(type="recovery_codes")
    code = codes_shown(client)[0]
    codes.refresh_from_db()
    codes.data.pop("viewed_at")
    codes.save()
    other = Client(raise_request_exception=False)
    sign_in(other, inspector)
    used = meanwhile(
        monkeypatch,
        RecoveryCodes,
        "mark_as_viewed",
        lambda: other.post(reverse("mfa_authenticate"), {"code": code}),
    )
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert ended(used).status_code == 302
    codes.refresh_from_db()
    assert len(codes.data["migrated_codes"]) == 9
    assert list(credentials.faults()) == []


@pytest.mark.parametrize("factor", ["totp", "recovery_codes"])
def test_whose_factor_is_removed_while_it_is_used_is_told_and_not_let_in(
    factor: str, inspector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    sign_in(client, inspector)
    secret = set_up_totp(client)
    code = totp(secret)
    if factor == "recovery_codes":
        code = codes_shown(client)[0]
    other = Client(raise_request_exception=False)
    sign_in(other, inspector)
    whole = CodeForm.is_valid

    def then_removed(form: Any) -> bool:
        right = whole(form)
        client.post(reverse("mfa_deactivate_totp"))
        return right

    monkeypatch.setattr(CodeForm, "is_valid", then_removed)
    answer = other.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 422
    assert "removed" in answer.content.decode()
    assert other.get("/").status_code == 302


@pytest.mark.parametrize("method", ["put", "delete"])
def test_pages_that_change_a_factor_take_a_form_and_nothing_else(
    method: str, inspector: Person
) -> None:
    client = Client(raise_request_exception=False)
    sign_in(client, inspector)
    add_key(client)
    key = Authenticator.objects.get(type="webauthn")
    page = reverse("mfa_remove_webauthn", args=[key.pk])
    assert getattr(client, method)(page).status_code == 405
    assert Authenticator.objects.filter(pk=key.pk).exists()
    assert list(credentials.faults()) == []


def test_form_that_changes_nothing_leaves_no_entry(inspector: Person) -> None:
    client = Client()
    sign_in(client, inspector)
    client.get(reverse("mfa_activate_totp"))
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert changes() == 0
