"""Verification of rows, both ways: from each act to the rows it wrote, from each row to its act.

Everything is streamed: a table is joined with its digests by the database, so that millions of rows
need no memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from heapq import merge
from itertools import chain, groupby
from math import inf
from typing import Any, NamedTuple

from django.db import connection, models

from .canonical import TOMBSTONE, digested_line, list_digest, row_digest, salt_digest, seal
from .models import BroughtDigest, ColumnList, Disposal, Entry, RowDigest
from .recorded import Permanent, Recorded
from .rows import column_names
from .stored import as_it_lies, column_of, columns_of, plain, whatever_lies
from .verbs import TAKING_OVER, LedgerVerb

# A part of verification: yields one sentence for each fault.
Check = Callable[[], Iterator[str]]
CHUNK = 2000


def faults() -> Iterator[str]:
    """Yield one sentence for each act, digest or row that is not as it was written."""
    for check in checks():
        yield from whatever_lies(check)


def checks() -> Iterator[Check]:
    """Yield the parts of the proof; none relies on what another found."""
    yield from (_column_list_faults, _entry_faults, _brought_faults)
    for model in Recorded.recorded_models():
        yield partial(table_faults, model)
    yield from (_unknown_tables, _changed_permanent_rows)


def notes() -> Iterator[str]:
    """Yield one sentence for each thing that is in order and yet should be known."""
    taken = Entry.objects.filter(verb=LedgerVerb.TAKE_OVER).aggregate(
        rows=models.Sum("rows"), since=models.Min("recorded_at")
    )
    if taken["rows"]:
        yield (
            f"{taken['rows']:,} rows were there before the ledger proved rows: they are proven "
            f"since {taken['since']:%d %B %Y}, and before that only where an entry of format 1 "
            f"kept their digest"
        )
    for one in Disposal.objects.order_by("pk"):
        what = ", ".join(one.columns) or "the whole row"
        yield f"{one.table}/{one.row}: {what} disposed of on {one.at:%d %B %Y} ({one.ground})"


def _column_list_faults() -> Iterator[str]:
    for one in ColumnList.objects.order_by("pk"):
        if list_digest(one.table, one.names) != one.digest:
            yield f"ledger: the list of columns {one.pk} ({one.table}) was changed"


def _brought_faults() -> Iterator[str]:
    """A digest put aside as brought proves no row: only those of shared rows may be."""
    shared = [one._meta.db_table for one in Recorded.recorded_models() if one.BROUGHT_ALONG]
    for stream, number, table, row in BroughtDigest.objects.exclude(table__in=shared).values_list(
        "entry__stream", "entry__number", "table", "row"
    ):
        yield f"ledger {stream}: entry {number}: its digest of {table}/{row} was put aside"


class _Line(NamedTuple):
    entry: int
    place: int
    table: str
    row: str
    turn: int | None
    columns: int | None
    nonce: str
    seal: str
    digest: str


@dataclass(slots=True)
class _Disposed:
    """What recorded disposals destroyed: rows, and the salts of the acts that wrote them."""

    rows: set[tuple[str, str]] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)


def _disposed() -> _Disposed:
    found = _Disposed()
    for table, row in Disposal.objects.values_list("table", "row"):
        found.rows.add((table, row))
        found.entries.update(
            RowDigest.objects.filter(table=table, row=row).values_list("entry", flat=True)
        )
    return found


def _entry_faults() -> Iterator[str]:
    """Hold the digests of rows against what each entry says of them, in one pass over both."""
    lists, disposed = column_names(), _disposed()
    lines = groupby(_lines(), key=lambda one: one[0])
    written = next(lines, None)
    entries = Entry.objects.order_by("pk").values_list(
        "pk", "stream", "number", "format", "rows", "rows_digest"
    )
    for pk, stream, number, format, rows, rows_digest in entries.iterator(chunk_size=CHUNK):
        where = f"ledger {stream}: entry {number}"
        mine: list[_Line] = []
        while written is not None and _number(written[0]) <= pk:
            if written[0] == pk:
                mine = [_Line(*one) for one in written[1]]
            else:
                yield f"ledger: digests of rows name entry {written[0]}, which is not there"
            written = next(lines, None)
        if format == 1:
            if mine:
                yield f"{where} is of format 1, which kept no digests of rows, but some name it"
            continue
        if len([one for one in mine if one.table]) != rows or _digest(mine, lists) != rows_digest:
            yield f"{where}: the digests of the rows it wrote are not the ones it was written with"
        yield from (f"{where}: {fault}" for fault in _nonce_faults(mine, disposed))
    while written is not None:
        yield f"ledger: digests of rows name entry {written[0]}, which is not there"
        written = next(lines, None)


def _lines() -> Iterator[tuple[Any, ...]]:
    """Every digest by its entry and place, among them those that entries brought in a binder."""
    names = ("entry_id", *_Line._fields[1:5], "columns_id", *_Line._fields[6:])
    own, brought = (
        model._base_manager.order_by("entry_id", "place")
        .values_list(*names)
        .iterator(chunk_size=CHUNK)
        for model in (RowDigest, BroughtDigest)
    )
    first = next(brought, None)
    if first is None:
        return own
    return merge(own, chain([first], brought), key=lambda one: (_number(one[0]), _number(one[1])))


def _number(stored: Any) -> float:
    """A number to sort by: what is none comes last, where SQLite sorts it."""
    return stored if isinstance(stored, int | float) else inf


def _digest(lines: Iterable[_Line], lists: dict[int, tuple[str, str, tuple[str, ...]]]) -> str:
    whole = hashlib.sha256()
    for one in lines:
        columns = lists.get(one.columns or 0, ("",))[0]
        whole.update(
            digested_line(one.place, one.table, one.row, one.turn, columns, one.seal, one.digest)
        )
    return whole.hexdigest()


def _nonce_faults(lines: Iterable[_Line], disposed: _Disposed) -> Iterator[str]:
    for one in lines:
        name = f"the nonce of {one.table}/{one.row}" if one.table else "the salt of its arguments"
        if one.nonce == TOMBSTONE:
            if (one.table, one.row) not in disposed.rows and not (
                one.place == 0 and one.entry in disposed.entries
            ):
                yield f"{name} was destroyed, and no disposal names it"
        elif seal(one.nonce) != one.seal or (
            one.place == 0 and salt_digest(one.nonce) != one.digest
        ):
            yield f"{name} was changed"


def table_faults(model: type[models.Model]) -> Iterator[str]:
    """Compare every row of one table with the last digest of it, and every digest with its row."""
    for row, what in row_faults(model):
        yield f"{model._meta.label_lower}/{row}: {what}"


def row_faults(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Yield the key and what is wrong of each row of one table that is not as its last act left
    it, or that no act wrote, or that is gone.
    """
    lists, readers, anew = column_names(), columns_of(model), _taking_over()
    for key, found in groupby(_rows_with_digests(model), key=lambda one: one[0]):
        written = list(found)
        raw = written[0][6:]
        fault = (
            "a writing of the row is missing"
            if _is_missing(written, anew)
            else _row_fault(model._meta.db_table, plain(readers, raw), written, lists)
        )
        if fault:
            # A key kept as bytes is told as the one it stands for.
            name = key.decode("utf-8", "replace") if isinstance(key, bytes) else str(key)
            yield name, fault + _last_act(model, name)
    for key, gone in groupby(_digests_without_row(model), key=lambda one: one[0]):
        written = list(gone)
        if written[-1][3] is not None:
            yield str(key), "the row is gone" + _last_act(model, str(key))
        elif _is_missing(written, anew):
            yield str(key), "a writing of the row is missing" + _last_act(model, str(key))


