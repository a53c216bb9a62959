"""The simulations of the tests, the whole number of runs: ``./run drill simulations``.

How often intervals hold the truth and severities are recovered, each with its control; what an
intruder deduces set against every world; files spoilt, sentences changed and claims sown at random.
``./run test`` makes the same with fewer runs (``tests/sizes.py``).
"""

from __future__ import annotations

import os
import subprocess
import sys

SIMULATED = (
    "tests/inspectstats/agreement",
    "tests/inspectstats/disclosure",
    "tests/inspectstats/doors/test_spoilt_files.py",
    "tests/inspectstats/estimates/test_draws_by_size.py",
    "tests/inspectstats/joint",
    "tests/inspectstats/ordering",
    "tests/inspectstats/quantity",
    "tests/inspectstats/severity",
    "tests/prose",
    "tests/drills",
)
# The interval that holds, the one that does not, and how the count tells them apart.
SHORT = ("tests/inspectstats/agreement/test_agreement_coverage.py", "-n", "0")


def main(*, short: bool = False) -> bool:
    """Run all of these files; short: 300 inspections by the jackknife and by the control."""
    chosen = SHORT if short else SIMULATED
    # Both what carries the mark and what does not: the sizes of the second are the whole ones here.
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "not browser", *chosen]
    environment = {**os.environ, "DATABASE_URL": "", "INSPECTORATE_WALKS": "whole"}
    return subprocess.run(command, env=environment, check=False).returncode == 0
