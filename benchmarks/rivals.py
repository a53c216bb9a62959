"""Pairs of acts that two people may do to one thing at the same moment.

Each function of ``RIVALS`` sets the thing up and returns the two calls. What the two may be
answered together is what one after the other would be: the drill tries both orders first.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from benchmarks.at_once import Call
from django.contrib.auth.hashers import make_password
from tests.factories import publishing, rooms
from tests.factories.findings import (
    LATER,
    a_claim,
    a_grade,
    a_recording,
    an_item,
    answers,
    assigned,
    submitted,
)
from tests.factories.rooms import AT, a_key, member

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.claims import actions as claims
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody, TeamMember
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.programmes import actions as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports import queries as problems_of
from inspectorate.foundation.ledger import actions as ledger
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

CELLS = 70  # bodies judged on three criteria
RECOMMENDATIONS = 100
PREDICATE = {"criterion": "1.1", "finding": "mandatory-training"}
FILES = [("notes.txt", b"What was said.\n"), ("list.txt", b"Who was there.\n")]
Pair = tuple[Call, Call]


def _call(act: Callable[..., Any], **given: Any) -> Call:
    return Call(act, {"at": AT, "key": a_key("rival"), **given})


def _twice(act: Callable[..., Any], **given: Any) -> Pair:
    return _call(act, **given), _call(act, **given)


@dataclass
class Ground:
    """The inspections that the pairs stand on, each made when first asked for."""

    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    # Every other day of the window: a visit may be moved to the next.
    days: Iterator[int] = field(default_factory=lambda: itertools.count(0, 2))
    days_of_two: Iterator[int] = field(default_factory=itertools.count)

    @cached_property
    def judging(self) -> Inspection:
        """One with many cells."""
        return rooms.an_inspection(bodies=CELLS, phase="judging")

    @cached_property
    def fieldwork(self) -> Inspection:
        """One under way."""
        return rooms.an_inspection(bodies=3)

    @cached_property
    def planned(self) -> Inspection:
        """One whose scope may still be set."""
        return rooms.an_inspection(bodies=3, phase="planned")

    @cached_property
    def story(self) -> publishing.Story:
        """One with judgments, claims and texts."""
        return publishing.a_story()

    @cached_property
    def cells(self) -> Iterator[tuple[ScopeBody, Criterion]]:
        """Cells nobody has judged."""
        criteria = [rooms.criterion(self.judging, ref) for ref in ("1.1", "1.2", "2.1")]
        return iter(
            [(body, of) for body in self.judging.scope.order_by("order") for of in criteria]
        )

    def lead(self, inspection: Inspection) -> Person:
        """Who leads it."""
        return member(inspection, Role.LEAD)

    def edition(self) -> Any:
        """A press release of its own, frozen."""
        slug = f"release-{next(self.numbers)}"
        made = publishing.a_document(
            self.story.inspection, slug, "release", "Most forces train", publishing.RELEASE
        )
        return publishing.frozen(made)

    @cached_property
    def spare(self) -> Any:
        """A press release, frozen, that is never released."""
        return self.edition()

    def release(self, *, goes_out: bool = True) -> Any:
        """A release of one edition, prepared."""
        return publishing.prepared(self.story, [self.edition() if goes_out else self.spare])

    def report(self, *numbers: int) -> Any:
        """A report that makes recommendations under these numbers, frozen."""
        before, rest = publishing.REPORT.split("```recommendation\n")
        one, after = rest.split("```\n", 1)
        made = "\n".join(
            f"```recommendation\n{one}```\n".replace("number: 1", f"number: {number}").replace(
                "what training is for", f"what training is for, part {number}"
            )
            for number in numbers
        )
        # Without its pictures, which take long to set.
        text = re.sub(r"```chart\n.*?```\n", "", before + made + after, flags=re.DOTALL)
        return publishing.frozen(
            publishing.a_document(
                self.story.inspection,
                f"report-{numbers[0]}",
                "report",
                "How well forces train",
                text,
            )
        )

    @cached_property
    def many(self) -> tuple[Any, Iterator[int]]:
        """A report that makes many recommendations, and the numbers not yet opened."""
        numbers = range(1001, 1001 + RECOMMENDATIONS)
        return self.report(*numbers), iter(numbers)

    def part(self) -> Addressee:
        """An addressee's part of a recommendation."""
        edition, numbers = self.many
        made = recommendations.open_one(
            by=self.story.who(Role.PRESS),
            at=publishing.EMBARGO,
            key=a_key(),
            edition=edition,
            number=next(numbers),
        )
        return Addressee.objects.get(recommendation=made)

    @cached_property
    def one_part(self) -> Addressee:
        """A part that stays open."""
        return self.part()


