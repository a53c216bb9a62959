"""What stands after a drill, read from the database and the file store themselves: items by their
words, with the digests of their files.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

SQL = (
    "SELECT item.id, item.words, attachment.blob_id FROM evidence_item item "
    "LEFT JOIN evidence_attachment attachment ON attachment.item_id = item.id"
)
RECEIVED = (
    "SELECT note.id, note.sent, file.blob_id FROM evidence_arrival note "
    "LEFT JOIN evidence_arrivalfile file ON file.arrival_id = note.id"
)
SIZES = (500, 5_000, 40_000, 200_000)
LARGE = 3_000_000  # past what Django holds in memory, so that it travels through a temporary file


def words_of(key: str) -> str:
    """The words that a drill records under a key."""
    return f"Words of {key}."


def files_of(key: str, large: float = 0.1) -> list[tuple[str, bytes]]:
    """One or two files that a drill sends under a key, the same each time: names and bytes.

    ``large``: the share of those too large to be held in memory.
    """
    rng = Random(key)
    return [
        (f"{key}-{number}.txt", f"{key} {number} ".encode() * (size // len(key)))
        for number in range(rng.randint(1, 2))
        for size in [LARGE if rng.random() < large else rng.choice(SIZES)]
    ]


@dataclass(slots=True)
class Standing:
    """``items``: for each item's words the digests of its files, once for each item that says so;
    ``broken``: digests whose bytes are missing or others.
    """

    items: dict[str, list[set[str]]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def of(self, key: str) -> list[set[str]]:
        """The files of each item recorded under a key."""
        return self.items.get(words_of(key), [])

    def whole(self, key: str, large: float = 0.1) -> bool:
        """Does each item of a key have all its files, with their bytes?"""
        expected = {hashlib.sha256(content).hexdigest() for _, content in files_of(key, large)}
        return not expected & self.broken and all(one == expected for one in self.of(key))


def standing(data: Path, database: str = "", *, received: bool = False) -> Standing:
    """Read what stands in a data folder and its database: an address, else SQLite in the folder.

    ``received``: notes that were received stand as well.
    """
    files: dict[tuple[str, int], set[str]] = defaultdict(set)
    words: dict[tuple[str, int], str] = {}
    of_notes = rows(data, database, RECEIVED) if received else []
    for what, pk, said, digest in (
        *(("item", *one) for one in rows(data, database, SQL)),
        *(("note", pk, json.loads(sent)["words"], digest) for pk, sent, digest in of_notes),
    ):
        words[what, pk] = said
        files[what, pk] |= {digest} - {None}
    found = Standing()
    for place, said in words.items():
        found.items.setdefault(said, []).append(files[place])
    for digest in {one for each in files.values() for one in each}:
        path = data / "files" / digest[:2] / digest[2:4] / digest
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.broken.add(digest)
    return found


def rows(data: Path, database: str, statement: str) -> list[tuple[Any, ...]]:
    """What a statement reads there."""
    if database:
        import psycopg

        with psycopg.connect(database) as connection:
            return connection.execute(statement.encode()).fetchall()
    with sqlite3.connect(data / "inspectorate.sqlite3") as connection:
        found: list[tuple[Any, ...]] = connection.execute(statement).fetchall()
    connection.close()
    return found
