"""The first part of the story: people, registers, the framework, the inspection opened and staffed.

The order of real bodies behind the pseudonyms is drawn from the machine's own randomness, never
from the seed, so that nobody who knows the seed can tell which force a pseudonym stands for;
nothing published depends on that order.
"""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.register_csv import shipped
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.judgments.models import Seconds
from inspectorate.domain.judgments.plans import actions as plans
from inspectorate.domain.judgments.plans import queries as plans_drawn
from inspectorate.domain.programmes import actions as programmes
from inspectorate.domain.programmes import queries as programme_queries
from inspectorate.domain.programmes.models import Strand
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from .cast import STAFF_ROLES, enrol, register
from .readers import DOUBLE_SHARE, SLUG, team_letters
from .story import QUESTION, TITLE, Story, moment
from .texts import PREFIX
from .truth import content


def enrol_everyone(story: Story) -> None:
    """People, the register of bodies, the strategy, the framework, the vocabulary."""
    at = moment(2018, 4, 3)
    story.cast = enrol(story.key, at, story.password, [one.code for one in story.plan.inspectors])
    lead, admin = story.by("lead"), story.by("admin")
    bodies.import_register(
        by=admin, at=at, key=story.key("bodies"), content=shipped(), name="register.csv"
    )
    programmes.register_strategy(
        by=lead,
        at=at,
        key=story.key("strategy"),
        code="contest",
        name="CONTEST",
        co_ordinated_by="the Home Office",
        strands=STRANDS,
    )
    story.report("people and registers", 1, 1)


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