def withdraw_or_supersede(on: Ground) -> Pair:
    item = an_item(on.judging)
    given = {"by": item.recorded_by, "at": LATER, "item": item}
    fuller = a_recording(on.judging, words="A fuller record of it")
    return (
        _call(evidence.withdraw, reason="It was hearsay only", **given),
        _call(evidence.supersede, reason="A page was lost", recording=fuller, **given),
    )


def same_files_in_two_inspections(on: Ground) -> Pair:
    number = next(on.numbers)
    files = [(name, content + str(number).encode()) for name, content in FILES]
    return (
        _record(on.judging, files=files),
        _record(on.fieldwork, files=files[::-1]),
    )


def _record(inspection: Inspection, **given: Any) -> Call:
    return _call(
        evidence.record,
        by=member(inspection, Role.INSPECTOR),
        at=LATER,
        inspection=inspection,
        recording=a_recording(inspection, **given),
    )


def record_or_leave_the_team(on: Ground) -> Pair:
    person = rooms.join(on.fieldwork, Role.INSPECTOR, "A")
    record = _call(
        evidence.record,
        by=person,
        at=LATER,
        inspection=on.fieldwork,
        recording=a_recording(on.fieldwork),
    )
    seat = TeamMember.objects.get(person=person)
    return record, _call(
        inspections.leave, by=on.lead(on.fieldwork), member=seat, reason="Moved away"
    )


def record_or_end_the_role(on: Ground) -> Pair:
    person = rooms.join(on.fieldwork, Role.INSPECTOR, "A")
    record = _call(
        evidence.record,
        by=person,
        at=LATER,
        inspection=on.fieldwork,
        recording=a_recording(on.fieldwork),
    )
    return record, _call(people.end_role, by=rooms.an_admin(), person=person, role=Role.INSPECTOR)


def _assigned(on: Ground, **given: Any) -> Any:
    body, of = next(on.cells)
    return assigned(on.judging, body, of, member(on.judging, Role.INSPECTOR), **given)


def _judged(of: Criterion) -> dict[str, Any]:
    return {"grade": a_grade(of), "findings": answers(of), "reasons": "Seen in the records."}


def submit_or_save_the_draft(on: Ground) -> Pair:
    cell = _assigned(on)
    cited = [an_item(on.judging, cell.scope_body, cell.criterion.ref)]
    given = {"by": cell.inspector, "at": LATER, "assignment": cell, **_judged(cell.criterion)}
    return (
        _call(judgments.submit, cited=cited, **given),
        _call(judgments.save_draft, version=0, **given),
    )


def two_submit_one_cell(on: Ground) -> Pair:
    first = _assigned(on, second=True)
    other = member(on.judging, Role.INSPECTOR, 1)
    second = assigned(on.judging, first.scope_body, first.criterion, other, second=True)
    cited = [an_item(on.judging, first.scope_body, first.criterion.ref)]
    given = {"at": LATER, "cited": cited, **_judged(first.criterion)}
    return (
        _call(judgments.submit, by=first.inspector, assignment=first, **given),
        _call(judgments.submit, by=other, assignment=second, **given),
    )


def agree_or_moderate(on: Ground) -> Pair:
    cell = _assigned(on)
    item = an_item(on.judging, cell.scope_body, cell.criterion.ref)
    submitted(cell, cited=[item])
    given = {
        "at": LATER,
        "scope_body": cell.scope_body,
        "criterion": cell.criterion,
        **_judged(cell.criterion),
    }
    return (
        _call(judgments.agree, by=on.lead(on.judging), cited=[item], **given),
        _call(judgments.moderate, by=member(on.judging, Role.MODERATOR), **given),
    )


