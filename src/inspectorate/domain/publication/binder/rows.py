"""Rows as canonical JSON and back: the columns a binder carries, checked on the way in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection, models

from inspectorate.foundation.ledger.stored import as_it_lies, column_of, columns_of
from inspectorate.foundation.ledger.stored import plain as as_digested

from .tables import WITHHELD, stored_name

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_VALIDATED = (models.EmailField, models.URLField, models.SlugField)
_WHOLE = (models.IntegerField, models.AutoField)


def model_of(table: str) -> type[models.Model]:
    """The model of a table, which a binder names as Django does: application, dot, table."""
    return _models()[stored_name(table)]


@cache
def _models() -> dict[str, type[models.Model]]:
    return {one._meta.db_table: one for one in apps.get_models(include_auto_created=True)}


def added(model: type[models.Model]) -> Mapping[str, Any]:
    """The columns added to a model since, each with the value that earlier binders' rows have."""
    return getattr(model, "ADDED", {})


def columns(table: str) -> list[models.Field[Any, Any]]:
    """The columns a binder carries, in the order of their names."""
    held = WITHHELD.get(table, ())
    return sorted(
        (one for one in model_of(table)._meta.concrete_fields if one.name not in held),
        key=lambda one: one.attname,
    )


def references(table: str) -> dict[str, str]:
    """Which columns refer to which table."""
    return {
        one.attname: str(one.related_model._meta.label_lower)
        for one in columns(table)
        if isinstance(one, models.ForeignKey) and not isinstance(one.related_model, str)
    }


def encode(row: dict[str, Any]) -> bytes:
    """One line of canonical JSON."""
    return _ENCODER.encode(row).encode() + b"\n"


def plain(value: Any) -> Any:
    """A column's value as JSON has it: moments in UTC with microseconds, days as ISO."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def rows(table: str, queries: Iterable[models.QuerySet[Any]]) -> Iterator[dict[str, Any]]:
    """Stream the rows of ``queries`` as plain values, in the order the queries come.

    Read raw and told as the ledger digests them, so that a row proves itself as it is carried.
    """
    model = model_of(table)
    readers, quote = columns_of(model), connection.ops.quote_name
    chosen = ", ".join(as_it_lies(quote(name)) for name in readers)
    key = quote(column_of(model._meta.pk))
    for query in queries:
        try:
            keys, parameters = query.order_by().values_list("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        with connection.chunked_cursor() as cursor:
            cursor.execute(
                f"SELECT {chosen} FROM {quote(model._meta.db_table)} "  # nosec B608
                f"WHERE {key} IN ({keys}) ORDER BY {key}",
                parameters,
            )
            while found := cursor.fetchmany(2000):
                yield from (as_digested(readers, raw) for raw in found)


class Reader:
    """Makes model instances of one table from plain rows.

    Raises ValueError saying which column is wrong.
    """

    def __init__(self, table: str) -> None:
        self.model = model_of(table)
        self.fields = columns(table)
        self.names = {one.attname for one in self.fields}
        # A binder written before a column was added says nothing of it.
        self.added = {name: plain(value) for name, value in added(self.model).items()}
        self.checks = [(one.attname, _check_of(one)) for one in self.fields]

    def values(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row's values as the model has them."""
        # A column too many is refused as well: nobody would know what it said.
        if strange := set(row) - self.names | self.names - set(row) - set(self.added):
            raise ValueError(f"columns {', '.join(sorted(strange))}: too many or missing")
        row = {**self.added, **row}
        found = {}
        for name, check in self.checks:
            try:
                found[name] = check(row[name])
            except (ValidationError, TypeError, ValueError, OverflowError) as fault:
                said = (
                    "; ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
                )
                raise ValueError(f"{name}: {said}") from fault
        return found


def _check_of(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How one column's JSON value becomes the model's, or is refused."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    choices = {value for value, _ in field.flatchoices} if field.choices else None

    def check(value: Any) -> Any:
        if value is None:
            if not field.null:
                raise ValueError("is empty")
            return None
        if isinstance(target, models.BooleanField):
            return _of_type(value, bool)
        if isinstance(target, models.DateField):
            return target.to_python(_of_type(value, str))
        if isinstance(target, _WHOLE):
            return _whole(value)
        if isinstance(target, models.JSONField):
            return value
        return _text(value, target, choices)

    return check


def _whole(value: Any) -> int:
    found: int = _of_type(value, int)
    # Larger numbers are errors of the database, which would name no column.
    if not -(2**63) <= found < 2**63:
        raise ValueError("is too large")
    return found


def _text(value: Any, field: models.Field[Any, Any], choices: set[Any] | None) -> str:
    text: str = _of_type(value, str)
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    if field.max_length is not None and len(text) > field.max_length:
        raise ValueError(f"is longer than {field.max_length} characters")
    if choices is not None and text and text not in choices:
        raise ValueError(f"{text!r} is not one of {', '.join(sorted(map(str, choices)))}")
    if text and isinstance(field, _VALIDATED):
        field.run_validators(text)
    return text


def _of_type(value: Any, kind: type) -> Any:
    # Not isinstance: a bool is an int to Python, and true is no number of a row.
    if type(value) is not kind:
        raise ValueError(f"{str(value)[:40]!r} is not a {kind.__name__}")
    return value
