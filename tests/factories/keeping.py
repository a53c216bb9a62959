"""Worlds made once a worker: a factory marked ``@kept`` acts the first time it is asked in a state
of the database and remembers what it left there; asked again in that state, it puts that back in a
few statements.

A state is known on an empty database, and after each kept factory for as long as nothing but kept
factories wrote: ``a_claim(inspection)`` upon ``an_inspection()``. Everywhere else the factory acts
as it is written; so it does where the arguments cannot be told, and where a test has put something
of its own in the place of the product's.
"""

from __future__ import annotations

import functools
import io
import itertools
import pickle
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from tests.factories.asking import Asked

Row = tuple[Any, ...]
Rows = dict[Any, Row]
Files = dict[tuple[str, str], bytes]
# What a rollback undoes was noted when it was written.
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SHOW", "SET ", "EXPLAIN")
_WRITES = re.compile(r'(?:^|; *)(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) +"?(\w+)"?')
_AT_ONCE = 200
_ROOTS = ("FILES_ROOT", "BUNDLES_ROOT")
# Of a worker: beyond it everything is made anew.
_MOST = 256 * 1024 * 1024


class Numbers:
    """Numbers for names and keys that nobody used before. On an empty database each factory begins
    at a number of its own, the same each time: whoever asks alike after it asks the same.
    """

    APART = 2000

    def __init__(self) -> None:
        self.last = 0
        self.starts: dict[bytes, int] = {}

    def next(self) -> int:
        """The next number."""
        self.last += 1
        return self.last

    def begin(self, asked: bytes) -> None:
        """Begin where this factory, asked this, begins."""
        self.last = self.starts.setdefault(asked, self.APART * len(self.starts))