def plan_inspection(story: Story) -> None:
    """Framework and vocabulary adopted; the inspection opened, approved, scoped, staffed."""
    lead, signing = story.by("lead"), story.by("signing")
    at = moment(2018, 5, 14)
    framework = programmes.load_framework(
        by=lead,
        at=at,
        key=story.key("framework"),
        content=content("framework_prevent.csv").encode(),
        name="framework_prevent.csv",
        question=QUESTION,
        strand=Strand.objects.get(strategy__code="contest", code=STRANDS[0][0]),
    )
    programmes.adopt_framework(
        by=signing, at=at + timedelta(days=7), key=story.key("adopt"), framework=framework
    )
    vocabulary = programmes.adopt_vocabulary(
        by=signing,
        at=at + timedelta(days=7),
        key=story.key("vocabulary"),
        code="proposed_default",
        version="1",
        name="House vocabulary",
    )
    teams = team_letters(story.plan.visits)
    team = [(story.by(word), role.value, "") for word, _, role in STAFF_ROLES if word != "lead"]
    team += [
        (story.by(one.code), Role.INSPECTOR.value, teams[one.code]) for one in story.plan.inspectors
    ]
    story.inspection = inspections.open(
        by=lead,
        at=moment(2018, 6, 4),
        key=story.key("open"),
        slug=SLUG,
        prefix=PREFIX,
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
    let_read(story)
    approve_and_scope(story, lead, signing)
    name_contacts(story)
    plan_visits(story)
    accept_plan(story)
    story.report("plan", 1, 1)


READERS = (
    "lead",
    "moderator",
    "moderator-2",
    "editor",
    "referencer",
    "referencer-2",
    "signing",
)


def let_read(story: Story) -> None:
    """Clear those for what people said in confidence who could not do their part without it.

    And say that they need to know it. The press officer writes what goes out alone, and what the
    analyst counts and draws from the open evidence stands by itself.
    """
    readers = [story.by(word) for word in (*READERS, *(one.code for one in story.plan.inspectors))]
    people.clear(
        by=story.by("admin"),
        at=moment(2018, 6, 5),
        key=story.key("clear"),
        people=readers,
        level=Marking.SENSITIVE,
        sponsor="Vetting unit",
        expires_on=date(2048, 6, 4),
    )
    inspections.give_need_to_know(
        by=story.by("lead"),
        at=moment(2018, 6, 5),
        key=story.key("need-to-know"),
        inspection=story.inspection,
        people=readers,
        level=Marking.SENSITIVE,
        reason="Works on what people said in confidence.",
    )


def approve_and_scope(story: Story, lead: Person, signing: Person) -> None:
    """Approval, terms, reference groups, scope, what is left out; then fieldwork may begin."""
    inspections.approve(
        by=signing,
        at=moment(2018, 6, 11),
        key=story.key("approve"),
        inspection=story.inspection,
        text="Approved within the inspection programme for 2018/19.",
    )
    inspections.set_terms(
        by=lead,
        at=moment(2018, 6, 18),
        key=story.key("terms"),
        inspection=story.inspection,
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
            key=story.key("group"),
            inspection=story.inspection,
            name=name,
            role=role,
        )
    set_scope(story, lead)
    story.criteria = {
        one.ref: one for one in programme_queries.criteria(story.inspection.framework)
    }
    for cell in story.plan.not_inspected():
        inspections.leave_out(
            by=lead,
            at=moment(2018, 9, 10),
            key=story.key("leave-out"),
            inspection=story.inspection,
            scope_body=story.scope[cell.body],
            criterion=story.criteria[cell.criterion],
            reason=cell.reason,
        )
    story.inspection.refresh_from_db()
    story.inspection = inspections.move(
        by=lead,
        at=moment(2018, 9, 28),
        key=story.key("move"),
        inspection=story.inspection,
        to_phase="fieldwork",
        reason="Approved, scoped and staffed.",
        version=story.inspection.version,
    )


def plan_visits(story: Story) -> None:
    """The days of every visit, and its field team."""
    letters = team_letters(story.plan.visits)
    for visit in story.plan.visits:
        story.visits[visit.body] = fieldwork.plan_visit(
            by=story.by("lead"),
            at=moment(2018, 9, 29),
            key=story.key("visit"),
            inspection=story.inspection,
            scope_body=story.scope[visit.body],
            starts_on=visit.starts_on,
            ends_on=visit.ends_on,
            team=letters[visit.lead],
        )


def accept_plan(story: Story) -> None:
    """Draw who judges what, a fifth of it twice, and accept it: before anybody travels, since who
    judges second joins the visit.
    """
    drawn = plans_drawn.shown(
        story.by("lead"), story.inspection, share=DOUBLE_SHARE, seconds=Seconds.JOIN, ceiling=0
    )
    assert isinstance(drawn, plans_drawn.ShownPlan), drawn
    plans.accept(
        by=story.by("lead"),
        at=moment(2018, 9, 29, 12),
        key=story.key("plan"),
        inspection=story.inspection,
        share=DOUBLE_SHARE,
        seconds=Seconds.JOIN,
        shown=drawn.digest,
        due_on=date(2019, 4, 12),
    )


def set_scope(story: Story, lead: Person) -> None:
    """Put the forces behind pseudonyms, in an order nobody can work out again."""
    shuffle = secrets.SystemRandom()
    order = {
        kind: list(Body.objects.filter(kind=kind, closed_on=None).order_by("code"))
        for kind in ("territorial", "special")
    }
    for pool in order.values():
        shuffle.shuffle(pool)
    pairs = [(order[body.kind].pop(), body.name) for body in story.plan.bodies]
    inspections.set_scope(
        by=lead,
        at=moment(2018, 7, 2),
        key=story.key("scope"),
        inspection=story.inspection,
        bodies=pairs,
    )
    story.scope = {
        int(one.label.split()[-1]): one
        for one in story.inspection.scope.select_related("body", "inspection")
    }


def name_contacts(story: Story) -> None:
    """Contacts of three forces, of two overseers and of national bodies to be addressed."""
    at, lead = moment(2018, 9, 3), story.by("lead")
    for order in (5, 17, 31):
        scope_body = story.scope[story.territorial(order)]
        word = f"contact-{scope_body.code}"
        person = register(
            story.cast,
            story.key,
            at,
            story.password,
            word,
            f"Contact of {scope_body.label}",
            Role.BODY,
        )
        bodies.name_contact(
            by=lead, at=at, key=story.key("contact"), person=person, body=scope_body.body
        )
        story.cast.people[f"contact-{order}"] = person
    for order in (5, 17):
        scope_body = story.scope[story.territorial(order)]
        overseer = Body.objects.filter(oversees__body=scope_body.body).order_by("code").first()
        if overseer is None:
            continue
        word = f"overseer-{scope_body.code}"
        name = f"Contact of the overseer of {scope_body.label}"
        person = register(story.cast, story.key, at, story.password, word, name, Role.OVERSEER)
        bodies.name_contact(by=lead, at=at, key=story.key("contact"), person=person, body=overseer)
        story.cast.people[f"overseer-{order}"] = person
    # Each under the letter that it gets by the order in which the report first addresses it.
    for letter, code in zip(
        "abc",
        ("college-of-policing", "national-police-chiefs-council", "home-office"),
        strict=True,
    ):
        word, name = f"national-body-{letter}", f"Contact of National body {letter.upper()}"
        person = register(
            story.cast, story.key, at, story.password, f"contact-{word}", name, Role.BODY
        )
        bodies.name_contact(
            by=lead,
            at=at,
            key=story.key("contact"),
            person=person,
            body=Body.objects.get(code=code),
        )
        story.cast.people[word] = person
