"""May a visit be deferred, paused, left incomplete, resumed or reopened now?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.marked_words import markable
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..models import Visit
from ..reasons import FieldworkReason
from ..verbs import FieldworkVerb
from .kinds import AskedBy, Ground, Halt
from .standstill_reasons import going_on, said

_LONGEST = 160
_LONGEST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for an interruption, on what ground, from when, and whom the body can call."""

    since: datetime
    asked_by: str
    office: str
    ground: str
    welfare_office: str
    welfare_reach: str
    words: str = ""
    marking: str = BASELINE


def deferrable(visit: Visit, asked: Asked, at: datetime) -> list[Reason]:
    """Require a visit that has not begun, and who asks for it, why, and whom the body can call."""
    reasons = [*_running(visit), *_in_phase(visit, Phase.PLANNED, Phase.FIELDWORK)]
    if visit.sessions.filter(cancellation=None, starts_at__lte=at).exists():
        text = "A session of this visit has begun."
        what = FieldworkVerb.PAUSE_VISIT, "Pause the visit"
        if timezone.localdate(at) < visit.starts_on:
            # It was taken up again, and moved on.
            what = FieldworkVerb.MOVE_VISIT, "Move the visit to other days"
        verbs = (what[0], FieldworkVerb.CANCEL_SESSION)
        mend = Mend.by(verbs, f"{what[1]}, or cancel a session that was not held.", visit)
        reasons.append(Reason(FieldworkReason.VISIT_BEGUN, text, mend, "visit"))
    return [*reasons, *_asked(asked, at)]


def pausable(visit: Visit, asked: Asked, at: datetime) -> list[Reason]:
    """Require a visit that is under way, and who asks for it, why, and whom the body can call."""
    reasons = [*_running(visit), *_in_phase(visit, Phase.FIELDWORK), *_begun(visit, at)]
    early = _in_its_days(visit, asked.since) or _after_the_last(visit, asked.since)
    return [*reasons, *_asked(asked, at), *early]


def incompletable(visit: Visit, asked: Asked, not_seen: str, at: datetime) -> list[Reason]:
    """Require a visit that has begun, paused or not, and what was not seen at it.

    One that was taken up again has begun, whatever days it was moved to since.
    """
    running = [] if visit.halted == Halt.PAUSED else _running(visit)
    begun = [] if began_before(visit) else _begun(visit, at)
    early = [] if began_before(visit) else _in_its_days(visit, asked.since)
    return [
        *running,
        *inspections.reasons_over(visit.inspection),
        *begun,
        *_asked(asked, at),
        *(early or _after_the_last(visit, asked.since)),
        *storable(not_seen, "not_seen", needed=True, limit=_LONGEST_WORDS),
    ]


def resumable(
    visit: Visit, since: datetime, reason: str, marking: str, at: datetime
) -> list[Reason]:
    """Require a visit that is paused, and a moment after the pause began."""
    reasons = [*inspections.reasons_over(visit.inspection)]
    if visit.halted != Halt.PAUSED:
        text = "This visit is not paused."
        reasons.append(Reason(FieldworkReason.VISIT_NOT_PAUSED, text, NOTHING_TO_DO, "visit"))
    return [
        *reasons,
        *_moment(since, at),
        *_after_the_last(visit, since),
        *storable(reason, "reason", limit=_LONGEST_WORDS),
        *markable(marking),
    ]


def reopenable(
    visit: Visit, since: datetime, reason: str, marking: str, at: datetime
) -> list[Reason]:
    """Require a visit that ended or was left incomplete, fieldwork, and a reason."""
    reasons = _in_phase(visit, Phase.FIELDWORK)
    if visit.cancelled_reason or (visit.ended_at is None and visit.halted != Halt.INCOMPLETE):
        text = "This visit has neither ended nor was it left incomplete."
        mend = NOTHING_TO_DO
        if visit.halted == Halt.PAUSED:
            mend = Mend.by(FieldworkVerb.RESUME_VISIT, "Resume it.", visit)
        reasons.append(Reason(FieldworkReason.VISIT_NOT_OVER, text, mend, "visit"))
    # A form sends minutes and leaves the seconds out.
    if visit.ended_at is not None and since < visit.ended_at.replace(second=0, microsecond=0):
        text = "That is before the visit ended."
        mend = Mend.words("Give a later moment.")
        reasons.append(Reason(FieldworkReason.MOMENT_TOO_EARLY, text, mend, "since"))
    return [
        *reasons,
        *_moment(since, at),
        *_after_the_last(visit, since),
        *storable(reason, "reason", needed=True, limit=_LONGEST_WORDS),
        *markable(marking),
    ]


