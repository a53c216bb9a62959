"""The cheap checks, one after the other, all of them even when one fails: ``./run check``."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS: list[tuple[str, list[str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("templates", [sys.executable, "-m", "tests.template_format"]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("contracts", [str(BIN / "lint-imports"), "--no-cache"]),
    ("known-bad calls", [str(BIN / "bandit"), "-q", "-r", "src", "-c", "pyproject.toml", "-ll"]),
    ("figures of the house", [sys.executable, "-m", "tests.house.figures"]),
    ("licences", [sys.executable, "-m", "tests.licences"]),
    ("secrets", [sys.executable, "-m", "tests.secrets_scan"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("deploy settings", [sys.executable, "-m", "tests.deploy_check"]),
]


def main() -> int:
    """Run every check; print one line each and the output of those that fail."""
    failed = []
    for name, command in CHECKS:
        began = time.monotonic()
        environment = {**os.environ, "INSPECTORATE_MODE": "test", "PYTHONPATH": "src"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        verdict = "passes" if done.returncode == 0 else "FAILS"
        print(f"{name:20} {verdict}  {time.monotonic() - began:5.1f} s", flush=True)
        if name == "figures of the house" and not done.returncode:
            print(done.stdout, end="")
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    print(f"{len(CHECKS) - len(failed)} checks pass, {len(failed)} fail")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
