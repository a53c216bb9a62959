"""The acts that ``world.a_world`` leaves out, each done once with something in every text it takes;
but for reading in a binder.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from inspectorate.domain.claims import actions as claims
from inspectorate.domain.claims.excerpts import actions as excerpts
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.diary import actions as diary
from inspectorate.domain.fieldwork.diary.addresses import digest_of
from inspectorate.domain.fieldwork.interruptions import actions as interruptions
from inspectorate.domain.fieldwork.interruptions.policies import Asked
from inspectorate.domain.fieldwork.planning import actions as planning
from inspectorate.domain.fieldwork.requests import actions as requests
from inspectorate.domain.fieldwork.returns import actions as data
from inspectorate.domain.fieldwork.samples import actions as cases
from inspectorate.domain.fieldwork.sessions import actions as sessions
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.columns import actions as columns
from inspectorate.domain.inspections.models import Inspection, TeamMember
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.certainty import actions as certainty
from inspectorate.domain.judgments.comparisons import actions as comparisons
from inspectorate.domain.judgments.debriefs import actions as debriefs
from inspectorate.domain.judgments.exercises import actions as exercises
from inspectorate.domain.judgments.joint import actions as joint
from inspectorate.domain.judgments.joint.answering import work_out
from inspectorate.domain.judgments.joint.readings import read
from inspectorate.domain.judgments.leaving import actions as leaving
from inspectorate.domain.judgments.models import Assignment, Seconds, Submission
from inspectorate.domain.judgments.outcomes import actions as outcomes
from inspectorate.domain.judgments.panels import actions as panels
from inspectorate.domain.judgments.panels.models import Attendance
from inspectorate.domain.judgments.plans import actions as plans
from inspectorate.domain.judgments.plans import proposing
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.unread import words_of
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports import queries as problems_of
from inspectorate.domain.reports.accuracy import actions as accuracy
from inspectorate.domain.reports.accuracy.ending import actions as ending
from inspectorate.domain.reports.accuracy.kinds import RecipientKind
from inspectorate.domain.reports.accuracy.recipients import Recipient
from inspectorate.domain.reports.accuracy.rounds import changes
from inspectorate.domain.reports.letters import actions as letters
from inspectorate.domain.reports.models import Document, Suggestion
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.quotations import actions as quotations
from inspectorate.domain.reports.remarks import actions as remarks
from inspectorate.domain.reports.remarks.making import BroughtComment, BroughtSuggestion
from inspectorate.domain.reports.sections import actions as sections
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.domain.reports.variants import actions as variants
from inspectorate.domain.reports.wording import actions as wording
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.clock import database_clock
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.tokens import actions as tokens
from inspectorate.prose.checks.registry import passages
from tests.factories import publishing, returns, rooms, telling
from tests.factories.arriving import decided_each_way
from tests.factories.certainty import said_how_sure
from tests.factories.comparing import a_comparison
from tests.factories.devices_told import devices_told
from tests.factories.exercises import a_case, an_exercise, opened
from tests.factories.exercises import answers as answered
from tests.factories.findings import (
    LATER,
    a_claim,
    a_grade,
    a_recording,
    agreed,
    an_item,
    answers,
    assigned,
)
from tests.factories.findings import submitted as signed
from tests.factories.meanings import a_received_grade
from tests.factories.outcomes import an_outcome
from tests.factories.panels import a_panel, decided, on_agenda, sitting
from tests.factories.picturing import a_picture, withdrawn
from tests.factories.planning import FIRST, SESSIONS, VISITS, plan_many, session_line, visit_line
from tests.factories.quoting import a_quotation
from tests.factories.register_acts import on_people, on_programmes, on_the_register
from tests.factories.rooms import AT, a_key, member
from tests.factories.samples import a_form, a_list, a_sample, drawn, reviewed
from tests.factories.sampling import looked_at
from tests.factories.wording import signed as signed_whole
from tests.factories.wording import signed_text
from tests.factories.world import FOLLOWED, World

MOSTLY = "[Most forces have mandatory training]{#mandatory-training}."


def remaining_acts(world: World) -> None:
    """Do them, in the world and in an inspection of its own."""
    on_people()
    on_the_register()
    on_programmes()
    _an_inspection()
    _texts(world)
    _accuracy(world)
    _published(world)


def _an_inspection() -> None:
    inspection = rooms.an_inspection(
        phase="fieldwork",
        basis_text="Under the Act as it stands",
        noun="brigade",
        noun_plural="all",
    )
    lead, inspector = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
    said = {"by": lead, "at": AT}
    inspections.name_group(
        key=a_key(),
        inspection=inspection,
        name="Users of services",
        role="Reads our drafts",
        **said,
    )
    publication.amend(
        key=a_key(),
        inspection=inspection,
        changes={"title": "How brigades answer", "question": "How soon do they answer?"},
        reason="It was too narrow",
        version=0,
        **said,
    )
    joined = rooms.join(inspection, Role.INSPECTOR, "Team west")
    inspections.end_need_to_know(
        key=a_key(),
        inspection=inspection,
        person=member(inspection, Role.ANALYST),
        reason="Works on figures alone now",
        **said,
    )
    inspections.leave(
        key=a_key(),
        member=TeamMember.objects.get(person=joined),
        reason="Moved to another force",
        **said,
    )
    of, last = rooms.criterion(inspection, "2.1"), rooms.scope_body(inspection, 2)
    left_out = inspections.leave_out(
        key=a_key(),
        inspection=inspection,
        scope_body=last,
        criterion=of,
        reason="No time was left",
        **said,
    )
    inspections.take_back(
        key=a_key(),
        inspection=inspection,
        left_out=[left_out],
        reason="There was time after all",
        **said,
    )
    suppression = columns.suppress(
        key=a_key(),
        inspection=inspection,
        column="grades",
        criterion=of,
        reason="One grade would name its body",
        **said,
    )
    columns.unsuppress(
        key=a_key(), suppression=suppression, reason="It names nobody any more", **said
    )
    inspections.remove_body(
        key=a_key(),
        inspection=inspection,
        body=rooms.scope_body(inspection, 1).body,
        reason="Others inspect it this year",
        **said,
    )
    asked = rooms.a_request(inspection, 0, title="Rosters of the year")
    asked = requests.move_request(
        key=a_key(),
        request=asked,
        due_on=asked.due_on + timedelta(days=7),
        reason="Their office was flooded",
        version=0,
        **said,
    )
    requests.withdraw_request(
        key=a_key(), request=asked, reason="Another force has what we need", **said
    )
    plans_asked = rooms.a_request(inspection, 0, title="Plans of the year")
    contact = rooms.a_contact(rooms.scope_body(inspection, 0).body)
    first = None
    for note, content in (("First of our plans", b"plan"), ("Second of our plans", b"plans")):
        made = fieldwork.receive(
            by=contact,
            at=LATER,
            key=a_key(),
            request=plans_asked,
            note=note,
            file=store.take(content, name="our plans.txt"),
            replaces=first,
        )
        first = first or made
    assert first is not None
    requests.look_at_receipts(key=a_key(), request=plans_asked, receipts=[first], **said)
    visit = rooms.a_visit(
        inspection,
        starts_on=rooms.TO + timedelta(days=5),
        ends_on=rooms.TO + timedelta(days=5),
        outside_window="Snow lay everywhere",
    )
    # Of a visit of its own: what two windows hold there keeps no other from being moved.
    held = rooms.a_session(rooms.a_visit(inspection, 1))
    held = fieldwork.move_session(
        key=a_key(),
        session=held,
        starts_at=held.starts_at + timedelta(hours=2),
        ends_at=held.ends_at + timedelta(hours=2),
        reason="The train was late",
        version=0,
        gone_past="They are needed in both places",
        **said,
    )
    holder, to = held.inspectors.get(), rooms.join(inspection, Role.INSPECTOR)
    sessions.hand_over_session(
        key=a_key(), session=held, person=holder, to=to, gone_past="They go there after all", **said
    )
    fieldwork.cancel_session(key=a_key(), session=held, reason="The room was shut", **said)
    visit = fieldwork.move_visit(
        key=a_key(),
        visit=visit,
        starts_on=date(2018, 11, 1),
        ends_on=date(2018, 11, 2),
        reason="The chief is away",
        version=visit.version,
        gone_past="The team splits up for it",
        **said,
    )
    fieldwork.cancel_visit(
        key=a_key(), visit=visit, reason="The roads are shut", version=visit.version, **said
    )
    _interrupted(inspection)
    _calendar(lead)
    _sampled(inspection)
    _planned_from_a_table()
    _returned(inspection, said)
    _planned()
    _exercised()
    _before_a_panel()
    _told_on_the_day()
    _compared_in_pairs()
    _judged(inspector)


def _calendar(person: Person) -> None:
    """An address of somebody's calendar is opened and ended, and so is a token."""
    said = {"by": person, "at": AT}
    diary.make_calendar_address(key=a_key(), digest=digest_of("a secret"), **said)
    diary.end_calendar_address(key=a_key(), **said)
    given = {"label": "A program", "scopes": ["evidence:read"], "days": 9, "digest": "a" * 64}
    made = tokens.make_token(key=a_key(), **given, **said)
    tokens.end_token(key=a_key(), token=made, **said)


