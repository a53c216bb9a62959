"""A test that touches the database is chosen for PostgreSQL too: its mark stands before it is asked
for.
"""

from __future__ import annotations

import re
import subprocess
import sys

from tests.both import ON_BOTH


def test_every_test_of_the_database_is_run_on_both_and_no_drill() -> None:
    files = ["tests/foundation/test_ledger_rows.py", "tests/journeys/test_clearances.py"]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", ON_BOTH, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # pytest counts in the last line what it found, and what of it the marks left out: the drill.
    assert re.search(r"^\d+/\d+ tests collected \(1 deselected\)", done.stdout, re.MULTILINE), (
        done.stdout
    )
    assert "test_clearances" not in done.stdout
