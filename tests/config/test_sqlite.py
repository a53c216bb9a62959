"""SQLite as it is run: a safe library, pragmas read back on every connection, a real WAL file;
otherwise nothing starts.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from inspectorate.config.sqlite import safety
from tests.shared import ROOT
from tests.sizes import drilled

only_sqlite = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="this run is on the database of DATABASE_URL"
)
KEPT = {
    "journal_mode": "wal",
    "synchronous": 2,
    "mmap_size": 0,
    "secure_delete": 1,
    "foreign_keys": 1,
    "busy_timeout": 20000,
}


def pragmas(of: Any) -> dict[str, Any]:
    with of.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in KEPT}


@only_sqlite
@pytest.mark.django_db(transaction=True)
class TestConnection:
    def test_pragmas_read_back_are_the_safe_ones(self) -> None:
        assert pragmas(connection) == KEPT

    def test_another_connection_in_another_thread_has_them_too(self) -> None:
        found: list[dict[str, Any]] = []

        def look() -> None:
            found.append(pragmas(connections["default"]))
            connections["default"].close()

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert found == [KEPT]

    def test_connection_opened_again_is_verified_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        connection.close()
        monkeypatch.setitem(
            connection.settings_dict["OPTIONS"],
            "init_command",
            safety.PRAGMAS.replace("FULL", "NORMAL"),
        )
        with pytest.raises(safety.UnsafeDatabase, match="synchronous is 1"):
            connection.ensure_connection()
        connection.close()
        monkeypatch.undo()
        connection.ensure_connection()

    @pytest.mark.parametrize(
        ("safe", "unsafe", "says"),
        drilled(
            [
                ("journal_mode=WAL", "journal_mode=DELETE", "journal_mode is 'delete'"),
                ("synchronous=FULL", "synchronous=OFF", "synchronous is 0"),
                ("mmap_size=0", "mmap_size=1048576", "mmap_size is 1048576"),
                ("secure_delete=ON", "secure_delete=OFF", "secure_delete is 0"),
            ],
            4,
        ),
    )
    def test_connection_with_an_unsafe_pragma_is_refused(
        self, tmp_path: Path, safe: str, unsafe: str, says: str
    ) -> None:
        found = started(
            f"from inspectorate.config.sqlite import safety; safety.PRAGMAS = "
            f"safety.PRAGMAS.replace('{safe}', '{unsafe}')",
            tmp_path,
        )
        assert found.returncode != 0
        assert says in found.stderr

    def test_same_start_with_the_safe_pragmas_succeeds(self, tmp_path: Path) -> None:
        found = started("", tmp_path)
        assert (found.returncode, found.stdout.strip()) == (0, "connected"), found.stderr


@only_sqlite
@pytest.mark.django_db(transaction=True)
class TestWaitingToWrite:
    @pytest.fixture
    def other(self) -> Iterator[sqlite3.Connection]:
        connection.ensure_connection()
        made = sqlite3.connect(
            connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False
        )
        yield made
        made.close()

    def test_who_waits_begins_at_once_when_the_other_is_done(
        self, other: sqlite3.Connection
    ) -> None:
        waits = []
        for _ in range(3):
            freed: list[float] = []

            def free(noted: list[float] = freed) -> None:
                other.execute("ROLLBACK")
                noted.append(time.perf_counter())

            other.execute("BEGIN IMMEDIATE")
            # By then SQLite alone would look again after a tenth of a second only.
            done = threading.Timer(0.25, free)
            done.start()
            with transaction.atomic():
                begun = time.perf_counter()
            done.join()
            waits.append(begun - freed[0])
        assert min(waits) < 0.03, waits

    def test_wait_ends_with_the_timeout_and_leaves_it_as_it_was(
        self, other: sqlite3.Connection
    ) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=200")
            other.execute("BEGIN IMMEDIATE")
            begun = time.perf_counter()
            with pytest.raises(OperationalError, match="locked"), transaction.atomic():
                pass
            assert 0.2 <= time.perf_counter() - begun < 5
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 200
            other.execute("ROLLBACK")
            with transaction.atomic():
                assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 200
        connection.close()

    def test_cursor_that_was_told_to_wait_holds_nobody_up_when_it_is_collected(
        self, other: sqlite3.Connection
    ) -> None:
        """Another thread collects it, while its own waits in SQLite and holds the connection."""
        waits, served = threading.Event(), threading.Event()

        def write() -> None:
            with transaction.atomic():
                pass
            served.wait(10)
            waits.set()
            with connections["default"].cursor() as cursor:
                # Nothing is begun here: SQLite waits by itself.
                cursor.execute("DELETE FROM django_session WHERE session_key = 'none'")
            connections["default"].close()

        gc.disable()
        try:
            other.execute("BEGIN IMMEDIATE")
            thread = threading.Thread(target=write)
            thread.start()
            time.sleep(0.1)
            other.execute("ROLLBACK")
            time.sleep(0.1)
            other.execute("BEGIN IMMEDIATE")
            served.set()
            waits.wait(10)
            time.sleep(0.1)
            begun = time.perf_counter()
            gc.collect()
            assert time.perf_counter() - begun < 5
        finally:
            gc.enable()
            other.execute("ROLLBACK")
            thread.join()


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_lies_in_a_real_write_ahead_file(django_user_model: Any) -> None:
    from tests.factories.rooms import AT

    path = Path(connection.settings_dict["NAME"])
    assert path.is_file()
    wal = path.with_name(path.name + "-wal")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert wal.stat().st_size == 0
    django_user_model.objects.create(
        email="one@example.test", name="One-in-the-log", registered_at=AT
    )
    assert b"One-in-the-log" in wal.read_bytes()


class TestLibrary:
    def test_library_in_use_is_past_the_bug(self) -> None:
        import sqlite3

        safety.use_safe_library()
        assert sys.modules["sqlite3"].sqlite_version_info >= (3, 51, 3)
        assert sqlite3 is not None

    def test_old_library_with_no_newer_one_is_refused_and_says_how_to_mend_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Old:
            sqlite_version_info, sqlite_version = (3, 46, 1), "3.46.1"

        monkeypatch.setattr(safety, "sqlite3", Old)
        monkeypatch.setitem(sys.modules, "pysqlite3", None)
        with pytest.raises(
            safety.UnsafeDatabase, match=r"SQLite 3\.46\.1 can lose committed data.*\./run setup"
        ):
            safety.use_safe_library()

    def test_both_libraries_too_old_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pysqlite3 = pytest.importorskip(
            "pysqlite3", reason="pysqlite3 is installed where Python's own library is old"
        )
        monkeypatch.setattr(safety, "SAFE", (99, 0, 0))
        with pytest.raises(safety.UnsafeDatabase, match=pysqlite3.sqlite_version):
            safety.use_safe_library()


def started(first: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Start the application anew in a process of its own and open its database."""
    code = f"{first}\nimport django; django.setup()\nfrom django.db import connection\n"
    code += "connection.ensure_connection(); print('connected')"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "PYTHONPATH": str(ROOT / "src"),
        "INSPECTORATE_MODE": "test",
        "INSPECTORATE_DATA": str(folder),
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "inspectorate.config.settings"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
