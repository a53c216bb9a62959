"""Two inspections side by side with something of every kind in each, and everybody who might ask
for it.

``first`` has been released and is being followed up; ``second`` waits for its release. Each has a
team of its own, contacts of its first two bodies and of their overseers. What belongs to the second
body of an inspection carries words of its own (``PLANTED``), so that a leak to the first is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.claims import queries
from inspectorate.domain.claims.excerpts import actions as excerpts
from inspectorate.domain.claims.models import Excerpt
from inspectorate.domain.evidence.models import Attachment, Item
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import CaseDraw, DataReturn, Request, Visit
from inspectorate.domain.fieldwork.planning import actions as planning
from inspectorate.domain.fieldwork.samples import actions as cases
from inspectorate.domain.inspections.columns import actions as columns
from inspectorate.domain.inspections.models import Inspection, Suppression
from inspectorate.domain.judgments.models import (
    Assignment,
    Certainty,
    Comparison,
    SampledCell,
    ToldGrade,
    WrittenOutcome,
)
from inspectorate.domain.judgments.panels.models import PanelCell
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication.models import Release
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.answered import actions as answered
from inspectorate.domain.recommendations.answered.models import AnsweredOutcome
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.accuracy.kinds import RecipientKind
from inspectorate.domain.reports.accuracy.recipients import Recipient, inspected
from inspectorate.domain.reports.models import Comment, Document, FactCheck, Point, Suggestion
from inspectorate.domain.reports.remarks import actions as remarks
from inspectorate.foundation.files import store
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.days_off import actions as days_off
from inspectorate.foundation.people.invitations import actions as invitations
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import STAFF, Role
from inspectorate.foundation.people.tokens import actions as tokens
from tests.factories import publishing, returns, telling
from tests.factories.certainty import said_how_sure
from tests.factories.comparing import a_comparison
from tests.factories.exercises import an_exercise, opened
from tests.factories.findings import a_claim, an_item, assigned, submitted
from tests.factories.keeping import kept
from tests.factories.outcomes import an_outcome
from tests.factories.panels import a_panel, on_agenda
from tests.factories.planning import VISITS, plan_many, visit_line
from tests.factories.rooms import (
    AT,
    a_body,
    a_clearance,
    a_contact,
    a_delegate,
    a_key,
    a_person,
    a_request,
    a_session,
    a_visit,
    an_admin,
    criterion,
    join,
    member,
    move_to,
    needs_to_know,
    scope_body,
)
from tests.factories.samples import a_form, a_list, a_sample, drawn, reviewed
from tests.factories.sampling import a_sample as an_agreement_sample

VISITED = datetime(2018, 11, 7, 17, 0, tzinfo=UTC)
IN_TIME = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
FOLLOWED = datetime(2020, 4, 1, 12, 0, tzinfo=UTC)
OPEN_UNTIL = date(2099, 12, 31)
PDF = b"%PDF-1.4\n%%EOF\n"
OWN, OTHER = "ownwords", "otherwords"
TO = (
    "to: force-01 (asked), force-02 (asked), overseer-of-force-01 (duty), overseer-of-force-02 "
    "(duty)"
)
REPORT = publishing.REPORT.replace("to: college-of-examples (asked)", TO)
DRAFT = (
    f"# Draft\n\n{{.narrative}}\nForce 01 keeps records {OWN}.\n\n{{.narrative}}\nForce 02 "
    f"keeps records {OTHER}.\n"
)


@dataclass(slots=True)
class Half:
    """One inspection with a thing of every kind. Lists hold the first body's, then the second's."""

    story: publishing.Story
    people: dict[str, Person]
    requests: list[Request] = field(default_factory=list)
    returned: list[DataReturn] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    samples: list[CaseDraw] = field(default_factory=list)
    checks: list[FactCheck] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    parts: list[Addressee] = field(default_factory=list)
    item: Item | None = None
    attachment: Attachment | None = None
    marked_item: Item | None = None
    marked_attachment: Attachment | None = None
    open_assignment: Assignment | None = None
    submitted_assignment: Assignment | None = None
    sampled: SampledCell | None = None
    panel_cell: PanelCell | None = None
    answered: AnsweredOutcome | None = None
    comparison: Comparison | None = None
    certainty: Certainty | None = None
    told: ToldGrade | None = None
    draft: Document | None = None
    suggestion: Suggestion | None = None
    comment: Comment | None = None
    release: Release | None = None
    suppression: Suppression | None = None
    excerpt: Excerpt | None = None

    @property
    def inspection(self) -> Inspection:
        """The inspection."""
        return self.story.inspection


@dataclass(slots=True)
class World:
    """Both halves, and those who belong to neither."""

    first: Half
    second: Half
    nobody: Person


@kept
def a_world() -> World:
    """Make it, through actions only."""
    first, second = _half(), _half()
    publishing.released(first.story)
    first.release = first.inspection.releases.get()
    publication.give_mandate(
        by=first.story.who(Role.SIGNING), at=FOLLOWED, key=a_key(), inspection=first.inspection
    )
    second.release = publishing.prepared(second.story)
    for number in range(3):
        inspection = second.story.inspection
        publishing.taken_back(inspection, scope_body(inspection, number), "1.2")
    second.told = _told(second)
    _follow_up(first)
    first.suppression = columns.suppress(
        by=first.story.who(Role.LEAD),
        at=FOLLOWED,
        key=a_key(),
        inspection=first.inspection,
        column="kind",
        reason="One of a kind would be known",
    )
    first.excerpt = _excerpt(first)
    coast = [scope_body(first.inspection).body]
    invitations.invite_new(
        by=an_admin(),
        at=FOLLOWED,
        key=a_key(),
        email="invited@inspectorate.example",
        name="Invited Colleague",
        role=Role.ANALYST,
        digest="0" * 64,
    )
    bodies.group(by=an_admin(), at=AT, key=a_key(), code="coast", name="Coast", bodies=coast)
    return World(first, second, a_person())


def _told(half: Half) -> ToldGrade:
    """The grade of the judgment that one inspector submitted, told to its body after the visit."""
    telling.set_telling(half.inspection)
    assert half.submitted_assignment is not None
    debrief = half.visits[1].debriefs.get()
    said = half.submitted_assignment.submission
    return telling.tell(debrief, said, told_on=VISITED.date(), at=FOLLOWED)


def _excerpt(half: Half) -> Excerpt:
    """A claim on evidence that is drafted since, with an excerpt released behind it."""
    claim = a_claim(half.inspection, {"criteria": ["1.1"]}, kind="example", name="training-told")
    item = queries.excerptable_items(half.story.who(Role.REFERENCER), claim).first()
    assert item is not None
    return excerpts.release_excerpt(
        by=half.story.who(Role.REFERENCER),
        at=FOLLOWED,
        key=a_key(),
        claim=claim,
        item=item,
        rendering="exact",
        text=item.words,
    )


def _half() -> Half:
    story = publishing.a_story(report=REPORT)
    inspection = story.inspection
    half = Half(story, _people(story))
    move_to(inspection, "fieldwork")
    for number, words in enumerate((OWN, OTHER)):
        _fieldwork(half, number, words)
    move_to(inspection, "judging")
    half.draft = publishing.a_document(inspection, "draft", "summary", "A draft", DRAFT)
    _remarks(half, half.draft)
    for number, words in enumerate((OWN, OTHER)):
        _fact_check(half, number, words)
    _read_for_us(half)
    body = scope_body(inspection)
    for number in range(3):
        of = publishing.taken_back(inspection, scope_body(inspection, number), "1.2")
    first_inspector, second_inspector = (
        member(inspection, Role.INSPECTOR),
        member(inspection, Role.INSPECTOR, 1),
    )
    half.open_assignment = assigned(inspection, body, of, first_inspector, second=False)
    half.submitted_assignment = assigned(
        inspection, scope_body(inspection, 1), of, first_inspector, second=False
    )
    submitted(half.submitted_assignment)
    half.sampled = an_agreement_sample(inspection, member(inspection, Role.MODERATOR)).cells.get()
    half.certainty = said_how_sure(inspection, words=f"Told {OWN}")
    half.comparison = a_comparison(inspection, reasons=f"Told {OWN}")
    half.panel_cell = on_agenda(a_panel(inspection), scope_body(inspection, 1), of)
    assigned(inspection, scope_body(inspection, 2), of, second_inspector, second=False)
    an_outcome(inspection, body, criterion(inspection))
    opened(an_exercise(inspection, 1))
    half.item = an_item(inspection, files=[("notes.txt", b"What was said.\n")])
    half.attachment = half.item.attachments.get()
    half.marked_item = an_item(
        inspection, marking=Marking.SENSITIVE, files=[("said.txt", b"What one of them said.\n")]
    )
    half.marked_attachment = half.marked_item.attachments.get()
    # What is still to be judged would keep the report from going out.
    publishing.left_out(inspection)
    return half


def _people(story: publishing.Story) -> dict[str, Person]:
    inspection = story.inspection
    found = {str(role): member(inspection, role) for role in STAFF - {Role.ADMIN}}
    found["admin"] = a_person(Role.ADMIN)
    found["colleague"] = member(inspection, Role.INSPECTOR, 1)
    # Inspectors who lack one of the two things that marked words ask for.
    found["uncleared"] = join(inspection, Role.INSPECTOR, reading=False)
    found["unneeding"] = join(inspection, Role.INSPECTOR, reading=False)
    needs_to_know(inspection, Marking.SECRET, found["uncleared"])
    a_clearance(found["unneeding"], level=Marking.SECRET)
    for number, mark in enumerate(("", "-other")):
        body = scope_body(inspection, number).body
        overseer = a_body("local-policing")
        bodies.oversee(by=an_admin(), at=AT, key=a_key(), overseer=overseer, body=body)
        found[f"body{mark}"] = a_contact(body)
        # Of days long past, so that it opens nothing any more.
        a_delegate(found[f"body{mark}"])
        found[f"overseer{mark}"] = a_contact(overseer, Role.OVERSEER)
    found["recipient"] = a_person(Role.BODY)
    return found


def _returned(inspection: Inspection, number: int, contact: Person, words: str) -> DataReturn:
    """A data return of one row that holds ``words``, with an exception, certified by an office."""
    there = inspection.return_templates.first()
    template = there or returns.a_template(inspection)
    row = (f"Told {words}", *returns.ODD[1:])
    made = returns.hand_in(returns.asked(template, number), row, by=contact)
    returns.except_rows(made, by=contact)
    returns.certify(made, contact)
    return made


def _fieldwork(half: Half, number: int, words: str) -> None:
    inspection = half.inspection
    asked = a_request(inspection, number, title=f"Records {words}", text=f"Please send {words}")
    contact = half.people["body-other" if number else "body"]
    fieldwork.receive(
        by=contact,
        at=AT,
        key=a_key(),
        request=asked,
        note=f"Here is {words}",
        file=store.take(PDF, name=f"{words}.pdf"),
    )
    visit = a_visit(
        inspection,
        number,
        **({"starts_on": date(2018, 11, 5), "ends_on": date(2018, 11, 7)} if number else {}),
    )
    a_session(visit)
    telling.debriefed(
        visit,
        at=VISITED,
        said_on=visit.starts_on,
        debrief=f"We heard {words}",
    )
    half.requests.append(asked)
    half.returned.append(_returned(inspection, number, contact, words))
    half.visits.append(visit)
    if not number:
        _planned(half)
    half.samples.append(_sampled(inspection, number, words))


def _planned(half: Half) -> None:
    """A plan from a table, cancelled before anybody went; days off and a token of an inspector."""
    plan = plan_many(
        half.inspection,
        VISITS + visit_line(half.inspection, team="", first=date(2018, 12, 17)),
        outside_window="Agreed",
    )
    lead = member(half.inspection, Role.LEAD)
    planning.cancel_plan(by=lead, at=AT, key=a_key(), plan=plan, reason="Planned too soon")
    inspector = half.people["inspector"]
    days_off.take_days_off(by=inspector, at=AT, key=a_key(), from_on=AT.date(), to_on=AT.date())
    tokens.make_token(
        by=inspector,
        at=AT,
        key=a_key(),
        label="A program",
        scopes=["evidence:read"],
        days=30,
        digest=f"{inspector.pk:064d}",
    )


def _sampled(inspection: Inspection, number: int, words: str) -> CaseDraw:
    """A sample drawn: one case reviewed, one not to be had, the others waiting."""
    form = inspection.review_forms.first() or a_form(inspection)
    sample = a_sample(form, scope_body(inspection, number))
    a_list(sample, wanted=4)
    draw = drawn(sample, f"the body says {words}")
    reviewed(draw.cases.get(place=1))
    cases.replace(
        by=member(inspection, Role.LEAD),
        at=VISITED,
        key=a_key(),
        case=draw.cases.get(place=2),
        reason=f"It lies with {words}",
    )
    return draw


def _read_for_us(half: Half) -> None:
    """A lawyer is sent a copy of the draft."""
    assert half.draft is not None
    reports.open_fact_check(
        by=member(half.inspection, Role.LEAD),
        at=publishing.DRAFTED,
        key=a_key(),
        document=half.draft,
        recipient=Recipient(
            RecipientKind.LAWYER, person=half.people["recipient"], until=OPEN_UNTIL
        ),
        due_on=OPEN_UNTIL,
    )


def _fact_check(half: Half, number: int, words: str) -> None:
    inspection = half.inspection
    lead, body = member(inspection, Role.LEAD), scope_body(inspection, number)
    assert half.draft is not None
    check = reports.open_fact_check(
        by=lead,
        at=publishing.DRAFTED,
        key=a_key(),
        document=half.draft,
        recipient=inspected(body),
        due_on=OPEN_UNTIL,
    )
    contact = half.people["body-other" if number else "body"]
    for kind in ("accuracy", "judgment"):
        point = reports.raise_point(
            by=contact,
            at=IN_TIME,
            key=a_key(),
            fact_check=check,
            kind=kind,
            about=body.label,
            text=f"{kind} {words}",
            file=store.take(f"Shown {kind} {words}".encode(), name="shown.txt"),
        )
        reports.decide(
            by=lead,
            at=IN_TIME,
            key=a_key(),
            point=point,
            outcome="rejected",
            reason=f"decided {words}",
        )
    half.checks.append(check)
    half.points.append(check.points.first())


def _remarks(half: Half, document: Document) -> None:
    """What the editor suggests and says of the draft's only section."""
    said: dict[str, Any] = {
        "by": member(half.inspection, Role.EDITOR),
        "at": publishing.DRAFTED,
        "document": document,
        "identity": "2-1",
        "version": 1,
    }
    half.suggestion = remarks.suggest(key=a_key(), quote="# Draft", replacement="# A draft", **said)
    half.comment = remarks.comment(key=a_key(), quote="# Draft", text="Is it one?", **said)