def _interrupted(inspection: Inspection) -> None:
    """A visit is deferred and comes back, is paused and resumed, left incomplete and reopened."""
    visit = rooms.a_visit(inspection)
    lead = member(inspection, Role.LEAD)
    at = datetime.combine(visit.starts_on, time(9), tzinfo=UTC)
    asked = Asked(
        since=AT,
        asked_by="body",
        office="Office of the chief",
        ground="emergency",
        words="A flood in the county",
        welfare_office="The welfare desk",
        welfare_reach="01632 960123 by day",
    )

    def turn(act: Any, at: datetime, **given: Any) -> None:
        fields = {"visit": visit, "version": visit.version, **given}
        act(by=lead, at=at, key=a_key(), **fields)
        visit.refresh_from_db()

    days = {"starts_on": visit.starts_on, "ends_on": visit.ends_on}
    turn(interruptions.defer_visit, AT, asked=asked)
    split = "Some of the team are at the other body"
    turn(fieldwork.move_visit, AT, reason="The flood is over", gone_past=split, **days)
    turn(interruptions.pause_visit, at, asked=replace(asked, since=at))
    turn(interruptions.resume_visit, at, since=at, reason="They are safe now")
    left = {"asked": replace(asked, since=at), "not_seen": "The control room"}
    turn(interruptions.leave_incomplete, at, **left)
    turn(interruptions.reopen_visit, at, since=at, reason="There was time after all")


