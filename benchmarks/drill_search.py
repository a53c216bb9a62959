"""The search over everything at its full size, as ``./run bench search`` measures it; short: over
so few things that only whether it finds and counts is told, and no bound is held.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import figures
from benchmarks.searching import ITEMS, bench

SHORT = 2_000


def main(*, short: bool = False) -> bool:
    """Measure both databases, or at the small size SQLite alone; whether every bound held."""
    with tempfile.TemporaryDirectory(prefix="inspectorate-search-") as folder:
        rows = bench(Path(folder), SHORT if short else ITEMS, both=not short)
    figures.show("Search", rows)
    return short or not any(row.held is False for row in rows)
