"""Makes what lies beside this script, from the commit e1ef5781 (the last before a copy of a draft
could be recalled, and an answer on new criticism be taken back) and never from a later one.

    git clone REPOSITORY old && git -C old checkout e1ef5781
    cd old && ../.venv/bin/python ../tests/written/0013/how_it_was_made.py ../tests/written/0013

One inspection in its fieldwork, on SQLite and on PostgreSQL, with a report that its two bodies were
asked about; a passage was changed since, and an evidence checker said that it is no new criticism.
A press release with words in quotation marks stands beside it. Everything in it is invented.
``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the inspection, of format 18, from SQLite
* ``waits.json``: the slug of the inspection
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from datetime import timedelta
from pathlib import Path

RELEASE = "# Press release\n\n{.narrative}\nThe lead said: “What we found is encouraging.”\n"


def write() -> None:
    """Tell the inspection in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories.findings import LATER
    from tests.factories.publishing import DRAFTED, a_document, saved
    from tests.factories.rooms import a_key, an_inspection, member

    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.domain.reports.accuracy import actions as accuracy
    from inspectorate.domain.reports.accuracy.recipients import inspected
    from inspectorate.domain.reports.accuracy.rounds import changes
    from inspectorate.domain.reports.models import Document
    from inspectorate.domain.reports.proof import proof_of
    from inspectorate.foundation.people.roles import Role

    inspection = an_inspection(bodies=2, phase="fieldwork")
    bodies = list(inspection.scope.all())
    text = "# Summary\n\nAll is well.\n\n# Found\n\n" + "\n\n".join(
        f"{one.label} trains all." for one in bodies
    )
    document = a_document(inspection, "report", "report", "A report", f"{text}\n")
    lead = member(inspection, Role.LEAD)
    for one in bodies:
        accuracy.open_fact_check(
            by=lead,
            at=DRAFTED,
            key=a_key(),
            document=document,
            recipient=inspected(one),
            due_on=DRAFTED.date() + timedelta(days=14),
        )
    saved(
        document,
        f"{text}\n".replace(f"{bodies[0].label} trains all", f"{bodies[0].label} trains few"),
    )
    document = Document.objects.get(pk=document.pk)
    (change,) = changes(proof_of(document))
    accuracy.answer_criticism(
        by=member(inspection, Role.REFERENCER),
        at=DRAFTED,
        key=a_key(),
        fact_check=change.check,
        identity=change.identity,
        new=False,
    )
    a_document(inspection, "press-release", "release", "A release", RELEASE)
    data = Path(os.environ["INSPECTORATE_DATA"])
    for folder in ("files", "bundles"):  # no file and no release: the folders stand all the same
        (data / folder).mkdir(exist_ok=True)
    exchange.export(inspection, data / "binder.zip", key=a_key(), by=lead, at=LATER)
    (data / "waits.json").write_text(json.dumps({"slug": inspection.slug}))
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
