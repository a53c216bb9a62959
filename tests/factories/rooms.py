"""Small builders for the lower rooms, through actions only, each with a key of its own.

``an_inspection()`` gives one at fieldwork with a team of each role; ``member(inspection,
Role.LEAD)`` finds a person of it. Everything is said in October 2018 (``AT``), so that tests have
no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.delegates import actions as delegates
from inspectorate.domain.bodies.models import Body, Delegate
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Request, Session, Visit
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody, TeamMember
from inspectorate.domain.programmes import actions as programmes
from inspectorate.domain.programmes.models import Criterion, Framework, Vocabulary
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as accounts
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.keeping import kept, numbers

AT = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)
FROM, TO = date(2018, 10, 1), date(2019, 2, 28)
PASSWORD = "correct horse battery staple"  # pragma: allowlist secret

GRADES = "Outstanding > Good > Requires improvement > Inadequate"
FRAMEWORK_CSV = f"""\
framework,version,area,question,criterion,grade_scale,grades,graded,criterion_ref,\
characteristics,findings
Test framework,1,Capability,How well?,Do leaders understand the purpose?,Four grades,{GRADES},yes,\
1.1,Outstanding: Leaders drive it | Good: Leaders understand it | \
Requires improvement: Some do | Inadequate: None does,\
mandatory-training=Training is mandatory | completion-known=Completion is known
Test framework,1,Capability,How well?,Is training good?,Four grades,{GRADES},yes,1.2,,\
local-package=There is a local package
Test framework,1,Consistency,How well?,Do teams work alike?,Four grades,{GRADES},yes,2.1,,\
shared-plan=There is a shared plan
Test framework,1,Consistency,How well?,What did people tell us?,,,no,2.2,,
"""


def a_key(word: str = "test") -> str:
    """A key nobody used before."""
    return f"{word}-{numbers.next()}"


def an_admin() -> Person:
    """The administrator of this database; made by the command line's own act when there is none."""
    there = Person.objects.filter(
        held__role=Role.ADMIN, held__ended_at=None, is_active=True
    ).first()
    if there is not None:
        return there
    return accounts.first_administrator(
        by=accounts.CONSOLE,
        at=AT,
        key=a_key(),
        email="administrator@inspectorate.example",
        name="Administrator",
        password=PASSWORD,
    )


@kept
def a_person(*roles: Role | str, name: str = "", password: str | None = None) -> Person:
    """A registered person who holds ``roles``."""
    number = numbers.next()
    name = name or f"{Role(roles[0]).label if roles else 'Person'} {number}"
    admin = an_admin()
    person = accounts.register(
        by=admin,
        at=AT,
        key=a_key(),
        email=f"person-{number}@inspectorate.example",
        name=name,
        password=password,
    )
    if password is not None:
        # As at the first sign-in: until then nothing else opens.
        accounts.set_password(
            by=person, at=AT, key=a_key(), person=person, password=make_password(password)
        )
    for role in roles:
        accounts.grant(by=admin, at=AT, key=a_key(), person=person, role=role)
    return person


@kept
def a_body(kind: str = "territorial", **given: Any) -> Body:
    """A body on the register, with an invented name."""
    number = numbers.next()
    fields = {
        "code": f"body-{number}",
        "name": f"Invented Constabulary {number}",
        "short_name": f"Invented {number}",
        **given,
    }
    return bodies.register(by=an_admin(), at=AT, key=a_key(), kind=kind, **fields)


def a_scope(n: int, *, rehearsal: bool = True, kind: str = "territorial") -> list[tuple[Body, str]]:
    """``n`` bodies with their labels: pseudonyms "Force 01" in a rehearsal, names otherwise."""
    made = [a_body(kind) for _ in range(n)]
    return [
        (body, f"Force {number:02d}" if rehearsal else body.name)
        for number, body in enumerate(made, start=1)
    ]


@kept
def a_framework(content: str = FRAMEWORK_CSV, *, adopted: bool = True, **given: Any) -> Framework:
    """A small framework of two areas, three graded criteria with findings and one ungraded; the
    same one each time.
    """
    framework = programmes.load_framework(
        by=an_admin(), at=AT, key=a_key(), content=content.encode(), name="framework.csv", **given
    )
    if adopted and framework.adopted_at is None:
        framework = programmes.adopt_framework(
            by=a_person(Role.SIGNING), at=AT, key=a_key(), framework=framework
        )
    return framework


@kept
def a_vocabulary(code: str = "proposed_default") -> Vocabulary:
    """The shipped vocabulary of ``code``, adopted; the same one each time."""
    there = Vocabulary.objects.filter(code=code, version="1").first()
    return there or programmes.adopt_vocabulary(
        by=a_person(Role.SIGNING),
        at=AT,
        key=a_key(),
        code=code,
        version="1",
        name="Words for quantities",
    )


