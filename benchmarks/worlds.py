"""Data folders to measure in: Django loaded over a fresh one, or over a copy of the demonstration."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.statistics import Row

ROOT = Path(__file__).resolve().parents[1]


def load(data: Path, *, fresh: bool = True) -> None:
    """Load Django over ``data``; a fresh one gets its tables."""
    os.environ.update(INSPECTORATE_MODE="demo", INSPECTORATE_DATA=str(data), DJANGO_SETTINGS_MODULE="inspectorate.config.settings")
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    if fresh:
        call_command("migrate", verbosity=0)


def apart(module: str, data: Path) -> list[Row]:
    """Run ``python -m benchmarks.MODULE DATA`` in a process of its own, which loads Django for itself; return its rows."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", str(data)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        raise RuntimeError(f"benchmarks.{module} failed:\n{done.stderr[-3000:]}")
    return [Row(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def answer(rows: list[Row]) -> None:
    """Print rows as the last line, for ``apart``."""
    print(json.dumps([asdict(row) for row in rows]))


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """The 50th and the 95th percentile, by nearest rank."""
    found = sorted(seconds)
    return found[len(found) // 2], found[min(len(found) - 1, -(-len(found) * 95 // 100) - 1)]


def opened(client: Any, path: str, times: int) -> tuple[list[float], int, int]:
    """Open a page ``times`` times in this process; return the seconds of each, its bytes, and its queries."""
    import time

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        first = client.get(path)
    asked = len(captured)  # counted now: the next request empties the log
    if first.status_code != 200:
        raise RuntimeError(f"{path} answered {first.status_code}")
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        client.get(path)
        seconds.append(time.perf_counter() - begun)
    return seconds, len(first.content), asked
