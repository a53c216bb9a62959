"""The chain: canonical text, digest, append, verify."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import batched
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from .heads import note_head
from .models import Entry

START = "0" * 64
BATCH = 5000


class Row(NamedTuple):
    """An entry as it is read to be verified, with the text the database holds of it.

    ``stored_at`` and ``stored_detail`` are that text of its moment and its detail.
    """

    pk: int
    stream: str
    number: int
    at: datetime
    by: str
    by_name: str
    verb: str
    of: str
    key: str
    payload: str
    detail: Any
    previous: str
    digest: str
    stored_at: str
    stored_detail: str


def canonical(entry: Entry | Row) -> bytes:
    """Return the bytes an entry's digest is taken over: sorted JSON, UTC with microseconds."""
    return json.dumps(
        {
            "stream": entry.stream,
            "number": entry.number,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": entry.by,
            "by_name": entry.by_name,
            "verb": entry.verb,
            "of": entry.of,
            "key": entry.key,
            "payload": entry.payload,
            "detail": entry.detail,
            "previous": entry.previous,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def lock(stream: str) -> None:
    """Hold ``stream`` for this transaction, so that numbers within it are given once.

    SQLite holds the whole database.
    """
    # An advisory lock, since the first entry of a stream has no row before it to lock. Two names
    # with one hash only make their streams wait for each other.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [stream])


def append(
    *,
    stream: str,
    verb: str,
    by: str,
    by_name: str,
    at: datetime,
    of: str,
    key: str,
    payload: str,
    detail: dict[str, Any],
) -> Entry:
    """Add one entry at the end of ``stream``, inside the caller's transaction.

    Its head is noted outside the database on commit.
    """
    lock(stream)
    last = (
        Entry.objects.filter(stream=stream)
        .order_by("-number")
        .values_list("number", "digest")
        .first()
    )
    number, previous = (last[0] + 1, last[1]) if last else (1, START)
    entry = Entry(
        stream=stream,
        number=number,
        at=at,
        by=by,
        by_name=by_name,
        verb=verb,
        of=of,
        key=key,
        payload=payload,
        # As the database will give it back (days as text, tuples as lists): the digest is taken
        # over that.
        detail=json.loads(json.dumps(detail, default=str)),
        previous=previous,
    )
    entry.digest = hashlib.sha256(canonical(entry)).hexdigest()
    entry.save(force_insert=True)
    transaction.on_commit(lambda: note_head(stream, number, entry.digest))
    return entry


def faults(streams: Iterable[str] | None = None) -> Iterator[str]:
    """Walk the chains; yield one sentence for each faulty entry.

    An entry is faulty when it is missing, out of order, changed or no longer readable.
    """
    rows = Entry.objects.order_by("stream", "number")
    if streams is not None:
        rows = rows.filter(stream__in=list(streams))
    stream, number, previous = "", 0, START
    for row in _read(rows):
        if isinstance(row, int):
            yield (
                f"ledger {stream}: the row of id {row}, next after entry {number}, cannot be "
                f"read: it was changed"
            )
            # Its digest is not known, so whether the next entry follows it cannot be asked.
            number, previous = number + 1, ""
            continue
        if row.stream != stream:
            stream, number, previous = row.stream, 0, START
        if row.number != number + 1:
            yield f"ledger {stream}: entry {number + 1} is missing (found {row.number} next)"
        elif previous and row.previous != previous:
            yield (
                f"ledger {stream}: entry {row.number} does not follow entry {number}: the "
                f"chain is broken there"
            )
        if not _as_written(row):
            yield (
                f"ledger {stream}: entry {row.number} ({row.verb} {row.of}) was changed after "
                f"it was written"
            )
        number, previous = row.number, row.digest


def _read(rows: QuerySet[Entry]) -> Iterator[Row | int]:
    """Read in batches; where a batch cannot be read, row by row.

    Of a row that cannot be read, give the id alone.
    """
    entries = Entry.objects.annotate(
        stored_at=Cast("at", TextField()), stored_detail=Cast("detail", TextField())
    )
    for pks in batched(list(rows.values_list("pk", flat=True)), BATCH):
        try:
            read = {
                one[0]: Row(*one) for one in entries.filter(pk__in=pks).values_list(*Row._fields)
            }
        # One row that does not parse fails its whole batch.
        except (DatabaseError, ValueError, TypeError, AttributeError):
            read = {}
        for pk in pks:
            try:
                yield read.get(pk) or Row(*entries.values_list(*Row._fields).get(pk=pk))
            except (DatabaseError, ValueError, TypeError, AttributeError):
                yield pk


def _as_written(row: Row) -> bool:
    try:
        if hashlib.sha256(canonical(row)).hexdigest() != row.digest:
            return False
    except (ValueError, TypeError, AttributeError):  # a lone surrogate, a moment that is none
        return False
    if connection.vendor != "sqlite":
        return True
    # SQLite keeps moments and detail as text, which can be changed without changing what it means.
    moment = str(row.at.astimezone(UTC).replace(tzinfo=None))
    return (row.stored_at, row.stored_detail) == (moment, json.dumps(row.detail))
