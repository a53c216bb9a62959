"""Notes from devices: sent sealed, in pieces where they have files, answered one by one.

A device comes with its upload token, which reads nothing but what became of its own notes.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Annotated, Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from ninja.security import HttpBearer
from pydantic import Field, field_validator

from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.foundation.envelopes import pieces
from inspectorate.foundation.envelopes.pieces import TAG, NoRoom, Piece
from inspectorate.foundation.people.devices.known import found
from inspectorate.foundation.people.models import CaptureDevice
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note as note_event

from ..intake import AT_ONCE, Intake
from ..note_outcomes import Outcome, State
from .problems import OF_ACTS, SaidReason, TooOften
from .tokens import in_pace, opens_nothing

logger = logging.getLogger(__name__)
router = Router(tags=["capture"])
ID = "^[A-Za-z0-9_-]{22}$"
# Bytes of unfinished files that lie here of one device: the longest note that is taken, of twenty
# files, and what is written after it. Of one that was ended, the quarantine alone is open to it.
UNFINISHED, OF_ENDED = 12 * 1024**3, 200 * 1024**2
# Pieces of one file, of which each is a MiB.
PIECES = 2048
# A clock that is further off than this says no time at all.
_FURTHEST = 100 * 366 * 24 * 3600


class UploadToken(HttpBearer):
    """Opens an address to a device by its upload token, ended or not: then what it sends comes no
    further than the quarantine.
    """

    def authenticate(self, request: HttpRequest, token: str) -> CaptureDevice | None:
        """The device whose token was sent; None where it is none. Raises TooOften."""
        device = found(token)
        if device is None:
            opens_nothing(request)
            return None
        request.user = device.person
        if not in_pace(device.digest, time.monotonic()):
            raise TooOften
        return device


class MissingOut(Schema):
    """A file of a note that is not here whole: which of its pieces are."""

    file: str
    have: list[int]


class NoteOutcomeOut(Schema):
    """What became of one note.

    Its device forgets it when ``state`` is ``recorded``, ``received`` or ``quarantined``, and no
    sooner. ``waiting_files``: kept here, and taken in when the last piece has come. ``later``: send
    it again. ``refused``: no envelope, or too large. ``unknown``: it never came.

    A grade is ``recorded`` once it stands in its author's draft, and else ``received`` for its
    author alone; a debrief note is ``received`` until a visit ends with it, and then ``recorded``.
    """

    id: str
    state: State
    number: int | None
    ref: str | None
    at: datetime | None
    reasons: list[SaidReason]
    missing: list[MissingOut]

    @staticmethod
    def of(one: Outcome) -> NoteOutcomeOut:
        told = [SaidReason(code=x.code, text=x.text, mend=x.mend, field=x.field) for x in one.told]
        lacking = [MissingOut(file=file, have=list(have)) for file, have in one.missing.items()]
        return NoteOutcomeOut(
            id=one.id,
            state=one.state,
            number=one.number,
            ref=one.ref,
            at=one.at,
            reasons=told,
            missing=lacking,
        )


class OutcomesOut(Schema):
    """What became of each, in the order in which they were sent."""

    outcomes: list[NoteOutcomeOut]

    @staticmethod
    def of(outcomes: list[Outcome]) -> OutcomesOut:
        return OutcomesOut(outcomes=[NoteOutcomeOut.of(one) for one in outcomes])


class EnvelopesIn(Schema):
    """Sealed notes; what each must hold ADR 73 says, and ADR 76 what it may be meant for: evidence,
    a provisional grade of its author's own, or a note of a hot debrief. One that holds it not stops
    no other.

    ``device_time`` is what the clock of the device says now, so that it is known how wrong it is.
    """

    envelopes: list[Any] = Field(min_length=1, max_length=AT_ONCE)
    device_time: Any = Field(None, json_schema_extra={"type": "string", "format": "date-time"})


class AskedIn(Schema):
    """Ids of notes that this device sent."""

    ids: list[Annotated[str, Field(pattern=ID)]] = Field(max_length=500)

    @field_validator("ids")
    @classmethod
    def _once(cls, ids: list[str]) -> list[str]:
        return list(dict.fromkeys(ids))


class HaveOut(Schema):
    """Which pieces of a file are here."""

    have: list[int]


@router.post("/notes/", auth=UploadToken(), response={200: OutcomesOut, **OF_ACTS})
def send_notes(request: HttpRequest, sent: EnvelopesIn) -> OutcomesOut:
    """Send notes, sealed and signed. Each is answered by itself, the same whenever it is sent
    again; none is refused for what a rule says: then it is received, and a person decides.
    """
    now = timezone.now()
    intake = Intake(device=_device(request), skew=_skew(sent.device_time, now))
    outcomes = intake.take(sent.envelopes, now)
    if all(_is_full(one) for one in outcomes):
        raise TooOften
    return OutcomesOut.of(outcomes)


@router.put(
    "/files/{file}/{n}/",
    auth=UploadToken(),
    response={200: HaveOut, **OF_ACTS},
    openapi_extra={
        "requestBody": {
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
            "required": True,
        }
    },
)
def send_piece(
    request: HttpRequest,
    file: Annotated[str, Path(pattern=ID)],
    n: Annotated[int, Path(ge=0, lt=PIECES)],
    of: Annotated[int, Query(ge=1, le=PIECES)],
    note: Annotated[str, Query(pattern=ID)],
) -> HaveOut:
    """Send the n-th sealed piece of a file of a note, from 0; at most 1 MiB and its seal.

    Sent twice it changes nothing; other bytes under the same number are refused. With the last
    piece the note is taken in, if it came before.
    """
    device = _device(request)
    _refuse_misplaced(n, of, len(request.body))
    most = UNFINISHED if device.trusted else OF_ENDED
    try:
        piece = Piece(file, n, of, request.body)
        # What came before its end was let in, and takes no room from what comes after.
        here = pieces.keep(device.sender, piece, most=most, since=device.ended_at)
    except NoRoom as fault:
        note_event(SecurityEvent.QUARANTINE_FULL, device=device.pk)
        raise TooOften from fault
    if len(here) == of:
        _complete(device, note)
    return HaveOut(have=here)


@router.post("/asked/", auth=UploadToken(), response={200: OutcomesOut, **OF_ACTS})
def asked(request: HttpRequest, sent: AskedIn) -> OutcomesOut:
    """What became of notes that this device sent, for one that lost the answer. Of others' notes,
    and of their words, it says nothing.
    """
    return OutcomesOut.of(Intake(device=_device(request)).asked(sent.ids))


def _device(request: HttpRequest) -> CaptureDevice:
    return cast(CaptureDevice, request.auth)  # type: ignore[attr-defined]


def _complete(device: CaptureDevice, note: str) -> None:
    """Take in a note whose last piece came. The piece is kept whatever becomes of that: the note
    is sent again then.
    """
    try:
        Intake(device=device).completed(note, timezone.now())
    except Exception:
        logger.exception("a note was not taken in with its last piece")


def _refuse_misplaced(n: int, of: int, size: int) -> None:
    if n < of and TAG < size <= pieces.PIECE + TAG:
        return
    text = f"A piece lies within its file and holds at most {pieces.PIECE:,} bytes and its seal."
    mend = Mend.words("Cut the file into pieces of 1 MiB, counted from 0.")
    raise Refused([Reason(EvidenceReason.FILE_UNOPENED, text, mend, "n")])


def _is_full(one: Outcome) -> bool:
    return any(told.code == EvidenceReason.QUARANTINE_FULL for told in one.told)


def _skew(sent: object, now: datetime) -> int | None:
    """By how many seconds the clock of a device is ahead; None where it says no time."""
    if not isinstance(sent, str) or len(sent) > 40:
        return None
    try:
        ahead = (datetime.fromisoformat(sent) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return round(ahead) if abs(ahead) < _FURTHEST else None
