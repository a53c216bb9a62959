"""Tests that are too long for ``./run test``: those of some files that are marked ``drill``, run by
the drill that names the files.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence


def held(chosen: Sequence[str], *, database: str = "") -> bool:
    """Run these: files, with ``-m`` or ``-k`` where not all that they hold is meant. Two at a time.

    ``database``: the address of a PostgreSQL, or empty for SQLite.
    """
    marked = [] if "-m" in chosen else ["-m", "drill"]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *chosen, *marked]
    print(f"{'PostgreSQL' if database else 'SQLite'}:", flush=True)
    environment = {**os.environ, "DATABASE_URL": database}
    return subprocess.run(command, env=environment, check=False).returncode == 0
