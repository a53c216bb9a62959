"""Data folders to measure in: Django loaded over a fresh one, or over a copy of the demo's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.statistics import Row, said

ROOT = Path(__file__).resolve().parents[1]


def load(data: Path, *, fresh: bool = True, address: str = "") -> None:
    """Load Django over ``data``; a fresh one gets its tables. ``address`` is that of a PostgreSQL,
    without which the database is a file of the folder.
    """
    os.environ.update(
        INSPECTORATE_MODE="demo",
        INSPECTORATE_DATA=str(data),
        DJANGO_SETTINGS_MODULE="inspectorate.config.settings",
    )
    os.environ.pop("DATABASE_URL", None)
    if address:
        os.environ["DATABASE_URL"] = address
    import django
    from tests.migrated import migrate

    django.setup()
    if fresh:
        migrate()


def told_in(data: Path, module: str, *arguments: str, **more: str) -> Any:
    """Run ``python -m MODULE`` over a data folder as the tests start a process, ``more`` being in
    its environment; return what it prints last, as JSON. Raises RuntimeError with what it says
    where it fails.
    """
    from tests.journeys.told import environment

    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment(data) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"} | more,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def apart(module: str, data: Path, *arguments: str) -> list[Row]:
    """Run ``python -m benchmarks.MODULE DATA`` with its arguments in a process of its own, which
    loads Django for itself; return its rows.
    """
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", str(data), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
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


@dataclass(frozen=True, slots=True)
class Opened:
    """A page opened many times in this process: seconds at the 50th and 95th percentile by the
    clock, computing seconds at the 95th (what the machine's other work does not touch), bytes and
    queries of the first.
    """

    p50: float
    p95: float
    computing: float
    size: int
    queries: int

    def __str__(self) -> str:
        times = f"p50 {said(self.p50)}, p95 {said(self.p95)} (computing p95 {said(self.computing)})"
        return f"{times}, {self.queries} queries, {self.size / 1000:,.0f} kB"


def opened(client: Any, path: str, times: int) -> Opened:
    """Open a page ``times`` times."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        first = client.get(path)
    asked = len(captured)  # counted now: the next request empties the log
    if first.status_code != 200:
        raise RuntimeError(f"{path} answered {first.status_code}")
    seconds, computing = [], []
    for _ in range(times):
        begun, spent = time.perf_counter(), time.process_time()
        client.get(path)
        seconds.append(time.perf_counter() - begun)
        computing.append(time.process_time() - spent)
    return Opened(*percentiles(seconds), percentiles(computing)[1], len(first.content), asked)
