"""The chain: canonical text, digest, locks, append, verify."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import batched
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

from .canonical import CANONICAL, START, canonical_json, digested_line, json_number
from .clock import reading, told
from .heads import note_head
from .models import FORMAT, Entry, RowDigest
from .round_trip import Statement, asked_together
from .stored import column_of

BATCH = 5000
# Lines of digests that one statement puts in.
KEPT_AT_ONCE = 500
# What a forged row may raise in whoever reads it: no text, no moment, a text nested too deep.
_UNREADABLE = (
    DatabaseError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


class _AsItLies(Cast):
    """The text the database holds. SQLite's cast would make bytes that spell it the same text."""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> Any:
        # Unary plus changes nothing, and what it gives has no declared type.
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


class Row(NamedTuple):
    """An entry as it is read to be verified, with the text the database holds of it.

    ``stored_at``, ``stored_recorded_at`` and ``stored_detail`` are that text of its moments and its
    detail.
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
    format: int
    recorded_at: datetime | None
    rows: int
    rows_digest: str
    stored_at: str
    stored_recorded_at: str | None
    stored_detail: str


# What entries of a format leave empty, because it did not know them or keeps them elsewhere.
EMPTY: dict[int, dict[str, Any]] = {
    1: {"recorded_at": None, "rows": 0, "rows_digest": ""},
    2: {"by_name": ""},
}


def canonical(entry: Entry | Row) -> bytes:
    """Return the bytes an entry's digest is taken over: sorted JSON, UTC with microseconds.

    Raises KeyError for a format that this software does not know.
    """
    values = {name: getattr(entry, name) for name in CANONICAL[entry.format]}
    for name in values:
        if isinstance(values[name], datetime):
            values[name] = values[name].astimezone(UTC).isoformat(timespec="microseconds")
    return canonical_json(values).encode()


def lock(stream: str) -> None:
    """Hold ``stream`` for this transaction, so that numbers within it are given once."""
    asked_together(locking([stream]))


def locking(streams: Iterable[str]) -> list[Statement]:
    """The statements that hold ``streams``, each in its turn; SQLite holds the whole database."""
    # An advisory lock, since the first entry of a stream has no row before it to lock. Two names
    # with one hash only make their streams wait for each other.
    if connection.vendor != "postgresql":
        return []
    return [("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [one]) for one in streams]


class NewEntry(NamedTuple):
    """What an act says of itself, before it has its place in a stream: who did what to what, under
    which key, and the ``digests`` of the rows it wrote.
    """

    verb: str
    by: str
    at: datetime
    of: str
    key: str
    payload: str
    detail: dict[str, Any]
    digests: Sequence[RowDigest]


def append(*, stream: str, **said: Any) -> Entry:
    """Add one entry at the end of ``stream``, as :func:`append_all` adds several."""
    (entry,) = append_all(stream, [NewEntry(**said)])
    return entry


def append_all(stream: str, new: Sequence[NewEntry]) -> list[Entry]:
    """Add entries at the end of ``stream``, one after the other, with the digests of their rows.

    Inside the caller's transaction, which holds the stream; the head is noted outside the database
    on commit.
    """
    number, previous, recorded_at = _next_of(stream)
    entries = []
    for place, one in enumerate(new):
        entry = Entry(
            format=FORMAT,
            stream=stream,
            number=number + place,
            at=one.at,
            recorded_at=recorded_at,
            by=one.by,
            verb=one.verb,
            of=one.of,
            key=one.key,
            payload=one.payload,
            # As the database will give it back (days as text, tuples as lists): the digest is taken
            # over that.
            detail=json.loads(json.dumps(one.detail, default=str), parse_float=json_number),
            rows=sum(1 for each in one.digests if each.table),
            rows_digest=digest_of(one.digests),
            previous=previous,
        )
        previous = entry.digest = hashlib.sha256(canonical(entry)).hexdigest()
        entries.append(entry)
    _keep(entries, [(one.key, each) for one in new for each in one.digests])
    last = entries[-1]
    transaction.on_commit(partial(note_head, stream, last.number, last.digest))
    return entries


def _next_of(stream: str) -> tuple[int, str, datetime]:
    """The number of the next entry of ``stream``, the digest it follows, and its moment.

    The moment is that of the database's clock, and never earlier than that of the entry before.
    """
    table = connection.ops.quote_name(Entry._meta.db_table)
    newest = (
        f"SELECT number, digest, recorded_at FROM {table} WHERE stream = %s "  # nosec B608
        f"ORDER BY number DESC LIMIT 1"
    )
    last, ((clock,),) = asked_together([(newest, [stream]), reading()])
    now = told(clock)
    if not last:
        return 1, START, now
    ((number, digest, before),) = last
    return number + 1, digest, now if before is None else max(now, told(before))


def _keep(entries: Sequence[Entry], digests: Sequence[tuple[str, RowDigest]]) -> None:
    """Put in entries and the lines of their digests, each of which finds its entry by the key."""
    quote = connection.ops.quote_name
    table = quote(Entry._meta.db_table)
    fields = [one for one in Entry._meta.concrete_fields if not one.primary_key]
    own = [
        [one.get_db_prep_save(getattr(entry, one.attname), connection) for one in fields]
        for entry in entries
    ]
    names = [column_of(one) for one in fields]
    lines = [
        _inserting(
            RowDigest._meta.db_table,
            ["entry_id", *_DIGESTED],
            f"(SELECT id FROM {table} WHERE key = %s)",  # nosec B608
            [[key, *(getattr(one, name) for name in _DIGESTED)] for key, one in some],
        )
        for some in batched(digests, KEPT_AT_ONCE)
    ]
    made, *_ = asked_together(
        [_inserting(Entry._meta.db_table, names, "%s", own, giving="id, key"), *lines]
    )
    ids = {key: pk for pk, key in made}
    for entry in entries:
        entry.pk = ids[entry.key]


def _inserting(
    table: str,
    columns: Sequence[str],
    first: str,
    lines: Sequence[Sequence[Any]],
    giving: str = "id",
) -> Statement:
    """The statement that puts lines into a table and gives some of their columns; ``first`` is what
    stands in the first one.
    """
    quote = connection.ops.quote_name
    marks = f"({', '.join([first, *['%s'] * (len(columns) - 1)])})"
    return (
        f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) "  # nosec B608
        f"VALUES {', '.join([marks] * len(lines))} RETURNING {giving}",
        [value for line in lines for value in line],
    )


_DIGESTED = ("place", "table", "row", "turn", "columns_id", "nonce", "seal", "digest")


def digest_of(digests: Iterable[RowDigest]) -> str:
    """One SHA-256 over the digests of an act's rows, in their places."""
    whole = hashlib.sha256()
    for one in digests:
        whole.update(
            digested_line(
                one.place,
                one.table,
                one.row,
                one.turn,
                one.columns.digest if one.columns else "",
                one.seal,
                one.digest,
            )
        )
    return whole.hexdigest()


