"""What only looks like the provider's word lets nobody in, whatever else is right about it.

The provider is the real one; a token is changed in its process after it was made.
"""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from inspectorate.foundation.people.models import Person, SignInLink
from inspectorate.foundation.single_sign_on.models import ProviderSession
from tests.factories.forged_answers import AS_IT_WAS, FORGERIES, ask_for
from tests.factories.identity_provider import IdentityProvider
from tests.factories.signing_in import LOGIN, WORK
from tests.sizes import drilled

from .conftest import Door, Knows

# A token is refused before anything is looked up.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]


@pytest.fixture(autouse=True)
def _honest_afterwards(there: IdentityProvider) -> Iterator[None]:
    yield
    ask_for(there.folder, "")


@pytest.fixture
def name(door: Door, knows: Knows, inspector: Person) -> str:
    """The account there of somebody who comes in by it, and has a factor there."""
    name = knows(inspector, amr="otp")
    door.connects(name)
    assert door.here.get(WORK).status_code == 200
    return name


def comes(there: IdentityProvider, name: str, forgery: str) -> tuple[Door, Any]:
    """Sign in there, and come back with a forged word."""
    ask_for(there.folder, forgery)
    door = Door(there)
    return door, door.signs_in(name)


def test_token_put_together_again_as_it_was_opens(there: IdentityProvider, name: str) -> None:
    """The control: it is what was forged, and nothing else, that is refused below."""
    door, answer = comes(there, name, AS_IT_WAS)
    assert answer.status_code == 302
    assert door.here.get(WORK).status_code == 200


@pytest.mark.parametrize("forgery", drilled([*list(FORGERIES)[1:], "left out"], 4))
def test_forged_token_opens_nothing(there: IdentityProvider, name: str, forgery: str) -> None:
    before = ProviderSession.objects.count()
    door, answer = comes(there, name, forgery)
    assert answer.status_code == 403
    assert "opens no account here" in answer.content.decode()
    assert door.here.get(WORK)["Location"].startswith(LOGIN)
    assert ProviderSession.objects.count() == before


def test_provider_that_calls_itself_otherwise_leads_nowhere(
    door: Door, there: IdentityProvider, settings: Any
) -> None:
    ours = settings.SINGLE_SIGN_ON
    settings.SINGLE_SIGN_ON = dataclasses.replace(ours, issuer=f"{ours.issuer}/")
    assert door.here.post("/accounts/sign-on/").status_code == 503


@pytest.mark.parametrize("forgery", ["signed by another key", "for another", "left out"])
def test_forged_token_connects_nobody(
    door: Door, there: IdentityProvider, knows: Knows, inspector: Person, forgery: str
) -> None:
    ask_for(there.folder, forgery)
    assert door.signs_in(knows(inspector)).status_code == 403
    assert door.here.get("/accounts/sign-on/connect/")["Location"] == LOGIN
    assert not SignInLink.objects.exists()


@pytest.mark.parametrize(
    "forgery", ["signed by another key", "signed by nobody", "changed after it was signed"]
)
def test_session_that_asks_again_and_is_told_a_forged_yes_ends(
    door: Door, there: IdentityProvider, name: str, forgery: str
) -> None:
    for how, status in ((AS_IT_WAS, 200), (forgery, 403)):
        ask_for(there.folder, how)
        minutes = 10.1 if how == AS_IT_WAS else 20.3
        with time_machine.travel(time.time() + minutes * 60, tick=True):
            assert door.here.get(WORK).status_code == status, how


class TestCode:
    """The code that a browser brings back is good once, for who asked for it."""

    def code(self, address: str) -> str:
        (found,) = re.findall(r"[?&]code=([^&]+)", address)
        return str(found)

    def with_code(self, address: str, code: str) -> str:
        return re.sub(r"([?&]code=)[^&]+", rf"\g<1>{code}", address)

    def test_code_that_was_used_opens_nothing_a_second_time(
        self, there: IdentityProvider, name: str
    ) -> None:
        first = Door(there)
        address = first.leads_back(name)
        assert first.here.get(address).status_code == 302
        again = Door(there)
        own = again.leads_back(name)
        assert again.here.get(self.with_code(own, self.code(address))).status_code == 403
        assert again.here.get(WORK)["Location"].startswith(LOGIN)

    def test_code_of_another_browser_opens_nothing_here(
        self, there: IdentityProvider, name: str, knows: Knows
    ) -> None:
        """Whoever read it over a shoulder brings it to a question of their own."""
        stolen = self.code(Door(there).leads_back(name))
        thief = Door(there)
        own = thief.leads_back(knows("thief@elsewhere.example"))
        assert thief.here.get(self.with_code(own, stolen)).status_code == 403
        assert thief.here.get(WORK)["Location"].startswith(LOGIN)

    def test_answer_without_a_state_opens_nothing(self, there: IdentityProvider, name: str) -> None:
        door = Door(there)
        address = re.sub(r"[?&]state=[^&]+", "", door.leads_back(name))
        assert door.here.get(address.replace("/back/&", "/back/?")).status_code == 403
        assert Client().get("/accounts/sign-on/back/").status_code == 403
