"""Small builders for hot debriefs and for grades that bodies were told, through actions only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.debriefs import actions
from inspectorate.domain.judgments.debriefs.models import (
    Debrief,
    GradesTelling,
    Telling,
    ToldDifference,
    ToldGrade,
)
from inspectorate.domain.judgments.debriefs.telling import told_now
from inspectorate.domain.judgments.models import Submission
from inspectorate.domain.judgments.queries import current
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import an_item, assigned, submitted
from tests.factories.rooms import a_key, a_session, criterion, member

ENDED = datetime(2018, 10, 10, 17, tzinfo=UTC)
LATER = ENDED + timedelta(days=1)


def heard(visit: Visit, **given: Any) -> Item:
    """An item from a session of the visit."""
    return in_session(visit.sessions.first() or a_session(visit), **given)


def in_session(session: Session, **given: Any) -> Item:
    """An item from a session, observed when it began and written up soon after."""
    visit, began = session.visit, session.starts_at
    return an_item(
        visit.inspection,
        visit.scope_body,
        session=session,
        observed_at=began,
        written_at=began + timedelta(hours=1),
        at=began + timedelta(hours=2),
        **given,
    )


def debriefed(visit: Visit, *cited: Item, at: datetime = ENDED, **given: Any) -> Debrief:
    """End a visit with its debrief, by its lead."""
    visit = Visit.objects.select_related("inspection").get(pk=visit.pk)
    said = {
        "by": member(visit.inspection, Role.LEAD),
        "debrief": "Leaders know why they do it.",
        "heard_by": "Chief officer and two heads of department",
        "said_on": date(2018, 10, 10),
        "version": visit.version,
        **given,
    }
    return actions.hold_debrief(at=at, key=a_key(), visit=visit, cited=list(cited), **said)


def set_telling(inspection: Inspection, telling: Telling = Telling.AT_DEBRIEF) -> GradesTelling:
    """Set by the lead when grades are told."""
    return actions.set_telling(
        by=member(inspection, Role.LEAD),
        at=ENDED,
        key=a_key(),
        inspection=inspection,
        telling=telling,
        reason="Agreed with the bodies",
    )


def judged(visit: Visit, grade: str = "Good", inspector: int = 0, ref: str = "1.1") -> Submission:
    """A judgment of the body that was visited, submitted."""
    inspection = visit.inspection
    given = assigned(
        inspection,
        visit.scope_body,
        criterion(inspection, ref),
        member(inspection, Role.INSPECTOR, inspector),
        second=False,
    )
    return submitted(given, grade)


def tell(debrief: Debrief, said: Submission, by: Person | None = None, **given: Any) -> ToldGrade:
    """Tell the grade of a judgment the day after its debrief."""
    told = {"told_on": date(2018, 10, 11), "at": LATER, **given}
    by = by or member(debrief.visit.inspection, Role.LEAD)
    return actions.tell_grade(by=by, key=a_key(), debrief=debrief, submission=said, **told)


def not_told(told: ToldGrade, by: Person | None = None, reason: str = "Left out") -> Any:
    """Say that it was not told after all."""
    by = by or member(told.debrief.visit.inspection, Role.LEAD)
    return actions.withdraw_told_grade(by=by, at=LATER, key=a_key(), told=told, reason=reason)


def say(
    told: ToldGrade,
    words: str = "We weighed the records too.",
    by: Person | None = None,
    **given: Any,
) -> ToldDifference:
    """Say to the body why it was agreed otherwise."""
    inspection = told.debrief.visit.inspection
    (one,) = told_now(inspection, current(inspection), pk=told.pk)
    given = {"agreed": one.settled_by and one.settled_by.pk, **given}
    by = by or member(inspection, Role.LEAD)
    return actions.say_difference(by=by, at=LATER, key=a_key(), told=told, words=words, **given)
