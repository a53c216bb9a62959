"""Django's SQLite backend over the safe library; each new connection proves its pragmas or is refused."""

from __future__ import annotations

from typing import Any

from .library import use_safe_library, verify

use_safe_library()

from django.db.backends.sqlite3 import base, features  # noqa: E402 - the library must be in place first


class DatabaseFeatures(features.DatabaseFeatures):
    """pysqlite3 has no ``getlimit``; its library is built with SQLite's own default."""

    max_query_params = 32766


class DatabaseWrapper(base.DatabaseWrapper):
    """Refuses a connection whose pragmas are not the ones asked for."""

    features_class = DatabaseFeatures
    verified = False

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if not self.verified:
            self.verified = True
            verify(self)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.verified = False
        return super().get_new_connection(conn_params)
