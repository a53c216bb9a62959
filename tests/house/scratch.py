"""A copy of the source in which a test adds something, and Python run there by itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".git", ".venv", ".*_cache")
# The tests of the house that read the source alone and take seconds; mypy has its own.
CHEAP = tuple(
    f"tests/house/test_{name}.py" for name in ("layout", "arrows", "policies", "docs", "codes")
)
NOT_CHEAP = "not misspelt_fail_the_types"


def scratch_copy(folder: Path) -> Path:
    """Return a copy of everything but caches and history, in a new ``folder``."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT, symlinks=True)
    return folder


def migrated_copy(copy: Path) -> None:
    """Let the copy begin on the database that this source migrates to: what it adds is migrated,
    and what it has anyway is not migrated once more.
    """
    with tempfile.TemporaryDirectory(prefix="inspectorate-migrated-") as folder:
        migrated.laid(Path(folder))
        asked = run_python(copy, "-c", "from tests.migrated import template; print(template())")
        Path(asked.strip()).parent.mkdir(exist_ok=True)
        shutil.copyfile(Path(folder) / migrated.DATABASE, asked.strip())


def replaced(path: Path, changes: dict[str, str]) -> None:
    """Replace in a file each text, which must stand there exactly once."""
    text = path.read_text("utf-8")
    for before, after in changes.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return {**kept, "PYTHONPATH": "src:.", "INSPECTORATE_MODE": "test"}


def run_python(copy: Path, *command: str) -> str:
    """Run Python in the copy with nothing of this run's environment; return what it printed.

    Fails with the last words it said where it does not end well.
    """
    done = subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


def passes_the_house(copy: Path, *tests: str) -> None:
    """Run ``tests`` and the cheap tests of the house in the copy."""
    migrated_copy(copy)
    run_python(copy, "-m", "pytest", "-q", "-n", "0", *tests, *CHEAP, "-k", NOT_CHEAP)


def failed_in(copy: Path, *arguments: str) -> set[str]:
    """Run pytest in the copy; return the names of the tests that failed, all of them together."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-rf", "--tb=no", *arguments],
        cwd=copy,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout[-4000:] + done.stderr[-2000:]
    return set(re.findall(r"(?m)^FAILED \S+::(\w+)", done.stdout))
