"""Migrations that make anew only the models an operation changed end as Django's own do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import migrations, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations import state as states
from django.db.migrations.state import ProjectState

from inspectorate.foundation.ledger import rendering

SETTINGS: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
    "OPTIONS": {},
    "TIME_ZONE": None,
    "TEST": {},
}


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: Any) -> Iterator[Callable[[], DatabaseWrapper]]:
    """Makes empty databases of a test's own."""
    made: list[DatabaseWrapper] = []

    def empty() -> DatabaseWrapper:
        made.append(DatabaseWrapper({**SETTINGS, "NAME": str(tmp_path / f"{len(made)}.sqlite3")}))
        return made[-1]

    with django_db_blocker.unblock():
        yield empty
    for one in made:
        one.close()


def key() -> Any:
    return models.BigAutoField(primary_key=True, serialize=False)


def refers(to: str, **more: Any) -> Any:
    return models.ForeignKey(to, models.CASCADE, **more)


def model(name: str, *fields: tuple[str, Any], **more: Any) -> migrations.CreateModel:
    return migrations.CreateModel(name, list(fields), **more)


def seen_by_code(seen: dict[str, object]) -> migrations.RunPython:
    """What a migration's own code finds: the relations that came after a table."""

    def look(apps: Any, editor: Any) -> None:
        body, answer = apps.get_model("tried", "Body"), apps.get_model("tried", "Answer")
        seen["related"] = sorted(one.name for one in body._meta.related_objects)
        seen["is the same"] = answer._meta.get_field("body").related_model is body

    return migrations.RunPython(look)


# A little of each thing that migrations of this house do, and renames, which none does yet.
OPERATIONS: list[Any] = [
    model("Body", ("id", key()), ("name", models.CharField(max_length=20, unique=True))),
    model("Visit", ("id", key()), ("body", refers("tried.Body", related_name="visits"))),
    model("Note", ("id", key()), ("visit", refers("tried.Visit")), ("words", models.TextField())),
    migrations.AddField("visit", "note", models.CharField(max_length=9, default="")),
    migrations.AddField("note", "body", refers("tried.Body", null=True)),
    migrations.AddField("body", "above", refers("self", null=True)),
    migrations.AddConstraint(
        "visit", models.UniqueConstraint(fields=["body", "note"], name="once_a_note")
    ),
    migrations.AddIndex("note", models.Index(fields=["visit", "words"], name="by_visit")),
    migrations.AlterField("visit", "note", models.CharField(max_length=30, default="")),
    migrations.AlterField("note", "body", refers("tried.Body")),
    migrations.RemoveConstraint("visit", "once_a_note"),
    migrations.AlterModelOptions("visit", {"ordering": ["note"]}),
]
KEY_CHANGES = migrations.AlterField(
    "visit", "id", models.CharField(max_length=40, primary_key=True, serialize=False)
)
RENAMES: list[Any] = [
    migrations.RenameField("body", "name", "title"),
    migrations.RenameModel("Note", "Item"),
    migrations.RemoveIndex("item", "by_visit"),
    migrations.RemoveField("item", "words"),
    model("Photo", ("item", models.OneToOneField("tried.Item", models.CASCADE, primary_key=True))),
    migrations.DeleteModel("Photo"),
]


def applied(connection: DatabaseWrapper, operations: list[Any]) -> tuple[list[Any], int]:
    """Apply these one after another: the tables as they end, and the classes made for it."""
    made, make = 0, states.ModelState.render
    theirs: Any = states.ModelState

    def counted(self: Any, apps: Any) -> Any:
        nonlocal made
        made += 1
        return make(self, apps)

    state = ProjectState()
    state.apps  # as the first of several migrations leaves it  # noqa: B018
    theirs.render = counted
    try:
        for number, operation in enumerate(operations):
            one: Any = migrations.Migration(f"{number:04}", "tried")
            one.operations = [operation]
            with connection.schema_editor(atomic=True) as editor:
                state = one.apply(state, editor)
    finally:
        theirs.render = make
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as tables:
        return tables.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
        ).fetchall(), made


def both(empty: Callable[[], DatabaseWrapper], operations: list[Any]) -> tuple[int, int]:
    """The classes that Django and this house make for the same tables."""
    theirs, all_of_them = applied(empty(), operations)
    with rendering.one_at_a_time():
        ours, few = applied(empty(), operations)
    assert ours == theirs
    assert len(ours) >= 3
    return all_of_them, few


def test_tables_are_those_of_django_by_a_fraction_of_the_classes(
    database: Callable[[], DatabaseWrapper],
) -> None:
    all_of_them, few = both(database, OPERATIONS)
    assert few < all_of_them / 1.5


@pytest.mark.parametrize("operations", [[KEY_CHANGES], RENAMES, [KEY_CHANGES, *RENAMES]])
def test_column_that_others_refer_to_and_names_change_in_all_their_tables(
    database: Callable[[], DatabaseWrapper], operations: list[Any]
) -> None:
    both(database, [*OPERATIONS, *operations])


def test_code_of_a_migration_finds_every_relation(
    database: Callable[[], DatabaseWrapper],
) -> None:
    theirs: dict[str, object] = {}
    ours: dict[str, object] = {}
    last = [
        model("Answer", ("id", key()), ("body", refers("tried.Body", related_name="answers"))),
        migrations.AddField("body", "code", models.CharField(max_length=9, default="")),
    ]
    applied(database(), [*OPERATIONS, *last, seen_by_code(theirs)])
    with rendering.one_at_a_time():
        applied(database(), [*OPERATIONS, *last, seen_by_code(ours)])
    assert ours == theirs
    assert ours == {"related": ["answers", "body", "note", "visits"], "is the same": True}


def test_django_is_left_as_it_was_even_after_a_fault() -> None:
    before = ProjectState.reload_model, ProjectState.reload_models
    with suppress(ZeroDivisionError), rendering.one_at_a_time():
        assert ProjectState.reload_model is not before[0]
        raise ZeroDivisionError
    assert (ProjectState.reload_model, ProjectState.reload_models) == before
