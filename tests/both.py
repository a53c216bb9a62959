"""Runs the tests on SQLite, then again on PostgreSQL each whose matter a database could change, and
adds the two up. What is left to drills is in neither (ADR 99).

``./run test`` calls it; arguments go to pytest as they are.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from tests.postgres import server

# pytest takes the last -m it is given: the one of pyproject.toml keeps no drill out of this.
ON_BOTH = "database and not browser and not drill"


def main(arguments: list[str]) -> int:
    """Run both; return 0 when nothing failed on either."""
    with tempfile.TemporaryDirectory(prefix="inspectorate-results-") as folder:
        reports = {
            "SQLite": Path(folder) / "sqlite.xml",
            "PostgreSQL": Path(folder) / "postgresql.xml",
        }
        codes = [
            _run("SQLite", {"DATABASE_URL": ""}, [*arguments, f"--junitxml={reports['SQLite']}"])
        ]
        with server() as address:
            chosen = ["-m", ON_BOTH, f"--junitxml={reports['PostgreSQL']}"]
            codes.append(_run("PostgreSQL", {"DATABASE_URL": address}, [*arguments, *chosen]))
        return _sum_up(reports, codes)


def _run(name: str, environment: dict[str, str], arguments: list[str]) -> int:
    print(f"\n== {name} ==", flush=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--durations=6",
        *arguments,
    ]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def _sum_up(reports: dict[str, Path], codes: list[int]) -> int:
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    print()
    for name, report in reports.items():
        if not report.exists():
            print(f"{name}: the run ended before it could report")
            return 1
        suite = ElementTree.parse(report).getroot().find("testsuite")
        counts = (
            {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
            if suite is not None
            else {}
        )
        failed = counts.get("failures", 0) + counts.get("errors", 0)
        skipped = counts.get("skipped", 0)
        passed = counts.get("tests", 0) - failed - skipped
        print(
            f"{name}: {passed} passed, {failed} failed, {skipped} skipped (each skip is "
            f"named above with its reason)"
        )
        totals = {
            "passed": totals["passed"] + passed,
            "failed": totals["failed"] + failed,
            "skipped": totals["skipped"] + skipped,
        }
    bad = any(code not in (0, 5) for code in codes)
    if bad and not totals["failed"]:
        totals["failed"] = 1
    print(f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped")
    names = [_function(one) for one in ElementTree.parse(reports["SQLite"]).iter("testcase")]
    print(f"{len(names)} tests collected, of {len(set(names))} test functions")
    return 1 if bad or not totals["passed"] else 0


def _function(case: ElementTree.Element) -> str:
    """The function of a test, without its parameters."""
    return f"{case.get('classname')}.{(case.get('name') or '').partition('[')[0]}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