def _planned_from_a_table() -> None:
    """An inspection whose visits are planned from a table, with a clash gone past; moved, and
    cancelled.
    """
    inspection = rooms.an_inspection()
    said = {"by": member(inspection, Role.LEAD), "at": AT}
    planning.say_travel(key=a_key(), inspection=inspection, minutes=90, **said)
    visits = VISITS + visit_line(inspection) + visit_line(inspection, 1, first=FIRST)
    plan = plan_many(
        inspection,
        visits,
        SESSIONS + session_line(inspection),
        outside_window="Nothing lies outside it",
        gone_past="They travel apart that week",
    )
    planning.move_plan(
        key=a_key(),
        plan=plan,
        bodies=[one.visit.scope_body for one in plan.visits.all()],
        days=7,
        reason="The whole region is snowed in",
        gone_past="They still travel apart",
        **said,
    )
    planning.cancel_plan(key=a_key(), plan=plan, reason="The programme changed", **said)


def _compared_in_pairs() -> None:
    """An inspection of which two bodies are compared, and it is said how sure a judgment is; both
    are withdrawn.
    """
    inspection = rooms.an_inspection(phase="judging")
    found = a_comparison(inspection, reasons="More of them knew the plan")
    agreed(inspection, rooms.scope_body(inspection), rooms.criterion(inspection))
    # Said by two at once, the later stands.
    said = said_how_sure(inspection, words="Two of nine were met").agreed
    sure = said.certainties.latest("pk")
    certainty.withdraw_how_sure(
        by=sure.by,
        at=LATER,
        key=a_key(),
        scope_body=said.scope_body,
        certainty=sure,
        reason="It was said too soon",
    )
    comparisons.withdraw_comparison(
        by=found.by, at=LATER, key=a_key(), comparison=found, reason="The wrong button"
    )


def _told_on_the_day() -> None:
    """A grade is told at a debrief; one is agreed otherwise, and one was not told after all."""
    visit = rooms.a_visit(rooms.an_inspection())
    inspection = visit.inspection
    telling.set_telling(inspection)
    first, second = telling.judged(visit), telling.judged(visit, ref="1.2")
    debrief = telling.debriefed(visit, telling.heard(visit), debrief="Training is sound")
    told = telling.tell(debrief, first)
    telling.not_told(telling.tell(debrief, second), reason="It was left for the letter")
    agreed(inspection, visit.scope_body, rooms.criterion(inspection), "Outstanding")
    debriefs.withdraw_difference(
        by=member(inspection, Role.LEAD),
        at=telling.LATER,
        key=a_key(),
        difference=telling.say(told, "Records that came later weighed more"),
        reason="Too short",
    )


