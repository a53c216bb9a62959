"""A provider that knows a few people, and a house that lets them in by it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.single_sign_on import client
from inspectorate.foundation.single_sign_on.provider import Provider
from tests.factories.identity_provider import CLIENT, SECRET, IdentityProvider, running
from tests.factories.rooms import PASSWORD, a_person

BACK = "http://testserver/accounts/sign-on/back/"
_names = itertools.count(1)


@pytest.fixture(scope="package")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IdentityProvider]:
    """The provider, started once."""
    with running(tmp_path_factory.mktemp("provider"), BACK) as found:
        yield found


@pytest.fixture
def there(process: IdentityProvider, settings: Any) -> IdentityProvider:
    """The provider, and this house set to it."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SINGLE_SIGN_ON = Provider(
        issuer=process.address,
        client_id=CLIENT,
        client_secret=SECRET,
        label="Our directory",
        hosts=frozenset({process.address.removeprefix("http://")}),
        factors=frozenset({"otp"}),
        only=False,
        ask_every=600,
    )
    cache.clear()
    client._made.cache_clear()
    return process


@pytest.fixture
def inspector() -> Person:
    return a_person(Role.INSPECTOR, password=PASSWORD)


Knows = Callable[..., str]


@pytest.fixture
def knows(there: IdentityProvider) -> Knows:
    """Give a person of ours (or an address) an account at the provider; returns its name."""

    def add(who: Person | str, **given: Any) -> str:
        name = f"account-{next(_names)}"
        there.add(name, who if isinstance(who, str) else who.email, **given)
        return name

    return add


class Door:
    """A browser at our door and at the provider's."""

    def __init__(self, there: IdentityProvider) -> None:
        import requests

        self.there = there
        self.here = Client(raise_request_exception=False)
        self.browser = requests.Session()

    def leads_back(self, name: str, **sent: str) -> str:
        """Press the button and sign in there; the address that leads back here."""
        answer = self.here.post("/accounts/sign-on/", sent)
        assert answer.status_code == 302, answer.content.decode()
        return self.there.signs_in(name, answer["Location"], self.browser)

    def signs_in(self, name: str, **sent: str) -> Any:
        """Press the button, sign in there, come back."""
        return self.here.get(self.leads_back(name, **sent))

    def connects(self, name: str) -> Any:
        """Come the first time, and connect the accounts."""
        assert self.signs_in(name)["Location"] == "/accounts/sign-on/connect/"
        assert self.here.get("/accounts/sign-on/connect/").status_code == 200
        return self.here.post("/accounts/sign-on/connect/")


@pytest.fixture
def door(there: IdentityProvider) -> Door:
    return Door(there)
