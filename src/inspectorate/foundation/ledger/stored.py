"""A row as the database holds it: read raw, told as plain values, digested with a nonce.

Raw, because a value read through a model may hide a change (any number is "true", any spelling of a
JSON text means the same); plain and the same on both databases, because a row may move from one to
the other in a binder. A value that the application would not have stored so is told with a mark
before it and matches no digest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, partial
from itertools import batched
from typing import Any

from django.db import OperationalError, connection, models

from .canonical import json_number, list_digest
from .models import ColumnList
from .round_trip import Rows, Statement, asked_together

Reader = Callable[[Any], Any]
BATCH = 2000
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
NOT_AS_STORED = "not as it is stored: "


def columns_of(model: type[models.Model]) -> dict[str, Reader]:
    """The columns of a table that digests cover, by name, each with the reader of its raw value."""
    return _columns(model, connection.vendor)


@cache
def _columns(model: type[models.Model], vendor: str) -> dict[str, Reader]:
    unproven = getattr(model, "UNPROVEN", ())
    fields = [one for one in model._meta.concrete_fields if one.name not in unproven]
    readers = {column_of(one): _reader(one, vendor) for one in fields}
    return dict(sorted(readers.items()))


def column_of(field: models.Field[Any, Any]) -> str:
    """The name of the column that a concrete field is stored in."""
    assert field.column is not None
    return field.column


def as_it_lies(column: str) -> str:
    """A column in a SELECT, past the driver's conversion of what a column is declared to hold."""
    # SQLite's unary plus changes nothing, and what it gives has no declared type.
    return f"+{column}" if connection.vendor == "sqlite" else column


def whatever_lies[T](read: Callable[[], Iterable[T]]) -> list[T]:
    """What ``read`` yields, even where a text in the database is none.

    SQLite keeps bytes that are no UTF-8, and its driver fails on the first; then all is read once
    more with such bytes as lone surrogates, which match no digest.
    """
    try:
        return list(read())
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
        # Not at once so: it costs a call for each text.
        library = connection.connection
        library.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        try:
            return list(read())
        finally:
            library.text_factory = str


def _reader(field: models.Field[Any, Any], vendor: str) -> Reader:
    target: Any = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    readers: dict[type[models.Field[Any, Any]], tuple[Reader, Reader]] = {
        models.DateTimeField: (_moment_of_text, _moment),
        models.DateField: (_day_of_text, _day),
        models.BooleanField: (_truth, _same),
        models.JSONField: (_json_as_stored, _json),
    }
    for kind, (of_sqlite, of_postgresql) in readers.items():
        if isinstance(target, kind):
            return of_sqlite if vendor == "sqlite" else of_postgresql
    if isinstance(target, models.IntegerField):
        return _whole
    if isinstance(target, models.CharField | models.TextField):
        return _text
    raise TypeError(f"{field.model._meta.label}.{field.name}: no rule says how it is digested")


def _same(raw: Any) -> Any:
    return raw


def _strange(raw: Any) -> str:
    return f"{NOT_AS_STORED}{raw!r}"


def _whole(raw: Any) -> Any:
    return raw if raw is None or type(raw) is int else _strange(raw)


def _text(raw: Any) -> Any:
    return raw if raw is None or type(raw) is str else _strange(raw)


def _truth(raw: Any) -> Any:
    return raw if raw is None else bool(raw) if raw in (0, 1) else _strange(raw)


def _moment_of_text(raw: Any) -> Any:
    if raw is None:
        return None
    found = _MOMENT.fullmatch(raw) if isinstance(raw, str) else None
    # Whole seconds are stored without a fraction.
    if found is None or found[1] == ".000000":
        return _strange(raw)
    return f"{raw[:10]}T{raw[11:19]}{found[1] or '.000000'}+00:00"


def _moment(raw: datetime | None) -> Any:
    return None if raw is None else raw.astimezone(UTC).isoformat(timespec="microseconds")


def _day_of_text(raw: Any) -> Any:
    ok = raw is None or (isinstance(raw, str) and _DAY.fullmatch(raw))
    return raw if ok else _strange(raw)


def _day(raw: date | None) -> Any:
    return None if raw is None else raw.isoformat()


def _json(raw: Any) -> Any:
    return None if raw is None else json.loads(raw, parse_float=json_number)


def _json_as_stored(raw: Any) -> Any:
    try:
        value = _json(raw)
    except (ValueError, TypeError, RecursionError):
        return _strange(raw)
    return value if raw is None or json.dumps(json.loads(raw)) == raw else _strange(raw)


def asking_for_lists(which: Collection[type[models.Model]]) -> Statement:
    """The statement that tells which lists of columns are kept; one table at least."""
    digests = [_column_list(model, connection.vendor).digest for model in which]
    table = connection.ops.quote_name(ColumnList._meta.db_table)
    select = f"SELECT digest, id FROM {table}"  # nosec B608
    return f"{select} WHERE digest IN ({_marks(digests)})", digests


def column_lists(
    which: Collection[type[models.Model]], kept: Rows | None = None
) -> dict[type[models.Model], ColumnList]:
    """The list of the columns that each table has today; kept in the database the first time.

    ``kept`` is what :func:`asking_for_lists` gave, where it was asked along with something else.
    """
    if kept is None:
        (kept,) = asked_together([asking_for_lists(which)])
    there: dict[str, int] = dict(kept)
    found = {}
    for model in which:
        today = _column_list(model, connection.vendor)
        known = {"table": today.table, "names": today.names}
        if today.digest in there:
            found[model] = ColumnList(pk=there[today.digest], digest=today.digest, **known)
        else:
            # An act on another stream may keep the same list at the same moment.
            found[model], _ = ColumnList.objects.get_or_create(digest=today.digest, defaults=known)
    return found


@cache
def _column_list(model: type[models.Model], vendor: str) -> ColumnList:
    table, names = model._meta.db_table, " ".join(_columns(model, vendor))
    return ColumnList(digest=list_digest(table, names), table=table, names=names)


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def read(model: type[models.Model], keys: Collection[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the key and the plain values of each row of ``keys`` that is there."""
    for some in batched(keys, BATCH):
        (rows,) = asked_together([asking_for_rows(model, some)])
        yield from by_key(model, rows)


def asking_for_rows(model: type[models.Model], keys: Collection[Any]) -> Statement:
    """The statement that reads the rows of ``keys``, a :data:`BATCH` at most."""
    table, key = model._meta.db_table, column_of(model._meta.pk)
    select = _select(table, key, tuple(columns_of(model)))
    return f"{select} ({_marks(keys)})", list(keys)


@cache
def _select(table: str, key: str, columns: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    chosen = ", ".join(as_it_lies(quote(one)) for one in columns)
    return f"SELECT {chosen} FROM {quote(table)} WHERE {quote(key)} IN"  # nosec B608


def by_key(model: type[models.Model], rows: Rows) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the key and the plain values of each row that :func:`asking_for_rows` gave."""
    readers = columns_of(model)
    place = list(readers).index(column_of(model._meta.pk))
    for raw in rows:
        yield raw[place], plain(readers, raw)


def plain(readers: Mapping[str, Reader], raw: Sequence[Any]) -> dict[str, Any]:
    """Raw values in the order of ``readers``, told plainly by column."""
    return {name: read(one) for (name, read), one in zip(readers.items(), raw, strict=True)}
