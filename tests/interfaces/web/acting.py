"""What every act page keeps, asked of each act of a room: who may, what it says and writes, that a
repeat is no second act, and how a refusal looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork.models import Request, Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.codes import Verb
from tests.factories import rooms
from tests.factories.findings import an_item
from tests.factories.upper import entries


@dataclass(slots=True)
class House:
    """An inspection at fieldwork with a visit, a request and an item, and one being planned."""

    inspection: Inspection
    planned: Inspection
    visit: Visit
    request: Request
    item: Item
    outsider: Person
    contact: Person

    def who(self, role: Role) -> Person:
        """The person who holds ``role`` on the inspection; the house's own administrator."""
        if role is Role.ADMIN:
            return rooms.an_admin()
        if role is Role.BODY:
            return self.contact
        return rooms.member(self.inspection, role)


def a_house() -> House:
    """Make it, through actions only."""
    inspection = rooms.an_inspection()
    return House(
        inspection,
        rooms.an_inspection(phase="planned", framework=inspection.framework),
        rooms.a_visit(inspection),
        rooms.a_request(inspection),
        an_item(inspection, files=[("notes.txt", b"What was said.\n")]),
        rooms.a_person(Role.LEAD),
        rooms.a_person(Role.BODY),
    )


@contextmanager
def standing_for_a_module(folder: Path) -> Iterator[House]:
    """The house inside a transaction that is rolled back at the end, its files in ``folder``."""
    kept = {name: getattr(live, name) for name in ("FILES_ROOT", "BUNDLES_ROOT", "HEADS_FILE")}
    live.FILES_ROOT, live.BUNDLES_ROOT = folder / "files", folder / "bundles"
    live.HEADS_FILE = folder / "heads.log"
    with transaction.atomic():
        try:
            yield a_house()
        finally:
            transaction.set_rollback(True)
            for name, value in kept.items():
                setattr(live, name, value)


def signed_in(person: Person) -> Client:
    """A browser in which ``person`` is signed in."""
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    """What a page says: its text without the tags, blanks made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@dataclass(frozen=True, slots=True)
class Act:
    """One act page: its address, one role that may and one that may not, what is sent, and what is
    shown afterwards.

    ``refused`` are the fields that make the act fail, ``beside`` the field its reason stands at (""
    where it concerns the whole form), ``reason`` its first words.
    """

    page: str
    verb: Verb
    may: Role
    may_not: Role
    done: str
    back: str
    args: Callable[[House], tuple[Any, ...]] = lambda house: ()
    back_args: Callable[[House], tuple[Any, ...]] | None = None
    fields: Callable[[House], Mapping[str, Any]] = lambda house: {}
    refused: Callable[[House], Mapping[str, Any]] | None = None
    beside: str = ""
    reason: str = ""
    keeps: str = ""
    only_post: bool = False
    before: Callable[[House], None] = field(default=lambda house: None)

    def __str__(self) -> str:
        return self.page

    def address(self, house: House) -> str:
        """Where the act is done."""
        return reverse(self.page, args=self.args(house))

    def success_url(self, house: House) -> str:
        """Where one stands afterwards."""
        return reverse(self.back, args=(self.back_args or self.args)(house))


class EachAct:
    """Subclass it for a room and parametrize the class by ``act``."""

    def test_who_may_gets_the_page_and_who_may_not_finds_nothing(
        self, house: House, act: Act
    ) -> None:
        act.before(house)
        count = entries(act.verb)
        shown = 405 if act.only_post else 200
        address = act.address(house)
        assert signed_in(house.who(act.may)).get(address).status_code == shown
        for person in (house.who(act.may_not), house.contact):
            refused = signed_in(person)
            sent = {"key": rooms.a_key(), **act.fields(house)}
            assert refused.post(address, sent).status_code == 404
            assert act.only_post or refused.get(address).status_code == 404
        assert entries(act.verb) == count

    def test_done_it_leads_back_says_so_and_a_repeat_changes_nothing(
        self, house: House, act: Act
    ) -> None:
        act.before(house)
        client, count = signed_in(house.who(act.may)), entries(act.verb)
        sent = {"key": "one-key", **act.fields(house)}
        for _ in range(2):
            for file in (value for value in sent.values() if hasattr(value, "seek")):
                file.seek(0)
            answer = client.post(act.address(house), sent)
            assert answer.status_code == 302, words(answer)
            assert answer.headers["Location"] == act.success_url(house)
            assert entries(act.verb) == count + 1
        assert act.done in words(client.get(act.success_url(house)))

    def test_refused_it_answers_422_with_the_reason_and_what_was_typed(
        self, house: House, act: Act
    ) -> None:
        if act.refused is None:
            pytest.skip("the act asks nothing, so that nothing sent can be wrong")
        act.before(house)
        count = entries(act.verb)
        sent = {"key": rooms.a_key(), **act.fields(house), **act.refused(house)}
        answer = signed_in(house.who(act.may)).post(act.address(house), sent)
        assert answer.status_code == 422, answer.headers
        html = answer.content.decode()
        found = re.search(rf'id="id_{act.beside}-problem">(.*?)</p>', html, re.S)
        place = found[1] if found else html if not act.beside else ""
        assert act.reason in " ".join(unescape(place).split()), answer.context["form"].errors
        assert act.keeps in html
        assert entries(act.verb) == count


def queries_of(client: Client, address: str) -> int:
    """How many queries a page costs; the first look of a session also writes the session."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
