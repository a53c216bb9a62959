"""A safe SQLite, or none: swaps in a library past the WAL-reset bug and reads the pragmas back.

Python's own library may be older than 3.51.3, where a checkpoint racing a write could lose a
committed transaction; the ``pysqlite3`` wheel carries a newer one. What a connection was asked for
is not proof of what it does, so it is read back.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import Any

SAFE = (3, 51, 3)
# synchronous: in WAL mode the usual NORMAL may lose the last commits at a power cut. mmap_size: an
# error of the disk in mapped memory kills the process instead of failing a query.
PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=0;PRAGMA secure_delete=ON;"
    "PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;PRAGMA cache_size=-65536;PRAGMA "
    "temp_store=MEMORY"
)
KEPT: dict[str, set[str | int | None]] = {
    # A database in memory knows no WAL; a library built without mapped memory answers nothing.
    "journal_mode": {"wal", "memory"},
    "synchronous": {2, 3},
    "mmap_size": {0, None},
    "secure_delete": {1},
    "foreign_keys": {1},
}


class UnsafeDatabase(Exception):
    """The database would lose what it acknowledged; the message says what and how to mend it."""


def use_safe_library() -> None:
    """Put the newer of Python's and pysqlite3's library in place.

    Raises :class:`UnsafeDatabase` when both are too old.
    """
    if sqlite3.sqlite_version_info >= SAFE:
        return
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        pysqlite3 = None
    if pysqlite3 is None or pysqlite3.sqlite_version_info < SAFE:
        found = sqlite3.sqlite_version if pysqlite3 is None else pysqlite3.sqlite_version
        raise UnsafeDatabase(
            f"SQLite {found} can lose committed data (WAL-reset bug); 3.51.3 or newer is needed. "
            "Run ./run setup to install pysqlite3, or set DATABASE_URL to a PostgreSQL server."
        )
    # Django imports sqlite3 by that name and has no setting for another library.
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def verify(connection: Any) -> None:
    """Read the pragmas of a Django ``connection`` back.

    Raises :class:`UnsafeDatabase` naming the first that is unsafe.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name, safe in KEPT.items():
            row = cursor.execute(f"PRAGMA {name}").fetchone()
            value = row[0] if row else None
            if value not in safe:
                raise UnsafeDatabase(
                    f"SQLite pragma {name} is {value!r}, not one of {sorted(map(str, safe))}."
                )