def assign_or_assign_many(on: Ground) -> Pair:
    body, of = next(on.cells)
    lead, inspector = on.lead(on.judging), member(on.judging, Role.INSPECTOR)
    rows = [(body, of, inspector, False)]
    return (
        _call(judgments.assign, by=lead, scope_body=body, criterion=of, inspector=inspector),
        _call(judgments.assign_many, by=lead, inspection=on.judging, rows=rows),
    )


def _claim(on: Ground) -> Claim:
    return a_claim(on.story.inspection, PREDICATE)


def _edit(on: Ground, claim: Claim) -> Call:
    return _call(
        claims.edit,
        by=on.story.who(Role.LEAD),
        at=LATER,
        claim=claim,
        statement="Forces train as they must",
        predicate=PREDICATE,
        version=claim.version,
    )


def edit_or_reference_a_claim(on: Ground) -> Pair:
    claim = _claim(on)
    by = on.story.who(Role.REFERENCER)
    return _edit(on, claim), _call(claims.reference, by=by, at=LATER, claim=claim, supported=True)


def edit_or_refresh_a_claim(on: Ground) -> Pair:
    claim = _claim(on)
    by = on.story.who(Role.LEAD)
    return _edit(on, claim), _call(
        claims.refresh, by=by, at=LATER, claim=claim, version=claim.version
    )


def claim_drafted_twice(on: Ground) -> Pair:
    return _twice(
        claims.draft,
        by=on.story.who(Role.LEAD),
        at=LATER,
        inspection=on.story.inspection,
        claim_key=f"claim-{next(on.numbers)}",
        kind="counted",
        statement="Training is mandatory",
        predicate=PREDICATE,
    )


def _document(on: Ground) -> Any:
    return publishing.a_document(
        on.story.inspection,
        f"text-{next(on.numbers)}",
        "release",
        "Most forces train",
        publishing.RELEASE + "\nNothing is bound here.\n",
    )


def _save(on: Ground, document: Any) -> Call:
    return _call(
        reports.save,
        by=on.story.who(Role.EDITOR),
        at=publishing.DRAFTED,
        document=document,
        text=publishing.RELEASE,
        version=document.version,
    )


def save_or_freeze(on: Ground) -> Pair:
    document = _document(on)
    freeze = _call(
        reports.freeze,
        by=on.story.who(Role.SIGNING),
        at=publishing.SIGNED,
        document=document,
        version=document.version,
    )
    return _save(on, document), freeze


def save_or_place(on: Ground) -> Pair:
    document = _document(on)
    place = _call(
        reports.place,
        by=on.story.who(Role.EDITOR),
        at=publishing.DRAFTED,
        document=document,
        claim=Claim.objects.get(inspection=on.story.inspection, key="mandatory-training"),
        excerpt="Nothing is bound here",
        version=document.version,
    )
    return _save(on, document), place


def _fact_check(on: Ground) -> Any:
    text = "# Draft\n\n{.narrative}\nForce 01 keeps records.\n"
    document = publishing.a_document(
        on.story.inspection, f"draft-{next(on.numbers)}", "summary", "A draft", text
    )
    return _call(
        reports.open_fact_check,
        by=on.story.who(Role.LEAD),
        at=publishing.DRAFTED,
        document=document,
        scope_body=on.story.body(),
        due_on=date(2099, 12, 31),
    )


def _point(on: Ground, check: Any) -> Call:
    return _call(
        reports.raise_point,
        by=on.story.who(Role.LEAD),
        at=publishing.DRAFTED,
        fact_check=check,
        kind="accuracy",
        about="Force 01",
        text="It keeps none.",
    )


def raise_a_point_or_decide_one(on: Ground) -> Pair:
    check = _fact_check(on)()
    point = _point(on, check)()
    decide = _call(
        reports.decide,
        by=on.story.who(Role.LEAD),
        at=publishing.DRAFTED,
        point=point,
        outcome="rejected",
        reason="It does.",
    )
    return _point(on, check), decide


