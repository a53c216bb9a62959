"""Every address, verb, role and state against the table written by hand (TRUST, P8), and proof that
the table can turn red.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from tests.factories.rooms import AT, a_key
from tests.factories.standing import made_once, world
from tests.factories.world import World
from tests.house.matrix import ASKERS, TABLE, Asking, addresses, rows
from tests.sizes import drilled, sized

__all__ = ["made_once", "world"]
ROOMS = (
    "inspections",
    "fieldwork",
    "evidence",
    "judgments",
    "claims",
    "reports",
    "recommendations",
    "publication",
)
HOUSE = ("bodies", "programmes")
SEED = 20200309


@pytest.fixture
def asking(world: World) -> Iterator[Asking]:
    """Everybody signed in; the first inspection's inspector has declared an interest."""
    logging.disable(logging.WARNING)  # thousands of "Not Found" are what is asked for
    inspector = world.first.people["inspector"]
    code = Body.objects.exclude(pk__in=world.first.inspection.scope.values("body")).first().code
    people.declare(by=inspector, at=AT, key=a_key(), about_code=code, nature="Served there.")
    yield Asking(world)
    logging.disable(logging.NOTSET)


class TestTable:
    def test_address_not_in_the_table_fails_the_build(self) -> None:
        known = {row.name for row in rows()}
        there = {
            name
            for name, pattern in addresses()
            if not pattern.startswith(TABLE["accounts"]["prefix"])
        }
        assert sorted(there - known) == [], "add a line for each to permission_matrix.toml"
        assert sorted(known - there) == [], "these addresses are gone: take their lines out"

    def test_row_of_an_inspection_names_nobody_from_outside_its_team(self) -> None:
        outside = {"admin", "nobody", "stranger"}
        named = {
            row.title: {who for verb in row.who.values() for who in verb}
            for row in rows()
            if not row.house
        }
        assert [title for title, who in named.items() if who & outside] == []


@pytest.mark.django_db
class TestMatrix:
    @pytest.mark.parametrize("room", sorted({row.room for row in rows()}))
    def test_every_cell_is_as_the_table_says(self, asking: Asking, room: str) -> None:
        before = Entry.objects.count()
        # Every cell in the drill. Here SQLite is asked one in six and PostgreSQL one in 27 (29
        # askers, so that each is asked somewhere).
        one_in = sized(27 if connection.vendor == "postgresql" else 6, 1)
        chosen = [row for row in rows() if row.room == room]
        assert list(asking.surprises(chosen, one_in)) == []
        assert Entry.objects.count() == before  # a form sent empty writes nothing, whoever sends it

    def test_other_verbs_are_answered_to_nobody(self, asking: Asking) -> None:
        lead = asking.clients["first"]["lead"]
        for row in rows():
            for verb in ("put", "delete", "patch"):
                assert getattr(lead, verb)(asking.path(row)).status_code == 405, (verb, row.title)

    def test_accounts_show_a_stranger_nothing_but_the_way_in(self, asking: Asking) -> None:
        prefix, statuses = TABLE["accounts"]["prefix"], TABLE["accounts"]["statuses"]
        names = {
            name
            for name, pattern in addresses()
            if pattern.startswith(prefix) and "<" not in pattern
        }
        assert {"account_login", "account_logout", "mfa_index"} <= names
        stranger, lead = Client(), asking.clients["first"]["lead"]
        title = asking.world.first.inspection.title
        shown = set()
        for name in sorted(names - {"account_logout"}):
            for client in (stranger, lead):
                answer = client.get(reverse(name))
                assert answer.status_code in statuses, name
                assert title not in answer.content.decode(), name
            if stranger.get(reverse(name)).status_code == 200:
                shown.add(name)
        assert shown - set(TABLE["accounts"]["stranger_200"].split()) == set()

    def test_role_taken_away_is_gone_on_the_next_request(self, asking: Asking) -> None:
        lead = asking.world.first.people["lead"]
        client = asking.clients["first"]["lead"]
        path = reverse("inspections-terms", args=[asking.world.first.inspection.slug])
        assert client.get(path).status_code == 200
        people.end_role(
            by=asking.world.first.people["admin"], at=AT, key=a_key(), person=lead, role="lead"
        )
        assert client.get(path).status_code == 302


@pytest.mark.django_db
def test_second_factor_is_asked_on_every_path(asking: Asking, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    for row in rows():
        for asker in ("lead", "body"):
            for verb in row.who:
                answer = asking.ask(row, asker, verb)
                if row.name == "healthz":
                    assert answer.status_code == 200
                else:
                    assert (answer.status_code, answer["Location"]) == (
                        302,
                        reverse("mfa_index"),
                    ), (row.title, asker, verb)


def _open(monkeypatch: pytest.MonkeyPatch, room: str) -> None:
    """Take out the question "may this person?" of one room's reads."""
    monkeypatch.setattr(f"inspectorate.domain.{room}.queries.may", lambda *_: True)


def _open_team(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take out the filter by team."""
    monkeypatch.setattr(
        "inspectorate.domain.inspections.queries.visible_to", lambda _: Inspection.objects.all()
    )


def _open_portal(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Let a contact speak for every body in one room."""
    monkeypatch.setattr(where, lambda *_: Body.objects.all())


def _open_every_marking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take out the filter by marking."""
    monkeypatch.setattr(
        "inspectorate.domain.evidence.queries.cleared_for", lambda *_: Marking.values
    )


def _forget_clearance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the need to know be enough."""
    monkeypatch.setattr("inspectorate.foundation.people.models.BASELINE", Marking.SECRET)


def _forget_need_to_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clearance be enough."""
    monkeypatch.setattr(
        "inspectorate.domain.inspections.access.lowest", lambda marks: next(iter(marks))
    )


HOLES: list[tuple[str, Callable[[pytest.MonkeyPatch], None]]] = [
    *((room, lambda patch, room=room: _open(patch, room)) for room in (*ROOMS, *HOUSE)),
    ("inspections", _open_team),
    ("evidence", _open_every_marking),
    ("evidence", _forget_clearance),
    ("evidence", _forget_need_to_know),
    (
        "portal",
        lambda patch: _open_portal(
            patch, "inspectorate.domain.fieldwork.queries.bodies.spoken_for_by"
        ),
    ),
    (
        "portal",
        lambda patch: _open_portal(patch, "inspectorate.domain.reports.queries.spoken_for_by"),
    ),
    (
        "portal",
        lambda patch: _open_portal(
            patch, "inspectorate.domain.recommendations.queries.spoken_for_by"
        ),
    ),
    (
        "portal",
        lambda patch: _open_portal(
            patch, "inspectorate.domain.recommendations.queries.overseen_by"
        ),
    ),
]


# What is dropped is a rule in Python, and what is shown is that the walk above would see it.
@pytest.mark.of_python
@pytest.mark.django_db
@pytest.mark.parametrize("trial", drilled(range(20), 5))
def test_control_a_rule_dropped_at_random_turns_the_matrix_red(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, trial: int
) -> None:
    chance = random.Random(SEED + trial)
    room, drop = HOLES[trial % len(HOLES)] if trial < len(HOLES) else chance.choice(HOLES)
    drop(monkeypatch)
    chosen = [row for row in rows() if row.name.startswith(room)]
    chance.shuffle(chosen)
    assert next(asking.surprises(chosen), None) is not None


def test_control_every_asker_is_asked_for() -> None:
    assert len(ASKERS) == len(set(ASKERS)) == 29
