"""A test that touches the database is chosen for PostgreSQL too: its mark stands before it is asked
for.
"""

from __future__ import annotations

import subprocess
import sys


def collected(*chosen: str) -> int:
    """How many tests of one file pytest would run."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *chosen]
    file = "tests/foundation/test_ledger_rows.py"
    done = subprocess.run([*command, file], capture_output=True, text=True, check=False)
    return sum(line.startswith(file) for line in done.stdout.splitlines())


def test_every_test_of_the_database_is_run_on_both() -> None:
    assert collected("-m", "database and not browser") == collected() > 0