def open_a_fact_check_or_save(on: Ground) -> Pair:
    check = _fact_check(on)
    return check, _save(on, check.given["document"])


def _approve(on: Ground, release: Any) -> Call:
    at = publishing.SIGNED + timedelta(hours=2)
    return _call(publication.approve, by=on.story.who(Role.SIGNING), at=at, release=release)


def _cancel(on: Ground, release: Any) -> Call:
    at = publishing.SIGNED + timedelta(hours=2)
    given = {"by": on.story.who(Role.LEAD), "at": at, "release": release}
    return _call(publication.cancel, reason="Not before the election", **given)


def _release(on: Ground, release: Any) -> Call:
    return _call(
        publication.release,
        by=on.story.who(Role.PRESS),
        at=publishing.EMBARGO,
        release=release,
    )


def approve_or_cancel(on: Ground) -> Pair:
    release = on.release(goes_out=False)
    return _approve(on, release), _cancel(on, release)


def release_or_cancel(on: Ground) -> Pair:
    release = publishing.approved(on.release())
    return _release(on, release), _cancel(on, release)


def release_or_approve(on: Ground) -> Pair:
    release = on.release()
    return _release(on, release), _approve(on, release)


def released_twice(on: Ground) -> Pair:
    release = publishing.approved(on.release())
    return _release(on, release), _release(on, release)


def prepared_twice(on: Ground) -> Pair:
    return _twice(
        publication.prepare,
        by=on.story.who(Role.PRESS),
        at=publishing.SIGNED + timedelta(hours=1),
        inspection=on.story.inspection,
        editions=[on.spare],
        embargo_until=publishing.EMBARGO,
    )


def refreshed_twice(on: Ground) -> Pair:
    release = publishing.approved(on.release())
    _release(on, release)()
    refresh = _call(
        publication.refresh,
        by=on.story.who(Role.PRESS),
        at=publishing.EMBARGO + timedelta(hours=1),
        release=release,
    )
    return refresh, Call(refresh.act, {**refresh.given, "key": a_key("rival")})


def recommendations_opened_twice(on: Ground) -> Pair:
    edition = on.report(next(on.numbers))
    return _twice(
        recommendations.open_from,
        by=on.story.who(Role.PRESS),
        at=publishing.EMBARGO,
        edition=edition,
    )


def recommendation_opened_twice(on: Ground) -> Pair:
    edition, numbers = on.many
    given = {"at": publishing.EMBARGO, "edition": edition, "number": next(numbers)}
    return _twice(recommendations.open_one, by=on.story.who(Role.PRESS), **given)


def _close(on: Ground, part: Addressee) -> Call:
    return _call(
        recommendations.close,
        by=on.story.who(Role.LEAD),
        at=publishing.EMBARGO + timedelta(days=30),
        addressee=part,
        outcome="overtaken",
        reasons="The law has changed",
    )


def close_or_move_the_day(on: Ground) -> Pair:
    part = on.part()
    move = _call(
        recommendations.move_due,
        by=on.story.who(Role.LEAD),
        at=publishing.EMBARGO + timedelta(days=30),
        addressee=part,
        due_on=date(2021, 3, 31),
        reason="Pilots were delayed",
    )
    return _close(on, part), move


def close_or_verify(on: Ground) -> Pair:
    part = on.part()
    verify = _call(
        recommendations.verify,
        by=on.story.who(Role.LEAD),
        at=publishing.EMBARGO + timedelta(days=30),
        addressee=part,
        confirmed="partly",
        evidence="Their own report",
    )
    return _close(on, part), verify


