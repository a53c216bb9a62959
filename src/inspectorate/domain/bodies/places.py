"""Places on the tile map: one equal tile a force, roughly where it is, others in a row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "tiles.csv"
Place = tuple[int, int]


def places(codes: Sequence[str], *, rehearsal: bool) -> list[Place | None]:
    """Return the (row, column) of each body by its code on the register, None without a tile.

    In a rehearsal the true places are dealt out in the order given, since a body's own place would
    name it behind its pseudonym.
    """
    true = [_tiles().get(code) for code in codes]
    if not rehearsal:
        return true
    # Sorted, so that the map keeps its shape and the order tells nothing of who is where.
    dealt = sorted(place for place in true if place is not None)
    return [*dealt, *[None] * (len(true) - len(dealt))]


@cache
def _tiles() -> dict[str, Place]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: (int(row["row"]), int(row["column"])) for row in csv.DictReader(rows)}
