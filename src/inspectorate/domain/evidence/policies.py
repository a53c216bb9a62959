"""May this be recorded, withdrawn, superseded now? Pure: each rule answers with reasons, none when
all is well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .kinds import Direction, SourceKind
from .models import Item
from .reasons import EvidenceReason

OVER = frozenset({Phase.CLOSED, Phase.ABANDONED})
WORDS_LIMIT = 100_000
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to be recorded, before anything of it is believed. ``framework_of`` maps
    criterion to its framework.
    """

    inspection: Inspection
    scope_body: ScopeBody
    session: Session | None
    kind: str
    method: str
    origin: str
    words: str
    direction: str
    marking: str
    stub: str
    criteria: Sequence[Criterion]
    observed_at: datetime
    written_at: datetime
    files: Sequence[tuple[str, bytes]]


def recordable(sent: Sent, at: datetime) -> list[Reason]:
    """Everything that keeps ``sent`` from being recorded at the moment ``at``."""
    return [
        *_running(sent.inspection),
        *_words(sent),
        *_choices(sent),
        *_place(sent),
        *_times(sent, at),
        *_files(sent),
    ]


def withdrawable(item: Item, reason: str, *, own: bool, of_others: bool) -> list[Reason]:
    """An item that still stands is withdrawn with a reason, by who recorded it or by a lead."""
    reasons = [
        *_running(item.inspection),
        *storable(reason, "reason", needed=True),
        *_standing(item),
    ]
    if not own and not of_others:
        text = f"{item.ref} was recorded by someone else."
        reasons.append(
            Reason(
                EvidenceReason.NOT_YOUR_ITEM,
                text,
                "Ask who recorded it, or a lead inspector, to withdraw it.",
                "item",
            )
        )
    return reasons


def supersedable(item: Item, reason: str, sent: Sent, at: datetime) -> list[Reason]:
    """An item that still stands is superseded, with a reason, by a new record of the same
    inspection.
    """
    return [*storable(reason, "reason", needed=True), *_standing(item), *recordable(sent, at)]


def _running(inspection: Inspection) -> list[Reason]:
    if inspection.phase in OVER:
        text = (
            f"The inspection is {Phase(inspection.phase).label.lower()}; its evidence is kept "
            f"as it stands."
        )
        return [
            Reason(
                EvidenceReason.INSPECTION_OVER, text, "Nothing more can be recorded.", "inspection"
            )
        ]
    return []


def _standing(item: Item) -> list[Reason]:
    if hasattr(item, "withdrawal"):
        return [
            Reason(
                EvidenceReason.WITHDRAWN_ALREADY,
                f"{item.ref} has been withdrawn.",
                "Record a new item instead.",
                "item",
            )
        ]
    if hasattr(item, "supersession"):
        newer = item.supersession.by_item.ref
        return [
            Reason(
                EvidenceReason.SUPERSEDED_ALREADY,
                f"{item.ref} has been superseded by {newer}.",
                f"Open {newer}.",
                "item",
            )
        ]
    return []


def _words(sent: Sent) -> list[Reason]:
    reasons = [*storable(sent.origin, "origin", needed=True, limit=160)]
    if sent.marking == Marking.SECRET:
        if sent.words:
            text = "SECRET words are never stored here."
            mend = (
                "Leave the words empty; give reference, custodian and holding system as the stub."
            )
            reasons.append(Reason(EvidenceReason.SECRET_TEXT, text, mend, "words"))
        if sent.files:
            text = "A file of a SECRET item is never stored here."
            reasons.append(
                Reason(
                    EvidenceReason.SECRET_FILE,
                    text,
                    "Remove the files; name where they are held in the stub.",
                    "files",
                )
            )
        return reasons + storable(sent.stub, "stub", needed=True, limit=2000)
    if sent.stub:
        text = "A stub stands for SECRET content only, and this item is not marked SECRET."
        reasons.append(
            Reason(
                EvidenceReason.STUB_WITHOUT_SECRET,
                text,
                "Mark it SECRET, or leave the stub empty.",
                "stub",
            )
        )
    return reasons + storable(sent.words, "words", needed=True, limit=WORDS_LIMIT)


