"""What fieldwork may be asked, planned and held now: each rule returns its reasons, if any."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import Sum
from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.marked_words import markable
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable

from .days import near
from .interruptions.kinds import Halt
from .interruptions.standing import away_of
from .interruptions.standstill_reasons import (
    going_on,
    held_at,
    left_incomplete,
    moved_into_a_standstill,
    not_paused,
)
from .methods import Method
from .models import Request, Session, Visit
from .reasons import FieldworkReason
from .requests.policies import answerable
from .states import SessionState
from .verbs import FieldworkVerb

# Whoever answers why people may not hold a session of a visit.
type WhoMay = Callable[[Visit, Sequence[Person]], list[Reason]]
_LONGEST_NAME, _LONGEST_ORIGIN = 200, 160
MOST_RECEIPTS = 200  # hand-ins for one request
MOST_BYTES = 5 * 1024**3  # of all their files together


def askable(
    inspection: Inspection,
    scope_body: ScopeBody,
    title: str,
    criteria: Sequence[Criterion],
    due_on: date,
    at: datetime,
) -> list[Reason]:
    """Require a body in scope, a title, criteria of the framework, a due day not yet passed."""
    reasons = [
        *_in_scope(inspection, scope_body),
        *_in_phase(inspection, Phase.PLANNED, Phase.FIELDWORK, Phase.JUDGING),
        *storable(title, "title", needed=True, limit=_LONGEST_NAME),
    ]
    if due_on < timezone.localdate(at):
        text = f"{due_on} has passed."
        mend = Mend.words("Choose a later day.")
        reasons.append(Reason(FieldworkReason.DUE_IN_THE_PAST, text, mend, "due_on"))
    if any(criterion.area.framework_id != inspection.framework_id for criterion in criteria):
        code = FieldworkReason.CRITERION_OF_ANOTHER_FRAMEWORK
        text = "A criterion is not in the framework of this inspection."
        reasons.append(
            Reason(code, text, Mend.words("Choose criteria of its framework."), "criteria")
        )
    return reasons


def _room(there: int, outside: bool) -> list[Reason]:
    letter = Mend.outside("Put what is new into a letter to the inspectorate.")
    ours = Mend.by(FieldworkVerb.ASK, "Ask for what is new in another request.")
    return room_for_more(
        there, MOST_RECEIPTS, "hand-ins for this request", letter if outside else ours
    )


def _room_for_bytes(request: Request, file: StoredFile | None) -> list[Reason]:
    """Require that all files of one request stay together under a bound: nobody fills the disk."""
    if file is None:
        return []
    came = request.receipts.exclude(digest="").values("digest")
    there = Blob.objects.filter(digest__in=came).aggregate(all=Sum("size"))["all"] or 0
    if there + file.size <= MOST_BYTES:
        return []
    text = f"All files of one request may have {MOST_BYTES // 1024**3} GB together."
    mend = Mend.outside("Write to the inspectorate about the rest.")
    return [Reason(FieldworkReason.FILES_TOO_LARGE, text, mend, "file")]


def receivable(
    request: Request,
    note: str,
    file: StoredFile | None,
    marking: str = BASELINE,
    *,
    outside: bool = False,
) -> list[Reason]:
    """Require a note, or a file with its name, while the inspection is not over."""
    reasons = [
        *inspections.reasons_over(request.inspection),
        *storable(file.name if file else "", "name", needed=bool(file), limit=_LONGEST_NAME),
        *markable(marking, outside=outside),
        *answerable(request, outside=outside),
        *_room(request.receipts.count(), outside),
        *_room_for_bytes(request, file),
    ]
    if not note.strip() and not file:
        text = "There is neither a note nor a file."
        mend = Mend.words("Write a note or choose a file.")
        reasons.append(Reason(FieldworkReason.NOTHING_RECEIVED, text, mend, "note"))
    return reasons


def plannable(
    inspection: Inspection,
    scope_body: ScopeBody,
    team: str,
    starts_on: date,
    ends_on: date,
    outside_window: str,
    moving: Collection[Visit] = (),
) -> list[Reason]:
    """Require a body in scope, free days in order, and a team without an interest in the body.

    Days outside the fieldwork window need the reason ``outside_window``, and none is far from it.
    ``moving`` are the visits whose own days do not count, where some are moved.
    """
    reasons = [
        *_in_scope(inspection, scope_body),
        *_in_phase(inspection, Phase.PLANNED, Phase.FIELDWORK),
    ]
    if ends_on < starts_on:
        text = f"The visit would end on {ends_on}, before it begins on {starts_on}."
        mend = Mend.words("Swap the two days, or correct them.")
        return [*reasons, Reason(FieldworkReason.DAYS_OUT_OF_ORDER, text, mend, "ends_on")]
    if far := near(inspection, starts_on, ends_on):
        return [*reasons, *far]
    first, last = inspection.fieldwork_from, inspection.fieldwork_to
    if (starts_on < first or last < ends_on) and not outside_window.strip():
        text = f"The visit is outside the fieldwork window, {first} to {last}."
        mend = Mend.words("Choose days inside it, or say why it must be outside.")
        reasons.append(Reason(FieldworkReason.OUTSIDE_WINDOW, text, mend, "starts_on"))
    return [
        *reasons,
        *_free_days(inspection, scope_body, starts_on, ends_on, moving),
        *_team(inspection, scope_body, team),
    ]


def _free_days(
    inspection: Inspection,
    scope_body: ScopeBody,
    starts_on: date,
    ends_on: date,
    moving: Collection[Visit],
) -> list[Reason]:
    """No two visits to a body share a day, of whatever inspection; rehearsals are apart.

    A visit takes no day on which it stands still, nor one after its inspection was over.
    """
    others = Visit.with_days().filter(
        scope_body__body_id=scope_body.body_id,
        # A rehearsal visits nobody, so its days take none from a real inspection.
        inspection__rehearsal=inspection.rehearsal,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    there = list(others.exclude(pk__in=[one.pk for one in moving]))
    away = away_of([one.pk for one in there]) if there else {}
    for clash in there:
        for first, last in away[clash.pk].days(clash.starts_on, clash.ends_on):
            if first <= ends_on and starts_on <= last:
                whose = "" if clash.inspection_id == inspection.pk else " for another inspection"
                text = f"{scope_body.label} has a visit from {first} to {last}{whose}."
                mend = Mend.words("Choose other days.")
                return [Reason(FieldworkReason.VISITS_OVERLAP, text, mend, "starts_on")]
    return []


def days_takeable(visit: Visit, starts_on: date, ends_on: date) -> list[Reason]:
    """Require that no other visit to the body has one of these days, for a visit that goes on."""
    return _free_days(visit.inspection, visit.scope_body, starts_on, ends_on, (visit,))


def _team(inspection: Inspection, scope_body: ScopeBody, letter: str) -> list[Reason]:
    if not letter:
        return []
    members = [member.person for member in inspections.team(inspection, letter=letter)]
    if not members:
        text = f"The field team {letter!r} has no members."
        mend = Mend.by(InspectionVerb.JOIN, "Let them join first.")
        return [Reason(FieldworkReason.TEAM_UNKNOWN, text, mend, "team")]
    return inspections.conflicts(members, scope_body.body)


def changeable(visit: Visit) -> list[Reason]:
    """Require a visit that has not ended and was not cancelled."""
    if visit.cancelled_reason:
        return [_cancelled()]
    if visit.ended_at is not None:
        text = "This visit has ended."
        verbs = (FieldworkVerb.PLAN_VISIT, FieldworkVerb.REOPEN_VISIT)
        mend = Mend.by(verbs, "Plan another visit, or reopen this one.", visit)
        return [Reason(FieldworkReason.VISIT_ENDED, text, mend, "visit")]
    return left_incomplete(visit)


def movable(
    visit: Visit,
    starts_on: date,
    ends_on: date,
    reason: str,
    at: datetime,
    along: Mapping[int, tuple[datetime, datetime]] = MappingProxyType({}),
) -> list[Reason]:
    """Require a visit that may change and is not paused, a reason, and days that hold its sessions.

    ``along`` are the times that sessions, by their keys, get with it. What was held before a visit
    was taken up again is a record, and stays where it is.
    """
    reasons = [*changeable(visit), *not_paused(visit), *storable(reason, "reason", needed=True)]
    standing = visit.sessions.filter(cancellation=None)
    if visit.resumptions.exists():
        standing = standing.filter(starts_at__gt=at)
    outside = [
        one.title
        for one in standing
        if not _within(*along.get(one.pk, (one.starts_at, one.ends_at)), starts_on, ends_on)
    ]
    if outside:
        text = (
            f"{len(outside)} of its sessions would be outside the new days. The first is "
            f"{outside[0]!r}."
        )
        mend = Mend.words("Choose days that include them.")
        reasons.append(Reason(FieldworkReason.SESSIONS_LEFT_BEHIND, text, mend, "starts_on"))
    inspection, body, team = visit.inspection, visit.scope_body, visit.team
    planned = plannable(inspection, body, team, starts_on, ends_on, reason, moving=(visit,))
    landing = moved_into_a_standstill((visit.pk, *times) for times in along.values())
    return [*reasons, *landing, *planned]


def cancellable(visit: Visit, reason: str, at: datetime) -> list[Reason]:
    """Require a visit that may change, at which no session has begun, and a reason.

    At one that is deferred none has, whatever days its sessions had.
    """
    reasons = [*changeable(visit), *storable(reason, "reason", needed=True)]
    begun = visit.sessions.filter(cancellation=None, starts_at__lte=at)
    if visit.halted != Halt.DEFERRED and begun.exists():
        text = "Sessions have begun."
        mend = Mend.by(
            (FieldworkVerb.END_VISIT, FieldworkVerb.CANCEL_SESSION),
            "End the visit instead, or cancel the sessions that were not held.",
            visit,
        )
        reasons.append(Reason(FieldworkReason.SESSIONS_HELD, text, mend, "visit"))
    return reasons


def endable(visit: Visit, debrief: str, at: datetime, marking: str = BASELINE) -> list[Reason]:
    """Require a visit that has begun and may change, in fieldwork, and the feedback given."""
    reasons = [*changeable(visit), *_in_phase(visit.inspection, Phase.FIELDWORK)]
    reasons += going_on(visit) if not reasons else []
    if timezone.localdate(at) < visit.starts_on:
        text = f"The visit begins on {visit.starts_on}."
        mend = Mend.wait("End it when it is over.")
        reasons.append(Reason(FieldworkReason.VISIT_NOT_BEGUN, text, mend, "visit"))
    return reasons + storable(debrief, "debrief", needed=True) + markable(marking)


def holdable(
    visit: Visit,
    method: str,
    title: str,
    origin: str,
    starts_at: datetime,
    ends_at: datetime,
    inspectors: Sequence[Person],
) -> list[Reason]:
    """Require fieldwork, and what :func:`sittable` requires of the session."""
    return [
        *_in_phase(visit.inspection, Phase.FIELDWORK),
        *sittable(visit, method, title, origin, starts_at, ends_at, inspectors),
    ]


def sittable(
    visit: Visit,
    method: str,
    title: str,
    origin: str,
    starts_at: datetime,
    ends_at: datetime,
    inspectors: Sequence[Person],
    who_may: WhoMay | None = None,
) -> list[Reason]:
    """Require a session inside its visit's days, by a known method, with inspectors of the team.

    None of the inspectors has declared an interest in the body. ``who_may`` is :func:`sendable`,
    remembered where many sessions are asked of.
    """
    reasons = []
    if visit.cancelled_reason:
        reasons.append(_cancelled())
    if method not in Method.values:
        text = f"{method!r} is not a method."
        mend = Mend.words(f"Use one of: {', '.join(Method.values)}.")
        reasons.append(Reason(FieldworkReason.METHOD_UNKNOWN, text, mend, "method"))
    return [
        *reasons,
        *storable(title, "title", needed=True, limit=_LONGEST_NAME),
        *storable(origin, "origin", needed=True, limit=_LONGEST_ORIGIN),
        *_times(visit, starts_at, ends_at),
        *held_at(visit, starts_at, ends_at),
        *(who_may or sendable)(visit, inspectors),
    ]


def session_movable(
    session: Session, starts_at: datetime, ends_at: datetime, reason: str
) -> list[Reason]:
    """Require a session that stands, other times inside the days of its visit, and a reason.

    What was recorded from it keeps its own times, even where they lie outside afterwards.
    """
    reasons = [*session_changeable(session), *storable(reason, "reason", needed=True)]
    if (starts_at, ends_at) == (session.starts_at, session.ends_at):
        text = "The session has these times already."
        mend = Mend.words("Correct the times.")
        reasons.append(Reason(FieldworkReason.TIMES_UNCHANGED, text, mend, "starts_at"))
    still = held_at(session.visit, starts_at, ends_at)
    return [*reasons, *_times(session.visit, starts_at, ends_at), *still]


def session_cancellable(session: Session, reason: str) -> list[Reason]:
    """Require a session that stands, and a reason. What was recorded from it stays."""
    return [*session_changeable(session), *storable(reason, "reason", needed=True)]


def session_changeable(session: Session) -> list[Reason]:
    """Require an inspection that is not over, and a session that was not cancelled."""
    reasons = inspections.reasons_over(session.visit.inspection)
    if session.state is SessionState.CANCELLED:
        text = "This session was cancelled."
        mend = Mend.by(FieldworkVerb.HOLD_SESSION, "Record another session.", session.visit)
        reasons.append(Reason(FieldworkReason.SESSION_CANCELLED, text, mend, "session"))
    return reasons


def _times(visit: Visit, starts_at: datetime, ends_at: datetime) -> list[Reason]:
    if ends_at <= starts_at:
        text = "The session would end before it begins."
        mend = Mend.words("Correct the times.")
        return [Reason(FieldworkReason.TIMES_OUT_OF_ORDER, text, mend, "ends_at")]
    within = _within(starts_at, ends_at, visit.starts_on, visit.ends_on)
    if not within and not _in_earlier_days(visit, starts_at, ends_at):
        text = f"The session is outside the visit, {visit.starts_on} to {visit.ends_on}."
        # The days of a visit that has ended stay, so that nobody is sent to move it.
        mend = (
            Mend.words("Correct the times.")
            if visit.ended_at
            else Mend.by(FieldworkVerb.MOVE_VISIT, "Correct the times, or move the visit.", visit)
        )
        return [Reason(FieldworkReason.OUTSIDE_VISIT, text, mend, "starts_at")]
    return []


def sendable(visit: Visit, inspectors: Sequence[Person], field: str = "inspectors") -> list[Reason]:
    """Require one inspector at least, each on the team and without an interest in the body."""
    reasons = []
    if not inspectors:
        text = "The session has no inspector."
        mend = Mend.words("Choose at least one.")
        reasons.append(Reason(FieldworkReason.INSPECTORS_MISSING, text, mend, field))
    on_team = inspections.members(visit.inspection, inspectors)
    for person in inspectors:
        if person.pk not in on_team:
            text = f"{person.name} is not on the team."
            mend = Mend.by(InspectionVerb.JOIN, "Let the person join first.")
            reasons.append(Reason(FieldworkReason.NOT_ON_TEAM, text, mend, field))
    return [*reasons, *inspections.conflicts(inspectors, visit.scope_body.body)]


def _in_earlier_days(visit: Visit, starts_at: datetime, ends_at: datetime) -> bool:
    """Was a session over before its visit, once taken up again, was moved off the days it had?"""
    if visit.pk is None or (again := visit.resumptions.first()) is None:
        return False
    return any(
        ends_at <= one.at and _within(starts_at, ends_at, one.old_starts_on, one.old_ends_on)
        for one in visit.moves.filter(at__gte=again.at)
    )


def _within(starts_at: datetime, ends_at: datetime, starts_on: date, ends_on: date) -> bool:
    return starts_on <= timezone.localdate(starts_at) and timezone.localdate(ends_at) <= ends_on


def _cancelled() -> Reason:
    text = "This visit was cancelled."
    mend = Mend.by(FieldworkVerb.PLAN_VISIT, "Plan another visit.")
    return Reason(FieldworkReason.VISIT_CANCELLED, text, mend, "visit")


def _in_scope(inspection: Inspection, scope_body: ScopeBody) -> list[Reason]:
    if scope_body.inspection_id == inspection.pk:
        return []
    text = f"{scope_body.label} is not in the scope of this inspection."
    mend = Mend.words("Choose a body in scope.")
    return [Reason(FieldworkReason.BODY_OUT_OF_SCOPE, text, mend, "scope_body")]


def _in_phase(inspection: Inspection, *phases: str) -> list[Reason]:
    if inspection.phase in phases:
        return []
    text = f"The inspection is at {Phase(inspection.phase).label.lower()}."
    when = " or ".join(Phase(phase).label.lower() for phase in phases)
    mend = Mend.by(InspectionVerb.MOVE, f"This can be done at {when} only.")
    return [Reason(FieldworkReason.NOT_IN_PHASE, text, mend, "inspection")]
