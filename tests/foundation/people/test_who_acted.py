"""Whoever acted is named from the row of the person; what an old entry holds is shown as it is."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.foundation.ledger.disposal import TOMBSTONE
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import queries
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories import rooms

pytestmark = pytest.mark.django_db


def _names(*entries: Entry) -> list[str]:
    return [name for _, name in queries.who_acted(entries)]


def test_person_of_today_and_the_command_line_are_named() -> None:
    person = rooms.a_person(Role.SIGNING, name="Ffion of Today")
    assert _names(Entry(by=str(person.pk)), Entry(by="console")) == [
        "Ffion of Today",
        "Command line",
    ]


def test_entry_that_holds_a_name_shows_that_one() -> None:
    person = rooms.a_person(name="Ffion of Today")
    assert _names(Entry(by=str(person.pk), by_name="Ffion of Then")) == ["Ffion of Then"]


def test_name_that_was_destroyed_shows_its_tombstone() -> None:
    person, gone = rooms.a_person(), Person.objects.order_by("-pk")[0].pk + 1
    Person.objects.filter(pk=person.pk).update(name=TOMBSTONE)
    assert _names(Entry(by=str(person.pk)), Entry(by=str(gone))) == [TOMBSTONE, TOMBSTONE]


def test_page_of_entries_is_named_in_one_query(django_assert_num_queries: Any) -> None:
    rooms.an_inspection()
    entries = list(Entry.objects.all())
    assert len({one.by for one in entries}) > 3
    with django_assert_num_queries(1):
        named = queries.who_acted(entries)
    people = dict(Person.objects.values_list("pk", "name"))
    assert [name for entry, name in named] == [
        people[int(entry.by)] if entry.by != "console" else "Command line" for entry in entries
    ]
