"""What every test stands on: a database (SQLite, or the PostgreSQL of DATABASE_URL) and a data
folder of its own.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management.commands import flush
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from inspectorate.domain.claims.queries import FACTS
from inspectorate.domain.reports.proof import BOARDS, GROUND
from inspectorate.foundation.security_log.log import FLOODS
from inspectorate.interfaces.web.dashboard import WAITING

# Fixtures: one browser for all folders.
from tests import migrated
from tests.browser.driving import assert_accessible, browser, page  # noqa: F401
from tests.factories import keeping
from tests.factories.asking import keep_in
from tests.together import unit

# Two busy cores: how long an example takes, or the making of one, says nothing about the code.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")

KINDS_OF_DJANGO = {"django_content_type", "auth_permission"}
# The doors that people use by pages. What a page shows is found by queries that its room's own
# tests ask on both databases, and ``test_bad_input`` opens every page on both.
PAGES = ("tests/interfaces/web/", "tests/interfaces/portal/")


@pytest.fixture(autouse=True)
def _own_data_folder(settings: Any, tmp_path: Path) -> None:
    """Each test has its own file store, bundles and external head."""
    keeping.forget()
    FLOODS.forget()
    # A world that is put back has the entries it had, and a test may change its rows by hand.
    for remembered in (FACTS, GROUND, BOARDS, WAITING):
        remembered.forget()
    keep_in(tmp_path, settings)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers() -> Iterator[None]:
    """Let Django's own flush (transactional tests) past the append-only triggers, which must stay
    on for everyone else; empty the tables that hold something, and no other.
    """
    original, anew = BaseDatabaseOperations.execute_sql_flush, flush.emit_post_migrate_signal

    def emptied(self: Any, sql_list: list[str]) -> None:
        with transaction.atomic(), self.connection.cursor() as cursor:
            full = _full(cursor, sorted(set(re.findall(r'"(\w+)"', " ".join(sql_list)))))
            with _unheld(cursor, full):
                for table in full:
                    cursor.execute(f'DELETE FROM "{table}"')

    BaseDatabaseOperations.execute_sql_flush = emptied  # type: ignore[method-assign]
    # What the migrations made of Django's own stands still.
    flush.emit_post_migrate_signal = lambda *_, **__: None
    yield
    BaseDatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = anew


def _full(cursor: Any, tables: list[str]) -> list[str]:
    """Those of these tables that hold rows, but for the kinds of things that Django knows."""
    asked = (f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return [one for (one,) in cursor.fetchall() if one not in KINDS_OF_DJANGO]


@contextmanager
def _unheld(cursor: Any, tables: list[str]) -> Iterator[None]:
    """Let rows go from these tables, which permit it to nobody."""
    if cursor.db.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        return
    triggers = cursor.execute(
        "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE "
        "'%%_no_%%'"
    ).fetchall()
    taken = [(name, sql) for name, sql, table in triggers if table in tables]
    for name, _ in taken:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in taken:
        cursor.execute(sql)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Begin on a copy of what was migrated before: `migrate` would take five seconds to find that
    nothing is left to do.
    """
    creation: Any = type(connection.creation)
    begin, make, migrate = creation._create_test_db, creation.create_test_db, Migrate.handle
    laid = False

    def begun(self: Any, *args: Any, **kwargs: Any) -> str:
        nonlocal laid
        name: str = begin(self, *args, **kwargs)
        laid = connection.vendor == "sqlite" and migrated.lay(Path(name))
        return name

    def handled(self: Any, *args: Any, **options: Any) -> Any:
        if laid or (connection.vendor == "postgresql" and migrated.restored()):
            return None
        return migrate(self, *args, **options)

    def made(self: Any, *args: Any, **kwargs: Any) -> str:
        Migrate.handle = handled  # type: ignore[method-assign]
        try:
            name: str = make(self, *args, **kwargs)
        finally:
            Migrate.handle = migrate  # type: ignore[method-assign]
        if connection.vendor == "sqlite":
            migrated.keep(Path(name))
        else:
            migrated.dump()
        return name

    creation._create_test_db, creation.create_test_db = begun, made
    yield
    creation._create_test_db, creation.create_test_db = begin, make


@pytest.fixture(scope="session", autouse=True)
def _nothing_kept_while_patched() -> Iterator[None]:
    """Let factories act as they are written while a test has put something of its own in the place
    of a part of the product, so that no other test is given what came of it.
    """
    setattr_, undo = pytest.MonkeyPatch.setattr, pytest.MonkeyPatch.undo

    def patching(self: pytest.MonkeyPatch, *args: Any, **kwargs: Any) -> None:
        keeping.in_place(self, True)
        setattr_(self, *args, **kwargs)

    def undone(self: pytest.MonkeyPatch) -> None:
        undo(self)
        keeping.in_place(self, False)

    ours: Any = pytest.MonkeyPatch
    ours.setattr, ours.undo = patching, undone
    yield
    ours.setattr, ours.undo = setattr_, undo


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """Keep together the tests that share something that takes long to make."""
    from tests.together import scheduler  # xdist is there where it asks

    return scheduler(config, log)


def pytest_collection_finish() -> None:
    """Leave what collection made out of every later search for garbage: it stays to the end."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that touches the database, so that it runs on both, or on SQLite alone where
    it proves what is of Python or of a page; let one test begin to tell the demonstration at once
    and the others that need it come last, so that no worker waits for it. What goes to one worker
    as a whole comes before the rest: begun at the end, it would leave the other worker nothing to
    do.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        asked = item.get_closest_marker("django_db")
        touches = asked or fixtures & {"db", "transactional_db", "live_server", "django_db_setup"}
        if touches:
            item.add_marker("of_python" if _on_one(item) else "database")
    items.sort(
        key=lambda item: (
            "demo" in getattr(item, "fixturenames", ()),
            unit(item.nodeid) == item.nodeid,
        )
    )
    first = next((item for item in items if "demo" in getattr(item, "fixturenames", ())), None)
    if first is not None:
        items.remove(first)
        items.insert(0, first)


def _on_one(item: pytest.Item) -> bool:
    """Is what a test proves not the database's to change, by its own mark or as that of a page?"""
    of_a_page = item.nodeid.startswith(PAGES) and not item.get_closest_marker("on_both")
    return of_a_page or item.get_closest_marker("of_python") is not None
