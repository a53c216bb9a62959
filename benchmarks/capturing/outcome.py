"""What stands after the drill, read from the database and the store themselves."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks.capturing.world import DATABASE
from benchmarks.capturing.writing import Kept, digest_of


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


def compared(data: Path, kept: Mapping[str, Kept], beside: Collection[str] = ()) -> Outcome:
    """Hold what stands against what the page said that it keeps: words once each, of one author,
    with their session, criterion, the time of the press and the photo byte for byte. Of ``beside``,
    grades and debriefs, the words once each.
    """
    with closing(sqlite3.connect(data / DATABASE)) as database:
        items = _items(database)
        arrived = [(json.loads(sent)["words"], digest) for sent, digest in _received(database)]
        others = [json.loads(sent) for (sent,) in database.execute(_BESIDE)]
    photos = {one.words: one.blob for one in items if one.blob} | dict(arrived)
    words = Counter([*(one.words for one in items), *(one for one, _ in arrived)])
    words.update(one["reasons" if one["meant"] == "grade" else "words"] for one in others)
    outcome = Outcome(acknowledged=len(kept) + len(beside), stand=sum(words.values()))
    outcome.lost = [one for one in (*kept, *beside) if not words[one]]
    outcome.doubled = [one for one, many in words.items() if many > 1]
    authors = Counter(one.author for one in items).most_common(1)
    outcome.torn = [
        one.words
        for one in items
        if not one.in_order
        or one.author != authors[0][0]
        or (one.words in kept and not one.is_as(kept[one.words]))
    ]
    for name, one in kept.items():
        if one.photo and name in words and not _is_stored(data, photos.get(name) or "", one.photo):
            outcome.torn.append(name)
    return outcome


# Received and not recorded since: what was recorded is an item.
_RECEIVED = """
    SELECT sent, (SELECT blob_id FROM evidence_arrivalfile WHERE arrival_id = one.id)
    FROM evidence_arrival AS one
    WHERE meant = 'note'
        AND id NOT IN (SELECT arrival_id FROM evidence_arrivaldecision WHERE item_id IS NOT NULL)
"""
# Whatever became of them: they stay arrivals.
_BESIDE = "SELECT sent FROM evidence_arrival WHERE meant IN ('grade', 'debrief')"
_ITEMS = """
    SELECT words,
        (SELECT blob_id FROM evidence_attachment WHERE item_id = one.id),
        (SELECT group_concat(criterion_id) FROM evidence_itemcriterion WHERE item_id = one.id),
        observed_at <= written_at AND written_at <= recorded_at,
        session_id, written_at, recorded_by_id
    FROM evidence_item AS one WHERE words LIKE 'round %'
"""


class Item(NamedTuple):
    """One note as it stands in the record."""

    words: str
    blob: str | None
    criteria: str | None
    in_order: int
    session: int | None
    written: str
    author: int

    def is_as(self, kept: Kept) -> bool:
        """Is it what the page showed as it was kept? Between press and words lies a moment."""
        written = datetime.fromisoformat(self.written).replace(tzinfo=UTC)
        near = abs(written - kept.pressed) < timedelta(seconds=5)
        where = (self.session or 0, self.criteria) == (kept.session, str(kept.criterion))
        return near and where


def _items(database: sqlite3.Connection) -> list[Item]:
    return [Item(*row) for row in database.execute(_ITEMS)]


def _received(database: sqlite3.Connection) -> list[tuple[str, str | None]]:
    return list(database.execute(_RECEIVED))


def _is_stored(data: Path, blob: str, photo: str) -> bool:
    """Is the file that an item names the one that was attached, and in the store as it was?"""
    if blob != photo:
        return False
    found = [one for one in (data / "files").rglob(f"*{blob[4:]}*") if one.is_file()]
    return any(digest_of(one.read_bytes()) == photo for one in found)