def set_scope_or_leave_out(on: Ground) -> Pair:
    lead, inspection = on.lead(on.planned), on.planned
    everything = [(one.body, one.label) for one in inspection.scope.order_by("order")]
    if len(everything) < 3:
        everything.append((rooms.a_body(), f"Force {next(on.numbers) + 10}"))
        inspections.set_scope(by=lead, at=AT, key=a_key(), inspection=inspection, bodies=everything)
    last = inspection.scope.order_by("order").last()
    return (
        _call(inspections.set_scope, by=lead, inspection=inspection, bodies=everything[:2]),
        _call(
            inspections.leave_out,
            by=lead,
            inspection=inspection,
            scope_body=last,
            criterion=rooms.criterion(inspection, "2.1"),
            reason="No time was left",
        ),
    )


def join_or_end_the_role(on: Ground) -> Pair:
    person = rooms.a_person(Role.ANALYST)
    join = _call(
        inspections.join,
        by=on.lead(on.fieldwork),
        inspection=on.fieldwork,
        person=person,
        role=Role.ANALYST,
    )
    return join, _call(people.end_role, by=rooms.an_admin(), person=person, role=Role.ANALYST)


def joined_twice(on: Ground) -> Pair:
    return _twice(
        inspections.join,
        by=on.lead(on.fieldwork),
        inspection=on.fieldwork,
        person=rooms.a_person(Role.ANALYST),
        role=Role.ANALYST,
    )


def join_or_leave(on: Ground) -> Pair:
    person = rooms.join(on.fieldwork, Role.ANALYST)
    lead, seat = on.lead(on.fieldwork), TeamMember.objects.get(person=person)
    return (
        _call(inspections.join, by=lead, inspection=on.fieldwork, person=person, role=Role.ANALYST),
        _call(inspections.leave, by=lead, member=seat, reason="Moved away"),
    )


def grant_or_end_a_role(on: Ground) -> Pair:
    given = {
        "by": rooms.an_admin(),
        "person": rooms.a_person(Role.EDITOR),
        "role": Role.EDITOR,
    }
    return _call(people.grant, **given), _call(people.end_role, **given)


def grant_or_leave(on: Ground) -> Pair:
    admin, person = rooms.an_admin(), rooms.a_person(Role.EDITOR)
    return (
        _call(people.grant, by=admin, person=person, role=Role.ANALYST),
        _call(people.leave, by=admin, person=person),
    )


def contact_named_or_role_ended(on: Ground) -> Pair:
    admin, person = rooms.an_admin(), rooms.a_person(Role.BODY)
    return (
        _call(bodies.name_contact, by=admin, person=person, body=rooms.a_body()),
        _call(people.end_role, by=admin, person=person, role=Role.BODY),
    )


def name_or_end_a_contact(on: Ground) -> Pair:
    admin, body = rooms.an_admin(), rooms.a_body()
    contact = rooms.a_contact(body).speaks_for.get()
    return (
        _call(bodies.name_contact, by=admin, person=contact.person, body=body),
        _call(bodies.end_contact, by=admin, contact=contact),
    )


def close_or_merge_a_body(on: Ground) -> Pair:
    admin, body = rooms.an_admin(), rooms.a_body()
    return (
        _call(bodies.close, by=admin, body=body, on=AT.date()),
        _call(
            bodies.change,
            by=admin,
            body=body,
            kind="merged",
            on=AT.date(),
            other=rooms.a_body(),
        ),
    )


def register_or_import_a_body(on: Ground) -> Pair:
    code, admin = f"rival-{next(on.numbers)}", rooms.an_admin()
    table = f"code,name,kind\n{code},Founded Constabulary,territorial\n".encode()
    return (
        _call(
            bodies.register,
            by=admin,
            code=code,
            name="Founded Constabulary",
            short_name="Founded",
            kind="territorial",
        ),
        _call(bodies.import_register, by=admin, content=table, name="register.csv"),
    )


def register_imported_twice(on: Ground) -> Pair:
    table = f"code,name,kind\nrival-{next(on.numbers)},Founded,territorial\n".encode()
    return _twice(bodies.import_register, by=rooms.an_admin(), content=table, name="register.csv")


def group_named_twice(on: Ground) -> Pair:
    given = {"code": f"group-{next(on.numbers)}", "name": "By the sea", "bodies": [rooms.a_body()]}
    return _twice(bodies.group, by=rooms.an_admin(), **given)


