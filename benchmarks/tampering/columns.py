"""One change per column, one deletion per table, and changes drawn at random.

Each change is to another value that the column could rightly hold: another row that is there,
another choice, one letter, one second, one day, one more. Drawn at random, it may also be nothing,
one byte, or the same text kept as bytes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from .installation import Attack, Installation, tables
from .passing import passes

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def column_attacks(here: Installation) -> Iterator[Attack]:
    """One change of each column of each table that has a row."""
    for table, model in tables().items():
        for field in model._meta.concrete_fields:
            if passes(table, field.column):
                continue
            # Another row, where the database lets this one hold no other value.
            for key in _rows_with(here, table, field):
                yield from _changes(here, "column", table, field, key)


def empty_tables(here: Installation) -> list[str]:
    """The tables of which no act made a row."""
    return [table for table in tables() if not here.one(f"SELECT 1 FROM {table}")]


def columns(here: Installation) -> dict[str, int]:
    """How many columns there are, how many need not be proven, and how many are in empty tables."""
    found = {"all": 0, "passing": 0, "empty": 0}
    empty = empty_tables(here)
    for table, model in tables().items():
        for field in model._meta.concrete_fields:
            found["all"] += 1
            if passes(table, field.column):
                found["passing"] += 1
            elif table in empty:
                found["empty"] += 1
    return found


def row_attacks(here: Installation) -> Iterator[Attack]:
    """One row of each table deleted, whatever refers to it."""
    for table, model in tables().items():
        if passes(table, ""):
            continue
        pk = model._meta.pk.column
        found = here.one(f'SELECT "{pk}" FROM {table} ORDER BY "{pk}" DESC')
        if found:
            statement = f'DELETE FROM {table} WHERE "{pk}" = %s'
            yield Attack(
                "row",
                f"{table}: a row deleted",
                partial(_run, table, statement, [found[0]]),
                _marks(here, table, found[0]),
            )


def random_attacks(here: Installation, chance: random.Random) -> Iterator[Attack]:
    """Changes of random columns of random rows of random tables, without end."""
    open_to = [
        (table, field)
        for table, model in tables().items()
        for field in model._meta.concrete_fields
        if not passes(table, field.column) and here.one(f"SELECT 1 FROM {table}")
    ]
    while True:
        table, field = chance.choice(open_to)
        pk = field.model._meta.pk.column
        key = chance.choice(here.all(f'SELECT "{pk}" FROM {table}'))[0]
        made = list(_drawn(here, table, field, key, chance))
        if made:
            yield chance.choice(made)


def _drawn(
    here: Installation, table: str, field: Any, key: Any, chance: random.Random
) -> Iterator[Attack]:
    yield from list(_changes(here, "random", table, field, key))[:1]
    pk, column = field.model._meta.pk.column, field.column
    (raw,) = here.one(
        f'SELECT CAST(CAST("{column}" AS TEXT) AS BLOB) FROM {table} WHERE "{pk}" = %s', key
    )
    marks = _marks(here, table, key)
    name = f"{table}.{column} of {key}"
    if raw is None:
        return
    if field.null:
        statement = f'UPDATE {table} SET "{column}" = NULL WHERE "{pk}" = %s'
        yield Attack("random", f"{name}: nothing", partial(_run, table, statement, [key]), marks)
    if raw:
        at, other = chance.randrange(len(raw)), bytearray(raw)
        other[at] ^= chance.randrange(1, 256)
        statement = f'UPDATE {table} SET "{column}" = CAST(%s AS TEXT) WHERE "{pk}" = %s'
        text = bytes(other).decode("utf-8", "replace")
        yield Attack(
            "random",
            f"{name}: byte {at} of {raw[:40]!r} made {other[at]}",
            partial(_run, table, statement, [bytes(other), key]),
            (*marks, *(_marks(here, table, text) if field.primary_key else ())),
        )
    statement = f'UPDATE {table} SET "{column}" = CAST("{column}" AS BLOB) WHERE "{pk}" = %s'
    yield Attack("random", f"{name}: as bytes", partial(_run, table, statement, [key]), marks)


def _run(table: str, statement: str, parameters: list[Any], here: Installation) -> None:
    with here.unguarded(table) as cursor:
        cursor.execute(statement, parameters)


def _rows_with(here: Installation, table: str, field: Any) -> list[Any]:
    """The keys of some rows, of those first in which the column holds something."""
    pk, column = field.model._meta.pk.column, field.column
    found = here.all(
        f'SELECT "{pk}" FROM {table} ORDER BY "{column}" IS NULL, "{column}" IN (\'\', \'{{}}\', '
        f"'[]'), \"{pk}\" DESC LIMIT 3"
    )
    return [key for (key,) in found]


def _changes(here: Installation, kind: str, table: str, field: Any, key: Any) -> Iterator[Attack]:
    pk, column = field.model._meta.pk.column, field.column
    (raw,) = here.one(f'SELECT +"{column}" FROM {table} WHERE "{pk}" = %s', key)
    for value in _others(here, table, field, raw):
        marks = _marks(here, table, key)
        if field.primary_key:
            marks += _marks(here, table, value)
        if table == "ledger_entry" and column in ("stream", "number"):
            marks += (f"ledger {value}", f"entry {value}")
        statement = f'UPDATE {table} SET "{column}" = %s WHERE "{pk}" = %s'
        yield Attack(
            kind,
            f"{table}.{column}" + (f" of {key}: {value!r:.60}" if kind == "random" else ""),
            partial(_run, table, statement, [value, key]),
            marks,
        )


def _others(here: Installation, table: str, field: Any, raw: Any) -> Iterator[Any]:
    """Other values the column could hold, the likeliest first."""
    from django.db import models

    if isinstance(field, models.ForeignKey):
        target = field.target_field
        yield from (
            one
            for (one,) in here.all(
                f'SELECT "{target.column}" FROM {target.model._meta.db_table} '
                f'WHERE "{target.column}" IS NOT %s LIMIT 3',
                raw,
            )
        )
        field = target
    if isinstance(field, models.BooleanField):
        yield 0 if raw else 1
    elif isinstance(field, models.DateTimeField):
        yield str(datetime.fromisoformat(raw or "2019-03-01 09:00:00") + timedelta(seconds=1))
    elif isinstance(field, models.DateField):
        yield str(date.fromisoformat(raw or "2019-03-01") + timedelta(days=1))
    elif isinstance(field, models.JSONField):
        yield json.dumps(_other_json(json.loads(raw or "null")))
    elif isinstance(field, models.IntegerField):
        yield from (step + (raw or 0) for step in (1, 2, 5003))
    else:
        yield from _other_texts(field, raw or "")


def _other_texts(field: Any, raw: str) -> Iterator[str]:
    yield from (str(one) for one, _ in field.choices or () if str(one) != raw)
    for at in range(len(raw) - 1, -1, -1):
        if raw[at] in LETTERS:
            letter = LETTERS[(LETTERS.index(raw[at]) + 1) % 26]
            yield f"{raw[:at]}{letter}{raw[at + 1 :]}"
            break
    yield f"{raw}x"


def _other_json(value: Any) -> Any:
    if isinstance(value, dict) and value:
        name = max(value)
        return {**value, name: _other_json(value[name])}
    if isinstance(value, list) and value:
        return [*value[:-1], _other_json(value[-1])]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return f"{value}x"
    return {"x": 1} if isinstance(value, dict) else ["x"] if isinstance(value, list) else 1


def _marks(here: Installation, table: str, key: Any) -> tuple[str, ...]:
    """How a fault may name this row."""
    model = tables()[table]
    if table == "ledger_entry":
        found = here.one("SELECT stream, number FROM ledger_entry WHERE id = %s", key)
        of = [f"ledger {found[0]}: entry {found[1]}"] if found else []
        return (*of, f"row of id {key}", f"digests of rows name entry {key}")
    if table == "ledger_columnlist":
        names = here.all(
            'SELECT DISTINCT d."table" FROM ledger_rowdigest d WHERE d.columns_id = %s', key
        )
        return (
            f"the list of columns {key}",
            *(tables()[one]._meta.label_lower for (one,) in names),
        )
    if table in ("ledger_rowdigest", "ledger_broughtdigest"):
        found = here.one(
            f'SELECT e.stream, e.number, d."table", d.row FROM {table} d '
            "JOIN ledger_entry e ON e.id = d.entry_id WHERE d.id = %s",
            key,
        )
        if not found:
            return ()
        named = tables()[found[2]]._meta.label_lower if found[2] else ""
        return (f"ledger {found[0]}: entry {found[1]}", f"{named}/{found[3]}")
    return f"{model._meta.label_lower}/{key}", f"{table}/{key}"
