"""Several statements in one round trip.

An act that asks PostgreSQL one thing after another waits longer for the way than for the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

type Statement = tuple[str, Sequence[Any]]
type Rows = list[tuple[Any, ...]]


def asked_together(statements: Sequence[Statement]) -> list[Rows]:
    """Return the rows that each statement gives, one list a statement, in their order.

    Each begins when the one before it is done, and sees all that is committed by then: what is read
    after a lock is what the lock keeps as it is.
    """
    if not statements:
        return []
    with connection.cursor() as cursor:
        if not _takes_many():
            return [_rows(cursor, one) for one in statements]
        cursor.execute(
            "; ".join(text for text, _ in statements),
            [value for _, values in statements for value in values],
        )
        found: list[Rows] = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
        return found


def _takes_many() -> bool:
    """SQLite takes one statement at a time, and PostgreSQL too where it binds the values itself."""
    return connection.vendor == "postgresql" and not connection.settings_dict["OPTIONS"].get(
        "server_side_binding"
    )


def _rows(cursor: Any, statement: Statement) -> Rows:
    cursor.execute(*statement)
    found: Rows = cursor.fetchall()
    return found
