"""A release under fire: killed at every step, stopped after, clocks skewed, keys squatted, facts
changed, two publishers at once, the publisher dead at its moment.

``./run drill release``, on SQLite and on PostgreSQL, each in a process of its own. Never may a byte
lie in public that was cancelled, early or unsigned, and a restart completes alone. The old ways
(the listing of folders is the truth; file by file; one clock believed) must fail.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from tests.journeys.told import ROOT, environment
from tests.postgres import server as postgres

KILLS = {"SQLite": 130, "PostgreSQL": 90}


def main(*, short: bool = False) -> bool:
    """Run it on both databases, short on SQLite with few kills; return whether all held."""
    good = True
    for kind in ("SQLite",) if short else ("SQLite", "PostgreSQL"):
        with (
            tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name,
            ExitStack() as open_,
        ):
            more = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
            if kind == "PostgreSQL":
                more["DATABASE_URL"] = _fresh(open_.enter_context(postgres()))
            kills = "12" if short else str(KILLS[kind])
            size = ["short"] if short else []
            (Path(name) / "data").mkdir()
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.releasing.scenes", name, kills, *size],
                env=environment(Path(name) / "data")
                | {"DJANGO_SETTINGS_MODULE": "inspectorate.config.settings"}
                | more,
                cwd=ROOT,
                check=False,
            )
            good &= done.returncode == 0
    print("good" if good else "NOT good")
    return good


def _fresh(address: str) -> str:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS drill_release")
        connection.execute("CREATE DATABASE drill_release")
    return urlsplit(address)._replace(path="/drill_release").geturl()


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv) else 1)
