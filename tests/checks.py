"""The cheap checks, two at a time, all of them even when one fails: ``./run check``."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

BIN = Path(sys.executable).parent
# The longest is begun first.
CHECKS: list[tuple[str, list[str]]] = [
    ("secrets", [sys.executable, "-m", "tests.secrets_scan"]),
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("templates", [sys.executable, "-m", "tests.template_format"]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("contracts", [str(BIN / "lint-imports"), "--no-cache"]),
    ("known-bad calls", [str(BIN / "bandit"), "-q", "-r", "src", "-c", "pyproject.toml", "-ll"]),
    ("figures of the house", [sys.executable, "-m", "tests.house.figures"]),
    ("licences", [sys.executable, "-m", "tests.licences"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("deploy settings", [sys.executable, "-m", "tests.deploy_check"]),
]


def main() -> int:
    """Run every check, two at a time; print one line each as it ends, and the output of those that
    fail.
    """
    failed = []
    with ThreadPoolExecutor(2) as pair:
        for asked in as_completed([pair.submit(_checked, *one) for one in CHECKS]):
            name, seconds, done = asked.result()
            verdict = "passes" if done.returncode == 0 else "FAILS"
            print(f"{name:20} {verdict}  {seconds:5.1f} s", flush=True)
            if name == "figures of the house" and not done.returncode:
                print(done.stdout, end="")
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr)
    print(f"{len(CHECKS) - len(failed)} checks pass, {len(failed)} fail")
    return 1 if failed else 0


def _checked(name: str, command: list[str]) -> tuple[str, float, subprocess.CompletedProcess[str]]:
    """Run one: its name, how many seconds it took, and what it said."""
    began = time.monotonic()
    environment = {**os.environ, "INSPECTORATE_MODE": "test", "PYTHONPATH": "src"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return name, time.monotonic() - began, done


if __name__ == "__main__":
    raise SystemExit(main())