class _Changed:
    """Stands between Django and the database; notes which tables were written to, and how."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.since = False
        # Tables to which rows were only added, and those in which others may have changed too.
        self.grown: set[str] = set()
        self.changed: set[str] = set()
        # Statements of tables that no model has, the indexes of a search.
        self.beside: list[tuple[str, Any, bool]] = []
        self.known = True

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        text = str(sql).lstrip("( ")
        if not text.startswith(_READS) or "; " in text:
            self._note(text, params, many)
        return execute(sql, params, many, context)

    def _note(self, text: str, params: Any, many: bool) -> None:
        written = _WRITES.findall(text)
        if not written and text.startswith(_READS):
            return
        self.since = True
        self.known &= bool(written)
        for verb, table in written:
            if table not in _by_table():
                self.beside.append((text, params, many))
            elif verb == "INSERT INTO" and " DO UPDATE" not in text:
                self.grown.add(table)
            else:
                self.changed.add(table)


@dataclass(slots=True, eq=False)
class _State:
    """What the database holds once a factory is done: what that added to the state before.

    ``after`` leads from what a factory was asked to what came of it; to None where that cannot be
    put back.
    """

    before: _State | None
    entries: int
    numbers: int
    added: dict[str, Rows] = field(default_factory=dict)
    changed: dict[str, Rows] = field(default_factory=dict)
    beside: list[tuple[str, Any, bool]] = field(default_factory=list)
    files: Files = field(default_factory=dict)
    on_commit: list[Callable[[], object]] = field(default_factory=list)
    after: dict[bytes, _Done | None] = field(default_factory=dict)

    def way(self, start: _State | None = None) -> list[_State]:
        """The states that lead here, without ``start`` and what lies before it."""
        found: list[_State] = []
        here: _State | None = self
        while here is not None and here is not start:
            found.append(here)
            here = here.before
        return found[::-1]

    def rows(self, table: str) -> Rows:
        """The rows of a table by their keys, as they are here."""
        found: Rows = {}
        for one in self.way():
            found.update(one.added.get(table, {}))
            found.update(one.changed.get(table, {}))
        return found


@dataclass(frozen=True, slots=True)
class _Done:
    """Where a factory led, and the things it was given and returned, as it left them."""

    state: _State
    things: bytes


numbers = Numbers()
_changed = _Changed()
_here: _State | None = None  # what the database holds, where it is known
_roots: dict[str, _State] = {}  # nothing is there, by the name of the database
_seen: dict[tuple[str, str], tuple[int, int]] = {}  # files, by their time and size
_kept_bytes = 0
_in_place: set[int] = set()  # those who have put something in the place of the product's


def forget() -> None:
    """A new test begins: nothing is known of the database."""
    global _here
    _here = None
    _seen.clear()


def in_place(of: object, is_so: bool) -> None:
    """Something stands in the place of a part of the product, or no longer does."""
    (_in_place.add if is_so else _in_place.discard)(id(of))


def kept[**P, R](make: Callable[P, R]) -> Callable[P, R]:
    """Keep what this factory makes."""
    named = f"{make.__module__}.{make.__qualname__}"

    @functools.wraps(make)
    def factory(*args: P.args, **kwargs: P.kwargs) -> R:
        there = _there()
        asked = _told(there, named, (args, kwargs)) if there is not None else None
        if there is None or asked is None:
            return make(*args, **kwargs)
        key = asked.key()
        if key in there.after:
            done = there.after[key]
            return make(*args, **kwargs) if done is None else _put_back(there, done, asked)
        if there.before is None:
            numbers.begin(key)
        known = len(connection.run_on_commit)
        made = make(*args, **kwargs)
        _remember(there, key, known, asked, made)
        return made

    return factory


def _told(there: _State, named: str, given: Any) -> Asked | None:
    # On an empty database the number is the factory's own.
    return Asked.told(named, given, numbers.last if there.before else 0)


def _there() -> _State | None:
    """The state that the database is in, where it is known."""
    global _here
    if not connection.in_atomic_block or _in_place:
        return None
    watched = _changed in connection.execute_wrappers
    # The rollback of a whole transaction is no statement and goes by unseen: hence the count.
    if _here is not None and watched and not _changed.since and _entries() == _here.entries:
        return _here
    if _entries() or Person.objects.exists():
        return None
    if connection.alias not in _roots:
        _roots[connection.alias] = _State(None, 0, 0, added=every_row())
    root = _roots[connection.alias]
    # What was there is gone, or something was written that no act writes.
    if _here is not None and any(_rows_of(one) != root.rows(one) for one in _by_table()):
        return None
    if not watched:
        # First: whoever came since takes away the last, and means their own.
        connection.execute_wrappers.insert(0, _changed)
    _changed.forget()
    for _ in _new_files():
        pass
    _here = root
    return _here


def _entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(Entry._meta.db_table)}")
        found: int = cursor.fetchone()[0]
    return found


class _Pickler(pickle.Pickler):
    """Names the things that were given by their places, wherever they come."""

    def __init__(self, into: io.BytesIO, asked: Asked) -> None:
        super().__init__(into, protocol=pickle.HIGHEST_PROTOCOL)
        self.places = asked.places

    def persistent_id(self, obj: Any) -> int | None:
        """The place of a thing given; None for all else."""
        return self.places.get(id(obj)) if isinstance(obj, models.Model) else None


class _Unpickler(pickle.Unpickler):
    """Finds the things that are given by their places."""

    def __init__(self, content: bytes, given: list[models.Model]) -> None:
        super().__init__(io.BytesIO(content))
        self.given = given

    def persistent_load(self, pid: Any) -> models.Model:
        """The thing given at a place."""
        return self.given[pid]


def _packed(asked: Asked, made: Any) -> bytes | None:
    into = io.BytesIO()
    try:
        _Pickler(into, asked).dump(([one.__dict__ for one in asked.things], made))
    except (TypeError, AttributeError, pickle.PicklingError):
        return None
    return into.getvalue()


def _remember(there: _State, key: bytes, known: int, asked: Asked, made: Any) -> None:
    """Keep what was made, and the state it led to, which is known from now on."""
    global _here, _kept_bytes
    if _kept_bytes > _MOST:
        for root in _roots.values():
            root.after.clear()
        _kept_bytes = 0
    # What kept factories within this one led to is known.
    before = _here if _here is not None else there
    within = before.way(there)
    if within and within[0].before is not there:
        there.after[key] = None
        return
    state: _State | None = before
    files = dict(_new_files())
    if _changed.since or files:
        known += sum(len(one.on_commit) for one in within)
        state = _state_after(before, [one[1] for one in connection.run_on_commit[known:]])
    things = _packed(asked, made) if state is not None else None
    if state is None or things is None:
        there.after[key] = None
        return
    if state is not before:
        state.files = files
        _kept_bytes += _weight(state)
    there.after[key], _here = _Done(state, things), state
    _changed.forget()
    _kept_bytes += len(things)


def _weight(state: _State) -> int:
    """About how many bytes a state takes."""
    tables = itertools.chain(state.added.values(), state.changed.values())
    return 600 * sum(map(len, tables)) + sum(map(len, state.files.values()))


def _state_after(before: _State, on_commit: list[Callable[[], object]]) -> _State | None:
    """The state that was reached from ``before``; None where it cannot be put back."""
    tables = set(_by_table()) if not _changed.known else _changed.grown | _changed.changed
    state = _State(before, _entries(), numbers.last, on_commit=on_commit)
    for table in sorted(tables):
        whole = not _changed.known or table in _changed.changed
        was = before.rows(table)
        now = _rows_of(table, whole=whole, above=was)
        if whole and not was.keys() <= now.keys():
            return None
        added = {key: row for key, row in now.items() if key not in was}
        changed = {key: row for key, row in now.items() if was.get(key, row) != row}
        state.added |= {table: added} if added else {}
        state.changed |= {table: changed} if changed else {}
    state.beside = list(_changed.beside)
    return state


@functools.cache
def _by_table() -> dict[str, type[models.Model]]:
    skipped = {"contenttypes", "auth", "sites"}
    return {
        one._meta.db_table: one
        for one in apps.get_models(include_auto_created=True)
        if one._meta.managed and not one._meta.proxy and one._meta.app_label not in skipped
    }


@functools.cache
def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


def _rows_of(table: str, *, whole: bool = True, above: Collection[Any] = ()) -> Rows:
    """The rows of a table by their primary keys, as the database gives them; where not ``whole``,
    at least those whose numbers are above all of those given.
    """
    model = _by_table()[table]
    quoted = connection.ops.quote_name
    names, key = _columns(model), model._meta.pk.column
    sql = f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table)}"
    place = names.index(key)
    with connection.cursor() as cursor:
        if above and not whole and isinstance(model._meta.pk, models.AutoField):
            cursor.execute(f"{sql} WHERE {quoted(key)} > %s", [max(above)])
            found = {row[place]: tuple(row) for row in cursor.fetchall()}
            cursor.execute(f"SELECT COUNT(*) FROM {quoted(table)}")
            # Rows with numbers of their own may have come in between.
            if cursor.fetchone()[0] == len(above) + len(found):
                return found
        cursor.execute(sql)
        return {row[place]: tuple(row) for row in cursor.fetchall()}


def every_row() -> dict[str, Rows]:
    """Every row of every table, by its primary key, as the database gives it."""
    return {table: _rows_of(table) for table in _by_table()}


def _new_files() -> Iterator[tuple[tuple[str, str], bytes]]:
    """The files kept and the bundles placed since they were looked at last, by the setting that
    names their folder and by path.
    """
    for root in _ROOTS:
        folder = Path(getattr(settings, root))
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            if path.is_file():
                name, stat = (root, path.relative_to(folder).as_posix()), path.stat()
                if _seen.get(name) != (stat.st_mtime_ns, stat.st_size):
                    _seen[name] = (stat.st_mtime_ns, stat.st_size)
                    yield name, path.read_bytes()


def _put_back(there: _State, done: _Done, asked: Asked) -> Any:
    """Write the rows and files; bring what was given to where the acts had brought it."""
    global _here
    way = done.state.way(there)
    with connection.cursor() as cursor:
        _write_rows(cursor, way)
        for sql, params, many in itertools.chain.from_iterable(one.beside for one in way):
            (cursor.executemany if many else cursor.execute)(sql, params)
    for (root, path), content in itertools.chain.from_iterable(one.files.items() for one in way):
        target = Path(getattr(settings, root)) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        stat = target.stat()
        _seen[root, path] = (stat.st_mtime_ns, stat.st_size)
    for act in itertools.chain.from_iterable(one.on_commit for one in way):
        transaction.on_commit(act)
    dicts, made = _Unpickler(done.things, asked.things).load()
    for one, now in zip(asked.things, dicts, strict=True):
        one.__dict__.clear()
        one.__dict__.update(now)
    numbers.last = done.state.numbers
    _here = done.state
    _changed.forget()
    return made


def _write_rows(cursor: Any, way: list[_State]) -> None:
    """Add the rows that states on a way added, as they are at its end; change those before."""
    tables = {table: None for one in way for table in itertools.chain(one.added, one.changed)}
    grown = []
    for table in sorted(tables, key=list(_by_table()).index):
        added: Rows = {}
        changed: Rows = {}
        for one in way:
            added.update(one.added.get(table, {}))
            for key, row in one.changed.get(table, {}).items():
                (added if key in added else changed)[key] = row
        rows = list(added.values())
        for start in range(0, len(rows), _AT_ONCE):
            _insert(cursor, table, rows[start : start + _AT_ONCE])
        for key, row in changed.items():
            _update(cursor, table, key, row)
        grown += [_by_table()[table]] if added else []
    # A binder read in before may have set PostgreSQL's numbers back.
    if resets := connection.ops.sequence_reset_sql(no_style(), grown):
        cursor.execute(";".join(one.rstrip(";") for one in resets))


def _insert(cursor: Any, table: str, rows: list[Row]) -> None:
    names = _columns(_by_table()[table])
    columns = ", ".join(map(connection.ops.quote_name, names))
    one = f"({', '.join(['%s'] * len(names))})"
    cursor.execute(
        f"INSERT INTO {connection.ops.quote_name(table)} ({columns}) "
        f"VALUES {', '.join([one] * len(rows))}",
        [value for row in rows for value in row],
    )


def _update(cursor: Any, table: str, key: Any, row: Row) -> None:
    model = _by_table()[table]
    sets = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in _columns(model))
    where = connection.ops.quote_name(model._meta.pk.column)
    cursor.execute(
        f"UPDATE {connection.ops.quote_name(table)} SET {sets} WHERE {where} = %s", [*row, key]
    )
