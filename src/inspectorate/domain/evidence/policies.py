"""What may be recorded, withdrawn, superseded now: each rule returns its reasons, if any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.fieldwork.states import SessionState
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .kinds import Direction, SourceKind
from .models import Item
from .reasons import EvidenceReason
from .recording import Recording
from .states import ItemState
from .verbs import EvidenceVerb

WORDS_LIMIT = 100_000
NAME_LIMIT = 200
# The year before which nothing was observed by anybody who records it here.
EARLIEST = 1900


def recordable(
    inspection: Inspection, recording: Recording, at: datetime, instead_of: Item | None = None
) -> list[Reason]:
    """Require an inspection not closed or abandoned, and a recording that fits it and ``at``.

    Evidence may still be recorded after publication, since follow-up rests on it. What replaces
    ``instead_of`` may keep its session and its time, even where the session was mended since.
    """
    return [
        *inspections.reasons_over(inspection),
        *_words(recording),
        *_choices(recording),
        *_body(inspection, recording, instead_of),
        *_criteria(inspection, recording),
        *_times(recording, at, instead_of),
        *_files(recording),
    ]


def changeable(item: Item, reader: Reading) -> list[Reason]:
    """Require a running inspection and an item that is still relied on.

    ``reader`` is told no number of an item that they may not read.
    """
    return [*inspections.reasons_over(item.inspection), *_relied_on(item, reader)]


def withdrawable(
    item: Item, reason: str, reader: Reading, *, own: bool, of_others: bool
) -> list[Reason]:
    """Require an item still relied on, a reason, and its recorder or who may do it for others."""
    reasons = [*changeable(item, reader), *storable(reason, "reason", needed=True)]
    if not own and not of_others:
        text = f"{item.ref} was recorded by someone else."
        mend = Mend.by(
            EvidenceVerb.WITHDRAW_OF_OTHERS,
            "Ask the person who recorded it, or a lead inspector, to withdraw it.",
            item,
        )
        reasons.append(Reason(EvidenceReason.NOT_YOUR_ITEM, text, mend, "item"))
    return reasons


def supersedable(
    item: Item, reason: str, recording: Recording, at: datetime, reader: Reading
) -> list[Reason]:
    """Require an item still relied on, a reason, and a fuller record that may be recorded."""
    return [
        *_relied_on(item, reader),
        *storable(reason, "reason", needed=True),
        *recordable(item.inspection, recording, at, instead_of=item),
    ]


def _relied_on(item: Item, reader: Reading) -> list[Reason]:
    if item.state is ItemState.WITHDRAWN:
        text = f"{item.ref} has been withdrawn."
        mend = Mend.by(EvidenceVerb.RECORD, "Record a new item instead.")
        return [Reason(EvidenceReason.WITHDRAWN_ALREADY, text, mend, "item")]
    if item.state is ItemState.SUPERSEDED:
        newer = item.supersession.by_item
        text = f"{item.ref} has been superseded by {newer.ref}."
        mend = Mend.by(EvidenceVerb.SUPERSEDE, f"Open {newer.ref}.", newer)
        if not reader.may(newer.marking):
            text = f"{item.ref} has been superseded by evidence that you may not read."
            mend = Mend.outside("Ask the lead of the inspection.")
        return [Reason(EvidenceReason.SUPERSEDED_ALREADY, text, mend, "item")]
    return []


def _words(recording: Recording) -> list[Reason]:
    reasons = storable(recording.origin, "origin", needed=True, limit=160)
    # SECRET content never enters the system: a stub says where it is held.
    if recording.marking == Marking.SECRET:
        if recording.words:
            text = "SECRET words are never stored here."
            mend = Mend.words(
                "Leave the words empty. Say in the stub who holds them, where, under what number."
            )
            reasons.append(Reason(EvidenceReason.SECRET_TEXT, text, mend, "words"))
        reasons += fileable(recording.marking, len(recording.files))
        return reasons + storable(recording.stub, "stub", needed=True, limit=2000)
    if recording.stub:
        text = "A stub is for SECRET content only, and this item is not marked SECRET."
        mend = Mend.words("Mark it SECRET, or leave the stub empty.")
        reasons.append(Reason(EvidenceReason.STUB_WITHOUT_SECRET, text, mend, "stub"))
    return reasons + storable(recording.words, "words", needed=True, limit=WORDS_LIMIT)


def fileable(marking: str, files: int) -> list[Reason]:
    """Require that nothing SECRET comes as a file; asked before the first byte is stored."""
    if not files or marking != Marking.SECRET:
        return []
    text = "A file with SECRET content is never stored here."
    mend = Mend.words("Remove the files. Say in the stub where they are held.")
    return [Reason(EvidenceReason.SECRET_FILE, text, mend, "files")]


def _choices(recording: Recording) -> list[Reason]:
    choices: Sequence[tuple[EvidenceReason, str, str, Sequence[str]]] = (
        (EvidenceReason.KIND_UNKNOWN, "kind", recording.kind, SourceKind.values),
        (EvidenceReason.METHOD_UNKNOWN, "method", recording.method, Method.values),
        (EvidenceReason.DIRECTION_UNKNOWN, "direction", recording.direction, Direction.values),
        (EvidenceReason.MARKING_UNKNOWN, "marking", recording.marking, Marking.values),
    )
    return [
        Reason(
            code,
            f"The {field} {value!r} is unknown.",
            Mend.words(f"Choose one of: {', '.join(known)}."),
            field,
        )
        for code, field, value, known in choices
        if value not in known
    ]


def _body(inspection: Inspection, recording: Recording, instead_of: Item | None) -> list[Reason]:
    body, session = recording.scope_body, recording.session
    # What an item was recorded from stays with what replaces it, whatever became of the session.
    kept = instead_of is not None and session is not None and instead_of.session_id == session.pk
    reasons = []
    if body.inspection_id != inspection.pk:
        text = f"{body.label} is not in the scope of this inspection."
        mend = Mend.words("Choose a body in scope.")
        reasons.append(Reason(EvidenceReason.BODY_OUT_OF_SCOPE, text, mend, "scope_body"))
    if session is not None and session.visit.scope_body_id != body.pk:
        text = f"The session {session.title!r} was not held at {body.label}."
        mend = Mend.words("Choose a session of that body, or none.")
        reasons.append(Reason(EvidenceReason.SESSION_ELSEWHERE, text, mend, "session"))
    if session is not None and session.state is SessionState.CANCELLED and not kept:
        text = f"The session {session.title!r} was cancelled."
        mend = Mend.words("Choose a session that was held, or none.")
        reasons.append(Reason(EvidenceReason.SESSION_CANCELLED, text, mend, "session"))
    if session is not None and session.visit.cancelled_reason and not kept:
        text = f"The visit of the session {session.title!r} was cancelled."
        mend = Mend.words("Choose a session that was held, or none.")
        reasons.append(Reason(EvidenceReason.VISIT_CANCELLED, text, mend, "session"))
    return reasons


def _criteria(inspection: Inspection, recording: Recording) -> list[Reason]:
    if not recording.criteria:
        text = "No criterion is chosen."
        mend = Mend.words("Choose one or more criteria that the item is about.")
        return [Reason(EvidenceReason.CRITERIA_MISSING, text, mend, "criteria")]
    code = EvidenceReason.CRITERION_OF_ANOTHER_FRAMEWORK
    return [
        Reason(
            code,
            f"{criterion} is not in the framework of this inspection.",
            Mend.words("Choose criteria of its framework."),
            "criteria",
        )
        for criterion in recording.criteria
        if criterion.area.framework_id != inspection.framework_id
    ]


def _times(recording: Recording, at: datetime, instead_of: Item | None) -> list[Reason]:
    observed_at, written_at = recording.observed_at, recording.written_at or at
    times = {"observed_at": observed_at, "written_at": written_at}
    naive = [
        Reason(
            EvidenceReason.TIME_WITHOUT_ZONE,
            f"The time {name} has no time zone.",
            Mend.words("Send it with its offset."),
            name,
        )
        for name, time in times.items()
        if time.tzinfo is None
    ]
    # A time without its zone cannot be compared with one that has it.
    if naive:
        return naive
    # Asked of the years as they were written: at the edges of what is counted no time can be moved
    # into another zone, or shown.
    early = [
        Reason(
            EvidenceReason.TIME_TOO_EARLY,
            f"The time {name} lies before {EARLIEST}.",
            Mend.words("Check the year."),
            name,
        )
        for name, time in times.items()
        if time.year < EARLIEST
    ]
    if early:
        return early
    reasons = []
    if written_at < observed_at:
        text = "The words were written before the observation."
        mend = Mend.words("Check both times.")
        reasons.append(Reason(EvidenceReason.WRITTEN_BEFORE_OBSERVED, text, mend, "written_at"))
    mend = Mend.words("Check the time, and the clock of the device.")
    if written_at > at:
        text = "The words were written later than now."
        reasons.append(Reason(EvidenceReason.WRITTEN_IN_FUTURE, text, mend, "written_at"))
    if observed_at > at:
        text = "The time of the observation is in the future."
        reasons.append(Reason(EvidenceReason.OBSERVED_IN_FUTURE, text, mend, "observed_at"))
    return reasons + _within_session(recording.session, observed_at, instead_of)


def _within_session(
    session: Session | None, observed_at: datetime, instead_of: Item | None
) -> list[Reason]:
    if (
        session is not None
        and instead_of is not None
        and instead_of.session_id == session.pk
        # A form sends minutes and leaves the seconds out.
        and abs(instead_of.observed_at - observed_at) < timedelta(minutes=1)
    ):
        return []
    if session is None or session.starts_at <= observed_at <= session.ends_at:
        return []
    starts_at = timezone.localtime(session.starts_at)
    held = f"{starts_at:%d.%m.%Y %H:%M} to {timezone.localtime(session.ends_at):%H:%M}"
    text = f"The observation was outside the session {session.title!r} ({held})."
    mend = Mend.words("Check the time, or choose no session.")
    return [Reason(EvidenceReason.OBSERVED_OUTSIDE_SESSION, text, mend, "observed_at")]


def _files(recording: Recording) -> list[Reason]:
    return [
        reason
        for file in recording.files
        for reason in storable(file.name, "file_name", needed=True, limit=NAME_LIMIT)
    ]
