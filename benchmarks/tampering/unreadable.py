"""Forgeries that are no value at all: what reads on must name them, and not stop."""

from __future__ import annotations

from typing import Any

from .digests import LEDGER
from .forging import last_entry, rows
from .meaning import forgery


def _raw(table: str, column: str, value: str, key: Any) -> None:
    """Put what no text or no value of ours is into a column, by an expression of the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET "{column}" = {value} WHERE id = %s', [key])


@forgery("a stream's name kept as bytes", LEDGER)
def _stream_as_bytes() -> None:
    _raw("ledger_entry", "stream", "CAST(stream AS BLOB)", last_entry("publication.refresh").pk)


@forgery("an entry's detail nested too deep to read", LEDGER)
def _too_deep() -> None:
    deep = f"'{'[' * 200_000}{']' * 200_000}'"
    _raw("ledger_entry", "detail", deep, last_entry("publication.refresh").pk)


@forgery("words of a disposal that are no text", "ledger.disposal")
def _no_text() -> None:
    disposal = rows("ledger_disposal").order_by("-pk")[0]
    _raw("ledger_disposal", "ground", "CAST(x'ff' AS TEXT)", disposal.pk)
