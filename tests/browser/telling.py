"""A world told into a data folder by a module of its own, in a process of its own that begins where
Python has loaded what needs no settings (``warm``): of what telling one takes, a third is that.

No power cut is survived by what is told: its hundreds of acts wait for no disk.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

from tests.browser import warm
from tests.journeys.told import ROOT, environment

# On however busy a machine; a world of the whole size takes minutes.
LONGEST = 1200


def tell(module: str, data: Path, *asked: str, **more: str) -> dict[str, str]:
    """Run ``python -m MODULE ASKED`` over a data folder; who is who, as its last line says in JSON.

    ``more`` goes into its environment. Raises RuntimeError with what it wrote where it failed.
    """
    done = warm.ran(
        ["-m", "tests.browser.telling", module, *asked],
        environment(data) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"} | more,
        timeout=LONGEST,
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr[-3000:]}")
    people: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return people


def _waits_for_no_disk() -> None:
    """Let nothing that this process writes wait until it lies on the disk."""
    from django.db.backends.signals import connection_created

    def relaxed(connection: Any, **_: Any) -> None:
        connection.cursor().execute("PRAGMA synchronous=OFF")

    connection_created.connect(relaxed, weak=False)
    os.fsync = lambda _: None


if __name__ == "__main__":
    _waits_for_no_disk()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
