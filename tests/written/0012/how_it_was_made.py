"""Makes what lies beside this script, from the commit 17ff28e6 (the last before documents had
sections) and never from a later one.

    git clone REPOSITORY old && git -C old checkout 17ff28e6
    cd old && ../.venv/bin/python ../tests/written/0012/how_it_was_made.py ../tests/written/0012

One inspection in its fieldwork, on SQLite and on PostgreSQL, with a report of three sections that
was saved twice. Everything in it is invented. ``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the inspection, of format 16, from SQLite
* ``waits.json``: the slug of the inspection, and the words of its sections
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

SECTIONS = (
    "Said before any heading.\n\n",
    "# What we found\n\nNine of the twelve forces train.\n\n",
    "## Training\n\nThe plans were looked at in the spring.\n",
)


def write() -> None:
    """Tell the inspection in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories.findings import LATER
    from tests.factories.publishing import a_document, saved
    from tests.factories.rooms import a_key, an_inspection, member

    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.foundation.people.roles import Role

    inspection = an_inspection(bodies=2, phase="fieldwork")
    text = "".join(SECTIONS)
    document = a_document(inspection, "report", "report", "A report", text.replace("Nine", "Ten"))
    saved(document, text)
    data = Path(os.environ["INSPECTORATE_DATA"])
    for folder in ("files", "bundles"):  # no file and no release: the folders stand all the same
        (data / folder).mkdir(exist_ok=True)
    lead = member(inspection, Role.LEAD)
    exchange.export(inspection, data / "binder.zip", key=a_key(), by=lead, at=LATER)
    waits = {"slug": inspection.slug, "sections": SECTIONS}
    (data / "waits.json").write_text(json.dumps(waits))
    found = verify()
    assert found.sound, found.faults


def main(out: Path) -> None:
    """Write both data folders and pack everything, as the sets before did."""
    sys.path[:0] = ["src", "."]
    before = importlib.import_module("tests.written.0010.how_it_was_made")
    before.__file__ = __file__  # its processes run this script
    before.main(out)


if __name__ == "__main__":
    write() if sys.argv[1:] == ["write"] else main(Path(sys.argv[1]).resolve())
