"""A database migrated once for all drills of a run: `migrate` takes longer than most of them do.

``short`` of ``benchmarks`` makes it and names it in ``DRILL_MIGRATED``; a drill that begins on an
empty SQLite database begins on a copy of it. A drill by itself migrates for itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.journeys.told import ROOT, environment

NAMED = "DRILL_MIGRATED"
DATABASE = "inspectorate.sqlite3"


def made(folder: Path) -> Path:
    """Migrate a database in an empty folder, in a process of its own; its path."""
    data = folder / "migrated"
    data.mkdir(mode=0o700)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env=environment(data) | {"INSPECTORATE_MODE": "test"},
    )
    return data / DATABASE


def placed(data: Path) -> None:
    """Lay a copy of what this run migrated into a data folder, where nothing lies yet."""
    kept = os.environ.get(NAMED)
    if kept and not (data / DATABASE).exists():
        shutil.copyfile(kept, data / DATABASE)
        (data / DATABASE).chmod(0o600)


def migrate() -> None:
    """`migrate` of the settings that are loaded, which finds little to do on a copy."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        placed(Path(str(connection.settings_dict["NAME"])).parent)
    call_command("migrate", verbosity=0)