def _running(visit: Visit) -> list[Reason]:
    """Require a visit that was not cancelled, has not ended and does not stand still."""
    if visit.cancelled_reason:
        text = "This visit was cancelled."
        mend = Mend.by(FieldworkVerb.PLAN_VISIT, "Plan another visit.")
        return [Reason(FieldworkReason.VISIT_CANCELLED, text, mend, "visit")]
    if visit.ended_at is not None:
        text = "This visit has ended."
        mend = Mend.by(FieldworkVerb.REOPEN_VISIT, "Reopen it first.", visit)
        return [Reason(FieldworkReason.VISIT_ENDED, text, mend, "visit")]
    return going_on(visit)


def _in_phase(visit: Visit, *phases: Phase) -> list[Reason]:
    inspection: Inspection = visit.inspection
    if inspection.phase in phases:
        return []
    text = f"The inspection is at {Phase(inspection.phase).label.lower()}."
    when = " or ".join(phase.label.lower() for phase in phases)
    mend = Mend.by(InspectionVerb.MOVE, f"This can be done at {when} only.")
    return [Reason(FieldworkReason.NOT_IN_PHASE, text, mend, "inspection")]


def began_before(visit: Visit) -> bool:
    """Was a visit interrupted once it had begun, so that it has whatever its first day is now?"""
    return visit.halted == Halt.PAUSED or visit.resumptions.exists()


def _begun(visit: Visit, at: datetime) -> list[Reason]:
    if timezone.localdate(at) >= visit.starts_on:
        return []
    text = f"The visit begins on {visit.starts_on}."
    verbs = (FieldworkVerb.DEFER_VISIT, FieldworkVerb.MOVE_VISIT)
    mend = Mend.by(verbs, "Defer it instead, or move it to other days.", visit)
    return [Reason(FieldworkReason.VISIT_NOT_BEGUN, text, mend, "visit")]


def _asked(asked: Asked, at: datetime) -> list[Reason]:
    reasons = [*_moment(asked.since, at), *markable(asked.marking)]
    if asked.asked_by not in AskedBy.values:
        reasons.append(_unknown("asked_by", asked.asked_by, AskedBy.values))
    if asked.ground not in Ground.values:
        reasons.append(_unknown("ground", asked.ground, Ground.values))
    needed = asked.ground == Ground.OTHER
    return [
        *reasons,
        *storable(asked.office, "office", needed=True, limit=_LONGEST),
        *storable(asked.words, "words", needed=needed, limit=_LONGEST_WORDS),
        *storable(asked.welfare_office, "welfare_office", needed=True, limit=_LONGEST),
        *storable(asked.welfare_reach, "welfare_reach", needed=True, limit=_LONGEST),
    ]


def _unknown(field: str, value: str, known: list[str]) -> Reason:
    text = f"{value!r} is none of the choices."
    mend = Mend.words(f"Choose one of: {', '.join(known)}.")
    return Reason(FieldworkReason.CHOICE_UNKNOWN, text, mend, field)


def _moment(since: datetime, at: datetime) -> list[Reason]:
    if since <= at:
        return []
    text = f"{said(since)} has not come."
    mend = Mend.words("Give a moment that has passed.")
    return [Reason(FieldworkReason.MOMENT_TO_COME, text, mend, "since")]


def _in_its_days(visit: Visit, since: datetime) -> list[Reason]:
    """Require a moment that is not before the visit."""
    if timezone.localdate(since) >= visit.starts_on:
        return []
    return [_too_early("That is before the visit began.")]


def _after_the_last(visit: Visit, since: datetime) -> list[Reason]:
    """Require a moment that no earlier interruption or resumption comes after."""
    last = [one.since for one in visit.interruptions.all()]
    last += [one.since for one in visit.resumptions.all()]
    if not last or since >= max(last):
        return []
    return [_too_early("That is before it was last interrupted or taken up again.")]


def _too_early(text: str) -> Reason:
    mend = Mend.words("Give a later moment.")
    return Reason(FieldworkReason.MOMENT_TOO_EARLY, text, mend, "since")