def _taking_over() -> set[int]:
    found = Entry.objects.filter(verb__in=TAKING_OVER).values_list("pk", flat=True)
    return set(found)


def _is_missing(written: list[tuple[Any, ...]], anew: set[int]) -> bool:
    """Is one of a row's writings, (key, turn, entry, …) by their turns, not there?

    What took the row over as it was begins the count anew: a row that came in a binder may have
    earlier writings in streams that did not come with it.
    """
    expected = 1
    missing = False
    for _, turn, entry, *_ in written:
        missing = entry not in anew and (missing or turn not in (None, expected))
        expected = (turn or 0) + 1
    return missing


def _row_fault(
    table: str,
    values: dict[str, Any],
    written: list[tuple[Any, ...]],
    lists: dict[int, tuple[str, str, tuple[str, ...]]],
) -> str:
    _, turn, _, columns, nonce, digest, *_ = written[-1]
    if turn is None:
        return "no act wrote this row"
    if columns is None:
        return "an act deleted this row, and it is there again"
    covered = lists.get(columns, ("", "", ()))[2]
    if not covered or not set(covered) <= set(values):
        return "its digest covers columns that the table does not have"
    if row_digest(nonce, table, {name: values[name] for name in covered}) != digest:
        return "the row was changed after it was written"
    return ""


