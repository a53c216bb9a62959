"""What stands after the drill, read from the database and the store themselves."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.capturing.world import DATABASE
from benchmarks.capturing.writing import digest_of


@dataclass
class Outcome:
    """What was lost, doubled, or is not as it was written, by the words of the note."""

    acknowledged: int = 0
    stand: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing is lost, doubled or torn, and something was acknowledged."""
        return bool(self.acknowledged) and not (self.lost or self.doubled or self.torn)

    def __str__(self) -> str:
        return (
            f"{self.acknowledged:,} acknowledged, {self.stand:,} stand; lost {len(self.lost)}, "
            f"doubled {len(self.doubled)}, torn {len(self.torn)}"
        )


def compared(data: Path, kept: Mapping[str, str]) -> Outcome:
    """Hold what stands against what the page said that it keeps: words once each, with criterion,
    times in order and the photo byte for byte.
    """
    with closing(sqlite3.connect(data / DATABASE)) as database:
        items = _items(database)
        arrived = [(json.loads(sent)["words"], digest) for sent, digest in _received(database)]
    photos = {one: digest for one, digest, *_ in items if digest} | dict(arrived)
    words = Counter(one for one, *_ in [*items, *arrived])
    outcome = Outcome(acknowledged=len(kept), stand=sum(words.values()))
    outcome.lost = [one for one in kept if not words[one]]
    outcome.doubled = [one for one, many in words.items() if many > 1]
    outcome.torn = [one for one, _, criteria, in_order in items if criteria != 1 or not in_order]
    for one, photo in kept.items():
        if photo and one in words and not _is_stored(data, photos.get(one) or "", photo):
            outcome.torn.append(one)
    return outcome


# Received and not recorded since: what was recorded is an item.
_RECEIVED = """
    SELECT sent, (SELECT blob_id FROM evidence_arrivalfile WHERE arrival_id = one.id)
    FROM evidence_arrival AS one
    WHERE id NOT IN (SELECT arrival_id FROM evidence_arrivaldecision WHERE item_id IS NOT NULL)
"""
_ITEMS = """
    SELECT words,
        (SELECT blob_id FROM evidence_attachment WHERE item_id = one.id),
        (SELECT count(*) FROM evidence_itemcriterion WHERE item_id = one.id),
        observed_at <= written_at AND written_at <= recorded_at
    FROM evidence_item AS one WHERE words LIKE 'round %'
"""


def _items(database: sqlite3.Connection) -> list[tuple[str, str | None, int, int]]:
    return list(database.execute(_ITEMS))


def _received(database: sqlite3.Connection) -> list[tuple[str, str | None]]:
    return list(database.execute(_RECEIVED))


def _is_stored(data: Path, blob: str, photo: str) -> bool:
    """Is the file that an item names the one that was attached, and in the store as it was?"""
    if blob != photo:
        return False
    found = [one for one in (data / "files").rglob(f"*{blob[4:]}*") if one.is_file()]
    return any(digest_of(one.read_bytes()) == photo for one in found)