def _before_a_panel() -> None:
    """An inspection of which a panel decides one judgment, which is overridden and stands again."""
    inspection = rooms.an_inspection(phase="judging")
    lead, moderator = member(inspection, Role.LEAD), member(inspection, Role.MODERATOR)
    third = rooms.join(inspection, Role.MODERATOR)
    of, body = rooms.criterion(inspection), rooms.scope_body(inspection)
    for one in ("1.1", "1.2"):
        judge = member(inspection, Role.INSPECTOR)
        signed(assigned(inspection, body, rooms.criterion(inspection, one), judge))
    panel = a_panel(inspection, [moderator, lead, third], title="Of two judgments")
    other = on_agenda(panel, body, rooms.criterion(inspection, "1.2"))
    said = {"by": moderator, "at": LATER}
    panels.take_off_agenda(key=a_key(), cell=other, reason="It is plain enough", **said)
    cell = on_agenda(panel, body, of)
    seat = panel.seats.get(person=third)
    panels.step_aside(
        key=a_key(), cell=cell, seat=seat, whole_body=True, reason="Worked there once", **said
    )
    sitting(panel)
    left = {"panel": panel, "seat": seat, "kind": Attendance.LEFT, "happened_at": LATER}
    panels.record_attendance(key=a_key(), **left, **said)
    dissent = {panel.seats.get(person=lead).pk: "The lead would have gone lower"}
    decided(cell, dissents=dissent, reasons="Records outweigh what was heard")
    panels.close_panel(key=a_key(), panel=panel, **said)
    again = a_panel(inspection, [moderator, lead], title="One more of them")
    panels.cancel_panel(key=a_key(), panel=again, reason="Nobody found the day", **said)
    signing = {"by": member(inspection, Role.SIGNING), "at": LATER}
    before = cell.decision.agreed
    outcome = an_outcome(inspection, body, of, text="Cases are closed before anybody looks")
    outcomes.reword_outcome(
        key=a_key(),
        outcome=outcome,
        text="Cases are closed too soon",
        cited=[one.item for one in before.citations.all()],
        reason="Not borne by the records",
        version=1,
        **said,
    )
    outcomes.withdraw_outcome(key=a_key(), outcome=outcome, reason="Put too broadly", **said)
    outcomes.put_back_outcome(key=a_key(), outcome=outcome, reason="Right after all", **said)
    panels.override(
        key=a_key(),
        scope_body=body,
        criterion=of,
        grade=a_grade(of, "Outstanding"),
        findings=before.findings,
        reasons="It stands out among all forces",
        cited=[one.item for one in before.citations.all()],
        **signing,
    )
    panels.withdraw_override(
        key=a_key(), scope_body=body, criterion=of, reason="It was too much", **signing
    )


def _returned(inspection: Inspection, said: dict[str, Any]) -> None:
    """A data return with an exception, its certificate and then itself taken back; its template
    replaced; one gone.
    """
    template = returns.a_template(inspection, text="Count each case once.")
    made = returns.hand_in(
        returns.asked(template), returns.GOOD, returns.ODD, note="As of the end of the year"
    )
    returns.withdraw_exception(returns.except_rows(made))
    returns.except_rows(made)
    given = returns.certify(made)
    data.withdraw_certificate(
        key=a_key(), certificate=given, reason="The wrong year was counted", **said
    )
    data.replace_template(
        key=a_key(),
        template=template,
        title="Cases of the year 2018",
        columns=returns.COLUMNS,
        rules=returns.RULES,
        text="Count each case but once.",
        **said,
    )
    returns.take_back(made)
    other = returns.a_template(inspection, title="Cases of 2017", text="For comparison.")
    data.withdraw_template(key=a_key(), template=other, reason="Nobody kept these", **said)


def _sampled(inspection: Inspection) -> None:
    """A case found after all, a review taken back, and a sample given up."""
    said = {"by": member(inspection, Role.LEAD), "at": LATER}
    sample = a_sample(a_form(inspection, called="brigade files"))
    a_list(sample)
    draw = drawn(sample, "the brigade threw 4")
    missing = cases.replace(
        key=a_key(), case=draw.cases.get(place=1), reason="It is at the court", **said
    )
    cases.find(key=a_key(), missing=missing, reason="The court sent it back", **said)
    review = reviewed(draw.cases.get(place=1))
    cases.take_review_back(key=a_key(), review=review, reason="Read the wrong file", **said)
    cases.give_up(key=a_key(), sample=sample, reason="The list was an old one", **said)