def _choices(sent: Sent) -> list[Reason]:
    reasons = []
    choices: tuple[tuple[EvidenceReason, str, str, Iterable[str]], ...] = (
        (EvidenceReason.KIND_UNKNOWN, "kind", sent.kind, SourceKind.values),
        (EvidenceReason.METHOD_UNKNOWN, "method", sent.method, Method.values),
        (EvidenceReason.DIRECTION_UNKNOWN, "direction", sent.direction, Direction.values),
        (EvidenceReason.MARKING_UNKNOWN, "marking", sent.marking, Marking.values),
    )
    for code, field, value, known in choices:
        if value not in known:
            text = f"The {field} {value!r} is unknown."
            reasons.append(Reason(code, text, f"Choose one of: {', '.join(known)}.", field))
    return reasons


def _place(sent: Sent) -> list[Reason]:
    reasons = []
    if sent.scope_body.inspection_id != sent.inspection.pk:
        text = f"{sent.scope_body.label} is not in the scope of this inspection."
        reasons.append(
            Reason(
                EvidenceReason.BODY_OUT_OF_SCOPE, text, "Choose a body of the scope.", "scope_body"
            )
        )
    if sent.session is not None and sent.session.visit.scope_body_id != sent.scope_body.pk:
        text = f"The session {sent.session.title!r} was not held at {sent.scope_body.label}."
        reasons.append(
            Reason(
                EvidenceReason.SESSION_ELSEWHERE,
                text,
                "Choose a session of that body, or none.",
                "session",
            )
        )
    if sent.session is not None and sent.session.visit.cancelled_reason:
        text = f"The visit of the session {sent.session.title!r} was cancelled."
        reasons.append(
            Reason(
                EvidenceReason.VISIT_CANCELLED,
                text,
                "Choose a session that was held, or none.",
                "session",
            )
        )
    if not sent.criteria:
        reasons.append(
            Reason(
                EvidenceReason.CRITERIA_MISSING,
                "The item speaks to no criterion.",
                "Choose one or more.",
                "criteria",
            )
        )
    for criterion in sent.criteria:
        if criterion.area.framework_id != sent.inspection.framework_id:
            text = f"{criterion} is not in the framework of this inspection."
            reasons.append(
                Reason(
                    EvidenceReason.CRITERION_OF_ANOTHER_FRAMEWORK,
                    text,
                    "Choose criteria of its framework.",
                    "criteria",
                )
            )
    return reasons


def _times(sent: Sent, at: datetime) -> list[Reason]:
    naive = [name for name in ("observed_at", "written_at") if getattr(sent, name).tzinfo is None]
    if naive:
        return [
            Reason(
                EvidenceReason.TIME_WITHOUT_ZONE,
                f"The time {name} has no time zone.",
                "Send it with its offset.",
                name,
            )
            for name in naive
        ]
    reasons = []
    if sent.written_at < sent.observed_at:
        text = "The words were written before the thing was observed."
        reasons.append(
            Reason(EvidenceReason.WRITTEN_BEFORE_OBSERVED, text, "Check both times.", "written_at")
        )
    if sent.written_at > at:
        text = "The words were written later than now."
        reasons.append(
            Reason(
                EvidenceReason.WRITTEN_IN_FUTURE,
                text,
                "Check the time, and the clock of the device.",
                "written_at",
            )
        )
    if sent.observed_at > at:
        text = "It was observed later than now."
        reasons.append(
            Reason(
                EvidenceReason.OBSERVED_IN_FUTURE,
                text,
                "Check the time, and the clock of the device.",
                "observed_at",
            )
        )
    session = sent.session
    if session is not None and not session.starts_at <= sent.observed_at <= session.ends_at:
        held = (
            f"{timezone.localtime(session.starts_at):%d.%m.%Y %H:%M} to "
            f"{timezone.localtime(session.ends_at):%H:%M}"
        )
        text = f"It was observed outside the session {session.title!r} ({held})."
        reasons.append(
            Reason(
                EvidenceReason.OBSERVED_OUTSIDE_SESSION,
                text,
                "Check the time, or choose no session.",
                "observed_at",
            )
        )
    return reasons


def _files(sent: Sent) -> list[Reason]:
    reasons: list[Reason] = []
    for name, _ in sent.files:
        reasons += storable(name, "file_name", needed=True, limit=NAME_LIMIT)
    return reasons
