"""A test that touches the database is chosen for PostgreSQL too: its mark stands before it is asked
for. What is left out of ``./run test`` is run by a drill.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys

from benchmarks.__main__ import BESIDE, DRILLS

from tests.both import ON_BOTH
from tests.shared import ROOT


def test_every_test_of_the_database_is_run_on_both_and_no_drill() -> None:
    files = ["tests/foundation/test_ledger_rows.py", "tests/journeys/test_clearances.py"]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", ON_BOTH, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # pytest counts in the last line what it found, and what of it the marks left out: the drill.
    assert re.search(r"^\d+/\d+ tests collected \(1 deselected\)", done.stdout, re.MULTILINE), (
        done.stdout
    )
    assert "test_clearances" not in done.stdout


def test_every_file_with_a_drill_in_it_is_named_by_one() -> None:
    named = {
        node.value
        for name in DRILLS
        for node in ast.walk(ast.parse((ROOT / f"benchmarks/drill_{name}.py").read_text("utf-8")))
        if isinstance(node, ast.Constant) and str(node.value).startswith("tests/")
    }
    marked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"\bmark\.drill\b|\bdrilled\(", path.read_text("utf-8"))
    }
    assert len(marked) > 15
    assert [one for one in marked if not any(one.startswith(name) for name in named)] == []
    assert {one for one in named if not (ROOT / one).exists()} == set()


def test_drills_that_run_beside_another_are_drills() -> None:
    assert set(BESIDE) <= set(DRILLS)
