"""One person in two windows, through the pages by which one signs in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from benchmarks.at_once import Door
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.http import Http404
from django.test import Client
from django.urls import reverse
from tests.factories import rooms
from tests.factories.rooms import AT, a_key
from tests.factories.signing_in import (
    LOGIN,
    add_key,
    app_shown,
    set_up_totp,
    sign_in,
    totp,
)

from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people import recovery
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused

from .ground import Ground, Pair


def _posted(*, window: Client, page: str, sent: dict[str, str], leads_to: str = "") -> str:
    """Send a form; return where it led. Shown again or led elsewhere, it was refused."""
    answer = window.post(page, sent)
    if answer.status_code == 404:
        raise Http404(page)
    if answer.status_code not in (200, 302, 422):
        raise AssertionError(f"{page}: {answer.status_code}")
    if answer.status_code != 302 or (leads_to and answer["Location"] != leads_to):
        raise Refused([])
    return str(answer["Location"])


def _form(
    act: Callable[..., Any], window: Client, page: str, leads_to: str = "", **sent: str
) -> Door:
    given = {"window": window, "page": page, "sent": sent, "leads_to": leads_to}
    return Door(act, given, _posted)


def _looked_at(*, window: Client, page: str) -> int:
    answer = window.get(page)
    if answer.status_code != 200:
        raise AssertionError(f"{page}: {answer.status_code}")
    return int(answer.status_code)


def _person() -> Person:
    # Nobody here is told to wait: so many sign in from one address nowhere else.
    cache.clear()
    return rooms.a_person(Role.INSPECTOR, password=rooms.PASSWORD)


def _signing_in(person: Person) -> Client:
    """A window in which the password was given."""
    window = Client()
    sign_in(window, person)
    return window


def _beside(window: Client) -> Client:
    """Another window of the same browser."""
    other = Client()
    other.cookies.load(window.cookies.output(header="", sep=";"))
    return other


def _with_app() -> tuple[Person, Client]:
    person = _person()
    window = _signing_in(person)
    set_up_totp(window)
    return person, window


def _a_code(person: Person) -> str:
    """A recovery code that was not used yet."""
    (code, *_), kept = recovery.made()
    row = Authenticator.objects.get(user=person, type=recovery.KIND)
    row.data = {recovery.KEPT: kept}
    people.change_factors(by=person, at=AT, key=a_key(), change=row.save)
    return code


def password_stored_anew_twice(on: Ground) -> Pair:
    person = _person()
    stored = PBKDF2PasswordHasher().encode(rooms.PASSWORD, "salt-of-an-old-form", 1000)
    people.set_password(by=person, at=AT, key=a_key(), person=person, password=stored)
    sent = {"login": person.email, "password": rooms.PASSWORD}
    return (
        _form(people.rehash_password, Client(), LOGIN, **sent),
        _form(people.rehash_password, Client(), LOGIN, **sent),
    )


def app_set_up_twice(on: Ground) -> Pair:
    window, page = _signing_in(_person()), reverse("mfa_activate_totp")
    code, done = totp(app_shown(window)), reverse("mfa_view_recovery_codes")
    return (
        _form(people.change_factors, window, page, done, code=code),
        _form(people.change_factors, _beside(window), page, done, code=code),
    )


def app_removed_twice(on: Ground) -> Pair:
    _, window = _with_app()
    page = reverse("mfa_deactivate_totp")
    return (
        _form(people.change_factors, window, page),
        _form(people.change_factors, _beside(window), page),
    )


def key_renamed_or_removed(on: Ground) -> Pair:
    person = _person()
    window = _signing_in(person)
    add_key(window)
    key = Authenticator.objects.get(user=person, type="webauthn").pk
    rename, remove = (reverse(f"mfa_{one}_webauthn", args=[key]) for one in ("edit", "remove"))
    return (
        _form(people.change_factors, window, rename, name="On my ring"),
        _form(people.change_factors, _beside(window), remove),
    )


def recovery_code_used_twice(on: Ground) -> Pair:
    person, _ = _with_app()
    code, page = _a_code(person), reverse("mfa_authenticate")
    return (
        _form(people.use_recovery_code, _signing_in(person), page, code=code),
        _form(people.use_recovery_code, _signing_in(person), page, code=code),
    )


def recovery_code_used_or_renewed(on: Ground) -> Pair:
    person, window = _with_app()
    page, code = reverse("mfa_authenticate"), _a_code(person)
    return (
        _form(people.use_recovery_code, _signing_in(person), page, code=code),
        _form(people.change_factors, window, reverse("mfa_generate_recovery_codes")),
    )


def recovery_code_used_or_looked_at(on: Ground) -> Pair:
    person, window = _with_app()
    page = reverse("mfa_view_recovery_codes")
    return (
        _form(
            people.use_recovery_code,
            _signing_in(person),
            reverse("mfa_authenticate"),
            code=_a_code(person),
        ),
        Door(people.use_recovery_code, {"window": window, "page": page}, _looked_at),
    )