def overseen_twice(on: Ground) -> Pair:
    overseer, body = rooms.a_body("local-policing"), rooms.a_body()
    return _twice(bodies.oversee, by=rooms.an_admin(), overseer=overseer, body=body)


def _framework(on: Ground) -> dict[str, Any]:
    version = f"Test framework,r{next(on.numbers)}"
    content = rooms.FRAMEWORK_CSV.replace("Test framework,1", version).encode()
    return {"content": content, "name": "framework.csv"}


def framework_loaded_twice(on: Ground) -> Pair:
    return _twice(programmes.load_framework, by=rooms.an_admin(), **_framework(on))


def load_or_adopt_a_framework(on: Ground) -> Pair:
    file = _framework(on)
    made = programmes.load_framework(by=rooms.an_admin(), at=AT, key=a_key(), **file)
    by = rooms.a_person(Role.SIGNING)
    return (
        _call(programmes.load_framework, by=rooms.an_admin(), **file),
        _call(programmes.adopt_framework, by=by, framework=made),
    )


def framework_adopted_twice(on: Ground) -> Pair:
    made = programmes.load_framework(by=rooms.an_admin(), at=AT, key=a_key(), **_framework(on))
    return _twice(programmes.adopt_framework, by=rooms.a_person(Role.SIGNING), framework=made)


def strategy_registered_twice(on: Ground) -> Pair:
    by, code = rooms.a_person(Role.SIGNING), f"strategy-{next(on.numbers)}"
    strand = ("pursue", "Pursue", "Its aim", ["An objective"])
    return _twice(
        programmes.register_strategy, by=by, code=code, name="A strategy", strands=[strand]
    )


def _scale(on: Ground, version: str) -> dict[str, Any]:
    grades = [("Not good", "N", False), ("Good", "G", True)]
    return {
        "code": f"scale-{next(on.numbers)}",
        "version": version,
        "name": "Two",
        "grades": grades,
    }


def scale_added_twice(on: Ground) -> Pair:
    return _twice(programmes.add_scale, by=rooms.a_person(Role.SIGNING), **_scale(on, "1"))


def break_marked_twice(on: Ground) -> Pair:
    by = rooms.a_person(Role.SIGNING)
    given = _scale(on, "1")
    before, after = (
        programmes.add_scale(by=by, at=AT, key=a_key(), **{**given, "version": version})
        for version in ("1", "2")
    )
    return _twice(
        programmes.mark_break, by=by, before=before, after=after, reason="Its meaning changed"
    )


def vocabulary_adopted_twice(on: Ground) -> Pair:
    return _twice(
        programmes.adopt_vocabulary,
        by=rooms.a_person(Role.SIGNING),
        code="proposed_default",
        version=f"r{next(on.numbers)}",
        name="Words",
    )


def _opening(on: Ground, **given: Any) -> dict[str, Any]:
    number = next(on.numbers)
    return {
        "slug": f"rival-{number}",
        "prefix": f"RV{number}",
        "title": "An inspection",
        "question": "How well?",
        "framework": rooms.a_framework(),
        "vocabulary": rooms.a_vocabulary(),
        "rehearsal": True,
        "basis": "programme",
        "fieldwork_from": rooms.FROM,
        "fieldwork_to": rooms.TO,
        **given,
    }


def opened_twice_under_one_slug(on: Ground) -> Pair:
    return _twice(inspections.open, by=rooms.a_person(Role.LEAD), **_opening(on))


def opened_twice_under_one_prefix(on: Ground) -> Pair:
    by, first = rooms.a_person(Role.LEAD), _opening(on)
    second = _opening(on, prefix=first["prefix"])
    return _call(inspections.open, by=by, **first), _call(inspections.open, by=by, **second)


def _visit(on: Ground, inspection: Inspection, body: ScopeBody, day: date) -> Call:
    return _call(
        fieldwork.plan_visit,
        by=on.lead(inspection),
        inspection=inspection,
        scope_body=body,
        team="A",
        starts_on=day,
        ends_on=day,
    )