def _planned() -> None:
    """An inspection whose mode is chosen, whose plan of judging is drawn, added to and redrawn."""
    inspection = rooms.an_inspection(phase="judging")
    lead = member(inspection, Role.LEAD)
    said = {"by": lead, "at": LATER, "inspection": inspection}
    plans.choose_mode(key=a_key(), mode="single", reason="Few of us can travel", **said)
    _, proposal = proposing.of_plan(inspection, 0, Seconds.RECORD)
    plan = plans.accept(key=a_key(), share=0, seconds=Seconds.RECORD, shown=proposal.digest, **said)
    graded = plan.assignments.filter(criterion__scale__isnull=False)
    one, other, third = graded.order_by("inspector", "pk")[:3]
    signed(one, borderline=True)
    signed(third)
    joint.keep(key=a_key(), worked=work_out(read(inspection), []), **said)
    plans.read_by_grade(key=a_key(), seconds=Seconds.RECORD, **said)
    left = inspection.team.get(person=other.inspector)
    inspections.leave(by=lead, at=LATER, key=a_key(), member=left, reason="Moved to another office")
    plans.redraw(key=a_key(), reason="One of us went elsewhere", **said)
    _left_in_one_act(inspection, lead)


def _left_in_one_act(inspection: Inspection, lead: Person) -> None:
    """A judgment handed over by itself, and a member who leaves what waits on them to another."""
    waits = Assignment.standing().filter(
        scope_body__inspection=inspection, submission=None, inspector__is_active=True
    )
    given = waits.exclude(inspector=lead).order_by("pk")[0]
    to = rooms.join(inspection, Role.INSPECTOR)
    made = leaving.hand_over(
        by=lead, at=LATER, key=a_key(), assignment=given, to=to, reason="On leave until spring"
    )
    leaving.leave_team(
        by=lead,
        at=LATER,
        key=a_key(),
        member=inspection.team.get(person=to),
        reason="Called to court",
        gone_past="The other is there anyway",
        judgments=[(made.scope_body, rooms.join(inspection, Role.INSPECTOR))],
    )


def _exercised() -> None:
    """An inspection before fieldwork whose inspectors judge cases, and one of whom judges them
    again.
    """
    inspection = rooms.an_inspection(phase="planned")
    lead, inspector = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
    led, mine = {"by": lead, "at": LATER}, {"by": inspector, "at": LATER}
    exercise = an_exercise(inspection, 2, wave="The first of two", title="Cases of last year")
    case = a_case(exercise, words="Nobody had kept any list", reasons="Lists are the least")
    exercises.take_out_case(key=a_key(), case=case, reason="It is too easy", **led)
    exercises.set_pass_mark(
        key=a_key(), exercise=exercise, share=60, nearness="step", reason="We begin low", **led
    )
    opened(exercise)
    said = answered(exercise, reasons="Weighed as I was taught")
    exercises.save_answers(key=a_key(), exercise=exercise, answers=said, version=0, **mine)
    exercises.hand_in_answers(key=a_key(), exercise=exercise, answers=said, **mine)
    exercises.withdraw_answers(key=a_key(), exercise=exercise, reason="One page was lost", **mine)
    exercises.hand_in_answers(key=a_key(), exercise=exercise, answers=said, **mine)
    exercises.close_exercise(key=a_key(), exercise=exercise, **led)
    exercises.decide_readiness(
        key=a_key(),
        exercise=exercise,
        inspector=inspector,
        decision="trains-first",
        reasons="Has not judged before",
        **led,
    )
    again = an_exercise(inspection, 0, again=exercise, reason="As in the first")
    exercises.cancel_exercise(key=a_key(), exercise=again, reason="Nobody has the time", **led)


