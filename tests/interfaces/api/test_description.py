"""The API asked everything that its description allows, and what it does not, by a reader of it
that is not ours: no answer is an error of the server's, none is other than described.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as asked_so
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from inspectorate.foundation.tries import limits
from inspectorate.interfaces.api import tokens
from tests.factories.devices import enrolled
from tests.factories.world import World
from tests.sizes import drilled, sized

from .asking import a_token

pytestmark = pytest.mark.django_db
EACH, OPERATIONS = sized(15, 400), 14
# A token that opens something is sent each time; and a rule of the house may refuse what the
# description allows, as long as it says why.
NOT_ASKED = [ignored_auth, positive_data_acceptance]


@pytest.fixture
def described(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The description, with the application behind it in this very transaction."""
    monkeypatch.setattr(tokens, "PACE", 1_000_000)
    monkeypatch.setattr(limits, "NO_TOKEN", limits.Limit("no_token", 1_000_000, 60))
    request_started.disconnect(reset_queries)
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    finally:
        request_started.connect(reset_queries)
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def test_description_is_openapi_of_3_1_and_names_every_problem(described: Any) -> None:
    raw = described.raw_schema
    assert raw["openapi"].startswith("3.1")
    described.validate()
    for path, method in itertools.product(raw["paths"], ("get", "post", "put")):
        operation = raw["paths"][path].get(method)
        if operation is None:
            continue
        token = "UploadToken" if "/capture/" in path else "BearerToken"
        assert operation["security"] == [{token: []}], path
        for status in ("401", "403", "404", "422", "429"):
            content = operation["responses"][status]["content"]
            assert list(content) == ["application/problem+json"], (path, status)


@pytest.mark.parametrize("place", drilled(range(OPERATIONS), 4))
def test_whatever_is_asked_is_answered_as_described(
    described: Any, world: World, place: int
) -> None:
    half = world.second
    operation = [found.ok() for found in described.get_all_operations()][place]
    if "/capture/" in operation.path:
        secret = enrolled(half.people["inspector"]).token
    else:
        secret, _ = a_token(half.people["lead"])
    answered: set[int] = set()

    @given(case=operation.as_strategy())
    @asked_so(
        max_examples=EACH,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        # Half of them of an inspection that is there, or nothing behind its address is reached.
        if "slug" in case.path_parameters and len(answered) % 2 == 0:
            case.path_parameters["slug"] = half.inspection.slug
        answer = case.call(headers={"Authorization": f"Bearer {secret}"})
        answered.add(answer.status_code)
        case.validate_response(answer, excluded_checks=NOT_ASKED)

    ask()
    assert max(answered) < 500


def test_all_operations_are_asked(described: Any) -> None:
    assert len(list(described.get_all_operations())) == OPERATIONS
