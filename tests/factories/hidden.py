"""An inspection with something restricted wherever anything restricted can be, through actions
only: here its team, fieldwork and evidence; ``hidden_findings`` judges it, ``hidden_print`` puts it
out.

Everything restricted comes from ``say(place)`` and ``more``; all that is public is the same
whatever they give: two such inspections must give the same public bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.kinds import SourceKind
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.files import store
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories import hidden_told, rooms
from tests.factories.findings import LATER, a_recording
from tests.factories.hidden_files import files
from tests.factories.rooms import AT, TEAM, a_key, member, scope_body

Say = Callable[[str], str]
VISITED = datetime(2018, 10, 8, 9, 0, tzinfo=UTC)
BODIES = 4


@dataclass(slots=True)
class Hidden:
    """The inspection, who records and judges in it, what hides there."""

    say: Say
    more: random.Random
    inspection: Inspection
    inspector: Person
    letter: str
    judged: dict[tuple[str, int], list[Item]] = field(default_factory=dict)

    def many(self, most: int = 2) -> range:
        """Some restricted things, from one up."""
        return range(self.more.randint(1, most))

    def who(self, role: Role) -> Person:
        """The person on the team in a role."""
        return member(self.inspection, role)

    def body(self, number: int = 0) -> ScopeBody:
        """The ``number``-th body in scope."""
        return scope_body(self.inspection, number)


def looked_at(say: Say, more: random.Random) -> Hidden:
    """The inspection with its team, requests, visits, sessions and evidence."""
    hidden = _opened(say, more)
    _requests(hidden)
    _visits(hidden)
    _evidence(hidden)
    hidden_told.away(say, hidden.inspection, hidden.inspector)
    return hidden


def _opened(say: Say, more: random.Random) -> Hidden:
    bodies = [
        (
            rooms.a_body(
                name=f"{say('real name of a body')} {number}", short_name=say("short name")
            ),
            f"Force {number:02d}",
        )
        for number in range(1, BODIES + 1)
    ]
    letter = say("letter of a team")[:20]
    inspection = rooms.an_inspection(
        bodies=bodies,
        slug="hidden",
        prefix="HID",
        title="A hidden inspection",
        team=[(role, team and letter) for role, team in TEAM],
        basis_text=say("basis of the inspection"),
    )
    lead = member(inspection, Role.LEAD)
    person = people.register(
        by=rooms.an_admin(),
        at=AT,
        key=a_key(),
        email=f"{_word(say('e-mail address'))}@inspectorate.example",
        name=say("name of a person"),
    )
    given = {"by": rooms.an_admin(), "at": AT, "person": person}
    people.grant(key=a_key(), role=Role.INSPECTOR, **given)
    people.declare(
        by=person,
        at=AT,
        key=a_key(),
        about_code=scope_body(inspection, BODIES - 1).body.code,
        nature=say("interest declared"),
    )
    said = {"by": lead, "at": AT, "inspection": inspection}
    inspections.set_terms(key=a_key(), text=say("terms of reference"), **said)
    inspections.join(key=a_key(), person=person, role=Role.INSPECTOR, team=letter, **said)
    rooms.reads_up_to(inspection, Marking.SECRET, person)
    gone = rooms.a_person(Role.ANALYST, name=say("name of one who left"))
    joined = inspections.join(key=a_key(), person=gone, role=Role.ANALYST, **said)
    inspections.leave(
        by=lead, at=AT, key=a_key(), member=joined, reason=say("why somebody left the team")
    )
    inspections.name_group(key=a_key(), name=say("name of a reference group"), **said)
    return Hidden(say, more, inspection, person, letter)


def _word(text: str) -> str:
    """As much of a text as an address may hold."""
    return "".join(one for one in text if one.isalnum())


def _requests(hidden: Hidden) -> None:
    say = hidden.say
    contact = rooms.a_contact(hidden.body().body)
    for _ in hidden.many():
        asked = rooms.a_request(
            hidden.inspection, title=say("title of a request"), text=say("text of a request")
        )
        fieldwork.receive(
            by=contact,
            at=AT,
            key=a_key(),
            request=asked,
            note=say("note with what was handed in"),
            file=store.take(
                say("content of a file handed in").encode(),
                name=f"{say('name of a file handed in')}.txt",
            ),
        )


def _visits(hidden: Hidden) -> None:
    """Two visits made, one called off, one moved."""
    say, lead = hidden.say, hidden.who(Role.LEAD)
    for number in range(2):
        visit = rooms.a_visit(hidden.inspection, number, team=hidden.letter)
        _heard(hidden, visit, "interview", "OFFICIAL")
        for _ in hidden.many():
            # A session of another method, all of whose evidence is restricted, or that left none.
            method = hidden.more.choice([one for one in Method.values if one != "interview"])
            _heard(hidden, visit, method, hidden.more.choice(["OFFICIAL-SENSITIVE", ""]))
        if number:
            hidden_told.stood_still(say, visit)
        hidden_told.debriefed(say, visit)
    said: dict[str, Any] = {"by": lead, "at": AT}
    days = {"starts_on": date(2019, 3, 4), "ends_on": date(2019, 3, 6)}
    outside = rooms.a_visit(
        hidden.inspection,
        2,
        team=hidden.letter,
        outside_window=say("why outside the window"),
        **days,
    )
    fieldwork.cancel_visit(
        key=a_key(),
        visit=outside,
        reason=say("why a visit was called off"),
        version=outside.version,
        **said,
    )
    planned = hidden_told.deferred(say, rooms.a_visit(hidden.inspection, 2, team=hidden.letter))
    fieldwork.move_visit(
        key=a_key(),
        visit=planned,
        starts_on=date(2018, 11, 5),
        ends_on=date(2018, 11, 7),
        reason=say("why a visit was moved"),
        version=planned.version,
        **said,
    )


def _heard(hidden: Hidden, visit: Visit, method: str, marking: str) -> None:
    session: Session = rooms.a_session(
        visit,
        hidden.inspector,
        method=method,
        title=hidden.say("title of a session"),
        origin=hidden.say("who was heard"),
    )
    if marking:
        times = {"observed_at": session.starts_at, "written_at": session.ends_at}
        _item(hidden, visit.scope_body, marking, session=session, at=session.ends_at, **times)


def _item(
    hidden: Hidden, body: ScopeBody, marking: str, *, at: datetime = LATER, **given: Any
) -> Item:
    """One item; everything of a restricted one is left to chance, of another its words and origin
    alone.
    """
    if marking != "OFFICIAL":
        kind = hidden.more.choice(SourceKind.values)
        chance = {"kind": kind, "practice": hidden.more.random() < 0.5}
        given = {**chance, "ref": hidden.more.choice(["1.1", "1.2", "2.1"]), **given}
    said = "" if marking == "SECRET" else hidden.say(f"words of {marking} evidence")
    if marking == "OFFICIAL":
        said += " One said that training matters."
    stub = hidden.say("stub of SECRET evidence") if marking == "SECRET" else ""
    recording = a_recording(
        hidden.inspection,
        body,
        given.pop("ref", "1.1"),
        marking=marking,
        words=said,
        stub=stub,
        origin=hidden.say(f"origin of {marking} evidence"),
        **given,
    )
    return evidence.record(
        by=hidden.inspector, at=at, key=a_key(), inspection=hidden.inspection, recording=recording
    )


def _evidence(hidden: Hidden) -> None:
    """Open items as always; restricted ones of any kind, with files, some withdrawn or replaced."""
    for number in range(BODIES - 1):
        for kind in ("interview", "document"):
            found = _item(hidden, hidden.body(number), "OFFICIAL", kind=kind, practice=not number)
            hidden.judged.setdefault(("1.1", number), []).append(found)
        for ref in ("1.1", "1.2"):
            for _ in hidden.many(3):
                found = _item(hidden, hidden.body(number), "OFFICIAL-SENSITIVE", ref=ref)
                hidden.judged.setdefault((ref, number), []).append(found)
    somewhere = hidden.body(hidden.more.randrange(BODIES))
    for _ in hidden.many():
        for one in files(hidden.say):
            _item(hidden, somewhere, "OFFICIAL-SENSITIVE", files=[one])
        _item(hidden, somewhere, "SECRET")
    _fell(hidden)


def _fell(hidden: Hidden) -> None:
    """Items that are relied on no longer; one turned out to be restricted."""
    said: dict[str, Any] = {"by": hidden.inspector, "at": LATER}
    for marking in ("OFFICIAL", "OFFICIAL-SENSITIVE"):
        for _ in hidden.many():
            gone = _item(hidden, hidden.body(), marking)
            evidence.withdraw(
                key=a_key(), item=gone, reason=hidden.say(f"why {marking} was withdrawn"), **said
            )
        old = _item(hidden, hidden.body(), marking)
        evidence.supersede(
            key=a_key(),
            item=old,
            reason=hidden.say(f"why {marking} was replaced"),
            recording=a_recording(
                hidden.inspection,
                hidden.body(),
                words=hidden.say("words that replace others"),
                origin=hidden.say("origin of words that replace others"),
                marking="OFFICIAL-SENSITIVE",
            ),
            **said,
        )