def faults(streams: Iterable[str] | None = None) -> Iterator[str]:
    """Walk the chains; yield one sentence for each faulty entry.

    An entry is faulty when it is missing, out of order, changed or no longer readable.
    """
    rows = Entry.objects.order_by("stream", "number")
    if streams is not None:
        rows = rows.filter(stream__in=list(streams))
    stream, number, previous = "", 0, START
    recorded: datetime | None = None
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
            stream, number, previous, recorded = row.stream, 0, START, None
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
        if recorded and row.recorded_at and row.recorded_at < recorded:
            yield f"ledger {stream}: entry {row.number} was recorded before entry {number}"
        number, previous = row.number, row.digest
        recorded = row.recorded_at or recorded


def _read(rows: QuerySet[Entry]) -> Iterator[Row | int]:
    """Read in batches; where a batch cannot be read, row by row.

    Of a row that cannot be read, give the id alone.
    """
    entries = Entry.objects.annotate(
        stored_at=_AsItLies("at", TextField()),
        stored_recorded_at=_AsItLies("recorded_at", TextField()),
        stored_detail=_AsItLies("detail", TextField()),
    )
    for pks in batched(list(rows.values_list("pk", flat=True)), BATCH):
        try:
            read = {
                one[0]: Row(*one) for one in entries.filter(pk__in=pks).values_list(*Row._fields)
            }
        # One row that does not parse fails its whole batch.
        except _UNREADABLE:
            read = {}
        for pk in pks:
            try:
                yield read.get(pk) or Row(*entries.values_list(*Row._fields).get(pk=pk))
            except _UNREADABLE:
                yield pk


def _as_written(row: Row) -> bool:
    try:
        if hashlib.sha256(canonical(row)).hexdigest() != row.digest:
            return False
    # A format nobody wrote, a lone surrogate, a moment that is none.
    except (KeyError, *_UNREADABLE):
        return False
    if any(getattr(row, name) != empty for name, empty in EMPTY[row.format].items()):
        return False
    if connection.vendor != "sqlite":
        return True
    # SQLite keeps moments and detail as text, which can be changed without changing what it means.
    return (row.stored_at, row.stored_recorded_at, row.stored_detail) == (
        _text(row.at),
        _text(row.recorded_at),
        json.dumps(row.detail),
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else str(moment.astimezone(UTC).replace(tzinfo=None))
