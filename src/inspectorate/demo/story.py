"""The story of the rehearsal: what each person does, in order, through the actions the pages call,
and no other way.

The order of real bodies behind the pseudonyms is drawn from the machine's own randomness, never
from the seed, so that nobody who knows the seed can tell which force a pseudonym stands for;
nothing published depends on that order.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.register_csv import shipped
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item as Evidence
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Request, Session
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes import actions as programmes
from inspectorate.domain.programmes import queries as programme_queries
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from . import grammar, texts
from .cast import STAFF_ROLES, Cast, enrol, register
from .plan import Plan, make
from .truth import content

LONDON = ZoneInfo("Europe/London")
TITLE = "The police contribution to Prevent"
QUESTION = "How effective is the police contribution to Prevent?"
SLUG = "prevent-2018"
Report = Callable[[str, int, int], None]


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in London."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def on(day: date, hour: int = 10) -> datetime:
    """A moment on a day in London."""
    return datetime.combine(day, time(hour), LONDON)


@dataclass(slots=True)
class Telling:
    """What the story has made so far; each stage adds to it. ``report`` is told (stage, done, of)."""

    seed: int
    password: str
    report: Report
    plan: Plan
    notes: tuple[grammar.Item, ...] = ()
    cast: Cast = field(default_factory=Cast)
    inspection: Inspection = field(default=None)  # type: ignore[assignment]  # set when it is opened
    scope: dict[int, ScopeBody] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    acts: int = 0

    def key(self, word: str) -> str:
        """A key nobody used before, the same in every telling of one seed."""
        self.acts += 1
        return f"demo-{self.seed}-{word}-{self.acts}"

    def by(self, word: str) -> Person:
        """Who is called so in the story."""
        return self.cast[word]

    def territorial(self, order: int) -> int:
        """The number of the n-th territorial body."""
        return [body.number for body in self.plan.bodies if body.kind == "territorial"][order - 1]


def begin(seed: int, password: str, report: Report) -> Telling:
    """Make the plan and its notes; nothing is written yet."""
    plan = make(seed)
    return Telling(seed, password, report, plan, notes=grammar.items(plan))


def enrol_everyone(told: Telling) -> None:
    """People, the register of bodies, the strategy, the framework, the vocabulary."""
    at = moment(2018, 4, 3)
    told.cast = enrol(told.key, at, told.password, [one.code for one in told.plan.inspectors])
    lead, admin = told.by("lead"), told.by("admin")
    bodies.import_register(
        by=admin, at=at, key=told.key("bodies"), content=shipped(), name="register.csv"
    )
    programmes.register_strategy(
        by=lead,
        at=at,
        key=told.key("strategy"),
        code="contest",
        name="CONTEST",
        co_ordinated_by="the Home Office",
        strands=STRANDS,
    )
    told.report("people and registers", 1, 1)


STRANDS = [
    (
        "prevent",
        "Prevent",
        "Stop people becoming terrorists or supporting terrorism.",
        [
            "Tackle the causes of radicalisation and answer the ideological challenge of "
            "terrorism.",
            "Safeguard and support the people most at risk of radicalisation, early.",
            "Enable those who have already engaged in terrorism to disengage and rehabilitate.",
        ],
    ),
    ("pursue", "Pursue", "Stop terrorist attacks.", []),
    ("protect", "Protect", "Strengthen protection against a terrorist attack.", []),
    ("prepare", "Prepare", "Lessen the effect of an attack.", []),
]

TERMS = "\n\n".join(
    (
        "The inspection asks one question: how effective is the police contribution to Prevent?",
        "It looks at three areas: the capability of forces; how consistently they work, "
        "with one another, with regional units and "
        "with partners; and how information is shared and the public is spoken to.",
        "Every force in scope is judged on the same written characteristics. A fifth of "
        "the judgments are made twice, blind, and "
        "moderated. Not every force is asked every criterion; what is not inspected is said.",
        "The report will not name forces. Recommendations will name those to whom they are put.",
    )
)


def plan_inspection(told: Telling) -> None:
    """Framework and vocabulary adopted; the inspection opened, approved, scoped, staffed."""
    lead, signing = told.by("lead"), told.by("signing")
    at = moment(2018, 5, 14)
    framework = programmes.load_framework(
        by=lead,
        at=at,
        key=told.key("framework"),
        content=content("framework_prevent.csv").encode(),
        name="framework_prevent.csv",
        question=QUESTION,
    )
    programmes.adopt_framework(
        by=signing, at=at + timedelta(days=7), key=told.key("adopt"), framework=framework
    )
    vocabulary = programmes.adopt_vocabulary(
        by=signing,
        at=at + timedelta(days=7),
        key=told.key("vocabulary"),
        code="proposed_default",
        version="1",
        name="House vocabulary",
    )
    teams = team_letters(told.plan)
    team = [(told.by(word), role.value, "") for word, _, role in STAFF_ROLES if word != "lead"]
    team += [
        (told.by(one.code), Role.INSPECTOR.value, teams[one.code]) for one in told.plan.inspectors
    ]
    told.inspection = inspections.open(
        by=lead,
        at=moment(2018, 6, 4),
        key=told.key("open"),
        slug=SLUG,
        prefix="PREV",
        title=TITLE,
        question=QUESTION,
        framework=framework,
        vocabulary=vocabulary,
        rehearsal=True,
        basis="programme",
        basis_text="Police Act 1996, Schedule 4A: in the inspection programme, after consultation.",
        fieldwork_from=date(2018, 10, 1),
        fieldwork_to=date(2019, 2, 28),
        names_bodies=False,
        team=team,
    )
    approve_and_scope(told, lead, signing)
    name_contacts(told)
    told.report("plan", 1, 1)


def approve_and_scope(told: Telling, lead: Person, signing: Person) -> None:
    """Approval, terms, reference groups, scope, what is left out; then fieldwork may begin."""
    inspections.approve(
        by=signing,
        at=moment(2018, 6, 11),
        key=told.key("approve"),
        inspection=told.inspection,
        text="Approved within the inspection programme for 2018/19.",
    )
    inspections.set_terms(
        by=lead,
        at=moment(2018, 6, 18),
        key=told.key("terms"),
        inspection=told.inspection,
        text=TERMS,
    )
    for name, role in (
        (
            "Public reference group",
            "Tells us what the public would want to know and whether they could follow it.",
        ),
        (
            "Users' reference group",
            "People who work in Prevent: tells us whether the characteristics can be seen "
            "in practice.",
        ),
    ):
        inspections.name_group(
            by=lead,
            at=moment(2018, 6, 25),
            key=told.key("group"),
            inspection=told.inspection,
            name=name,
            role=role,
        )
    set_scope(told, lead)
    told.criteria = {one.ref: one for one in programme_queries.criteria(told.inspection.framework)}
    for cell in told.plan.not_inspected():
        inspections.leave_out(
            by=lead,
            at=moment(2018, 9, 10),
            key=told.key("leave-out"),
            inspection=told.inspection,
            scope_body=told.scope[cell.body],
            criterion=told.criteria[cell.criterion],
            reason=cell.reason,
        )
    told.inspection.refresh_from_db()
    told.inspection = inspections.move(
        by=lead,
        at=moment(2018, 9, 28),
        key=told.key("move"),
        inspection=told.inspection,
        to_phase="fieldwork",
        reason="Approved, scoped and staffed.",
        version=told.inspection.version,
    )


def team_letters(plan: Plan) -> dict[str, str]:
    """The field team of each inspector: those who travel together share a letter."""
    letters: dict[str, str] = {}
    for visit in plan.visits:
        if visit.team[0] not in letters:
            letter = chr(ord("A") + len(set(letters.values())))
            letters |= dict.fromkeys(visit.team, letter)
    return letters


def set_scope(told: Telling, lead: Person) -> None:
    """Put the forces behind pseudonyms, in an order nobody can work out again."""
    shuffle = secrets.SystemRandom()
    order = {
        kind: list(Body.objects.filter(kind=kind, closed_on=None).order_by("code"))
        for kind in ("territorial", "special")
    }
    for pool in order.values():
        shuffle.shuffle(pool)
    pairs = [(order[body.kind].pop(), body.name) for body in told.plan.bodies]
    inspections.set_scope(
        by=lead,
        at=moment(2018, 7, 2),
        key=told.key("scope"),
        inspection=told.inspection,
        bodies=pairs,
    )
    told.scope = {
        int(one.label.split()[-1]): one
        for one in told.inspection.scope.select_related("body", "inspection")
    }


def name_contacts(told: Telling) -> None:
    """Contacts of three forces, of two overseers and of the national bodies that will be addressed."""
    at, lead = moment(2018, 9, 3), told.by("lead")
    for order in (5, 17, 31):
        scope_body = told.scope[told.territorial(order)]
        word = f"contact-{scope_body.code}"
        person = register(
            told.cast,
            told.key,
            at,
            told.password,
            word,
            f"Contact of {scope_body.label}",
            Role.BODY,
        )
        bodies.name_contact(
            by=lead, at=at, key=told.key("contact"), person=person, body=scope_body.body
        )
        told.cast.people[f"contact-{order}"] = person
    for order in (5, 17):
        scope_body = told.scope[told.territorial(order)]
        overseer = Body.objects.filter(oversees__body=scope_body.body).order_by("code").first()
        if overseer is None:
            continue
        word = f"overseer-{scope_body.code}"
        name = f"Contact of the overseer of {scope_body.label}"
        person = register(told.cast, told.key, at, told.password, word, name, Role.OVERSEER)
        bodies.name_contact(by=lead, at=at, key=told.key("contact"), person=person, body=overseer)
        told.cast.people[f"overseer-{order}"] = person
    for code, name in (
        ("college-of-policing", "Contact of a national college"),
        ("national-police-chiefs-council", "Contact of a national council"),
        ("home-office", "Contact of a department"),
    ):
        person = register(
            told.cast, told.key, at, told.password, f"contact-{code}", name, Role.BODY
        )
        bodies.name_contact(
            by=lead, at=at, key=told.key("contact"), person=person, body=Body.objects.get(code=code)
        )
        told.cast.people[code] = person


REQUESTS = [
    (
        "Training completion return",
        "How many officers and staff have completed Prevent training, by team, on 31 August 2018.",
        ("1.2",),
    ),
    (
        "Referral forms and guidance in use",
        "Every form and every page of guidance that officers use to refer.",
        ("2.1", "2.2"),
    ),
    (
        "Self-assessment",
        "Your own view against the written characteristics, with your reasons.",
        ("1.1", "2.4", "3.3"),
    ),
]


def ask_for_documents(told: Telling) -> None:
    """Requests to every force, and what a few hand in through the portal; the rest is recorded by
    the analyst.
    """
    analyst = told.by("analyst")
    contacts = {told.territorial(order): told.by(f"contact-{order}") for order in (5, 17, 31)}
    rng = random.Random(f"{told.seed} requests")
    made: list[tuple[int, Request]] = []
    for number, scope_body in told.scope.items():
        for title, text, refs in REQUESTS[: 3 if number % 3 else 2]:
            asked = fieldwork.ask(
                by=analyst,
                at=moment(2018, 9, 29),
                key=told.key("ask"),
                inspection=told.inspection,
                scope_body=scope_body,
                title=title,
                text=text,
                due_on=date(2018, 10, 19),
                criteria=[told.criteria[ref] for ref in refs],
            )
            made.append((number, asked))
    late = set(rng.sample(range(len(made)), 4))
    for place, (number, asked) in enumerate(made):
        at = moment(2018, 11, 5) if place in late else on(date(2018, 10, rng.randint(8, 19)), 15)
        fieldwork.receive(
            by=contacts.get(number, analyst),
            at=at,
            key=told.key("receive"),
            request=asked,
            note="Handed in complete."
            if place % 7
            else "Handed in; two teams are missing and will follow.",
        )
    told.report("requests", len(made), len(made))


def visit_everyone(told: Telling) -> None:
    """Visits and sessions, with evidence recorded where it was heard; each visit ends with a
    provisional debrief.
    """
    lead = told.by("lead")
    letters = team_letters(told.plan)
    debrief = texts.responses()["debrief"]
    by_session: dict[str, list[grammar.Item]] = {}
    for note in told.notes:
        by_session.setdefault(note.session, []).append(note)
    visits = sorted(told.plan.visits, key=lambda one: (one.starts_on, one.body))
    for place, visit in enumerate(visits, 1):
        planned = fieldwork.plan_visit(
            by=lead,
            at=moment(2018, 9, 29),
            key=told.key("visit"),
            inspection=told.inspection,
            scope_body=told.scope[visit.body],
            starts_on=visit.starts_on,
            ends_on=visit.ends_on,
            team=letters[visit.lead],
        )
        for session in visit.sessions:
            held = fieldwork.hold_session(
                by=told.by(visit.lead),
                at=session.ends_at,
                key=told.key("session"),
                visit=planned,
                method=word(session.method),
                title=session.title,
                origin="; ".join(session.roles)[:160],
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                inspectors=[told.by(code) for code in session.inspectors],
            )
            told.sessions[session.code] = held
            for note in by_session.get(session.code, []):
                record(told, note, held)
        said = (
            f"{debrief['opening']} {_turn(debrief['strengths'], place)} "
            f"{_turn(debrief['concerns'], place)} {debrief['closing']}"
        )
        planned.refresh_from_db()
        fieldwork.end_visit(
            by=told.by(visit.lead),
            at=on(visit.ends_on, 17),
            key=told.key("end"),
            visit=planned,
            debrief=said,
            version=planned.version,
        )
        told.report("visits and evidence", place, len(visits))


def record(told: Telling, note: grammar.Item, session: Session) -> None:
    """Record one note as its inspector would."""
    told.evidence[note.key] = evidence.record(
        by=told.by(note.inspector),
        at=note.recorded_at,
        key=told.key("record"),
        inspection=told.inspection,
        scope_body=told.scope[note.body],
        session=session,
        kind=word(note.source_kind),
        method=word(note.method),
        origin=note.origin,
        words=note.text,
        direction=note.direction,
        practice=note.practice,
        marking=note.marking,
        criteria=[told.criteria[note.criterion]],
        observed_at=note.observed_at,
        written_at=note.written_at,
        files=[(file.name, file.content) for file in note.attachments],
    )


def second_thoughts(told: Telling) -> None:
    """One item withdrawn, one superseded, as happens: both stay readable. Neither is one that a
    judgment will cite.
    """
    lead = told.by("lead")
    spare = [note for note in told.notes if note.finding == "" or note.late][:2] or list(
        told.notes[-2:]
    )
    first, second = (told.evidence[note.key] for note in spare[:2])
    evidence.withdraw(
        by=lead,
        at=moment(2019, 3, 4),
        key=told.key("withdraw"),
        item=first,
        reason="Written up from memory two days later and contradicted by the inspector's own "
        "notes of the day.",
    )
    evidence.supersede(
        by=second.recorded_by,
        at=moment(2019, 3, 5),
        key=told.key("supersede"),
        item=second,
        reason="The first record left out which unit was meant.",
        scope_body=second.scope_body,
        session=second.session,
        kind=second.kind,
        method=second.method,
        origin=second.origin,
        words=f"{second.words} This was said of the neighbourhood teams only.",
        direction=second.direction,
        practice=second.practice,
        marking=second.marking,
        criteria=list(second.criteria.all()),
        observed_at=second.observed_at,
        written_at=moment(2019, 3, 5),
    )


def standing_items(told: Telling) -> int:
    """How many items are relied on: every note, less the one withdrawn; the one superseded has
    another in its place.
    """
    return len(told.evidence) - 1


def word(text: str) -> str:
    """The word the rooms store for a method or kind: ``focus group`` is ``focus-group``."""
    return text.replace(" ", "-")


def _turn(lines: list[str], place: int) -> str:
    return lines[place % len(lines)]
