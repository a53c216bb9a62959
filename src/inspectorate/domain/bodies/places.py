"""Where each force stands on a tile map: one equal tile a force, in its rough place, special forces
in a row of their own.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "tiles.csv"


@cache
def places() -> dict[str, tuple[int, int]]:
    """Return (row, column) by the code of the body."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: (int(row["row"]), int(row["column"])) for row in csv.DictReader(rows)}
