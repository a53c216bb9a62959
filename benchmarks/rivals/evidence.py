"""Evidence and judgments."""

from __future__ import annotations

from typing import Any

from benchmarks.at_once import Call
from tests.factories import rooms
from tests.factories.findings import (
    LATER,
    a_grade,
    a_recording,
    an_item,
    answers,
    assigned,
    submitted,
)
from tests.factories.rooms import member

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, TeamMember
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role

from .ground import FILES, Ground, Pair, again, call


def withdraw_or_supersede(on: Ground) -> Pair:
    item = an_item(on.judging)
    given = {"by": item.recorded_by, "at": LATER, "item": item}
    fuller = a_recording(on.judging, words="A fuller record of it")
    return (
        call(evidence.withdraw, reason="It was hearsay only", **given),
        call(evidence.supersede, reason="A page was lost", recording=fuller, **given),
    )


def same_files_in_two_inspections(on: Ground) -> Pair:
    number = next(on.numbers)
    files = [(name, content + str(number).encode()) for name, content in FILES]
    return (
        _record(on.judging, files=files),
        _record(on.fieldwork, files=files[::-1]),
    )


def _record(inspection: Inspection, **given: Any) -> Call:
    return call(
        evidence.record,
        by=member(inspection, Role.INSPECTOR),
        at=LATER,
        inspection=inspection,
        recording=a_recording(inspection, **given),
    )


def record_or_leave_the_team(on: Ground) -> Pair:
    person = rooms.join(on.fieldwork, Role.INSPECTOR, "A")
    record = call(
        evidence.record,
        by=person,
        at=LATER,
        inspection=on.fieldwork,
        recording=a_recording(on.fieldwork),
    )
    seat = TeamMember.objects.get(person=person)
    return record, call(
        inspections.leave, by=on.lead(on.fieldwork), member=seat, reason="Moved away"
    )


def record_or_end_the_role(on: Ground) -> Pair:
    person = rooms.join(on.fieldwork, Role.INSPECTOR, "A")
    record = call(
        evidence.record,
        by=person,
        at=LATER,
        inspection=on.fieldwork,
        recording=a_recording(on.fieldwork),
    )
    return record, call(people.end_role, by=rooms.an_admin(), person=person, role=Role.INSPECTOR)


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
        call(judgments.submit, cited=cited, **given),
        call(judgments.save_draft, version=0, **given),
    )


def two_submit_one_cell(on: Ground) -> Pair:
    first = _assigned(on, second=True)
    other = member(on.judging, Role.INSPECTOR, 1)
    second = assigned(on.judging, first.scope_body, first.criterion, other, second=True)
    cited = [an_item(on.judging, first.scope_body, first.criterion.ref)]
    given = {"at": LATER, "cited": cited, **_judged(first.criterion)}
    return (
        call(judgments.submit, by=first.inspector, assignment=first, **given),
        call(judgments.submit, by=other, assignment=second, **given),
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
        call(judgments.agree, by=on.lead(on.judging), cited=[item], **given),
        call(judgments.moderate, by=member(on.judging, Role.MODERATOR), **given),
    )


def assign_or_assign_many(on: Ground) -> Pair:
    body, of = next(on.cells)
    lead, inspector = on.lead(on.judging), member(on.judging, Role.INSPECTOR)
    rows = [(body, of, inspector, False)]
    return (
        call(judgments.assign, by=lead, scope_body=body, criterion=of, inspector=inspector),
        call(judgments.assign_many, by=lead, inspection=on.judging, rows=rows),
    )


def withdrawn_twice(on: Ground) -> Pair:
    return again(withdraw_or_supersede(on)[0])


def superseded_twice(on: Ground) -> Pair:
    return again(withdraw_or_supersede(on)[1])


def submitted_twice(on: Ground) -> Pair:
    return again(submit_or_save_the_draft(on)[0])


def draft_saved_twice(on: Ground) -> Pair:
    return again(submit_or_save_the_draft(on)[1])


def agreed_twice(on: Ground) -> Pair:
    return again(agree_or_moderate(on)[0])


def moderated_twice(on: Ground) -> Pair:
    return again(agree_or_moderate(on)[1])


def _batch(*, key: str, **given: Any) -> Any:
    """A batch of two under keys made from one, as ``call`` gives it."""
    return evidence.record_many(keys=[f"{key}/0", f"{key}/1"], **given)[-1]


def two_batches_at_once(on: Ground) -> Pair:
    given = {"by": member(on.fieldwork, Role.INSPECTOR), "at": LATER, "inspection": on.fieldwork}
    several = [a_recording(on.fieldwork), a_recording(on.fieldwork)]
    return again(call(_batch, recording=several, **given))
