"""The bytes that the ledger's digests are taken over: plain values in, no database, no model.

Whoever verifies a binder has neither; the ledger itself uses the same functions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

START = "0" * 64
# What stands in place of words, and of a nonce, that were destroyed.
TOMBSTONE = "[disposed]"
# What an entry's digest is taken over, by format. A list is never changed: a new one is added.
CANONICAL = {
    1: (
        "stream",
        "number",
        "at",
        "by",
        "by_name",
        "verb",
        "of",
        "key",
        "payload",
        "detail",
        "previous",
    ),
    2: (
        "format",
        "stream",
        "number",
        "at",
        "recorded_at",
        "by",
        "verb",
        "of",
        "key",
        "payload",
        "detail",
        "rows",
        "rows_digest",
        "previous",
    ),
}


# Made once: json.dumps would make one for each row of a verification.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _bytes(text: str) -> bytes:
    # What a forger left that is no text is read with lone surrogates, or as bytes: as it is told
    # here it matches no digest, and stops nobody who reads on.
    return str(text).encode("utf-8", "surrogatepass")


def canonical_json(values: Mapping[str, Any]) -> str:
    """Sorted keys, no spaces, characters as themselves."""
    return _ENCODER.encode(values)


def json_number(text: str) -> float | int:
    """A float of a JSON text as both databases give it back: PostgreSQL knows no negative zero, and
    writes whole numbers without an exponent, which Python does from 1e16 on.
    """
    found = float(text) + 0.0
    large = "e" in text.lower() and found.is_integer() and abs(found) >= 1e16
    return int(Decimal(text)) if large else found


def digested_line(
    place: int, table: str, row: str, turn: int | None, columns: str, seal: str, digest: str
) -> bytes:
    """One row's line of what an entry's ``rows_digest`` is taken over; without its nonce.

    A nonce can be destroyed with the words it hides, and the chain still holds.
    """
    return _bytes(f"{place}\t{table}\t{row}\t{turn or 0}\t{columns}\t{seal}\t{digest}\n")


def text_of(table: str, values: Mapping[str, Any]) -> bytes:
    """The canonical text of a row: sorted JSON of its table and its columns' plain values."""
    return _bytes(canonical_json({"table": table, "columns": values}))


def row_digest(nonce: str, table: str, values: Mapping[str, Any]) -> str:
    """SHA-256 over a nonce and a row's canonical text, in hexadecimal."""
    return hashlib.sha256(_bytes(nonce) + b"\n" + text_of(table, values)).hexdigest()


def list_digest(table: str, names: str) -> str:
    """SHA-256 over a table's name and the names of its columns, in hexadecimal."""
    return hashlib.sha256(_bytes(f"{table}\n{names}")).hexdigest()


def salt_digest(salt: str) -> str:
    """What is kept of the salt of an act's arguments."""
    return hashlib.sha256(_bytes(f"arguments\n{salt}")).hexdigest()


def seal(nonce: str) -> str:
    """What is kept of a nonce that may be destroyed: the first half of its SHA-256."""
    return hashlib.sha256(_bytes(nonce)).hexdigest()[:32]
