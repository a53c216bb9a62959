"""The triggers by which the database refuses to change or delete what never changes.

Each table has them in one form, which follows its columns. They are compared with that form and
written again after a migration; a table that had none before a migration gets none by it, since
that would hide that somebody took them away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, models

from .disposal import admitted
from .models import BroughtDigest, ColumnList, Entry, RowDigest
from .recorded import Permanent

MESSAGE = "rows of {table} are never changed or deleted"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its name, the statement that makes it, and the text the database keeps of it."""

    name: str
    statement: str
    kept: str


def permanent_models() -> list[type[models.Model]]:
    """Every table whose rows never change."""
    return [Entry, ColumnList, RowDigest, BroughtDigest, *Permanent.recorded_models()]


def triggers_of(model: type[models.Model]) -> list[Trigger]:
    """The triggers that a table must have in this database."""
    if connection.vendor == "sqlite":
        return [_of_sqlite(model, verb) for verb in ("UPDATE", "DELETE")]
    return [
        _of_postgresql(model, "no_change", "BEFORE DELETE OR UPDATE", "ROW"),
        # TRUNCATE fires no trigger of single rows.
        _of_postgresql(model, "no_truncate", "BEFORE TRUNCATE", "STATEMENT"),
    ]


def _of_postgresql(model: type[models.Model], word: str, event: str, each: str) -> Trigger:
    table = model._meta.db_table
    # In the words in which pg_get_triggerdef tells it.
    definition = (
        f"TRIGGER {table}_{word} {event} ON {table} FOR EACH {each} "
        f"EXECUTE FUNCTION {table}_append_only()"
    )
    return Trigger(
        f"{table}_{word}",
        f"CREATE OR REPLACE {definition}",
        f"CREATE {definition}\n{_body(model)}",
    )


def _of_sqlite(model: type[models.Model], verb: str, *, plain: bool = False) -> Trigger:
    table, name = model._meta.db_table, f"{model._meta.db_table}_no_{verb.lower()}"
    exception = "" if plain else admitted(model, verb)
    when = f"WHEN NOT ({exception}) " if exception else ""
    statement = (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE.format(table=table)}'); END"
    )
    return Trigger(name, statement, statement)


def _body(model: type[models.Model]) -> str:
    """The body of the function that a table's triggers of PostgreSQL call."""
    exceptions = "".join(
        f"IF TG_OP = '{verb}' THEN IF {condition} THEN RETURN {row}; END IF; END IF; "
        for verb, row in (("UPDATE", "NEW"), ("DELETE", "OLD"))
        if (condition := admitted(model, verb))
    )
    message = MESSAGE.format(table=model._meta.db_table)
    return (
        f"BEGIN {exceptions}RAISE EXCEPTION '{message}' "
        # The class of error under which Django raises IntegrityError, as it does on SQLite.
        f"USING ERRCODE = 'integrity_constraint_violation'; END"
    )


def present() -> dict[tuple[str, str], str]:
    """The triggers that are there and in force, by table and name, with the text that is kept."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid, true) || E'\\n' || p.prosrc "
                "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
            )
        return {(table, name): text for table, name, text in cursor.fetchall()}


def missing(which: Iterable[type[models.Model]]) -> set[str]:
    """The tables among ``which`` that lack a trigger, whatever its form."""
    there = present()
    return {
        model._meta.db_table
        for model in which
        if any((model._meta.db_table, one.name) not in there for one in triggers_of(model))
    }


def faults() -> Iterator[str]:
    """Name each trigger that is missing, not as it was made, or not ours."""
    there = present()
    for model in permanent_models():
        for one in triggers_of(model):
            kept = there.pop((model._meta.db_table, one.name), None)
            if kept is None:
                yield (
                    f"{model._meta.db_table}: the trigger {one.name}, which refuses changes, is "
                    f"missing"
                )
            elif kept != one.kept:
                yield f"{model._meta.db_table}: the trigger {one.name} is not as it was made"
    # It could change rows while an act writes them, and the act would digest what it made of them.
    yield from (f"{table}: the trigger {name} is not one of ours" for table, name in sorted(there))


def put_plain(which: Iterable[type[models.Model]]) -> None:
    """Let the triggers of SQLite refuse everything, while a migration changes columns.

    The exception they admit names columns, and SQLite drops none that a trigger names.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for model in which:
            for verb in ("UPDATE", "DELETE"):
                one = _of_sqlite(model, verb, plain=True)
                cursor.execute(f"DROP TRIGGER IF EXISTS {one.name}")
                cursor.execute(one.statement)


def put(model: type[models.Model]) -> None:
    """Give a table its triggers in the form of today."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for one in triggers_of(model):
                cursor.execute(f"DROP TRIGGER IF EXISTS {one.name}")
                cursor.execute(one.statement)
            return
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql "
            f"AS $${_body(model)}$$"
        )
        for one in triggers_of(model):
            cursor.execute(one.statement)
