"""A long ledger written straight into its tables: entries of format 2 with the rows they wrote.

Each entry has an item of evidence, one or two links to criteria and two citations of it, 4.8 rows
on average, with digests as an act would have left them.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

STREAMS = ("register", "inspection/prevent", "people")
AT = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)
BATCH = 2000
Row = tuple[str, dict[str, Any]]


def fill(wanted: int) -> int:
    """Write ``wanted`` entries, their rows, digests and heads; return how many rows."""
    from django.conf import settings
    from django.db import connection, transaction

    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            # What the rows refer to is not there.
            cursor.execute("SET session_replication_role = replica")
    with Path(settings.HEADS_FILE).open("wb") as heads, transaction.atomic():
        for made in itertools.batched(_acts(wanted), BATCH):
            count += _write(made, heads)
    return count


def _write(made: tuple[Any, ...], heads: Any) -> int:
    from inspectorate.foundation.ledger.head_file import Head, _line
    from inspectorate.foundation.ledger.models import Entry

    Entry.objects.bulk_create([entry for entry, _, _ in made])
    _insert("ledger_rowdigest", list(itertools.chain(*(digests for _, _, digests in made))))
    rows = sorted(itertools.chain(*(rows for _, rows, _ in made)), key=lambda one: one[0])
    for table, some in itertools.groupby(rows, key=lambda one: one[0]):
        _insert(table, [values for _, values in some])
    heads.write(b"".join(_line(Head(one.stream, one.number, one.digest)) for one, _, _ in made))
    return len(rows)


def _insert(table: str, rows: list[dict[str, Any]]) -> None:
    from django.db import connection

    names = ", ".join(map(connection.ops.quote_name, rows[0]))
    marks = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",
            [[_as_stored(value) for value in row.values()] for row in rows],
        )


def _as_stored(value: Any) -> Any:
    # A moment as SQLite keeps it; PostgreSQL reads it so too.
    if isinstance(value, str) and value.endswith(".000000+00:00"):
        return value[:19].replace("T", " ")
    return value


def _acts(wanted: int) -> Iterator[tuple[Any, list[Row], list[Any]]]:
    from inspectorate.foundation.ledger import chain
    from inspectorate.foundation.ledger.models import FORMAT, Entry

    last = dict.fromkeys(STREAMS, (0, chain.START))
    lists = _lists()
    for count in range(1, wanted + 1):
        stream = STREAMS[count % 3]
        number, previous = last[stream]
        rows = list(_rows(count))
        digests = list(_digests(count, rows, lists))
        entry = Entry(
            pk=count,
            format=FORMAT,
            stream=stream,
            number=number + 1,
            at=AT + timedelta(seconds=count),
            recorded_at=AT + timedelta(seconds=count, milliseconds=count % 1000),
            by="7",
            verb="evidence.record",
            of=f"evidence.item/{count}",
            key=f"person/7/drill-{count}",
            payload=hashlib.sha256(str(count).encode()).hexdigest(),
            detail={"ref": f"PREV-E{count:07d}", "criteria": ["1.1", "2.3"]},
            rows=len(rows),
            rows_digest=_digest_of(digests, lists),
            previous=previous,
        )
        entry.digest = hashlib.sha256(chain.canonical(entry)).hexdigest()
        last[stream] = (entry.number, entry.digest)
        yield entry, rows, digests


def _rows(count: int) -> Iterator[Row]:
    from inspectorate.domain.evidence.models import Item

    moment = (AT + timedelta(seconds=count)).isoformat(timespec="microseconds")
    yield (
        "evidence_item",
        {
            "id": count,
            "inspection_id": 1,
            "number": count,
            "scope_body_id": count % 46 + 1,
            "session_id": None,
            "kind": "interview",
            "method": "interview",
            "origin": "Prevent lead",
            "words": f"Officers heard of it in training, said number {count}, and wrote it down.",
            "direction": "supports",
            "practice": count % 9 == 0,
            "marking": "OFFICIAL",
            "stub": "",
            "observed_at": moment,
            "written_at": moment,
            "recorded_at": moment,
            "recorded_by_id": 7,
            **dict.fromkeys(Item.ADDED),
        },
    )
    for place in range(2 if count % 5 else 1):
        key = count * 2 + place
        yield "evidence_itemcriterion", {"id": key, "item_id": count, "criterion_id": place + 1}
    for place in range(2):
        key = count * 2 + place
        yield (
            "judgments_submissioncitation",
            {"id": key, "submission_id": place + 1, "item_id": count},
        )


def _lists() -> dict[str, Any]:
    from inspectorate.domain.evidence.models import Item, ItemCriterion
    from inspectorate.domain.judgments.models import SubmissionCitation
    from inspectorate.foundation.ledger.stored import column_lists

    made = column_lists([Item, ItemCriterion, SubmissionCitation])
    return {model._meta.db_table: one for model, one in made.items()}


def _digests(count: int, rows: list[Row], lists: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from inspectorate.foundation.ledger.canonical import row_digest, salt_digest, seal

    salt = f"{count:032x}"
    first = {"entry_id": count, "place": 0, "table": "", "row": "", "turn": None}
    yield {
        **first,
        "columns_id": None,
        "nonce": salt,
        "seal": seal(salt),
        "digest": salt_digest(salt),
    }
    for place, (table, values) in enumerate(rows, start=1):
        nonce = hashlib.md5(f"{count}/{place}".encode(), usedforsecurity=False).hexdigest()
        yield {
            "entry_id": count,
            "place": place,
            "table": table,
            "row": str(values["id"]),
            "turn": 1,
            "columns_id": lists[table].pk,
            "nonce": nonce,
            "seal": seal(nonce),
            "digest": row_digest(nonce, table, values),
        }


def _digest_of(digests: list[dict[str, Any]], lists: dict[str, Any]) -> str:
    from inspectorate.foundation.ledger.canonical import digested_line

    whole = hashlib.sha256()
    for one in digests:
        columns = lists[one["table"]].digest if one["table"] else ""
        told = (one[name] for name in ("place", "table", "row", "turn"))
        whole.update(digested_line(*told, columns, one["seal"], one["digest"]))
    return whole.hexdigest()
