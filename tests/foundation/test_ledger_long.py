"""The ledger against tampering: any byte of any column is named; swapped, inserted, cut and
re-chained entries are caught.

P12 of the threat list. The byte changes are drawn from a fixed seed, since every byte of every row
is too many.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from inspectorate.foundation.ledger import chain, heads
from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.ledger.rows import digests_of
from tests.sizes import sized

AT = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)
TABLE, DIGESTS = Entry._meta.db_table, RowDigest._meta.db_table
COLUMNS = [
    "stream",
    "number",
    "at",
    "by",
    "by_name",
    "verb",
    "of",
    "key",
    "payload",
    "detail",
    "previous",
    "digest",
    "format",
    "recorded_at",
    "rows",
    "rows_digest",
]
KINDS = {
    "number": "bigint",
    "at": "timestamptz",
    "recorded_at": "timestamptz",
    "detail": "jsonb",
    "format": "smallint",
    "rows": "integer",
}
STREAMS = ["register", "inspection/prevent", "people"]


def an_entry(number: int, stream: str) -> Entry:
    return chain.append(
        stream=stream,
        verb="evidence.record",
        by="7",
        at=AT + timedelta(0, number, number),
        of=f"evidence.item/{number}",
        key=f"person/7/{stream}-{number}",
        payload=hashlib.sha256(str(number).encode()).hexdigest(),
        detail={
            "ref": f"PREV-E{number:04d}",
            "criteria": ["1.1", "2.3"],
            "marking": "OFFICIAL",
            "words": number % 7,
        },
        digests=digests_of({}, f"{number:032x}"),
    )


def fill(rows: int, settings: Any) -> None:
    with transaction.atomic():
        for number in range(1, rows + 1):
            an_entry(number, STREAMS[number % 3])
    lines = Entry.objects.order_by("pk").values_list("stream", "number", "digest")
    Path(settings.HEADS_FILE).write_text(
        "".join(f"{stream}\t{number}\t{digest}\n" for stream, number, digest in lines), "utf-8"
    )


@pytest.fixture
def open_table(db: None) -> Iterator[None]:
    """Takes the triggers off inside the test's transaction, as someone with the database's own
    rights could.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in (TABLE, DIGESTS):
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {DIGESTS} DISABLE TRIGGER USER")
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def raw(pk: int, column: str) -> bytes:
    as_bytes = (
        f'CAST("{column}" AS BLOB)'
        if connection.vendor == "sqlite"
        else f"convert_to(\"{column}\"::text, 'UTF8')"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {as_bytes} FROM {TABLE} WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def write_raw(pk: int, column: str, content: bytes) -> bool:
    """Write bytes as a column's text; False where the database itself refuses them (a type, UTF-8,
    one of a kind).
    """
    if connection.vendor == "sqlite":
        statement, value = (
            f'UPDATE {TABLE} SET "{column}" = CAST(%s AS TEXT) WHERE id = %s',
            content,
        )
    else:
        kind = KINDS.get(column, "text")
        statement, value = (
            f"UPDATE {TABLE} SET \"{column}\" = convert_from(%s, 'UTF8')::{kind} WHERE id = %s",
            content,
        )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [value, pk])
    except DatabaseError:
        return False
    return True


