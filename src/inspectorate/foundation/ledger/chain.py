"""The chain: canonical text, digest, append, verify."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from .heads import note_head
from .models import Entry

START = "0" * 64


def canonical(entry: Entry) -> bytes:
    """The bytes an entry's digest is taken over: sorted JSON, UTC with microseconds."""
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
    """Hold ``stream`` for this transaction, so that numbers within it are given once (SQLite holds the whole database)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [stream])


def append(
    *, stream: str, verb: str, by: str, by_name: str, at: datetime, of: str, key: str, payload: str, detail: dict[str, Any]
) -> Entry:
    """Add one entry at the end of ``stream``, inside the caller's transaction; its head is noted outside on commit."""
    lock(stream)
    last = Entry.objects.filter(stream=stream).order_by("-number").values_list("number", "digest").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, START)
    entry = Entry(
        stream=stream, number=number, at=at, by=by, by_name=by_name, verb=verb, of=of, key=key,
        payload=payload, detail=json.loads(json.dumps(detail, default=str)), previous=previous,
    )  # fmt: skip
    entry.digest = hashlib.sha256(canonical(entry)).hexdigest()
    entry.save(force_insert=True)
    transaction.on_commit(lambda: note_head(stream, number, entry.digest))
    return entry


def faults(streams: Iterable[str] | None = None) -> Iterator[str]:
    """Walk the chains; yield one sentence for each entry that is missing, out of order or changed."""
    rows = Entry.objects.order_by("stream", "number")
    if streams is not None:
        rows = rows.filter(stream__in=list(streams))
    stream, number, previous = "", 0, START
    for entry in rows.iterator(chunk_size=5000):
        if entry.stream != stream:
            stream, number, previous = entry.stream, 0, START
        if entry.number != number + 1:
            yield f"ledger {stream}: entry {number + 1} is missing (found {entry.number} next)"
        elif entry.previous != previous:
            yield f"ledger {stream}: entry {entry.number} does not follow entry {number}: the chain is broken there"
        if hashlib.sha256(canonical(entry)).hexdigest() != entry.digest:
            yield f"ledger {stream}: entry {entry.number} ({entry.verb} {entry.of}) was changed after it was written"
        number, previous = entry.number, entry.digest