def visits_of_two_inspections(on: Ground) -> Pair:
    # Two inspections that visit one body.
    first = rooms.scope_body(on.fieldwork)
    second = _other(on)
    day = rooms.FROM + timedelta(days=next(on.days_of_two))
    return (
        _visit(on, on.fieldwork, first, day),
        _visit(on, second.inspection, second, day),
    )


def _other(on: Ground) -> ScopeBody:
    body = rooms.scope_body(on.fieldwork).body
    there = ScopeBody.objects.filter(body=body).exclude(inspection=on.fieldwork).first()
    if there is not None:
        return there
    return rooms.scope_body(rooms.an_inspection(bodies=[(body, "Force 01")]))


def _planned_visit(on: Ground) -> Any:
    body = rooms.scope_body(on.fieldwork, 1)
    return _visit(on, on.fieldwork, body, rooms.FROM + timedelta(days=next(on.days)))()


def move_or_cancel_a_visit(on: Ground) -> Pair:
    visit, lead = _planned_visit(on), on.lead(on.fieldwork)
    given = {"by": lead, "visit": visit, "version": visit.version, "reason": "The chief is away"}
    day = visit.starts_on + timedelta(days=1)
    return (
        _call(fieldwork.move_visit, starts_on=day, ends_on=day, **given),
        _call(fieldwork.cancel_visit, **given),
    )


def _session(on: Ground, visit: Any) -> Call:
    inspector = member(on.fieldwork, Role.INSPECTOR)
    start = AT.replace(year=visit.starts_on.year, month=visit.starts_on.month, hour=9)
    start = start.replace(day=visit.starts_on.day)
    return _call(
        fieldwork.hold_session,
        by=inspector,
        visit=visit,
        method="interview",
        title="The lead",
        origin="Prevent lead",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        inspectors=[inspector],
    )


def hold_a_session_or_cancel_the_visit(on: Ground) -> Pair:
    visit = _planned_visit(on)
    return _session(on, visit), _call(
        fieldwork.cancel_visit,
        by=on.lead(on.fieldwork),
        visit=visit,
        version=visit.version,
        reason="The roads are shut",
    )


def hold_a_session_or_end_the_visit(on: Ground) -> Pair:
    visit = _planned_visit(on)
    end = _call(
        fieldwork.end_visit,
        by=on.lead(on.fieldwork),
        at=AT + timedelta(days=200),
        visit=visit,
        version=visit.version,
        debrief="What we heard",
    )
    return _session(on, visit), end


def received_twice(on: Ground) -> Pair:
    request = rooms.a_request(on.fieldwork)
    return _twice(fieldwork.receive, by=on.lead(on.fieldwork), request=request, note="Here it is")


def _on_a_part(act: Callable[..., Any], **given: Any) -> Callable[[Ground], Pair]:
    def pair(on: Ground) -> Pair:
        at = publishing.EMBARGO + timedelta(days=30)
        return _twice(act, by=on.story.who(Role.LEAD), at=at, addressee=on.one_part, **given)

    return pair


def responded_twice(on: Ground) -> Pair:
    link = "https://body.example/reply"
    return _on_a_part(recommendations.respond, agreement="agreed", action="Shall do", link=link)(on)


def progress_claimed_twice(on: Ground) -> Pair:
    return _on_a_part(recommendations.claim_progress, claimed="some", text="Did some")(on)


def verified_twice(on: Ground) -> Pair:
    given = {"confirmed": "partly", "evidence": "Their own report"}
    return _on_a_part(recommendations.verify, **given)(on)


def day_moved_twice(on: Ground) -> Pair:
    day = date(2021, 3, 31) + timedelta(days=next(on.numbers))
    return _on_a_part(recommendations.move_due, due_on=day, reason="Pilots were delayed")(on)


def closed_twice(on: Ground) -> Pair:
    close = _close(on, on.part())
    return close, Call(close.act, {**close.given, "key": a_key("rival")})


def _again(call: Call) -> Pair:
    return call, Call(call.act, {**call.given, "key": a_key("rival")})


def withdrawn_twice(on: Ground) -> Pair:
    return _again(withdraw_or_supersede(on)[0])