def _follow_up(half: Half) -> None:
    lead = member(half.inspection, Role.LEAD)
    half.parts = list(
        Addressee.objects.filter(recommendation__inspection=half.inspection).order_by("label")
    )
    for part in half.parts:
        words = OWN if part.label.endswith("01") else OTHER
        name = ("overseer" if part.basis == "duty" else "body") + ("" if words == OWN else "-other")
        contact, given = half.people[name], {"at": FOLLOWED, "addressee": part}
        reply = recommendations.respond(
            by=contact,
            key=a_key(),
            agreement="agreed",
            action=f"Shall do {words} {part.basis}",
            **given,
        )
        recommendations.accept(
            by=lead, at=FOLLOWED, key=a_key(), response=reply, action=reply.action
        )
        recommendations.claim_progress(
            by=contact,
            key=a_key(),
            claimed="some",
            text=f"Did {words}",
            file=store.take(PDF, name=f"proof-{words}.pdf"),
            **given,
        )
        move = recommendations.move_due(
            by=lead,
            key=a_key(),
            due_on=date(2021, 3, 31),
            reason=f"Moved for {words} {part.basis}",
            **given,
        )
        recommendations.verify(
            by=lead, key=a_key(), confirmed="partly", evidence=f"Saw evidence {words}", **given
        )
        recommendations.confirm(
            by=member(half.inspection, Role.SIGNING), at=FOLLOWED, key=a_key(), record=move
        )
    said = {"by": lead, "at": FOLLOWED}
    answers = {
        "recommendation": half.parts[0].recommendation,
        "outcome": WrittenOutcome.objects.get(inspection=half.inspection),
    }
    ended = answered.answer_outcome(key=a_key(), **answers, **said)
    answered.end_answer(key=a_key(), answered=ended, reason="Answers another", **said)
    # A minute later: rows that are the same to the letter could exchange their keys unseen.
    said = {"by": lead, "at": FOLLOWED + timedelta(minutes=1)}
    half.answered = answered.answer_outcome(key=a_key(), **answers, **said)
