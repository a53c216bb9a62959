"""The world that is attacked: a row in every table that an act can write, made through actions.

``python -m benchmarks.tampering.world DATA [add]`` makes it in a data folder of its own, in a
process of its own; with ``add`` it is added to a demonstration that lies there.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

REGISTER = (
    "code,name,short_name,kind,official_code,nation,region,opened_on,closed_on,groups,"
    "overseen_by,merged_into\n"
    "harbour-police,Harbour Police,Harbour,special,,england,South East,2001-04-01,,"
    "harbours,,\n"
)
STRANDS = [("pursue", "Pursue", "Stop what threatens.", ["Find it early.", "Stop it."])]


def make(data: Path, *, add: bool) -> None:
    """Load Django over ``data`` and act."""
    from benchmarks.worlds import load

    os.environ["INSPECTORATE_QUICK_PASSWORDS"] = "1"
    load(data, fresh=not add)
    from django.db import transaction
    from tests.factories.remaining import remaining_acts
    from tests.factories.world import a_world

    # One commit: what is asked here is what the acts leave, not whether it outlives a power cut.
    with transaction.atomic():
        world = a_world()
        remaining_acts(world)
        _registers()
        _people(world)
        _plans(world)
        _evidence(world)
        _judgments(world)
        _documents(world)
        _afterwards(world)
        _disposals(world)
        _binder(data)
    _sign_ins()
    _heads()
    from tests.factories.rooms import an_admin

    from inspectorate.interfaces.cli.checkpoint import at_once

    at_once(an_admin())


def _registers() -> None:
    from tests.factories.rooms import AT, a_body, a_key, a_person, an_admin

    from inspectorate.domain.bodies import actions as bodies
    from inspectorate.domain.programmes import actions as programmes

    admin: Any = {"by": an_admin(), "at": AT}
    one, other = a_body(), a_body()
    bodies.group(**admin, key=a_key(), code="small", name="Small forces", bodies=[one, other])
    bodies.change(
        **admin,
        key=a_key(),
        body=one,
        kind="renamed",
        on=date(2018, 4, 1),
        former_name=one.name,
        new_name="Another Constabulary",
    )
    bodies.close(**admin, key=a_key(), body=other, on=date(2019, 4, 1))
    bodies.import_register(**admin, key=a_key(), content=REGISTER.encode(), name="register.csv")
    from inspectorate.foundation.people.roles import Role

    signing: Any = {"by": a_person(Role.SIGNING), "at": AT}
    programmes.register_strategy(
        **signing, key=a_key(), code="example", name="Example", strands=STRANDS
    )
    grades = [("Good", "G", True), ("Poor", "P", False)]
    scales = [
        programmes.add_scale(
            **signing, key=a_key(), code="two", version=version, name="Two grades", grades=grades
        )
        for version in ("1", "2")
    ]
    programmes.mark_break(
        **signing,
        key=a_key(),
        before=scales[0],
        after=scales[1],
        reason="The words changed.",
        changed_on=AT.date(),
    )


def _people(world: Any) -> None:
    from tests.factories.rooms import AT, a_contact, a_key, a_person, an_admin, member, scope_body

    from inspectorate.domain.bodies import actions as bodies
    from inspectorate.domain.bodies.models import Contact
    from inspectorate.foundation.people import actions as people
    from inspectorate.foundation.people.roles import Role

    inspection = world.first.inspection
    inspector, body = member(inspection, Role.INSPECTOR), scope_body(inspection, 9).body
    declared, _ = (
        people.declare(
            by=person, at=AT, key=a_key(), about_code=body.code, nature="Worked there once."
        )
        for person in (inspector, member(inspection, Role.INSPECTOR, 1))
    )
    people.end_declaration(by=inspector, at=AT, key=a_key(), declaration=declared)
    contact = a_contact(body)
    row = Contact.objects.get(person=contact)
    bodies.end_contact(by=an_admin(), at=AT, key=a_key(), contact=row)
    leaver = a_person(Role.ANALYST, Role.EDITOR)
    people.end_role(by=an_admin(), at=AT, key=a_key(), person=leaver, role=Role.EDITOR)
    people.leave(by=an_admin(), at=AT, key=a_key(), person=leaver)


def _plans(world: Any) -> None:
    from tests.factories.publishing import taken_back
    from tests.factories.rooms import (
        AT,
        a_key,
        a_request,
        a_visit,
        criterion,
        join,
        member,
        move_to,
        scope_body,
    )

    from inspectorate.domain.fieldwork import actions as fieldwork
    from inspectorate.domain.inspections import actions as inspections
    from inspectorate.domain.inspections.models import TeamMember
    from inspectorate.foundation.people.roles import Role

    inspection = world.second.inspection
    lead: Any = {"by": member(inspection, Role.LEAD), "at": AT}
    inspections.name_group(**lead, key=a_key(), inspection=inspection, name="Readers")
    joined = join(inspection, Role.INSPECTOR, "B")
    row = TeamMember.objects.get(inspection=inspection, person=joined)
    inspections.leave(**lead, key=a_key(), member=row, reason="Called away.")
    for number in (10, 11):
        taken_back(inspection, scope_body(inspection, number), "2.1")
        inspections.leave_out(
            **lead,
            key=a_key(),
            inspection=inspection,
            scope_body=scope_body(inspection, number),
            criterion=criterion(inspection, "2.1"),
            reason="An operation was under way.",
        )
    move_to(inspection, "fieldwork")
    a_request(inspection, 2, criteria=[criterion(inspection)])
    moved, cancelled = a_visit(inspection, 3), a_visit(inspection, 4)
    fieldwork.move_visit(
        **lead,
        key=a_key(),
        visit=moved,
        starts_on=date(2018, 10, 9),
        ends_on=date(2018, 10, 11),
        reason="Snow.",
        gone_past="Its team travels in two parts.",
        version=moved.version,
    )
    fieldwork.cancel_visit(
        **lead, key=a_key(), visit=cancelled, reason="Snow.", version=cancelled.version
    )
    move_to(inspection, "judging")


def _evidence(world: Any) -> None:
    from tests.factories.findings import LATER, a_recording, an_item
    from tests.factories.rooms import a_key, member

    from inspectorate.domain.evidence import actions as evidence
    from inspectorate.foundation.people.roles import Role

    for half in (world.first, world.second):
        inspection = half.inspection
        if inspection.phase != "judging":
            continue
        by = member(inspection, Role.INSPECTOR)
        item = an_item(inspection, by=by, files=[("photo.txt", b"A board."), ("2.txt", b"Two.")])
        newer = evidence.supersede(
            by=by,
            at=LATER + timedelta(hours=1),
            key=a_key(),
            item=item,
            reason="Written out.",
            recording=a_recording(inspection, item.scope_body, words="Written out."),
        )
        evidence.withdraw(
            by=by, at=LATER + timedelta(hours=2), key=a_key(), item=newer, reason="Not heard."
        )


def _judgments(world: Any) -> None:
    from tests.factories.findings import (
        LATER,
        a_grade,
        an_item,
        answers,
        assigned,
        submitted,
    )
    from tests.factories.publishing import taken_back
    from tests.factories.rooms import a_key, member, scope_body

    from inspectorate.domain.judgments import actions as judgments
    from inspectorate.foundation.people.roles import Role

    inspection = world.second.inspection
    of = taken_back(inspection, scope_body(inspection, 5), "1.2")
    for number, grade in enumerate(("Good", "Requires improvement")):
        judge = member(inspection, Role.INSPECTOR, number)
        given = assigned(inspection, scope_body(inspection, 5), of, judge, second=number == 1)
        submitted(given, grade)
    judgments.moderate(
        by=member(inspection, Role.MODERATOR),
        at=LATER,
        key=a_key(),
        scope_body=scope_body(inspection, 5),
        criterion=of,
        grade=a_grade(of),
        findings=answers(of),
        reasons="The records bear the first out.",
    )
    draft = world.second.open_assignment
    judgments.save_draft(
        by=draft.inspector,
        at=LATER,
        key=a_key(),
        assignment=draft,
        grade=None,
        findings={},
        reasons="To be thought about.",
        cited=[an_item(inspection, draft.scope_body, of.ref, by=draft.inspector)],
        version=0,
    )


def _documents(world: Any) -> None:
    from tests.factories.publishing import DRAFTED, SIGNED, saved
    from tests.factories.rooms import a_key

    from inspectorate.domain.publication import actions as publication
    from inspectorate.domain.reports import actions as reports
    from inspectorate.domain.reports import queries
    from inspectorate.foundation.people.roles import Role

    half = world.second
    publication.cancel(
        by=half.story.who(Role.PRESS),
        at=SIGNED + timedelta(hours=2),
        key=a_key(),
        release=half.release,
        reason="A figure is to be looked at again.",
    )
    document = saved(half.story.report, half.story.report.text + "\nMany forces said so.\n")
    (problem, *_) = queries.problems(document).blocking
    reports.waive(
        by=half.story.who(Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=document,
        check=problem.check,
        excerpt=problem.place.excerpt,
        reason="Agreed with the lead.",
    )


def _afterwards(world: Any) -> None:
    from tests.factories.rooms import a_key
    from tests.factories.world import FOLLOWED

    from inspectorate.domain.recommendations import actions as recommendations
    from inspectorate.foundation.people.roles import Role

    half = world.first
    lead, signing = half.story.who(Role.LEAD), half.story.who(Role.SIGNING)
    at = FOLLOWED + timedelta(days=40)
    recommendations.confirm(by=signing, at=at, key=a_key(), record=half.parts[0].closure)
    other = half.parts[1].due_dates.latest("pk").confirmations.get()
    recommendations.withdraw_confirmation(
        by=lead, at=at, key=a_key(), confirmation=other, reason="Signed too early."
    )
    reply = half.parts[1].responses.get()
    recommendations.withdraw_acceptance(
        by=lead, at=at, key=a_key(), acceptance=reply.acceptances.get(), reason="Read again."
    )
    recommendations.accept(
        by=lead, at=at, key=a_key(), response=reply, action=reply.action[:5] + "[removed]"
    )
    _registers_out(half, at)


def _registers_out(half: Any, at: Any) -> None:
    """The register published under a mandate and by hand; the clock confirmed."""
    from tests.factories.rooms import a_key

    from inspectorate.domain.publication import actions as publication
    from inspectorate.foundation.ledger.clock import database_clock
    from inspectorate.foundation.people.roles import Role

    signing, press = half.story.who(Role.SIGNING), half.story.who(Role.PRESS)
    given: Any = {"at": at, "inspection": half.inspection}
    publication.give_mandate(**given, by=signing, key=a_key())
    publication.refresh(**given, by=signing, key=a_key(), publisher=True)
    publication.refresh(**given, by=press, key=a_key())
    publication.confirm_clock(by=press, at=at, key=a_key(), said=database_clock())


def _disposals(world: Any) -> None:
    """A reason's words and a whole row destroyed under a disposal, as the act to come will do."""
    from tests.factories.rooms import a_key, an_admin
    from tests.factories.world import FOLLOWED

    from inspectorate.domain.evidence.models import Withdrawal
    from inspectorate.domain.reports.models import Waiver
    from inspectorate.foundation.ledger.acts import action, write
    from inspectorate.foundation.ledger.disposal import dispose
    from inspectorate.foundation.people.models import Person

    inspection = world.second.inspection

    @action("drill.dispose", streams=lambda **_: [inspection.stream])  # type: ignore[arg-type]
    def destroy(*, by: Person, at: Any, key: str, row: Any, columns: list[str]) -> Any:
        made = dispose(
            row=row,
            columns=columns,
            ground="drill",
            proposed_by=str(by.pk),
            decided_by="another",
            at=at,
        )
        write(of=made, stream=inspection.stream)
        return made

    given: Any = {"by": an_admin(), "at": FOLLOWED}
    destroy(**given, key=a_key(), row=Withdrawal.objects.latest("pk"), columns=["reason"])
    destroy(**given, key=a_key(), row=_another_waiver(world), columns=[])
    assert Waiver.objects.exists()


