"""May a session be handed to another inspector now?"""

from __future__ import annotations

from datetime import datetime

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..interruptions.kinds import Halt
from ..models import Session
from ..policies import sendable, session_changeable
from ..reasons import FieldworkReason


def begun(session: Session, at: datetime) -> bool:
    """Has a session begun? While its visit is deferred it has not, whatever its day."""
    return session.starts_at <= at and session.visit.halted != Halt.DEFERRED


def session_handable(session: Session, person: Person, to: Person, at: datetime) -> list[Reason]:
    """Require a session that stands and has not begun, held by ``person``, and another inspector
    of the team without an interest in the body. Who heard a session that was held stays named.
    """
    reasons = session_changeable(session)
    if begun(session, at):
        text = f"{session.title} has begun."
        mend = Mend.nothing("Who held it stays on record.")
        reasons.append(Reason(FieldworkReason.SESSION_BEGUN, text, mend))
    if not session.inspectors.filter(pk=person.pk).exists():
        text = f"{person.name} does not hold {session.title}."
        reasons.append(Reason(FieldworkReason.NOT_HOLDING, text, NOTHING_TO_DO, "person"))
    elif person.pk == to.pk:
        text = f"{to.name} holds {session.title} already."
        mend = Mend.words("Choose another inspector.")
        reasons.append(Reason(FieldworkReason.NOT_HOLDING, text, mend, "to"))
    return reasons + sendable(session.visit, [to], field="to")
