"""One state of the database for a whole reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Hold one state of the database for the whole reading, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django's own transaction would take the write lock; a plain one reads a snapshot beside
        # the writers.
        # Every page is read once, so that a large cache would only fill memory.
        with connection.cursor() as cursor:
            cache = int(cursor.execute("PRAGMA cache_size").fetchone()[0])
            cursor.execute("PRAGMA cache_size = -4096")
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
                cursor.execute(f"PRAGMA cache_size = {cache}")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