def superseded_twice(on: Ground) -> Pair:
    return _again(withdraw_or_supersede(on)[1])


def submitted_twice(on: Ground) -> Pair:
    return _again(submit_or_save_the_draft(on)[0])


def draft_saved_twice(on: Ground) -> Pair:
    return _again(submit_or_save_the_draft(on)[1])


def agreed_twice(on: Ground) -> Pair:
    return _again(agree_or_moderate(on)[0])


def moderated_twice(on: Ground) -> Pair:
    return _again(agree_or_moderate(on)[1])


def edited_twice(on: Ground) -> Pair:
    return _again(_edit(on, _claim(on)))


def referenced_twice(on: Ground) -> Pair:
    return _again(edit_or_reference_a_claim(on)[1])


def saved_twice(on: Ground) -> Pair:
    return _again(_save(on, _document(on)))


def placed_twice(on: Ground) -> Pair:
    return _again(save_or_place(on)[1])


def frozen_twice(on: Ground) -> Pair:
    return _again(save_or_freeze(on)[1])


def fact_check_opened_twice(on: Ground) -> Pair:
    return _again(_fact_check(on))


def point_raised_twice(on: Ground) -> Pair:
    return _again(_point(on, _fact_check(on)()))


def decided_twice(on: Ground) -> Pair:
    return _again(raise_a_point_or_decide_one(on)[1])


def document_opened_twice(on: Ground) -> Pair:
    return _twice(
        reports.open_document,
        by=on.story.who(Role.EDITOR),
        inspection=on.story.inspection,
        slug=f"text-{next(on.numbers)}",
        kind="summary",
        title="A summary",
    )


def approved_twice(on: Ground) -> Pair:
    return _again(_approve(on, on.release(goes_out=False)))


def cancelled_twice(on: Ground) -> Pair:
    return _again(_cancel(on, on.release(goes_out=False)))


def visit_ended_twice(on: Ground) -> Pair:
    return _again(hold_a_session_or_end_the_visit(on)[1])


def problem_waived_twice(on: Ground) -> Pair:
    return _again(_waive_or_mend(on)[0])


def waive_or_mend(on: Ground) -> Pair:
    return _waive_or_mend(on)


def mended_twice(on: Ground) -> Pair:
    return _again(_waive_or_mend(on)[1])


def _waive_or_mend(on: Ground) -> Pair:
    text = publishing.RELEASE.replace("[Most f", "[All f") + "\nMany forces said so.\n"
    document = publishing.a_document(
        on.story.inspection, f"text-{next(on.numbers)}", "release", "Most forces train", text
    )
    found = problems_of.problems(document).problems
    (wrong,) = [one for one in found if one.check == "quantity_word_holds"]
    bare = next(one for one in problems_of.problems(document).blocking if one is not wrong)
    given = {"at": publishing.DRAFTED, "document": document}
    waive = _call(
        reports.waive,
        by=on.story.who(Role.LEAD),
        check=bare.check,
        excerpt=bare.place.excerpt,
        reason="Said by all of them",
        **given,
    )
    mend = _call(
        reports.mend,
        by=on.story.who(Role.EDITOR),
        check=wrong.check,
        excerpt=wrong.place.excerpt,
        version=document.version,
        **given,
    )
    return waive, mend


def password_set_twice(on: Ground) -> Pair:
    person = rooms.a_person(Role.EDITOR)
    hashed = make_password(f"a long enough one {next(on.numbers)}")
    return _twice(people.set_password, by=person, person=person, password=hashed)


def checkpoint_or_record(on: Ground) -> Pair:
    """One that waits for its signature keeps the next back; evidence goes on all the same."""
    checkpoint = _call(ledger.make_checkpoint, by=rooms.an_admin())
    return checkpoint, _record(on.fieldwork)


RIVALS: tuple[Callable[[Ground], Pair], ...] = tuple(
    rival
    for name, rival in list(globals().items())
    if not name.startswith("_")
    and callable(rival)
    and getattr(rival, "__annotations__", {}).get("return") == "Pair"
)
