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
from typing import TYPE_CHECKING

from tests.journeys.told import ROOT, environment

if TYPE_CHECKING:
    from inspectorate.domain.fieldwork.models import Request
    from inspectorate.foundation.people.models import Person

# A document of the pack: its name, and words in UTF-8 of which its text is made too.
PAPER, PAPER_WORDS = "canarypaper of the force.txt", "canarytext that was handed in"
# Bytes behind a picture that is handed in too, and words in UTF-16.
PICTURE, PICTURE_BYTES = "canarypicture.png", b"canarypicture of a room "
WIDE_WORDS = "canarywide words"
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


def _handed_in(lead: Person, request: Request) -> None:
    """Let two documents come for a request, and the text of one be read."""
    import base64

    from benchmarks.capturing.writing import PIXEL
    from tests.factories.rooms import AT, a_key

    from inspectorate.domain.fieldwork.actions import receive
    from inspectorate.foundation.files import store
    from inspectorate.interfaces.jobs.documents import take_in

    wide = WIDE_WORDS.encode("utf-16-le") * 10
    picture = base64.b64decode(PIXEL) + PICTURE_BYTES * 100_000 + wide
    paper = "\n\n".join([PAPER_WORDS] * 50).encode()
    for content, name in ((paper, PAPER), (picture, PICTURE)):
        file = store.take(content, name=name)
        receive(by=lead, at=AT, key=a_key(), request=request, file=file)
        take_in(file.digest)


def main() -> None:
    """Tell the world."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from tests.browser.world import to_be_paused
    from tests.factories.rooms import AT, a_key, a_request, member
    from tests.migrated import migrate

    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.roles import Role

    migrate()
    paused = to_be_paused()
    _handed_in(member(paused, Role.LEAD), a_request(paused))
    one = member(paused, Role.INSPECTOR)
    set_password(by=one, at=AT, key=a_key(), person=one, password=make_password(PASSWORD))
    sys.stdout.write(f"{json.dumps(one.email)}\n")


if __name__ == "__main__":
    main()
