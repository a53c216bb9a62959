"""What the ledger does around a migration, which changes rows and tables outside every act.

Before: which triggers are missing, which rows are not as their last act left them. After: triggers
that the migration's own remake of a table dropped stand again, rows that it changed are digested
again, and an entry says so. What was wrong before stays wrong: a migration launders nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import batched
from typing import Any

from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from . import triggers
from .chain import append, lock
from .clock import database_clock
from .models import ColumnList, Entry, RowDigest
from .proof import row_faults
from .recorded import Recorded
from .rows import digests_of
from .stored import columns_of, whatever_lies
from .verbs import LedgerVerb

STREAM = "ledger"
CONSOLE = "console"
# Rows that one entry takes over: a bound on memory, not on how many there may be.
AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """The database before a migration: its tables, missing triggers, and rows that were wrong."""

    tables: frozenset[str]
    without_triggers: frozenset[str] = frozenset()
    wrong: dict[str, set[str]] = field(default_factory=dict)
    had_digests: bool = False
    lists: dict[str, set[str]] = field(default_factory=dict)


def before() -> DatabaseState:
    """Look at the database as the migrations so far left it."""
    tables = frozenset(connection.introspection.table_names())
    if Entry._meta.db_table not in tables:
        return DatabaseState(tables)
    permanent = [one for one in triggers.permanent_models() if one._meta.db_table in tables]
    without = frozenset(triggers.missing(permanent))
    triggers.put_plain(one for one in permanent if one._meta.db_table not in without)
    if RowDigest._meta.db_table not in tables:
        return DatabaseState(tables, without)
    known = {one._meta.db_table for one in Recorded.recorded_models()}
    # As the tables are now, which may have other columns than the code that is about to change
    # them.
    executor = MigrationExecutor(connection)
    then = executor.loader.project_state(list(executor.loader.applied_migrations)).apps
    wrong = {
        model._meta.db_table: {row for row, _ in whatever_lies(partial(row_faults, model))}
        for model in then.get_models(include_auto_created=True)
        if model._meta.db_table in known & tables
    }
    return DatabaseState(tables, without, wrong, had_digests=True, lists=_covered())


def after(was: DatabaseState, applied: Iterable[str]) -> None:
    """Put triggers back that the migrations dropped, digest again what they changed, and say so.

    ``applied`` names the migrations. Does nothing where some are still to come: then the tables are
    not those of the code.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    restored = _restore_triggers(was)
    with transaction.atomic():
        lock(STREAM)
        verb = LedgerVerb.MIGRATE if was.had_digests else LedgerVerb.TAKE_OVER
        rows = 0
        for note in _notes(_changed(was)):
            rows += sum(len(keys) for keys in note.values())
            _entry(verb, note, {"rows_so_far": rows})
        if not Entry.objects.exists() or not (rows or was.without_triggers or list(applied)):
            return
        detail = {
            "applied": sorted(applied),
            "rows": rows,
            "triggers_missing_before": sorted(was.without_triggers),
            "triggers_restored": sorted(restored),
        }
        _entry(LedgerVerb.MIGRATE, {}, detail)


def _restore_triggers(was: DatabaseState) -> list[str]:
    """Give every table its triggers, but for those that had lost them before; name the restored."""
    gone = triggers.missing(triggers.permanent_models())
    for model in triggers.permanent_models():
        table = model._meta.db_table
        if table not in was.tables or table not in was.without_triggers:
            triggers.put(model)
    return sorted((gone & was.tables) - was.without_triggers)


def _covered() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in ColumnList.objects.all():
        found.setdefault(one.table, set()).update(one.names.split())
    return found


def _changed(was: DatabaseState) -> Iterator[tuple[type[models.Model], Any]]:
    """Every row that is not as its last act left it, or has a column that its digest does not
    cover, and was right before.
    """
    for model in Recorded.recorded_models():
        wrong = was.wrong.get(model._meta.db_table, set())
        found = {row for row, _ in whatever_lies(partial(row_faults, model))}
        if set(columns_of(model)) != was.lists.get(model._meta.db_table, set(columns_of(model))):
            found |= set(map(str, model._base_manager.values_list("pk", flat=True).iterator()))
        to_python = model._meta.pk.to_python
        yield from ((model, to_python(row)) for row in sorted(found - wrong))


def _notes(
    rows: Iterable[tuple[type[models.Model], Any]],
) -> Iterator[dict[type[models.Model], dict[Any, None]]]:
    for some in batched(rows, AT_ONCE):
        note: dict[type[models.Model], dict[Any, None]] = {}
        for model, key in some:
            note.setdefault(model, {})[key] = None
        yield note


def _entry(verb: LedgerVerb, note: Any, detail: dict[str, Any]) -> None:
    key = secrets.token_hex(16)
    append(
        stream=STREAM,
        verb=verb,
        by=CONSOLE,
        at=database_clock(),
        of="",
        key=f"internal/{key}",
        payload="",
        detail=detail,
        digests=digests_of(note, secrets.token_hex(16)),
    )