TEAM = (
    (Role.SIGNING, ""),
    (Role.INSPECTOR, "A"),
    (Role.INSPECTOR, "A"),
    (Role.INSPECTOR, "B"),
    (Role.MODERATOR, ""),
    (Role.ANALYST, ""),
    (Role.EDITOR, ""),
    (Role.REFERENCER, ""),
    (Role.PRESS, ""),
)


@kept
def an_inspection(
    *,
    bodies: int | Sequence[tuple[Body, str]] = 3,
    phase: str = "fieldwork",
    rehearsal: bool = True,
    team: Sequence[tuple[Role, str]] = TEAM,
    reading: Marking | None = Marking.SECRET,
    **given: Any,
) -> Inspection:
    """An inspection with one person for each role of ``team`` and a lead who opens it, in the
    ``phase`` asked for. All but editor and press officer are cleared up to ``reading``.

    In "planned" it has its scope but neither approval nor terms.
    """
    number = numbers.next()
    lead = a_person(Role.LEAD)
    fields: dict[str, Any] = {
        "slug": f"inspection-{number}",
        "prefix": f"T{number}",
        "title": f"Inspection {number}",
        "question": "How well?",
        "framework": given.pop("framework", None) or a_framework(),
        "vocabulary": given.pop("vocabulary", None) or a_vocabulary(),
        "rehearsal": rehearsal,
        "basis": "programme",
        "fieldwork_from": FROM,
        "fieldwork_to": TO,
        "team": [(lead, Role.LEAD, ""), *((a_person(role), role, letter) for role, letter in team)],
        **given,
    }
    inspection = inspections.open(by=lead, at=AT, key=a_key(), **fields)
    if reading:
        reads_up_to(inspection, reading, *_readers(inspection))
    scope = a_scope(bodies, rehearsal=rehearsal) if isinstance(bodies, int) else list(bodies)
    if scope:
        inspections.set_scope(by=lead, at=AT, key=a_key(), inspection=inspection, bodies=scope)
    if phase != "planned":
        signing = member(inspection, Role.SIGNING)
        inspections.approve(
            by=signing,
            at=AT,
            key=a_key(),
            inspection=inspection,
            text="Approved for the programme.",
        )
        inspections.set_terms(
            by=lead, at=AT, key=a_key(), inspection=inspection, text="How well is it done?"
        )
        move_to(inspection, phase)
    return inspection


def reads_up_to(inspection: Inspection, level: Marking | str, *people: Person) -> None:
    """Let people of the team read what is marked up to ``level``: cleared, and needing to know."""
    a_clearance(*people, level=level)
    needs_to_know(inspection, level, *people)


@kept
def needs_to_know(
    inspection: Inspection, level: Marking | str, *people: Person, by: Role = Role.LEAD
) -> None:
    """Record that people of the team need to know what is marked up to ``level``."""
    inspections.give_need_to_know(
        by=member(inspection, by),
        at=AT,
        key=a_key(),
        inspection=inspection,
        people=list(people),
        level=level,
        reason="Works on what was said in confidence.",
    )


def reads_no_more(*those: Person) -> list[Person]:
    """End the clearance of people; give them as a request that comes later reads them."""
    for one in those:
        accounts.end_clearance(
            by=an_admin(), at=AT, key=a_key(), person=one, reason="Has other duties."
        )
    return [Person.objects.get(pk=one.pk) for one in those]


@kept
def a_clearance(
    *people: Person,
    level: Marking | str = Marking.SENSITIVE,
    by: Person | None = None,
    at: datetime = AT,
) -> None:
    """Record that people are cleared, for longer than any test is told."""
    accounts.clear(
        by=by or an_admin(),
        at=at,
        key=a_key(),
        people=list(people),
        level=level,
        sponsor="Vetting unit",
        expires_on=date(2099, 12, 31),
    )


def _readers(inspection: Inspection) -> list[Person]:
    found = {
        one.person.pk: one.person
        for one in inspection.team.select_related("person").order_by("pk")
        if one.role not in (Role.EDITOR, Role.PRESS)
    }
    return list(found.values())


PHASES = ("planned", "fieldwork", "judging", "drafting", "checking", "published", "closed")


@kept
def move_to(inspection: Inspection, phase: str) -> Inspection:
    """Move an inspection on, phase by phase, as its lead; back in one step where that may be.

    To Published it comes by the act within a release, by itself here.
    """
    lead = member(inspection, Role.LEAD)
    here, there = PHASES.index(inspection.phase), PHASES.index(phase)
    for step in PHASES[here + 1 : there + 1] if there >= here else [phase]:
        if step == "published" and there >= here:
            signing = member(inspection, Role.SIGNING)
            inspections.publish(by=signing, at=AT, key=a_key(), inspection=inspection)
            continue
        inspections.move(
            by=lead,
            at=AT,
            key=a_key(),
            inspection=inspection,
            to_phase=step,
            reason="as planned",
            version=inspection.version,
        )
    return inspection