def changed(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return b"x"
    at = chance.randrange(len(content))
    other = bytearray(content)
    other[at] = chance.choice(
        [
            letter
            for letter in (*b'09aZ "T\t-', content[at] ^ 1, content[at] ^ 0x80)
            if letter != content[at]
        ]
    )
    return bytes(other)


def test_any_changed_byte_of_any_column_is_named_every_time(
    open_table: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(90, settings)
    pks = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    assert list(chain.faults()) == []
    chance = random.Random("tamper")
    named = refused = 0
    while named < sized(200, 1000):
        pk, column = chance.choice(pks), chance.choice(COLUMNS)
        entry = Entry.objects.values_list("stream", "number").get(pk=pk)
        before = raw(pk, column)
        if not write_raw(pk, column, changed(before, chance)):
            refused += 1
            continue
        if (
            raw(pk, column) == before
        ):  # PostgreSQL keeps what a moment or a detail means, not how it was spelt
            continue
        found = list(chain.faults())
        names = (
            f"entry {entry[1]} ",
            f"entry {entry[1]}:",
            f"row of id {pk},",
            f"entry {entry[1]} is missing",
        )
        assert any(name in fault for fault in found for name in names), (
            column,
            before,
            raw(pk, column),
            found,
        )
        named += 1
        assert write_raw(pk, column, before)
    assert list(chain.faults()) == []
    assert refused < 2000


def test_two_entries_swapped_are_named(open_table: None, settings: Any) -> None:
    fill(12, settings)
    with connection.cursor() as cursor:
        for old, new in ((2, 90), (3, 2), (90, 3)):
            cursor.execute(
                f"UPDATE {TABLE} SET number = %s WHERE stream = 'people' AND number = %s",
                [new, old],
            )
    found = list(chain.faults())
    assert any("entry 2 (evidence.record" in fault for fault in found)
    assert any("entry 3 (evidence.record" in fault for fault in found)
    assert list(heads.faults()) == [
        "ledger people: entry 2 is not the one the external head knows: the chain was rewritten"
    ]


def removed(**which: Any) -> None:
    """Entries with the digests that name them, which the database would not let go alone."""
    RowDigest.objects.filter(**{f"entry__{name}": value for name, value in which.items()}).delete()
    Entry.objects.filter(**which).delete()


def rechain(stream: str) -> None:
    """What someone does who knows how the chain is made: recompute it all, so that it verifies."""
    previous = chain.START
    for number, entry in enumerate(
        Entry.objects.filter(stream=stream).order_by("number", "pk"), start=1
    ):
        entry.number, entry.previous = number, previous
        entry.digest = previous = hashlib.sha256(chain.canonical(entry)).hexdigest()
        entry.save()


def test_whole_stream_chained_again_passes_the_chain_and_is_caught_by_the_head(
    open_table: None, settings: Any
) -> None:
    fill(12, settings)
    Entry.objects.filter(stream="register", number=2).update(detail={"ref": "another"})
    rechain("register")
    assert list(chain.faults()) == []
    assert list(heads.faults()) == [
        "ledger register: entry 2 is not the one the external head knows: the chain was rewritten"
    ]
    with pytest.raises(heads.LedgerBehindHead, match="register"):
        heads.refuse_if_behind()


def test_stream_chained_again_is_still_caught_after_honest_acts_noted_new_heads(
    open_table: None, settings: Any
) -> None:
    fill(12, settings)
    Entry.objects.filter(stream="register", number=2).update(detail={"ref": "another"})
    rechain("register")
    for number in (100, 101):
        entry = an_entry(number, "register")
        heads.note_head(entry.stream, entry.number, entry.digest)
    assert list(heads.faults()) == [
        "ledger register: entry 2 is not the one the external head knows: the chain was rewritten"
    ]


def test_entry_inserted_and_chained_again_is_caught_by_the_head(
    open_table: None, settings: Any
) -> None:
    fill(12, settings)
    with transaction.atomic():
        for entry in Entry.objects.filter(stream="people", number__gte=2).order_by("-number"):
            Entry.objects.filter(pk=entry.pk).update(number=entry.number + 1)
    forged = Entry.objects.filter(stream="people").order_by("number")[0]
    forged.pk, forged.number, forged.key, forged.of = None, 2, "forged", "evidence.item/999"
    forged.save(force_insert=True)
    rechain("people")
    assert list(chain.faults()) == []
    assert list(heads.faults()) == [
        "ledger people: entry 2 is not the one the external head knows: the chain was rewritten"
    ]


def test_entry_taken_out_of_the_middle_is_named_by_chain_and_head(
    open_table: None, settings: Any
) -> None:
    fill(12, settings)
    removed(stream="people", number=2)
    assert next(chain.faults()) == "ledger people: entry 2 is missing (found 3 next)"
    assert list(heads.faults()) == [
        "ledger people: entry 2, which the external head knows, is missing"
    ]


def test_stream_wiped_whole_is_caught_by_the_head(open_table: None, settings: Any) -> None:
    fill(12, settings)
    removed(stream="people")
    assert list(chain.faults()) == []
    assert list(heads.faults()) == [
        "ledger people: ends at entry 0, but the external head knows entry 1: its tail was cut"
    ]


@pytest.mark.parametrize(
    "torn",
    [
        "people\t9",
        "people\tnine\tx",
        "people\t99999999999999999999\t" + "0" * 64,
        "\ufffd",
        "a\tb\tc\td",
    ],
)
def test_torn_line_of_the_head_is_named_and_the_start_passes_it_over(
    open_table: None, settings: Any, torn: str
) -> None:
    fill(6, settings)
    with Path(settings.HEADS_FILE).open("ab") as stream:
        stream.write(torn.encode() + b"\xff\xfe\n")
    assert list(heads.faults()) == [
        "heads.log: line 7 is torn: a full disk or a power cut ended it early, or it was changed"
    ]
    heads.refuse_if_behind()