def _rows_with_digests(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    """(key, turn, entry, columns, nonce, digest, *raw values) of each row and each writing."""
    quote = connection.ops.quote_name
    chosen = ", ".join(as_it_lies(f"t.{quote(name)}") for name in columns_of(model))
    key = f"t.{quote(column_of(model._meta.pk))}"
    yield from _streamed(
        f"SELECT {key}, d.turn, d.entry_id, d.columns_id, d.nonce, d.digest, "  # nosec B608
        f"{chosen} "
        f"FROM {quote(model._meta.db_table)} t LEFT JOIN {quote(RowDigest._meta.db_table)} d "
        f"ON d.{quote('table')} = %s AND d.{quote('row')} = CAST({key} AS {_TEXT}) "
        f"ORDER BY {key}, d.turn",
        [model._meta.db_table],
    )


def _digests_without_row(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    """(key, turn, entry, columns) of each digest whose row is not there."""
    quote = connection.ops.quote_name
    key = f"t.{quote(column_of(model._meta.pk))}"
    # SQLite finds the row by its own key only; PostgreSQL would fail on a key that is no number.
    same = (
        f"{key} = CAST(d.{quote('row')} AS INTEGER)"
        if connection.vendor == "sqlite" and isinstance(model._meta.pk, models.IntegerField)
        else f"CAST({key} AS {_TEXT}) = d.{quote('row')}"
    )
    yield from _streamed(
        f"SELECT d.{quote('row')}, d.turn, d.entry_id, d.columns_id "  # nosec B608
        f"FROM {quote(RowDigest._meta.db_table)} d LEFT JOIN {quote(model._meta.db_table)} t "
        f"ON {same} WHERE d.{quote('table')} = %s AND {key} IS NULL "
        f"ORDER BY d.{quote('row')}, d.turn",
        [model._meta.db_table],
    )


_TEXT = "VARCHAR(64)"


def _streamed(statement: str, parameters: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _last_act(model: type[models.Model], key: str) -> str:
    # A key that is no text cannot be asked for, and no act wrote it.
    if not _is_text(key):
        return ""
    found = (
        RowDigest.objects.filter(table=model._meta.db_table, row=key)
        .order_by("-turn")
        .values_list("entry__stream", "entry__number")
        .first()
    )
    return f" (ledger {found[0]}, entry {found[1]})" if found else ""


def _is_text(read: str) -> bool:
    try:
        read.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unknown_tables() -> Iterator[str]:
    known = {one._meta.db_table for one in Recorded.recorded_models()} | {""}
    for table in RowDigest.objects.order_by().values_list("table", flat=True).distinct():
        if table not in known:
            yield f"ledger: digests of rows name a table {table}, which is not one of ours"


def _changed_permanent_rows() -> Iterator[str]:
    """A row that never changes was written again, or deleted, and no disposal names it."""
    tables = [one._meta.db_table for one in Permanent.recorded_models()]
    again = (
        RowDigest.objects.filter(table__in=tables)
        .filter(models.Q(turn__gt=1) | models.Q(columns=None))
        .exclude(entry__verb__in=TAKING_OVER)
    )
    named = Disposal.objects.filter(table=models.OuterRef("table"), row=models.OuterRef("row"))
    for table, row, stream, number in (
        again.exclude(models.Exists(named))
        .order_by("table", "row")
        .values_list("table", "row", "entry__stream", "entry__number")
    ):
        yield (
            f"{table}/{row}: a row that never changes was written again, and no disposal names "
            f"it (ledger {stream}, entry {number})"
        )
