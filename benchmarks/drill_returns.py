"""Data returns at their full size, as ``./run bench returns`` measures them; short: of so few rows
that only whether all are taken and hold by a later version is told, and no bound is held.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks import figures
from benchmarks.returning import BODIES, ROWS
from benchmarks.worlds import apart

SHORT = (200, 3, 1)


def main(*, short: bool = False) -> bool:
    """Measure in a process and a folder of its own; whether every bound held."""
    with tempfile.TemporaryDirectory(prefix="inspectorate-returns-") as folder:
        size = SHORT if short else (ROWS, BODIES)
        rows = apart("returning", Path(folder), *map(str, size))
    if short:
        rows = [replace(row, within="", held=None) for row in rows]
    figures.show("Data returns", rows)
    return not any(row.held is False for row in rows)
