"""The second rehearsal carried out through actions, on any adopted framework, to a frozen report.

It knows nothing of the framework but its rows: notes, grades, claims and report are made from the
words of its criteria.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.claims import actions as claims
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.recording import Recording
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion, Framework, Vocabulary
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.wording import actions as wording
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from . import fire
from .fire import FirePlan, PlannedCriterion
from .story import moment

SLUG, PREFIX = "fire-rehearsal", "FIRE"
TITLE = "Twelve services in rehearsal"
QUESTION = "How well do services do what they are there for?"
DECIDED = (
    "A rehearsal: the pseudonym stands for a service that nobody can work out, and the "
    "evidence is simulated."
)
STAFF = (Role.SIGNING, Role.ANALYST, Role.EDITOR, Role.REFERENCER, Role.MODERATOR, Role.INSPECTOR)
KINDS = {"document-review": "document", "reality-testing": "observation"}
Place = tuple[str, str]


@dataclass(slots=True)
class FireStory:
    """What the story has made so far; ``people`` by role, ``criteria`` by area and reference."""

    plan: FirePlan
    people: dict[Role, Person]
    inspection: Inspection
    scope: dict[str, ScopeBody]
    criteria: dict[Place, Criterion]
    acts: int = 0

    def key(self, word: str) -> str:
        """A key nobody used before."""
        self.acts += 1
        return f"{SLUG}-{word}-{self.acts}"


def planned_criteria(framework: Framework) -> list[PlannedCriterion]:
    """The criteria of a framework as the plan reads them, grades best first."""
    found = []
    for one in programmes.criteria_in_full(framework):
        grades = (
            tuple(grade.name for grade in reversed(one.scale.grades.all())) if one.scale else ()
        )
        found.append(PlannedCriterion(one.ref, one.area.name, one.name, grades))
    return found


def rehearse(
    *, framework: Framework, vocabulary: Vocabulary, people: dict[Role, Person], seed: int = 2019
) -> Edition:
    """Carry a rehearsal on ``framework`` to the public edition of its report.

    One person for each role of ``people``.
    """
    story = _plan(framework, vocabulary, people, seed)
    cited = _record(story)
    _move(story, "judging", date(2019, 3, 8))
    _judge(story, cited)
    _move(story, "drafting", date(2019, 5, 31))
    _index(story)
    return _freeze(story)


def _plan(
    framework: Framework, vocabulary: Vocabulary, people: dict[Role, Person], seed: int
) -> FireStory:
    plan, lead = fire.make(planned_criteria(framework), seed), people[Role.LEAD]
    inspection = inspections.open(
        by=lead,
        at=moment(2018, 6, 4),
        key=f"{SLUG}-open",
        slug=SLUG,
        prefix=PREFIX,
        title=TITLE,
        question=QUESTION,
        framework=framework,
        vocabulary=vocabulary,
        rehearsal=True,
        basis="programme",
        basis_text="Fire and Rescue Services Act 2004, section 28: in the inspection programme.",
        fieldwork_from=date(2018, 10, 1),
        fieldwork_to=date(2019, 2, 28),
        noun="service",
        noun_plural="services",
        team=[(people[role], role.value, "A" if role == Role.INSPECTOR else "") for role in STAFF],
    )
    criteria = {(one.area.name, one.ref): one for one in programmes.criteria_in_full(framework)}
    story = FireStory(plan, people, inspection, {}, criteria)
    signing = people[Role.SIGNING]
    inspections.approve(
        by=signing,
        at=moment(2018, 6, 11),
        key=story.key("approve"),
        inspection=inspection,
        text="Approved as a rehearsal.",
    )
    inspections.set_terms(
        by=lead,
        at=moment(2018, 6, 18),
        key=story.key("terms"),
        inspection=inspection,
        text=QUESTION,
    )
    services = secrets.SystemRandom().sample(
        list(Body.objects.filter(kind="fire", closed_on=None)), len(plan.services)
    )
    bodies = list(zip(services, plan.services, strict=True))
    inspections.set_scope(
        by=lead, at=moment(2018, 7, 2), key=story.key("scope"), inspection=inspection, bodies=bodies
    )
    story.scope = {one.label: one for one in inspection.scope.select_related("body", "inspection")}
    _move(story, "fieldwork", date(2018, 9, 28))
    return story


def _move(story: FireStory, phase: str, day: date) -> None:
    story.inspection.refresh_from_db()
    story.inspection = inspections.move(
        by=story.people[Role.LEAD],
        at=moment(day.year, day.month, day.day, 17),
        key=story.key("move"),
        inspection=story.inspection,
        to_phase=phase,
        reason="As planned.",
        version=story.inspection.version,
    )


def _record(story: FireStory) -> dict[tuple[str, Place], list[Item]]:
    """Record every note; a reference may stand twice in a framework, so a note is found by its
    place in the plan.
    """
    cited: dict[tuple[str, Place], list[Item]] = {}
    every = story.plan.criteria
    for place, note in enumerate(story.plan.notes):
        one = every[place // 2 % len(every)]
        item = evidence.record(
            by=story.people[Role.INSPECTOR],
            at=note.recorded_at,
            key=story.key("record"),
            inspection=story.inspection,
            recording=Recording(
                scope_body=story.scope[note.service],
                kind=KINDS.get(note.method, note.method),
                method=note.method,
                origin=note.origin,
                words=note.text,
                direction=note.direction,
                criteria=[story.criteria[one.area, one.ref]],
                observed_at=note.observed_at,
                written_at=note.written_at,
            ),
        )
        cited.setdefault((note.service, (one.area, one.ref)), []).append(item)
    return cited


def _judge(story: FireStory, cited: dict[tuple[str, Place], list[Item]]) -> None:
    lead, inspector = story.people[Role.LEAD], story.people[Role.INSPECTOR]
    cells = [
        (service, (area, ref), grade) for (service, area, ref), grade in story.plan.grades.items()
    ]
    rows = [
        (story.scope[service], story.criteria[place], inspector, False)
        for service, place, _ in cells
    ]
    judgments.assign_many(
        by=lead,
        at=moment(2019, 3, 11),
        key=story.key("assign"),
        inspection=story.inspection,
        rows=rows,
        due_on=date(2019, 4, 12),
    )
    given = {
        (one.scope_body_id, one.criterion_id): one
        for one in Assignment.standing().filter(inspector=inspector)
    }
    for turn, (service, place, name) in enumerate(cells):
        scope_body, criterion = story.scope[service], story.criteria[place]
        scale = criterion.scale
        if scale is None:
            continue
        grade = scale.grades.get(name=name)
        said = "What we heard and read fits this grade, and nothing we tested speaks against it."
        items = cited[service, place]
        at = moment(2019, 3, 18) + timedelta(minutes=turn)
        judgments.submit(
            by=inspector,
            at=at,
            key=story.key("submit"),
            assignment=given[scope_body.pk, criterion.pk],
            grade=grade,
            findings={},
            reasons=said,
            cited=items,
        )
        worst = grade == scale.grades.first() and scale.grades.count() > 2
        judgments.agree(
            by=lead,
            at=at + timedelta(days=40),
            key=story.key("agree"),
            scope_body=scope_body,
            criterion=criterion,
            grade=grade,
            findings={},
            reasons=said,
            cited=items,
            outcome="cause-of-concern" if worst else "",
        )


def _index(story: FireStory) -> None:
    for turn, one in enumerate(story.plan.claims()):
        claim = claims.draft(
            by=story.people[Role.ANALYST],
            at=moment(2019, 6, 10) + timedelta(minutes=turn),
            key=story.key("claim"),
            inspection=story.inspection,
            claim_key=one.key,
            kind="counted",
            statement=one.statement,
            predicate={**one.predicate, "area": story.criteria[one.area, one.ref].area.code},
            small_number_decision=DECIDED,
        )
        at = moment(2019, 7, 8) + timedelta(minutes=turn)
        claims.reference(
            by=story.people[Role.REFERENCER],
            at=at,
            key=story.key("reference"),
            claim=claim,
            supported=True,
        )


def _freeze(story: FireStory) -> Edition:
    editor = story.people[Role.EDITOR]
    at = moment(2019, 9, 16)
    document: Document = reports.open_document(
        by=editor,
        at=at,
        key=story.key("document"),
        inspection=story.inspection,
        slug="report",
        kind="report",
        title=TITLE,
    )
    text = fire.report(story.plan, TITLE)
    document = reports.save(
        by=editor,
        at=at,
        key=story.key("save"),
        document=document,
        text=text,
        version=document.version,
    )
    at = moment(2019, 9, 23)
    wording.declare_draft(by=editor, at=at, key=story.key("declare"), document=document)
    for turn, asked in enumerate(list(proof_of(document).signed_text.left())):
        wording.sign(
            by=story.people[Role.REFERENCER],
            at=at + timedelta(minutes=turn),
            key=story.key("sign"),
            document=document,
            asked=asked,
        )
    return reports.freeze(
        by=story.people[Role.SIGNING],
        at=moment(2019, 10, 21),
        key=story.key("freeze"),
        document=document,
        reason="The rehearsal ends before the services are asked, and nothing of it is published.",
    )
