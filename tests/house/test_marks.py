"""A test that touches the database is chosen for PostgreSQL too: its mark stands before it is asked
for.
"""

from __future__ import annotations

import re
import subprocess
import sys


def test_every_test_of_the_database_is_run_on_both() -> None:
    file = "tests/foundation/test_ledger_rows.py"
    chosen = ["-m", "database and not browser", file]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *chosen]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # pytest counts in the last line what it found, and what of it the marks left out.
    assert re.search(r"^\d+ tests collected in ", done.stdout, re.MULTILINE), done.stdout