def _judged(inspector: Person) -> None:
    inspection = inspector.on_teams.get().inspection
    lead, said = member(inspection, Role.LEAD), {"by": inspector, "at": LATER}
    rooms.move_to(inspection, "judging")
    body, of = rooms.scope_body(inspection), rooms.criterion(inspection)
    item = an_item(inspection)
    fuller = a_recording(
        inspection, words="A fuller record of it", files=[("seen there.txt", b"What was seen")]
    )
    item = evidence.supersede(
        key=a_key(), item=item, reason="A page was lost", recording=fuller, **said
    )
    evidence.withdraw(key=a_key(), item=item, reason="It was hearsay only", **said)
    decided_each_way(inspection, inspector)
    devices_told(inspection, inspector)
    cell = assigned(inspection, body, of, inspector)
    judged = {"grade": a_grade(of), "findings": answers(of)}
    judgments.save_draft(
        key=a_key(), assignment=cell, reasons="Not sure about it", version=0, **judged, **said
    )
    a_received_grade(cell, version=1, reasons="Surer of it on the visit")
    signed(cell)
    cell = judgments.withdraw(
        key=a_key(), assignment=cell, reason="Read the records of another year", **said
    )
    signed(cell)
    judgments.moderate(
        by=member(inspection, Role.MODERATOR),
        at=LATER,
        key=a_key(),
        scope_body=body,
        criterion=of,
        reasons="Weighed with the others",
        **judged,
    )
    another = rooms.criterion(inspection, "1.2")
    judgments.assign_many(
        by=lead,
        at=LATER,
        key=a_key(),
        inspection=inspection,
        rows=[(body, another, inspector, False)],
    )
    left = Assignment.standing().get(criterion=another, inspector=inspector)
    judgments.unassign(
        by=lead, at=LATER, key=a_key(), assignment=left, reason="Went to another inspectorate"
    )
    signed(assigned(inspection, body, another, inspector))
    looked_at(inspection, member(inspection, Role.MODERATOR))
    judgments.agree_as_submitted(
        by=member(inspection, Role.MODERATOR),
        at=LATER,
        key=a_key(),
        scope_body=body,
        criterion=another,
        seen=[
            Submission.objects.get(
                assignment__scope_body=body,
                assignment__criterion=another,
                assignment__ended_at=None,
            ).pk
        ],
    )


def _texts(world: World) -> None:
    """Write in the second inspection, which is not released."""
    story = world.second.story
    said = {"at": publishing.DRAFTED}
    lead, editor = story.who(Role.LEAD), story.who(Role.EDITOR)
    text = publishing.RELEASE.replace(MOSTLY, f"Nothing is bound here.\n\n{MOSTLY}")
    document = publishing.a_document(
        story.inspection, "other", "release", "Most forces train", text.replace("Most f", "All f")
    )
    (problem,) = [
        one for one in problems_of.problems(document).problems if one.check == "quantity_word_holds"
    ]
    document = reports.mend(
        by=editor,
        key=a_key(),
        document=document,
        check=problem.check,
        excerpt=problem.place.excerpt,
        version=document.version,
        **said,
    )
    claim = Claim.objects.get(inspection=story.inspection)
    document = reports.place(
        by=editor,
        key=a_key(),
        document=document,
        claim=claim,
        excerpt="Nothing is bound here",
        version=document.version,
        **said,
    )
    document = _sections(document)
    _letter(document.inspection)
    _quotation(document.inspection)
    withdrawn(a_picture(document))
    _translation(story.report)
    document = publishing.saved(document, publishing.RELEASE + "\nMany forces said so.\n")
    (problem,) = problems_of.problems(document).blocking
    reports.waive(
        by=lead,
        key=a_key(),
        document=document,
        check=problem.check,
        excerpt=problem.place.excerpt,
        reason="Said by all of them",
        **said,
    )
    _words(document)
    publishing.frozen(document)
    claim = claims.edit(
        by=lead,
        at=LATER,
        key=a_key(),
        claim=claim,
        statement="Forces train as they must",
        predicate=claim.predicate,
        small_number_decision="Printed, for nobody is named",
        version=claim.version,
    )
    a_claim(
        story.inspection,
        claim.predicate,
        by=lead,
        small_number_decision="Withheld, for one could tell",
    )
    told = a_claim(story.inspection, {"criteria": ["1.1"]}, kind="example", name="training-told")
    excerpt = excerpts.release_excerpt(
        by=story.who(Role.EDITOR),
        at=LATER,
        key=a_key(),
        claim=told,
        item=told.pins.first().item,
        rendering="paraphrase",
        text="All who answer had been trained",
    )
    excerpts.withdraw_excerpt(
        by=lead, at=LATER, key=a_key(), excerpt=excerpt, reason="It tells of a place"
    )
    claims.refresh(by=lead, at=LATER, key=a_key(), claim=claim, version=claim.version)
    claims.reference(
        by=story.who(Role.REFERENCER),
        at=LATER,
        key=a_key(),
        claim=Claim.objects.get(pk=claim.pk),
        supported=False,
        reasons="The records say otherwise",
    )


def _letter(inspection: Inspection) -> None:
    """Make one letter of a template."""
    text = "# Letter to {{body}}\n\n{.narrative}\nWe thank you, {{body}}.\n"
    template = publishing.a_document(inspection, "letters", "letters", "Letter to {{body}}", text)
    letters.make_letter(
        by=member(inspection, Role.EDITOR),
        at=publishing.DRAFTED,
        key=a_key(),
        template=template,
        scope_body=rooms.scope_body(inspection),
    )


