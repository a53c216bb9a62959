"""``/healthz`` of a real server, each thing that keeps it from serving brought about; and what
starts on a database that is not migrated.
"""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser import served
from tests.config.test_settings import KEY, started
from tests.journeys.told import environment
from tests.postgres import server as postgres
from tests.shared import ROOT
from tests.sizes import drilled

LIVE = {"INSPECTORATE_MODE": "live", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "staff.example.org"}


def run(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one of the two commands in live mode, a process of its own, as the guide does."""
    start = ["manage.py"] if words[0] == "manage" else ["-m", "inspectorate.interfaces.cli.main"]
    return subprocess.run(
        [sys.executable, *start, *words[1:]],
        env=environment(data) | LIVE | more,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def asked(port: int, path: str = "/healthz", **headers: str) -> tuple[int, str]:
    """Ask as a watcher beside the server does: over plain HTTP, by address, without a session."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    wire.request("GET", path, headers=headers)
    answer = wire.getresponse()
    assert answer.getheader("Set-Cookie") is None
    return answer.status, answer.read().decode()


@contextmanager
def serving(data: Path, **more: str) -> Iterator[int]:
    """The server in live mode over a migrated database; yields its port."""
    port = served.free_port()
    running = served.start(data, port, **LIVE, **more)
    try:
        yield port
    finally:
        served.stop(running)


@contextmanager
def another_postgres() -> Iterator[tuple[str, str]]:
    """The address of a fresh database, and that of another one on the same server."""
    import psycopg

    with postgres() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS health WITH (FORCE)")
            connection.execute("CREATE DATABASE health")
        yield urlsplit(address)._replace(path="/health").geturl(), address
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS health WITH (FORCE)")


class TestSqlite:
    @pytest.mark.drill
    def test_file_put_in_the_place_of_the_database_is_not_the_database(
        self, data: Path, tmp_path: Path
    ) -> None:
        with serving(data) as port:
            # Every thread has its connection by now, or has none.
            assert {asked(port) for _ in range(20)} == {(200, "ok\n")}
            database = data / "inspectorate.sqlite3"
            database.rename(tmp_path / "elsewhere")
            database.touch(0o600)
            assert {asked(port) for _ in range(20)} == {(503, "not migrated\n")}
            (tmp_path / "elsewhere").rename(database)
            assert {asked(port) for _ in range(20)} == {(200, "ok\n")}

    def test_answers_a_watcher_that_knows_no_host_and_no_tls_and_says_what_fails(
        self, data: Path, tmp_path: Path
    ) -> None:
        with serving(data) as port:
            assert asked(port) == (200, "ok\n")
            # A session that could not even be looked up, and a host that is not served.
            assert asked(port, Cookie="__Host-session=abc", Host="elsewhere")[0] == 200
            assert asked(port, "/healthz/more")[0] in {301, 400, 404}
            database = data / "inspectorate.sqlite3"
            database.rename(tmp_path / "elsewhere")
            assert asked(port) == (503, "database\n")
            assert asked(port, Cookie="__Host-session=abc") == (503, "database\n")
            (tmp_path / "elsewhere").rename(database)
            assert asked(port) == (200, "ok\n")

    @pytest.mark.drill
    def test_data_folder_gone_is_told(self, data: Path, tmp_path: Path) -> None:
        with serving(data) as port:
            data.rename(tmp_path / "elsewhere")
            assert asked(port) == (503, "data folder\n")
            (tmp_path / "elsewhere").rename(data)
            assert asked(port) == (200, "ok\n")

    @pytest.mark.drill
    def test_disk_that_is_full_or_read_only_is_told(self, migrated: Path, tmp_path: Path) -> None:
        made = ["mount", "-t", "tmpfs", "-o", "size=60m,mode=700", "tmpfs", str(tmp_path)]
        if os.getuid() or subprocess.run(made, capture_output=True, check=False).returncode:
            pytest.skip("this account may mount no small disk")
        try:
            shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
            with serving(tmp_path) as port:
                assert asked(port) == (200, "ok\n")
                free = shutil.disk_usage(tmp_path).free
                (tmp_path / "ballast").write_bytes(bytes(free - 10_000_000))
                assert asked(port) == (503, "no room\n")
                (tmp_path / "ballast").unlink()
                assert asked(port) == (200, "ok\n")
        finally:
            subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)

    @pytest.mark.drill
    def test_migration_that_the_database_has_not_had_is_told(self, data: Path) -> None:
        with serving(data) as port:
            forgotten = (
                "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'inspectorate.config.settings'; "
                "import django; django.setup(); from django.db import connection; "
                "connection.cursor().execute(\"DELETE FROM django_migrations WHERE app = 'people' "
                "AND name LIKE '0001%'\")"
            )
            done = started(LIVE, data, forgotten)
            assert done.returncode == 0, done.stderr
            assert asked(port) == (503, "not migrated\n")


@pytest.mark.drill
def test_postgresql_that_takes_no_connection_is_told_and_answers_again_by_itself(
    tmp_path: Path,
) -> None:
    import psycopg

    with another_postgres() as (address, other):
        done = run(tmp_path, "manage", "migrate", "--verbosity", "0", DATABASE_URL=address)
        assert done.returncode == 0, done.stderr
        with (
            serving(tmp_path, DATABASE_URL=address) as port,
            psycopg.connect(other, autocommit=True) as connection,
        ):
            assert asked(port) == (200, "ok\n")
            connection.execute("ALTER DATABASE health ALLOW_CONNECTIONS false")
            # Each is gone when this is answered; it is given a minute.
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
                "WHERE datname = 'health'"
            ).fetchall()
            assert all(gone for (gone,) in ended)
            assert asked(port) == (503, "database\n")
            assert asked(port) == (503, "database\n")
            connection.execute("ALTER DATABASE health ALLOW_CONNECTIONS true")
            assert [asked(port) for _ in range(2)][-1] == (200, "ok\n")


@pytest.mark.parametrize(
    "words",
    drilled(
        [
            ["inspectorate", "verify"],
            ["inspectorate", "people", "list"],
            ["inspectorate", "publisher", "--once"],
        ],
        3,
    ),
)
def test_command_on_a_database_that_is_not_migrated_says_so_in_one_sentence(
    tmp_path: Path, words: list[str]
) -> None:
    done = run(tmp_path, *words)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "The database is not migrated" in done.stderr
    assert "Run: ./run manage migrate" in done.stderr


@pytest.mark.drill
def test_server_on_a_database_that_is_not_migrated_does_not_start(tmp_path: Path) -> None:
    found = started(LIVE, tmp_path, "from inspectorate.config.wsgi import application")
    assert found.returncode == 1
    assert "The database is not migrated" in found.stderr.splitlines()[-1]


def test_database_that_does_not_answer_is_named_by_a_command(tmp_path: Path) -> None:
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"
    done = run(tmp_path, "inspectorate", "verify", DATABASE_URL=nowhere)
    assert done.returncode != 0
    assert done.stderr.startswith("Error: The database does not answer: ")
    assert "Traceback" not in done.stderr
