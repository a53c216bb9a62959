"""Makes what lies beside this script, from the commit 61728784 (the last before grades and debrief
notes came from devices) and never from a later one.

    git clone REPOSITORY old && git -C old checkout 61728784
    cd old && ../.venv/bin/python ../tests/written/0011/how_it_was_made.py ../tests/written/0011

One inspection in its fieldwork, on SQLite and on PostgreSQL: of the notes that were received one
was set aside, taken up again and recorded, and one waits with its file. Everything in it is
invented. ``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the inspection, of format 15, from SQLite
* ``waits.json``: the slug of the inspection, and the numbers of its notes
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path


def write() -> None:
    """Tell the inspection in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories.arriving import decided_each_way
    from tests.factories.findings import LATER
    from tests.factories.rooms import a_key, an_inspection, member

    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.foundation.people.roles import Role

    inspection = an_inspection(phase="fieldwork")
    decided_each_way(inspection, member(inspection, Role.INSPECTOR))
    data = Path(os.environ["INSPECTORATE_DATA"])
    (data / "bundles").mkdir(exist_ok=True)  # no release: the folder stands all the same
    lead = member(inspection, Role.LEAD)
    exchange.export(inspection, data / "binder.zip", key=a_key(), by=lead, at=LATER)
    numbers = list(inspection.arrivals.values_list("number", flat=True))
    (data / "waits.json").write_text(json.dumps({"slug": inspection.slug, "notes": numbers}))
    found = verify()
    assert found.sound, found.faults


def main(out: Path) -> None:
    """Write both data folders and pack everything, as the set before did."""
    sys.path[:0] = ["src", "."]
    before = importlib.import_module("tests.written.0010.how_it_was_made")
    before.__file__ = __file__  # its processes run this script
    before.main(out)


if __name__ == "__main__":
    write() if sys.argv[1:] == ["write"] else main(Path(sys.argv[1]).resolve())
