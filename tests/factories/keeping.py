"""Worlds made once a worker: a factory marked ``@kept`` acts the first time it is asked for a world
and remembers the rows, files and heads it left; asked again, it puts them back in a few statements.

A world is put back only where its acts would have led: on an empty database, or on one that holds
another kept world and nothing else (``released(a_story())``). Everywhere else the factory acts as
it is written. Its arguments must be plain values, or things of the world that is there.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from inspectorate.domain.evidence import search
from inspectorate.domain.evidence.models import Item
from inspectorate.foundation.ledger.heads import note_head
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person

Files = dict[tuple[str, str], bytes]
Rows = dict[tuple[Any, ...], tuple[Any, ...]]
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "SHOW", "EXPLAIN")
_AT_ONCE = 200


class _Changed:
    """Stands between Django and the database; notes whether anything was written."""

    def __init__(self) -> None:
        self.since = True

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).lstrip("( ").startswith(_READS):
            self.since = True
        return execute(sql, params, many, context)


@dataclass(slots=True)
class _World:
    """What a factory added and changed: rows by table, files of the data folder, entries of the
    ledger; and what it was given and returned, as it left them.
    """

    columns: dict[str, list[str]]
    added: dict[str, list[tuple[Any, ...]]]
    changed: dict[str, list[tuple[Any, ...]]]
    after: dict[str, Rows]
    items: list[int]
    heads: list[tuple[str, int, str]]
    files: Files
    things: bytes


_changed = _Changed()
_worlds: dict[Any, _World] = {}
_here: Any = None  # the key of the world the database holds, where it is known


def forget() -> None:
    """A new test begins: nothing is known of the database."""
    global _here
    _here = None


def kept[**P, R](make: Callable[P, R]) -> Callable[P, R]:
    """Keep each world that this factory makes."""

    @functools.wraps(make)
    def world(*args: P.args, **kwargs: P.kwargs) -> R:
        global _here
        there = _there()
        told = _plain((args, kwargs)) if there is not None else None
        if told is None:
            return make(*args, **kwargs)
        key = (
            there,
            make.__module__,
            make.__qualname__,
            told,
            connection.alias,
            str(settings.BASE_URL),
        )
        if key not in _worlds:
            before = _worlds[there].after if there else every_row()
            files = _files()
            made = make(*args, **kwargs)
            _worlds[key] = _remember(before, files, (args, kwargs, made))
        else:
            made = _put_back(_worlds[key], (args, kwargs))
        _here, _changed.since = key, False
        if _changed not in connection.execute_wrappers:
            connection.execute_wrappers.append(_changed)
        return made

    return world


def _there() -> Any:
    """The key of the kept world that the database holds, () where it is empty, None elsewhere."""
    if not connection.in_atomic_block:
        return None
    entries = Entry.objects.count()
    watched = _changed in connection.execute_wrappers and not _changed.since
    # The rollback of a whole transaction is no statement and goes by unseen: hence the count.
    if watched and _here and entries == len(_worlds[_here].after[Entry._meta.db_table]):
        return _here
    return None if entries or Person.objects.exists() else ()


def _plain(value: Any) -> Any:
    """What tells one call from another; None where an argument is not plain."""
    if isinstance(value, models.Model):
        return f"{value._meta.label}/{value.pk}"
    if isinstance(value, dict | list | tuple | set):
        of = sorted(value.items(), key=str) if isinstance(value, dict) else value
        parts = [_plain(one) for one in of]
        return None if any(one is None for one in parts) else (type(value).__name__, *parts)
    if hasattr(value, "__dataclass_fields__"):
        return _plain([getattr(value, name) for name in value.__dataclass_fields__])
    return None if callable(value) else repr(value)


def _tables() -> Iterable[type[models.Model]]:
    skipped = {"contenttypes", "auth", "sites"}
    return [
        one
        for one in apps.get_models(include_auto_created=True)
        if one._meta.managed and not one._meta.proxy and one._meta.app_label not in skipped
    ]


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


def every_row() -> dict[str, Rows]:
    """Every row of every table, by its primary key, as the database gives it."""
    found = {}
    with connection.cursor() as cursor:
        for model in _tables():
            names = ", ".join(map(connection.ops.quote_name, _columns(model)))
            table = model._meta.db_table
            cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(table)}")
            place = _columns(model).index(model._meta.pk.column)
            found[table] = {row[place]: tuple(row) for row in cursor.fetchall()}
    return found


def _files() -> Files:
    """The files kept and the bundles placed, by the setting that names their folder and by path."""
    return {
        (root, path.relative_to(getattr(settings, root)).as_posix()): path.read_bytes()
        for root in ("FILES_ROOT", "BUNDLES_ROOT")
        for path in sorted(Path(getattr(settings, root)).rglob("*"))
        if path.is_file()
    }


def _remember(before: dict[str, Rows], files: Files, things: Any) -> _World:
    after = every_row()
    added, changed = {}, {}
    for table, rows in after.items():
        was = before[table]
        assert was.keys() <= rows.keys(), f"{table}: a kept world takes no row away"
        added[table] = [row for key, row in rows.items() if key not in was]
        changed[table] = [row for key, row in rows.items() if was.get(key, row) != row]
    entries = Entry.objects.order_by("pk").values_list("stream", "number", "digest", "pk")
    known = before[Entry._meta.db_table]
    written = before[Item._meta.db_table]
    return _World(
        {one._meta.db_table: _columns(one) for one in _tables()},
        {table: rows for table, rows in added.items() if rows},
        {table: rows for table, rows in changed.items() if rows},
        after,
        [key for key in after[Item._meta.db_table] if key not in written],
        [(stream, number, digest) for stream, number, digest, pk in entries if pk not in known],
        {path: content for path, content in _files().items() if files.get(path) != content},
        pickle.dumps(things),
    )


def _put_back(world: _World, given: tuple[Any, Any]) -> Any:
    """Write the rows, files and heads; bring what was given to where the acts had brought it."""
    by_table = {one._meta.db_table: one for one in _tables()}
    with connection.cursor() as cursor:
        for table, rows in world.added.items():
            names = world.columns[table]
            for start in range(0, len(rows), _AT_ONCE):
                _insert(cursor, table, names, rows[start : start + _AT_ONCE])
        for table, rows in world.changed.items():
            names, key = world.columns[table], by_table[table]._meta.pk.column
            sets = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in names)
            for row in rows:
                cursor.execute(
                    f"UPDATE {table} SET {sets} WHERE {connection.ops.quote_name(key)} = %s",
                    [*row, row[names.index(key)]],
                )
        # A binder read in before may have set PostgreSQL's numbers back.
        added = [by_table[table] for table in world.added]
        if resets := connection.ops.sequence_reset_sql(no_style(), added):
            cursor.execute(";".join(one.rstrip(";") for one in resets))
    if world.items:
        items = Item.objects.filter(pk__in=world.items).prefetch_related("links")
        search.index([(item, [link.criterion_id for link in item.links.all()]) for item in items])
    for (root, path), content in world.files.items():
        target = Path(getattr(settings, root)) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for head in world.heads:
        transaction.on_commit(functools.partial(note_head, *head))
    args, kwargs, made = pickle.loads(world.things)
    for old, new in zip(_things(given), _things((args, kwargs)), strict=True):
        old.__dict__.clear()
        old.__dict__.update(new.__dict__)
    return made


def _insert(cursor: Any, table: str, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(map(connection.ops.quote_name, names))
    one = f"({', '.join(['%s'] * len(names))})"
    cursor.execute(
        f"INSERT INTO {connection.ops.quote_name(table)} ({columns}) "
        f"VALUES {', '.join([one] * len(rows))}",
        [value for row in rows for value in row],
    )


def _things(value: Any) -> list[models.Model]:
    """The model instances among some arguments, in their order."""
    if isinstance(value, models.Model):
        return [value]
    if isinstance(value, dict):
        value = [value[name] for name in sorted(value)]
    elif hasattr(value, "__dataclass_fields__"):
        value = [getattr(value, name) for name in value.__dataclass_fields__]
    return (
        [one for part in value for one in _things(part)] if isinstance(value, list | tuple) else []
    )
