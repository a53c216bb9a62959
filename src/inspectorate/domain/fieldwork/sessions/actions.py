"""The only writer of who holds a session once it is recorded."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.inspections.access import require
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from .. import searched
from ..models import Session, SessionInspector
from ..permissions import TABLE
from ..planning import passing
from ..planning.policies import passable
from ..verbs import FieldworkVerb
from .policies import session_handable
from .queries import taken_over


@action(
    FieldworkVerb.HAND_OVER_SESSION,
    streams=lambda *, session, **_: [session.visit.inspection.stream],
)
def hand_over_session(
    *,
    by: Person,
    at: datetime,
    key: str,
    session: Session,
    person: Person,
    to: Person,
    gone_past: str = "",
) -> Session:
    """Let ``to`` hold a session to come in place of ``person``; it is handed back the same way.

    ``gone_past`` says why, though something of theirs clashes.
    """
    inspection = session.visit.inspection
    require(by, inspection, TABLE, FieldworkVerb.HAND_OVER_SESSION)
    refuse_if(session_handable(session, person, to, at))
    held = SessionInspector.objects.filter(session=session)
    there = held.filter(person=to).exists()
    # Who holds it already was asked when they came to hold it.
    found = [] if there else taken_over(session, to, at)
    refuse_if(passable(found, gone_past))
    passing.keep_passed(found, gone_past, inspection=inspection, by=by, at=at, session=session)
    held.filter(person=person).delete()
    if not there:
        SessionInspector.objects.create(session=session, person=to)
    searched.SESSION.keep(session)
    detail = {"session": session.pk, "from": person.pk, "to": to.pk}
    write(of=session, stream=inspection.stream, detail=detail)
    return session
