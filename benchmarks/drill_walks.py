"""The long walks of the tests, the whole way: ./run drill walks.

In ``./run test`` the same tests go a small way (``tests/sizes.py``): fewer walks of blind judges,
texts a tenth as long, odd queries dealt in turn, few worlds that differ in what is restricted, a
part of the permission matrix, few worlds in which people search for what they may not
see, one asker of most addresses where the drill sends every one who reaches it to look for marked
words, three roles who open one page of each kind in Chromium, a quarter of them asked axe, where
here each of ten walks through all of its own, fifteen judgments agreed in one press where here they
are 501 and 656 are given from a paste, a release a few seconds ahead where here it goes out at a
full minute, no archive of 200 MB that breaks off in the middle, and no second telling of the
demonstration with each act tried without a clearance.
Every one of them stands with its control.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.postgres import server

WALKS = (
    "tests/domain/judgments/test_blindness.py",
    "tests/domain/test_search_leaks.py",
    "tests/domain/evidence/test_search.py",
    "tests/domain/reports/test_hostile.py",
    "tests/domain/reports/test_word.py",
    "tests/interfaces/web/test_bad_input.py",
    "tests/interfaces/web/test_forms.py",
    "tests/foundation/test_ledger_long.py",
    "tests/house/test_api_matrix.py",
    "tests/house/test_permission_matrix.py",
    "tests/house/test_reads_are_noted.py",
    "tests/journeys/test_leaks.py",
)
# Those that ``./run test`` holds, at their small size, and those that are left to this drill.
ALL = ("-m", "drill or not drill")
REACH = ("tests/browser/test_reach.py", *ALL)
REQUESTS = ("tests/browser/test_requests.py", "tests/journeys/test_clearances.py", "-m", "drill")
RELEASE = ("tests/browser/test_release.py", *ALL)
ACTS = (
    *("tests/browser/test_acts.py", "tests/browser/test_plan.py", "tests/browser/test_doors.py"),
    *ALL,
)
BLIND = "tests/domain/judgments/test_blindness.py"
CONTROL = "test_control_random_walks_of_this_size_catch_a_broken_rule_20_of_20"
# Two of each way in which a rule is broken, and none of the three that `./run test` tries.
SHORT = (
    *(f"{BLIND}::{CONTROL}[{chance}]" for chance in range(3, 9)),
    *("-n", "0", "-m", "drill or not drill"),
)


def main(*, short: bool = False) -> bool:
    """Walk on SQLite, and on PostgreSQL what touches the database; short: six controls of the
    blind walks, on SQLite.
    """
    if short:
        return _walk(SHORT, "")
    with server() as address:
        # Each of them, though one before it failed.
        held = [_walk(chosen, "") for chosen in (WALKS, REACH, REQUESTS, RELEASE, ACTS)]
        held.append(_walk((*WALKS, "-m", "database and not browser"), address))
        return all(held)


def _walk(chosen: tuple[str, ...], database: str) -> bool:
    environment = {**os.environ, "DATABASE_URL": database, "INSPECTORATE_WALKS": "whole"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *chosen]
    print(f"{'PostgreSQL' if database else 'SQLite'}:", flush=True)
    return subprocess.run(command, env=environment, check=False).returncode == 0