def member(inspection: Inspection, role: Role | str, number: int = 0) -> Person:
    """The ``number``-th person who is on the team in ``role``."""
    members = (
        TeamMember.objects.filter(inspection=inspection, role=role, left_at=None)
        .order_by("pk")
        .select_related("person")
    )
    return list(members)[number].person


@kept
def join(
    inspection: Inspection, role: Role | str, team: str = "", *, reading: bool = True
) -> Person:
    """One more person on the team, who may read marked words as the others do."""
    person = a_person(role)
    lead = member(inspection, Role.LEAD)
    inspections.join(
        by=lead, at=AT, key=a_key(), inspection=inspection, person=person, role=role, team=team
    )
    if reading and role not in (Role.EDITOR, Role.PRESS):
        reads_up_to(inspection, Marking.SECRET, person)
    return person


def window_to(inspection: Inspection, last: date) -> None:
    """Amend the fieldwork window so that it lasts to a day, for visits of the days of a clock."""
    fresh = Inspection.objects.get(pk=inspection.pk)
    inspections.amend(
        by=member(fresh, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=fresh,
        changes={"fieldwork_to": last},
        reason="Fieldwork lasts longer.",
        version=fresh.amendments.count(),
    )


def scope_body(inspection: Inspection, number: int = 0) -> ScopeBody:
    """The ``number``-th body in scope."""
    return inspection.scope.select_related("body", "inspection").order_by("order")[number]


def criterion(inspection: Inspection, ref: str = "1.1") -> Criterion:
    """The criterion of a reference."""
    return Criterion.objects.select_related("area", "scale").get(
        area__framework=inspection.framework, ref=ref
    )


@kept
def a_contact(body: Body, role: Role | str = Role.BODY) -> Person:
    """A person who speaks for ``body`` in the portal."""
    person = a_person(role)
    bodies.name_contact(by=an_admin(), at=AT, key=a_key(), person=person, body=body)
    return person


@kept
def a_delegate(contact: Person, person: Person | None = None, *, at: datetime = AT) -> Delegate:
    """Who stands in for a contact for a fortnight from the day of ``at`` on."""
    return delegates.name_delegate(
        by=an_admin(),
        at=at,
        key=a_key(),
        contact=contact.speaks_for.get(ended_at=None),
        person=person or a_person(*contact.roles),
        from_on=at.date(),
        to_on=at.date() + timedelta(days=13),
        reason="On leave",
    )


@kept
def a_request(inspection: Inspection, number: int = 0, **given: Any) -> Request:
    """A request for a document to the ``number``-th body, due in a fortnight."""
    fields = {"title": "Training records", "due_on": AT.date() + timedelta(days=14), **given}
    lead = member(inspection, Role.LEAD)
    return fieldwork.ask(
        by=lead,
        at=AT,
        key=a_key(),
        inspection=inspection,
        scope_body=scope_body(inspection, number),
        **fields,
    )


@kept
def a_visit(inspection: Inspection, number: int = 0, **given: Any) -> Visit:
    """A visit of three days to the ``number``-th body by team A, from 8 October 2018 unless said
    otherwise.
    """
    fields = {
        "team": "A",
        "starts_on": date(2018, 10, 8),
        "ends_on": date(2018, 10, 10),
        # Tests send one team everywhere at once.
        "gone_past": "Planned so.",
        **given,
    }
    lead = member(inspection, Role.LEAD)
    return fieldwork.plan_visit(
        by=lead,
        at=AT,
        key=a_key(),
        inspection=inspection,
        scope_body=scope_body(inspection, number),
        **fields,
    )


@kept
def a_session(visit: Visit, *inspectors: Person, **given: Any) -> Session:
    """An hour's interview on the visit's first morning, or the first hour after it that is free."""
    start = datetime.combine(visit.starts_on, datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)
    held_by = inspectors or (member(visit.inspection, Role.INSPECTOR),)
    taken = Session.objects.filter(
        inspectors__in=held_by, cancellation=None, visit__cancelled_reason=""
    )
    while taken.filter(starts_at__lt=start + timedelta(hours=1), ends_at__gt=start).exists():
        start += timedelta(hours=1)
    fields = {
        "method": "interview",
        "title": "The Prevent lead",
        "origin": "Prevent lead",
        "starts_at": start,
        "ends_at": start + timedelta(hours=1),
        "inspectors": list(held_by),
        "gone_past": "Planned so.",
        **given,
    }
    return fieldwork.hold_session(by=held_by[0], at=AT, key=a_key(), visit=visit, **fields)
