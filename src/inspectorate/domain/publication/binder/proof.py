"""Holds each row of a binder against its last digest, both ways; needs no database.

What an inspection's rows were written as is kept packed, some hundred bytes a row, so that a
hundred thousand of them need no database either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from struct import Struct
from typing import Any, NamedTuple

from inspectorate.foundation.ledger.canonical import TOMBSTONE, row_digest

from .tables import OF_INSPECTION, stored_name

Key = int | str
# Entry, turn, list of columns (0: deleted), whether a writing is missing, nonce, digest.
_PACKED = Struct(">III?16s32s")
_DIGEST, _NONCE = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{32}")
_LONGEST_KEY = 64
PROVEN = frozenset(map(stored_name, OF_INSPECTION))


class Line(NamedTuple):
    """The digest of one row as one act left it; see the guide for each field."""

    entry: int
    place: int
    table: str
    row: str
    turn: int | None
    columns: str | None
    nonce: str
    seal: str
    digest: str


def line_of(values: Mapping[str, Any]) -> Line | None:
    """One line of a binder's digests; None where it has not the form of one."""
    if values.keys() != set(Line._fields):
        return None
    line = Line(**values)
    numbers = (line.entry, line.place, line.turn or 0)
    texts = (line.table, line.row, line.columns or "", line.nonce, line.seal, line.digest)
    if {type(one) for one in numbers} != {int} or {type(one) for one in texts} != {str}:
        return None
    if not all(0 <= one < 2**31 for one in numbers) or len(line.row) > _LONGEST_KEY:
        return None
    # Only the salt of an act's arguments has no table, no row and no turn.
    if {bool(line.place), bool(line.table), bool(line.row), bool(line.turn)} not in (
        {True},
        {False},
    ):
        return None
    nonce = line.nonce == TOMBSTONE or _NONCE.fullmatch(line.nonce)
    return line if nonce and _DIGEST.fullmatch(line.digest) else None


class Writings:
    """The last writing of each row of the inspection, as its ledger tells it."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, ...]] = [()]
        self._places: dict[str, int] = {}
        self._last: dict[str, dict[Key, bytes]] = {table: {} for table in PROVEN}

    def know(self, digest: str, names: tuple[str, ...]) -> None:
        """Take note of a list of columns."""
        self._places[digest] = len(self.lists)
        self.lists.append(names)

    def note(self, line: Line, *, anew: bool) -> None:
        """Take note of one writing; ``anew``: by an act that took the row over as it was."""
        if line.table not in PROVEN:
            return
        last, key = self._last[line.table], _key(line.row)
        before = last.get(key)
        _, turn, _, missing, _, _ = _PACKED.unpack(before) if before else (0, 0, 0, False, b"", b"")
        missing = not anew and (missing or line.turn != turn + 1)
        # A disposal digests what is left of a row anew: no last writing has lost its nonce.
        nonce = bytes(16) if line.nonce == TOMBSTONE else bytes.fromhex(line.nonce)
        columns = self._places[line.columns] if line.columns else 0
        last[key] = _PACKED.pack(
            line.entry, line.turn or 0, columns, missing, nonce, bytes.fromhex(line.digest)
        )

    def fault(self, table: str, key: Any, row: Mapping[str, Any]) -> str:
        """What is wrong of a row that is there; empty where it is as its last act left it."""
        name = stored_name(table)
        packed = self._last[name].pop(key, None) if isinstance(key, int | str) else None
        if packed is None:
            return "no act of its ledger wrote this row"
        entry, _, columns, missing, nonce, digest = _PACKED.unpack(packed)
        last = f" (entry {entry})"
        if missing:
            return f"a writing of the row is missing{last}"
        if not columns:
            return f"an act deleted this row, and it is there again{last}"
        names = self.lists[columns]
        if set(names) != row.keys():
            return f"its digest does not cover the columns that it has{last}"
        if row_digest(nonce.hex(), name, row) != digest.hex():
            return f"the row was changed after it was written{last}"
        return ""

    def gone(self, table: str) -> Iterator[tuple[Key, str]]:
        """Rows that an act wrote, none deleted, and that are not there; after all that are."""
        for key, packed in self._last[stored_name(table)].items():
            entry, _, columns, missing, _, _ = _PACKED.unpack(packed)
            if columns:
                yield key, f"the row is gone (entry {entry})"
            elif missing:
                yield key, f"a writing of the row is missing (entry {entry})"


def _key(row: str) -> Key:
    return int(row) if row.isdecimal() and row.isascii() else row