def _quotation(inspection: Inspection) -> None:
    """Have somebody quoted approve their words, and take that back."""
    approval = a_quotation(inspection, rooms.a_person(Role.BODY))
    quotations.withdraw_asking(
        by=member(inspection, Role.EDITOR),
        at=publishing.DRAFTED,
        key=a_key(),
        quotation=approval.quotation,
        why="wrong_account",
    )
    quotations.withdraw_approval(
        by=member(inspection, Role.EDITOR),
        at=publishing.DRAFTED,
        key=a_key(),
        approval=approval,
        reason="They would say it otherwise",
    )


def _translation(original: Document) -> None:
    """Open the translation of a document."""
    variants.open_variant(
        by=member(original.inspection, Role.EDITOR),
        at=publishing.DRAFTED,
        key=a_key(),
        original=original,
        language="cy",
        title="Adroddiad",
    )


def _accuracy(world: World) -> None:
    """Give a body more time; say that it has no more to say, and take that back; recall another's
    copy; say twice whether what changed since its check is new criticism.
    """
    half = world.first
    check = half.checks[0]
    lead = member(half.inspection, Role.LEAD)
    accuracy.extend_fact_check(
        by=lead,
        at=publishing.DRAFTED,
        key=a_key(),
        fact_check=check,
        due_on=check.due_on.replace(year=2100),
        reason="They asked us for it",
    )
    assert half.draft is not None
    draft = Document.objects.get(pk=half.draft.pk)
    given: dict[str, Any] = {"by": lead, "at": publishing.DRAFTED}
    ending.finish_check(key=a_key(), fact_check=check, **given)
    ending.reopen_check(key=a_key(), fact_check=check, **given)
    recalled = reports.open_fact_check(
        key=a_key(),
        document=draft,
        recipient=Recipient(
            RecipientKind.LAWYER, person=rooms.a_person(Role.BODY), until=check.due_on
        ),
        due_on=check.due_on,
        **given,
    )
    ending.recall_copy(key=a_key(), fact_check=recalled, reason="To the wrong office", **given)
    publishing.saved(draft, draft.text.replace("keeps records", "keeps few records"))
    change = changes(proof_of(Document.objects.get(pk=draft.pk)))[0]
    by = {"by": member(half.inspection, Role.REFERENCER), "at": publishing.DRAFTED}
    of: dict[str, Any] = {"fact_check": change.check, "identity": change.identity, **by}
    first = accuracy.answer_criticism(key=a_key(), new=False, **of)
    ending.withdraw_criticism(key=a_key(), criticism=first, reason="For the wrong body", **by)
    accuracy.answer_criticism(key=a_key(), new=True, **of)


def _sections(document: Document) -> Document:
    """Write its section anew, bring back what it was, say who writes it and how far it is."""
    (now,) = standing_of(document)
    said: dict[str, Any] = {
        "by": member(document.inspection, Role.EDITOR),
        "at": publishing.DRAFTED,
        "identity": now.identity,
    }
    text = f"{now.text}\nMore will be said.\n"
    changed = sections.save_section(
        key=a_key(), document=document, text=text, version=now.version, **said
    )
    given = {"revision": document.version, "version": now.version + 1}
    document = sections.restore_section(key=a_key(), document=changed, **given, **said)
    writer = member(document.inspection, Role.PRESS)
    sections.assign_section(key=a_key(), document=document, to=writer, **said)
    sections.mark_section(key=a_key(), document=document, status="ready", **said)
    return _remarks(document)


def _remarks(document: Document) -> Document:
    """Suggest, accept, decline, withdraw, comment, answer, resolve, open again; and from a file."""
    (now,) = standing_of(document)
    by = {"by": member(document.inspection, Role.EDITOR), "at": publishing.DRAFTED}
    on: dict[str, Any] = {"document": document, "identity": now.identity, "version": now.version}
    words = "Nothing is bound here"
    start = now.text.index(words)

    def suggested(replacement: str) -> Suggestion:
        given = {"quote": words, "start": start, "replacement": replacement}
        return remarks.suggest(key=a_key(), **on, **by, **given)

    remarks.withdraw_suggestion(key=a_key(), suggestion=suggested("Nothing is tied"), **by)
    remarks.decline_suggestion(
        key=a_key(), suggestion=suggested("Nobody is bound"), reason="It says another thing", **by
    )
    lead = member(document.inspection, Role.LEAD)
    begun = remarks.comment(
        key=a_key(), quote=words, start=start, text="Why do we say so", mentions=[lead], **on, **by
    )
    remarks.comment(key=a_key(), quote="", text="We need not", answers_to=begun, **on, **by)
    remarks.resolve_comment(key=a_key(), comment=begun, **by)
    remarks.reopen_comment(key=a_key(), comment=begun, **by)
    at = (now.identity, now.version, start, words)
    change, said = BroughtSuggestion(*at, "None is bound"), BroughtComment(*at, "So they say")
    remarks.suggest_many(key=a_key(), document=document, brought=[change], **by)
    remarks.comment_many(key=a_key(), document=document, brought=[said], **by)
    remarks.accept_suggestion(key=a_key(), suggestion=suggested("Nothing stands here"), **by)
    return Document.objects.get(pk=document.pk)


