"""What every test stands on: a database (SQLite, or the PostgreSQL of DATABASE_URL) and a data
folder of its own.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings as hypothesis_settings

from inspectorate.domain.claims.queries import FACTS
from inspectorate.domain.reports.proof import GROUND
from inspectorate.foundation.security_log.log import FLOODS
from inspectorate.interfaces.web.dashboard import WAITING
from tests.browser.driving import assert_accessible, browser, page  # noqa: F401

# Fixtures: one browser for all folders.
from tests.factories import keeping

# Two busy cores: how long an example takes says nothing about the code.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


@pytest.fixture(autouse=True)
def _own_data_folder(settings: Any, tmp_path: Path) -> None:
    """Each test has its own file store, bundles and external head."""
    keeping.forget()
    FLOODS.forget()
    # A world that is put back has the entries it had, and a test may change its rows by hand.
    for remembered in (FACTS, GROUND, WAITING):
        remembered.forget()
    settings.DATA = tmp_path
    settings.FILES_ROOT = tmp_path / "files"
    settings.BUNDLES_ROOT = tmp_path / "bundles"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.HEADS_FILE = tmp_path / "heads.log"
    settings.CHECKPOINT_ROOT = tmp_path / "checkpoint"
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    settings.CLOCK_FILE = tmp_path / "clock.json"


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers() -> Any:
    """Let Django's own flush (transactional tests) past the append-only triggers, which must stay
    on for everyone else.
    """
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        if self.connection.vendor == "postgresql":
            with self.connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                try:
                    original(self, sql_list)
                finally:
                    cursor.execute("SET session_replication_role = DEFAULT")
            return
        with self.connection.cursor() as cursor:
            triggers = cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE "
                "'%%_no_%%'"
            ).fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        try:
            original(self, sql_list)
        finally:
            with self.connection.cursor() as cursor:
                for _, sql in triggers:
                    cursor.execute(sql)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]


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
    """Mark every test that touches the database, so that it runs on both, but for those that
    prove what is of Python alone; let one test begin to tell the demonstration at once and the
    others that need it come last, so that no worker waits for it.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        asked = item.get_closest_marker("django_db")
        touches = asked or fixtures & {"db", "transactional_db", "live_server", "django_db_setup"}
        if touches and not item.get_closest_marker("of_python"):
            item.add_marker("database")
    items.sort(key=lambda item: "demo" in getattr(item, "fixturenames", ()))
    first = next((item for item in items if "demo" in getattr(item, "fixturenames", ())), None)
    if first is not None:
        items.remove(first)
        items.insert(0, first)
