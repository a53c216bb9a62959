"""Every address of the door for programs, by everybody, with a token of every scope, against the
table written by hand; and proof that the table can turn red.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from inspectorate.domain.evidence.models import Item
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import STAFF, Role
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.reasons.reasons import Forbidden
from inspectorate.interfaces.api.door import api
from tests.factories.standing import made_once, world
from tests.factories.world import Half, World
from tests.interfaces.api.asking import a_token
from tests.sizes import drilled

__all__ = ["made_once", "world"]
pytestmark = pytest.mark.django_db
TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "api_matrix.toml").read_text("utf-8")
)
ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    title: str
    scope: str
    who: frozenset[str]
    status: int
    house: bool

    def ask(self, half: Half, secret: str) -> Any:
        """Ask it of an inspection, with a token."""
        method, _, address = self.title.partition(" ")
        number = Item.objects.filter(inspection=half.inspection, marking="OFFICIAL").first().number
        named = {"slug": half.inspection.slug, "number": number, "what": "visits"}
        path = ROOT + address.format(**named, file="A" * 22, n=0)
        headers = {"Idempotency-Key": "x"} | (
            {"Authorization": f"Bearer {secret}"} if secret else {}
        )
        ask = getattr(Client(), method.lower())
        return ask(path, content_type="application/json", headers=headers)

    def expected(self, role: str, scope: str, *, own: bool) -> int:
        """The status that somebody should see, on their own inspection or on another."""
        if self.scope not in ("any", scope):
            return 403
        return self.status if role in self.who and (own or self.house) else 404


def rows() -> list[Row]:
    return [
        Row(
            title,
            given["scope"],
            frozenset(TABLE["groups"].get(given["who"], given["who"]).split()),
            given.get("status", 200),
            given.get("house", False),
        )
        for title, given in TABLE["rows"].items()
    ]


def operations() -> Iterator[str]:
    """Each operation of the description, as the table writes it."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            yield f"{method.upper()} {path.removeprefix(ROOT)}"


def people(world: World) -> Iterator[tuple[str, Person]]:
    for role in sorted(STAFF):
        yield str(role), world.first.people[str(role)]


def surprises(world: World, asked: list[Row]) -> Iterator[str]:
    """Every cell that is answered otherwise than the table says."""
    for role, person in people(world):
        for scope in Scope:
            secret, _ = a_token(person, [scope.value])
            for row in (one for one in asked if one.scope != "device"):
                for half, own in ((world.first, True), (world.second, False)):
                    expected = row.expected(role, scope.value, own=own and role != Role.ADMIN)
                    found = row.ask(half, secret).status_code
                    if found != expected:
                        yield f"{row.title}, {role}, {scope}, {own}: {found}, not {expected}"


def test_address_not_in_the_table_fails_the_build() -> None:
    assert sorted(operations()) == sorted(row.title for row in rows())


def test_every_cell_is_as_the_table_says(world: World) -> None:
    before = Entry.objects.exclude(verb="people.make_token").count()
    assert list(surprises(world, rows())) == []
    # An item sent empty records nothing, whoever sends it.
    assert Entry.objects.exclude(verb="people.make_token").count() == before


def test_without_a_token_nothing_is_answered(world: World) -> None:
    for row in rows():
        answers = {row.ask(world.first, one).status_code for one in ("", "none", "inspectorate_x")}
        assert answers == {401}, row.title


def test_no_token_of_a_person_opens_what_is_a_devices(world: World) -> None:
    secret, _ = a_token(world.first.people["lead"])
    asked = [one for one in rows() if one.scope == "device"]
    assert [one.ask(world.first, secret).status_code for one in asked] == [401] * 3


def test_who_is_no_staff_can_have_no_token(world: World) -> None:
    for who in ("body", "overseer"):
        with pytest.raises(Forbidden):
            a_token(world.first.people[who])
    with pytest.raises(Forbidden):
        a_token(world.nobody)


@pytest.mark.of_python
@pytest.mark.parametrize("dropped", drilled(["scope", "team", "room"], 3))
def test_control_a_rule_dropped_turns_the_table_red(
    world: World, monkeypatch: pytest.MonkeyPatch, dropped: str
) -> None:
    if dropped == "scope":
        monkeypatch.setattr("inspectorate.foundation.people.models.AccessToken.opens", set(Scope))
    elif dropped == "team":
        from inspectorate.domain.inspections.models import Inspection

        monkeypatch.setattr(
            "inspectorate.domain.inspections.queries.visible_to", lambda _: Inspection.objects.all()
        )
    else:
        monkeypatch.setattr("inspectorate.domain.fieldwork.queries.may", lambda *_: True)
    assert next(surprises(world, rows()), None) is not None
