"""Every row of every table and every file of an installation or a backup, as digests to compare."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.guide_lines import Installation


def digest(told: object) -> str:
    """The digest of anything, by how Python writes it."""
    return hashlib.sha256(repr(told).encode()).hexdigest()


def rows_of(folder: Path, database: str = "") -> set[tuple[str, str]]:
    """Table and digest of each row, from PostgreSQL at an address or the SQLite file in a folder.

    One state of the database, whoever writes meanwhile. Rows that are equal count once.
    """
    read = _postgresql(database) if database else _sqlite(folder / "inspectorate.sqlite3")
    return {(table, digest(row)) for table, row in read}


def _sqlite(file: Path) -> Iterator[tuple[str, Any]]:
    # Without it, reading a copy would put files of a writer beside it.
    alone = "" if file.with_name(f"{file.name}-wal").exists() else "&immutable=1"
    address = f"file:{file}?mode=ro{alone}"
    with sqlite3.connect(address, uri=True, isolation_level=None) as connection:
        connection.execute("BEGIN")
        # The tables of the search index are made of it and read by it alone.
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        for (table,) in tables:
            yield from ((table, row) for row in connection.execute(f'SELECT * FROM "{table}"'))
    connection.close()


def _postgresql(address: str) -> Iterator[tuple[str, Any]]:
    import psycopg
    from psycopg import sql

    with psycopg.connect(address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            text = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
            yield from ((table, row) for row in connection.execute(text))


def dumped(installation: Installation, dump: Path) -> set[str]:
    """The digest of each line of data in a dump of PostgreSQL, with the table it belongs to."""
    told = installation.run(f"pg_restore --data-only --file=- {dump}").stdout
    found, table = set(), ""
    for line in told.splitlines():
        if line.startswith("COPY "):
            table = line
        elif line == "\\.":
            table = ""
        elif table:
            found.add(digest((table, line)))
    return found


def files_in(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file below ``files`` and ``bundles``, and of each log, by its path."""
    chosen = [
        *folder.glob("*.log"),
        *(folder / "files").rglob("*"),
        *(folder / "bundles").rglob("*"),
    ]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in chosen
        if path.is_file()
    }
