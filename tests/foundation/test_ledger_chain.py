"""The chain where somebody forged what lies in the table: it is named, and stops nobody."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from django.db import connection

from inspectorate.foundation.ledger import chain
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from tests.foundation.test_ledger import AT
from tests.foundation.test_ledger import _drop_triggers as drop_triggers
from tests.foundation.test_ledger import _name as name

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return Person.objects.create(email="lead@example.test", name="Lead inspector", registered_at=AT)


def an_entry(after: Entry | None, *, format: int = 2, recorded_at: datetime | None = None) -> Entry:
    """An entry as somebody writes it who knows the tables and how digests are taken."""
    made = Entry(
        format=format,
        stream="old",
        number=after.number + 1 if after else 1,
        at=AT,
        recorded_at=recorded_at,
        by="1",
        verb="test.name",
        of="people.person/1",
        key=f"old-{after.number if after else 0}",
        payload="0" * 64,
        rows_digest="" if format == 1 else chain.digest_of([]),
        previous=after.digest if after else chain.START,
    )
    made.digest = hashlib.sha256(chain.canonical(made)).hexdigest()
    made.save(force_insert=True)
    return made


def test_first_entry_that_cannot_be_read_is_next_after_none(person: Person) -> None:
    pks = forged_at(person, 1, "detail = CAST(x'ff' AS TEXT)")
    assert list(chain.faults()) == [
        f"ledger : the row of id {pks[0]}, next after entry 0, cannot be read: it was changed",
        "ledger register: entry 1 is missing (found 2 next)",
    ]


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        (f"detail = '{'[' * 20_000}{']' * 20_000}'", "cannot be read"),
        ("verb = CAST(x'ff' AS TEXT)", "cannot be read"),
        ("detail = CAST(x'ff' AS TEXT)", "cannot be read"),
        (f"detail = '{'9' * 5_000}'", "cannot be read"),
        ("verb = x'61'", "was changed after it was written"),
        ("""detail = '{"name": "\\ud800"}'""", "was changed after it was written"),
        ("at = '9999-12-31 23:59:59-14:00'", "was changed after it was written"),
        ("format = 9", "was changed after it was written"),
    ],
)
def test_entry_that_is_forged_beyond_reading_is_named_and_stops_nobody(
    person: Person, forged: str, told: str
) -> None:
    forged_at(person, 2, forged)
    (fault,) = chain.faults()
    assert told in fault
    assert list(chain.faults(["another"])) == []


def forged_at(person: Person, number: int, forged: str) -> list[int]:
    """Three entries, one of them written over with what only SQLite keeps."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no such value")
    for at in range(3):
        name(by=person, at=AT, key=f"k{at}", name=f"n{at}")
    drop_triggers()
    pks = list(Entry.objects.order_by("number").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE {Entry._meta.db_table} SET {forged} WHERE id = {pks[number - 1]}")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    return pks


def test_moment_recorded_is_held_against_the_newest_that_is_known(person: Person) -> None:
    """An entry of format 1 has none; one of format 2 after it has not become older by it."""
    first = an_entry(None, recorded_at=AT)
    second = an_entry(first, format=1)
    third = an_entry(second, recorded_at=AT - timedelta(seconds=1))
    assert list(chain.faults()) == [
        "ledger old: entry 3 was recorded before entry 2",
    ]
    assert third.previous == second.digest


def test_stream_that_is_not_asked_for_is_not_told_of(person: Person) -> None:
    name(by=person, at=AT, key="k", name="n")
    an_entry(an_entry(None, recorded_at=AT), recorded_at=AT - timedelta(seconds=1))
    assert list(chain.faults(["register"])) == []
    assert len(list(chain.faults(["old"]))) == len(list(chain.faults())) == 1


def test_nonce_of_each_row_and_salt_of_the_arguments_are_sixteen_bytes_each(
    person: Person,
) -> None:
    name(by=person, at=AT, key="k", name="n")
    nonces = [one.nonce for one in Entry.objects.get().digests.all()]
    assert [len(bytes.fromhex(one)) for one in nonces] == [16, 16]
    assert len(set(nonces)) == 2