def _words(document: Document) -> None:
    """Sign, object, look at what was tidied, and take back what was signed."""
    told = "{.narrative}\nPeople were kind to us, wherever we went.\n"
    document = signed_whole(publishing.saved(document, f"{document.text}\n{told}"))
    checker = member(document.inspection, Role.REFERENCER)
    said: dict[str, Any] = {"by": checker, "at": publishing.DRAFTED}
    (draft,) = document.reference_drafts.all()
    document = publishing.saved(document, document.text.replace("us, wherever", "us wherever"))
    text = signed_text(document)
    (tidied,) = [one.passage.identity for one in text.standing.not_looked_at]
    wording.look(key=a_key(), document=document, identity=tidied, **said)
    asked = text.to_sign(tidied)
    assert asked is not None
    wording.object_to(
        key=a_key(), document=document, asked=asked, reason="Nobody could know", **said
    )
    wording.withdraw_signature(
        key=a_key(),
        signature=document.signatures.latest("pk"),
        reason="I read it too fast",
        **said,
    )
    wording.withdraw_draft(
        by=member(document.inspection, Role.EDITOR),
        at=publishing.DRAFTED,
        key=a_key(),
        draft=draft,
        reason="A body sent new figures",
    )


def _published(world: World) -> None:
    story, lead = world.first.story, world.first.story.who(Role.LEAD)
    released, part = world.first.release, world.first.parts[0]
    reply = recommendations.respond(
        by=lead,
        at=FOLLOWED,
        key=a_key(),
        addressee=part,
        agreement="not",
        why_none="Others do this already",
        link="https://force.example/our-reply-to-you",
    )
    accepted = recommendations.accept(
        by=lead,
        at=FOLLOWED,
        key=a_key(),
        response=reply,
        why_none=reply.why_none,
        link=reply.link,
        reasons=dict.fromkeys(
            (one.key for one in passages(words_of(reply))), "They print this themselves"
        ),
    )
    recommendations.withdraw_acceptance(
        by=lead, at=FOLLOWED, key=a_key(), acceptance=accepted, reason="Looked at it again"
    )
    look = recommendations.verify(
        by=lead,
        at=FOLLOWED,
        key=a_key(),
        addressee=part,
        confirmed="partly",
        evidence="Their own report of it",
        file=store.take(b"What was done so far", name="what they sent.txt"),
    )
    confirmed = recommendations.confirm(
        by=story.who(Role.SIGNING), at=FOLLOWED, key=a_key(), record=look
    )
    recommendations.withdraw_confirmation(
        by=lead, at=FOLLOWED, key=a_key(), confirmation=confirmed, reason="Signed too early"
    )
    recommendations.close(
        by=lead,
        at=FOLLOWED,
        key=a_key(),
        addressee=part,
        outcome="overtaken",
        reasons="The law has changed",
    )
    publication.export_binder(
        by=lead,
        at=FOLLOWED,
        key=a_key(),
        inspection=story.inspection,
        digest="0" * 64,
        rows=1,
        entries=1,
        files=0,
    )
    publication.refresh(by=lead, at=FOLLOWED, key=a_key(), inspection=released.inspection)
    publication.end_mandate(
        by=lead,
        at=FOLLOWED,
        key=a_key(),
        mandate=story.inspection.mandates.get(),
        reason="We look at each register first",
    )
    publication.confirm_clock(
        by=story.who(Role.PRESS), at=FOLLOWED, key=a_key(), said=database_clock()
    )
    report = Document.objects.get(pk=story.report.pk)
    new = publishing.frozen(
        publishing.saved(report, report.text.replace("as their records", "as records"))
    )
    correction = publishing.prepared(
        story,
        [new],
        corrects=released,
        correction_reason="A phrase of it was wrong",
        embargo_until=FOLLOWED + timedelta(days=9),
    )
    publication.cancel(
        by=lead, at=FOLLOWED, key=a_key(), release=correction, reason="Not before the election"
    )