def _sign_ins() -> None:
    """Somebody signs in with a password, sets up an app, and has recovery codes by it."""
    from django.test.utils import setup_test_environment
    from tests.factories.rooms import PASSWORD, a_person
    from tests.factories.signing_in import signed_in

    setup_test_environment(debug=False)
    person = a_person("analyst", password=PASSWORD)
    signed_in(person)


def _binder(data: Path) -> None:
    """A binder of another installation, read in."""
    from tests.factories.binders import an_archive, read_in
    from tests.factories.rooms import an_admin

    path, _, _ = an_archive(data)
    read_in(path, by=an_admin())
    path.unlink()


def _heads() -> None:
    """A line torn by a full disk, and accepted."""
    from django.conf import settings
    from tests.factories.rooms import a_key, an_admin
    from tests.factories.world import FOLLOWED

    from inspectorate.foundation.ledger import actions

    with Path(settings.HEADS_FILE).open("a") as lines:
        lines.write("people\t9")
    actions.accept_heads(
        by=an_admin(), at=FOLLOWED, key=a_key(), reason="torn", words="The disk was full."
    )


def _another_waiver(world: Any) -> Any:
    from tests.factories.publishing import DRAFTED, saved
    from tests.factories.rooms import a_key

    from inspectorate.domain.reports import actions as reports
    from inspectorate.domain.reports import queries
    from inspectorate.domain.reports.models import Document
    from inspectorate.foundation.people.roles import Role

    story = world.second.story
    document = Document.objects.get(pk=story.report.pk)
    document = saved(document, document.text + "\nFew forces said why.\n")
    problem = queries.problems(document).blocking[-1]
    return reports.waive(
        by=story.who(Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=document,
        check=problem.check,
        excerpt=problem.place.excerpt,
        reason="Agreed with the lead.",
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve(), add=sys.argv[2:] == ["add"])
