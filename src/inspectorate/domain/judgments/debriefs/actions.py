"""The only writers of debriefs, and of what of grades was told in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from inspectorate.domain.evidence.arrivals import actions as arrivals
from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import not_relied_on
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.access import may, reading, require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from .. import cells
from ..models import Submission
from ..permissions import TABLE
from ..received.policies import offerable
from ..received.queries import note_for
from ..verbs import JudgmentVerb
from . import policies
from .models import (
    Debrief,
    DebriefSource,
    GradesTelling,
    Telling,
    ToldDifference,
    ToldDifferenceWithdrawal,
    ToldGrade,
    ToldGradeWithdrawal,
)
from .queries import told_grade
from .telling import ToldView, tellable_cells, telling_of


@action(JudgmentVerb.HOLD_DEBRIEF, streams=lambda *, visit, **_: [visit.inspection.stream])
def hold_debrief(
    *,
    by: Person,
    at: datetime,
    key: str,
    visit: Visit,
    debrief: str,
    heard_by: str,
    said_on: date,
    cited: Sequence[Item] = (),
    told: Sequence[Submission] = (),
    marking: str = BASELINE,
    version: int,
    note: Arrival | None = None,
) -> Debrief:
    """End a visit with its hot debrief: what was said, who heard it, what it was made from, and
    which judgments' grades were ``told`` with it. ``note`` is the debrief note of the visit that it
    was written from, if one was: it is decided on in the same act.

    The visit is ended by the act of fieldwork that ends one, under its rules. Each grade is told by
    an act of its own, so that no entry of the debrief tells of one.
    """
    inspection = visit.inspection
    require(by, inspection, TABLE, JudgmentVerb.HOLD_DEBRIEF)
    cells.refuse_unreadable(by, inspection, cited)
    reader = reading(by, inspection)
    fallen = not_relied_on((one.pk for one in cited), reader)
    refuse_if(policies.debriefable(visit, heard_by, said_on, cited, fallen, marking, at, reader))
    if note is not None:
        refuse_if(offerable(note if note_for(by, visit, note.number) else None))
    ended = fieldwork.end_visit(
        by=by, at=at, key="end", visit=visit, debrief=debrief, marking=marking, version=version
    )
    made = Debrief.objects.create(
        visit=ended, heard_by=heard_by.strip(), said_on=said_on, by=by, at=at
    )
    once = dict.fromkeys(one.pk for one in cited)
    DebriefSource.objects.bulk_create([DebriefSource(debrief=made, item_id=pk) for pk in once])
    for number, one in enumerate(dict.fromkeys(told)):
        tell_grade(
            by=by, at=at, key=f"tell-{number}", debrief=made, submission=one, told_on=said_on
        )
    if note is not None:
        arrivals.use_received(by=by, at=at, key="note", arrival=note, visit=ended)
    write(of=made, stream=inspection.stream, detail={"visit": visit.pk, "sources": len(once)})
    return made


@action(JudgmentVerb.TELL_GRADE, streams=lambda *, debrief, **_: [debrief.visit.inspection.stream])
def tell_grade(
    *,
    by: Person,
    at: datetime,
    key: str,
    debrief: Debrief,
    submission: Submission,
    told_on: date,
) -> ToldGrade:
    """Record that a body was told the provisional grade of a judgment, with its debrief or later.

    It stays its author's own judgment: nothing is decided by it.
    """
    inspection, scope_body = debrief.visit.inspection, debrief.visit.scope_body
    require(by, inspection, TABLE, JudgmentVerb.TELL_GRADE)
    known = tellable_cells(by, scope_body, submission.assignment.criterion)
    cell = next(iter(known), None)
    refuse_if(
        [
            *policies.tellable(cell, submission, telling_of(inspection)),
            *policies.later_tellable(debrief, told_on, at),
        ]
    )
    made = ToldGrade.objects.create(
        debrief=debrief, submission=submission, told_on=told_on, by=by, at=at
    )
    # That it was told, never what: the ledger too is a route.
    write(of=made, stream=inspection.stream)
    return made


@action(
    JudgmentVerb.WITHDRAW_TOLD_GRADE,
    streams=lambda *, told, **_: [told.submission.assignment.scope_body.inspection.stream],
)
def withdraw_told_grade(
    *, by: Person, at: datetime, key: str, told: ToldGrade, reason: str
) -> ToldGradeWithdrawal:
    """Record that a grade was not told after all, and why. What was recorded stays."""
    inspection = told.debrief.visit.inspection
    require(by, inspection, TABLE, JudgmentVerb.WITHDRAW_TOLD_GRADE)
    now = _known(by, told, JudgmentVerb.WITHDRAW_TOLD_GRADE)
    settles = may(by, inspection, TABLE, JudgmentVerb.SAY_DIFFERENCE)
    conflicted = _conflicted(by, told)
    refuse_if(policies.untellable(now, reason, conflicted=conflicted, settles=settles))
    made = ToldGradeWithdrawal.objects.create(told=told, reason=reason.strip(), by=by, at=at)
    write(of=made, stream=inspection.stream)
    return made


@action(JudgmentVerb.SET_TELLING, streams=lambda *, inspection, **_: [inspection.stream])
def set_telling(
    *, by: Person, at: datetime, key: str, inspection: Inspection, telling: str, reason: str
) -> GradesTelling:
    """Set whether and when this inspection tells bodies provisional grades, and why."""
    require(by, inspection, TABLE, JudgmentVerb.SET_TELLING)
    refuse_if(policies.telling_settable(inspection, telling_of(inspection), telling, reason))
    made = GradesTelling.objects.create(
        inspection=inspection,
        number=GradesTelling.objects.filter(inspection=inspection).count() + 1,
        telling=Telling(telling),
        reason=reason.strip(),
        by=by,
        at=at,
    )
    detail = {"telling": made.telling, "number": made.number}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(
    JudgmentVerb.SAY_DIFFERENCE,
    streams=lambda *, told, **_: [told.submission.assignment.scope_body.inspection.stream],
)
def say_difference(
    *, by: Person, at: datetime, key: str, told: ToldGrade, words: str, agreed: int | None
) -> ToldDifference:
    """Say to the body, in words for its letter, why a judgment was agreed otherwise than it was
    told, or left out. Words said later stand in the place of these.

    ``agreed`` is the key of the agreed judgment that the words were written for, None for a
    judgment that is left out: they explain no other.
    """
    inspection = told.debrief.visit.inspection
    require(by, inspection, TABLE, JudgmentVerb.SAY_DIFFERENCE)
    now = _known(by, told, JudgmentVerb.SAY_DIFFERENCE)
    conflicted = _conflicted(by, told)
    refuse_if(policies.difference_sayable(now, words, agreed, conflicted=conflicted))
    made = ToldDifference.objects.create(
        told=told, agreed=now.settled_by, words=words.strip(), by=by, at=at
    )
    write(of=made, stream=inspection.stream)
    return made


@action(
    JudgmentVerb.WITHDRAW_DIFFERENCE,
    streams=lambda *, difference, **_: [
        difference.told.submission.assignment.scope_body.inspection.stream
    ],
)
def withdraw_difference(
    *, by: Person, at: datetime, key: str, difference: ToldDifference, reason: str
) -> ToldDifferenceWithdrawal:
    """Withdraw words for the body on a difference; a letter waits until others stand."""
    told = difference.told
    inspection = told.debrief.visit.inspection
    require(by, inspection, TABLE, JudgmentVerb.WITHDRAW_DIFFERENCE)
    now = _known(by, told, JudgmentVerb.WITHDRAW_DIFFERENCE)
    conflicted = _conflicted(by, told)
    refuse_if(policies.difference_withdrawable(now, difference, reason, conflicted=conflicted))
    made = ToldDifferenceWithdrawal.objects.create(
        difference=difference, reason=reason.strip(), by=by, at=at
    )
    write(of=made, stream=inspection.stream)
    return made


def _conflicted(by: Person, told: ToldGrade) -> bool:
    return cells.conflicted(by, told.debrief.visit.scope_body)


def _known(by: Person, told: ToldGrade, verb: JudgmentVerb) -> ToldView:
    """A told grade as ``by`` may know it; to whoever may not, it does not exist."""
    found = told_grade(by, told.debrief.visit.inspection, told.pk)
    if found is None:
        raise Forbidden(verb)
    return found
