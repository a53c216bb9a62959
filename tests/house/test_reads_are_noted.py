"""Marked words on every staff page: whoever is shown them is noted, and nobody else is shown them.

A world in which every record that carries words is marked, each with a word of its own
(``tests/factories/planting.py``). Every address of the permission matrix is asked by each role that
is cleared and needs to know, then without clearance, then without the need.
"""

from __future__ import annotations

import html
import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from inspectorate.domain.inspections import actions as inspections
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.log import events
from tests.factories.planting import Planted, planted
from tests.factories.rooms import AT, a_key, member, needs_to_know, reads_no_more
from tests.factories.standing import made_once, world
from tests.factories.world import Half, World
from tests.house.matrix import Row, rows, things
from tests.sizes import drilled, sized

__all__ = ["made_once", "world"]
pytestmark = pytest.mark.django_db
# The lead first, who reaches most; an inspector alone reaches their own draft.
STAFF = (
    "lead",
    "inspector",
    "analyst",
    "moderator",
    "editor",
    "referencer",
    "press",
    "signing",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: who asks which address by which verb, and what came."""

    asker: str
    verb: str
    path: str
    status: int
    words: frozenset[str]
    noted: frozenset[str]

    def __str__(self) -> str:
        return f"{self.verb.upper()} {self.path} by {self.asker}"


class Crawl:
    """Asks addresses as people of one half, and finds in each answer the words planted."""

    def __init__(self, half: Half, plants: list[Planted], log: Path) -> None:
        self.half, self.plants, self.log = half, plants, log
        self.clients: dict[str, Client] = {}

    def addresses(self) -> dict[tuple[str, str], list[str]]:
        """Each verb and address once, with who reaches it."""
        base = things(self.half)
        found: dict[tuple[str, str], list[str]] = {}
        for row in rows():
            if row.half != "first" or row.house:
                continue
            for path, verb in itertools.product(self._paths(row, base), ("get", "post")):
                reach = [one for one in STAFF if row.expected(one, verb) in (200, 422)]
                if reach:
                    found.setdefault((verb, path), reach)
        return found

    def _paths(self, row: Row, base: dict[str, object]) -> Iterator[str]:
        query = f"?{row.query}" if row.query else ""
        led = [one.leads for one in self.plants if set(one.leads) & set(row.args)]
        for leads in ({}, *led):
            given = {**base, **leads}
            yield reverse(row.name, args=[given[one] for one in row.args]) + query

    def ask(self, asker: str, verb: str, path: str) -> Asked:
        """Send one request; a form is sent empty."""
        if asker not in self.clients:
            self.clients[asker] = Client()
            self.clients[asker].force_login(self.half.people[asker])
        client = self.clients[asker]
        self.log.unlink(missing_ok=True)
        answer = client.get(path) if verb == "get" else client.post(path, {"sent": "empty"})
        said = b"".join(answer) if answer.streaming else answer.content
        # A name in a header may be encoded; those planted are plain.
        text = "\n".join([*(f"{k}: {v}" for k, v in answer.items()), str(answer.cookies)])
        text += html.unescape(said.decode("utf-8", "replace"))
        return Asked(
            asker,
            verb,
            path,
            answer.status_code,
            frozenset(one.word for one in self.plants if one.word in text),
            frozenset(self._noted(self.half.people[asker].pk)),
        )

    def _noted(self, person: int) -> Iterator[str]:
        for one in events(self.log) if self.log.exists() else ():
            if one.event == "read" and one.ids["person"] == person:
                yield from one.ids["objects"]


@pytest.fixture
def crawl(world: World, settings: Any, tmp_path: Path) -> Iterator[Crawl]:
    """The first half with marked words in it."""
    logging.disable(logging.WARNING)
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    yield Crawl(world.first, planted(world.first), tmp_path / "security.log")
    logging.disable(logging.NOTSET)


def unnoted(asked: Asked, plants: list[Planted]) -> list[str]:
    """What an answer shows without a line in the security log."""
    return [
        f"{asked} shows {one.word} and does not note {one.of}"
        for one in plants
        if one.word in asked.words and not one.noted_as & asked.noted
    ]


def test_every_marked_word_shown_is_noted_and_none_is_shown_to_who_may_not_read_it(
    crawl: Crawl,
) -> None:
    asked, once_each = [], connection.vendor == "postgresql"
    for (verb, path), reach in crawl.addresses().items():
        asked.append(crawl.ask(reach[0], verb, path))
        # Where one is shown nothing marked the others are asked in the drill alone: most pages. On
        # PostgreSQL one is asked everywhere: whom else a query lays words open for, Python says.
        others = reach[1:] if sized(bool(asked[-1].words) and not once_each, True) else []
        asked += [crawl.ask(other, verb, path) for other in others]
    wrong = [line for one in asked for line in unnoted(one, crawl.plants)]
    assert wrong == []
    shown = {word for one in asked for word in one.words}
    assert {one.word for one in crawl.plants} - shown == set()
    holding = [one for one in asked if one.words]
    inspection, team = crawl.half.inspection, _team(crawl.half)
    for one in team:
        inspections.end_need_to_know(
            by=member(inspection, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=inspection,
            person=one,
            reason="Works on another part.",
        )
    assert _shown_again(crawl, holding) == []
    needs_to_know(inspection, Marking.SECRET, *team)
    reads_no_more(*team)
    # Both are one rule: of each address one asker is enough.
    one_each = list({(one.verb, one.path): one for one in holding}.values())
    assert _shown_again(crawl, sized(one_each, holding)) == []


def _team(half: Half) -> list[Person]:
    return [half.people[asker] for asker in STAFF]


def _shown_again(crawl: Crawl, holding: list[Asked]) -> list[str]:
    """Ask again what showed marked words: what is shown still, or answered by another status."""
    wrong = []
    for before in holding:
        now = crawl.ask(before.asker, before.verb, before.path)
        if now.words or now.noted:
            wrong.append(f"{now} shows {sorted(now.words)}, notes {sorted(now.noted)}")
        # What is marked as a whole does not exist for who may not read it.
        if now.status not in (before.status, 404):
            wrong.append(f"{now} answers {now.status}, not {before.status}")
        if now.status == 404 and not _whole(before.path):
            wrong.append(f"{now} answers 404, and the fact is no secret")
    return wrong


def _whole(path: str) -> bool:
    return any(part in path for part in ("/evidence/", "/file/", "/editions/"))


def _silent(row: Any, *_: Any) -> Any:
    """Lay a row open whole and note nothing, as a query that forgot to ask would."""
    row.withheld = ""
    return row


class _Forgotten:
    """A reading that withholds nothing and notes nothing."""

    @staticmethod
    def of(row: Any, *_: Any) -> Any:
        return _silent(row)

    own = of

    @staticmethod
    def may(_: str) -> bool:
        return True

    @staticmethod
    def noted(*_: Any) -> None:
        return None


HOLES = {
    "evidence.queries": "/evidence/",
    "judgments.queries": "/judgments/",
    "fieldwork.queries": "/fieldwork/",
    "recommendations.queries": "/recommendations/",
    "reports.queries": "/points/",
    "claims.queries": "/claims/",
}


# What is left out is a rule in Python, and what is shown is that the crawl would see it.
@pytest.mark.of_python
@pytest.mark.parametrize("room", drilled(HOLES, 3))
def test_control_room_that_asks_no_reading_turns_the_crawl_red(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    monkeypatch.setattr(f"inspectorate.domain.{room}.reading", lambda *_: _Forgotten())
    asked = (
        crawl.ask(reach[0], verb, path)
        for (verb, path), reach in crawl.addresses().items()
        if HOLES[room] in path
    )
    # The first is enough.
    assert next((line for one in asked for line in unnoted(one, crawl.plants)), None) is not None
