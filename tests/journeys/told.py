"""The demonstration, told once per run of the tests by the command line itself, in a process of its
own.

Workers of one run share it behind a lock; whoever wants to change something takes a ``copy``.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "rehearsal-only-2020"
SLUG = "prevent-2018"


@dataclass(frozen=True, slots=True)
class Demo:
    """Where it lies, what it printed, how it ended, how many seconds it took."""

    data: Path
    site: Path
    output: str
    errors: str
    code: int
    seconds: float


def environment(data: Path | None = None) -> dict[str, str]:
    """The environment of a process of the product: none of the tests' own settings, SQLite."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("INSPECTORATE_", "DATABASE_URL", "DJANGO_"))
    }
    kept |= {
        "PYTHONPATH": str(ROOT / "src"),
        "INSPECTORATE_MODE": "demo",
    }
    return kept | ({"INSPECTORATE_DATA": str(data)} if data else {})


def command(
    *arguments: str, data: Path | None = None, timeout: float = 1200
) -> subprocess.CompletedProcess[str]:
    """Run ``inspectorate ARGUMENTS`` as a person would, from a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "inspectorate.interfaces.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
        cwd=ROOT,
        env=environment(data),
    )


def quick(*arguments: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    """As ``command``, from a process that has loaded what needs no settings: for tests of what a
    command says, and not of how it starts.
    """
    from tests.browser import warm

    started = ["-m", "inspectorate.interfaces.cli.main", *arguments]
    return warm.ran(started, environment(data), timeout=1200)


def once[T](note: Path, make: Callable[[], T]) -> T:
    """What ``make`` gave whoever came first in this run, kept as JSON in ``note``; everyone after
    waits for it and reads it.
    """
    note.parent.mkdir(parents=True, exist_ok=True)
    with note.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            note.write_text(json.dumps(make()), "utf-8")
        given: T = json.loads(note.read_text("utf-8"))
    return given


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run see."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def told(shared: Path) -> Demo:
    """The one telling of this run, in ``shared``: told by whoever comes first, read by everyone
    after.
    """
    data, site = shared / "data", shared / "site"

    def tell() -> list[Any]:
        began = time.monotonic()
        done = command("demo", "--no-serve", "--site", str(site), "--data", str(data))
        return [done.stdout, done.stderr, done.returncode, time.monotonic() - began]

    output, errors, code, seconds = once(shared / "told.json", tell)
    return Demo(data, site, output, errors, code, seconds)


def copy(demo: Demo, into: Path) -> Path:
    """A copy of the data folder to change something in."""
    # Others read the database meanwhile, and its log beside it comes and goes.
    shutil.copytree(demo.data, into, ignore=shutil.ignore_patterns("*.sqlite3*"))
    for database in demo.data.glob("*.sqlite3"):
        with (
            closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as there,
            closing(sqlite3.connect(into / database.name)) as here,
        ):
            there.backup(here)
        shutil.copymode(database, into / database.name)
    return into


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demonstration as told in this run; a test that needs it fails with what it printed where
    it could not be told.
    """
    found = told(shared_folder(tmp_path_factory) / "demonstration")
    if found.code:
        pytest.fail(
            f"the demonstration ended with exit code "
            f"{found.code}:\n{found.output[-2000:]}\n{found.errors[-4000:]}"
        )
    return found
