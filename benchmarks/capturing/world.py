"""An inspection with a visit of these days, told into the data folder of the environment, as a
process: prints the e-mail of its inspector.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.journeys.told import ROOT, environment

PASSWORD = "correct horse battery staple"
DATABASE = "inspectorate.sqlite3"


def told(data: Path) -> str:
    """Tell it into an empty folder; the e-mail of its inspector."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.capturing.world"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment(data) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    if done.returncode:
        raise RuntimeError(f"no world: {done.stderr[-2000:]}")
    _held(data)
    return str(json.loads(done.stdout.splitlines()[-1]))


def _held(data: Path) -> None:
    """Let its first session last from nine hours ago on: an airplane day lies within it."""
    now = datetime.now(UTC)
    times = [f"{now + timedelta(hours=by):%Y-%m-%d %H:%M:%S}" for by in (-9, 24)]
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.execute(
            "UPDATE fieldwork_session SET starts_at = ?, ends_at = ? WHERE title = ?",
            [*times, "The first interview"],
        )


def main() -> None:
    """Tell the world."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from tests.browser.world import to_be_paused
    from tests.factories.rooms import AT, a_key, member
    from tests.migrated import migrate

    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.roles import Role

    migrate()
    one = member(to_be_paused(), Role.INSPECTOR)
    set_password(by=one, at=AT, key=a_key(), person=one, password=make_password(PASSWORD))
    sys.stdout.write(f"{json.dumps(one.email)}\n")


if __name__ == "__main__":
    main()
