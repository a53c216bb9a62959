"""Django's SQLite backend over the safe library.

Each new connection proves its pragmas or is refused.
"""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Any

from .safety import use_safe_library, verify

use_safe_library()

# The library must be in place before Django looks for it.
from django.db.backends.sqlite3 import base, features, operations  # noqa: E402
from django.db.utils import OperationalError  # noqa: E402

# Milliseconds after which who waits to write tries again, at most: by chance, so that no two keep
# in step.
BETWEEN_TRIES = 6


class DatabaseFeatures(features.DatabaseFeatures):
    """pysqlite3 has no ``getlimit``; its library is built with SQLite's own default."""

    max_query_params = 32766


class DatabaseOperations(operations.DatabaseOperations):
    """Shows a query with its values, for counting queries in tests, without ``getlimit``.

    2,000 columns is SQLite's default.
    """

    def _quote_params_for_last_executed_query(self, params: Any) -> Any:
        quoted: tuple[Any, ...] = ()
        for start in range(0, len(params), 2000):
            chunk = params[start : start + 2000]
            # The underlying cursor, since Django's own would log this query too, without end.
            cursor = self.connection.connection.cursor()
            try:
                quoted += cursor.execute(
                    "SELECT " + ", ".join(["QUOTE(?)"] * len(chunk)), chunk
                ).fetchone()
            finally:
                cursor.close()
        return quoted


class DatabaseWrapper(base.DatabaseWrapper):
    """Refuses a connection whose pragmas are not the ones asked for."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
    verified = False
    # How Django begins; set as it connects.
    transaction_mode: str | None
    opened: tuple[int, int] | None = None

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if not self.verified:
            self.verified = True
            verify(self)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.verified = False
        made = super().get_new_connection(conn_params)
        self.opened = self._in_place()
        return made

    def _start_transaction_under_autocommit(self) -> None:
        """Begin to write as soon as nobody else does; raises OperationalError where that takes
        longer than the timeout.

        SQLite's own wait asks ever more seldom, up to ten times a second: whoever came last is
        served first, and of many who write at once some wait for seconds. Here all ask alike (ADR
        75).
        """
        database = self.connection
        ((waits,),) = database.execute("PRAGMA busy_timeout").fetchall()
        # For everything else SQLite waits by itself.
        database.execute("PRAGMA busy_timeout=0")
        try:
            self._begin_once_free(time.monotonic() + waits / 1000)
        finally:
            database.execute(f"PRAGMA busy_timeout={waits:d}")

    def _begin_once_free(self, until: float) -> None:
        while True:
            try:
                # Closed by its own thread: left with what refused it, another thread would collect
                # it, with the interpreter held, while this connection waits for its turn.
                with self.cursor() as cursor:
                    cursor.execute(f"BEGIN {self.transaction_mode}")
                return
            except OperationalError as refused:
                if "locked" not in str(refused) or time.monotonic() > until:
                    raise
            time.sleep((1 + secrets.randbelow(BETWEEN_TRIES)) / 1000)

    def close_if_unusable_or_obsolete(self) -> None:
        """Close the connection, between two requests, also where its file was moved or removed.

        SQLite goes on writing into such a file, and all of it would be lost; another file that
        took its place since, restored or empty, is the database now.
        """
        super().close_if_unusable_or_obsolete()
        if self.connection is not None and self._in_place() != self.opened:
            self.close()

    def _in_place(self) -> tuple[int, int] | None:
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        # In memory, or gone.
        except OSError:
            return None
        return found.st_dev, found.st_ino
