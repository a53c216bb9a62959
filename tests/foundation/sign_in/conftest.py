"""A house that asks for a second factor, and an inspector with a password."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import PASSWORD, a_person


@pytest.fixture(autouse=True)
def _fresh_cache(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def inspector() -> Person:
    return a_person(Role.INSPECTOR, password=PASSWORD)
