"""One world for the portal's tests of a module, and a client for each who asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from inspectorate.foundation.people.models import Person
from tests.factories.standing import made_once, world

__all__ = ["made_once", "world"]


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """Make a client that is signed in as a person."""

    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make
