"""The only writers of notes that were received, and of what was decided on each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Max

from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.access import cleared, ever_held, may, require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import ADDED, action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from ..actions import detail_of, keep_item
from ..models import Item
from ..permissions import TABLE
from ..policies import NAME_LIMIT
from ..recording import Came, Recording
from ..verbs import EvidenceVerb
from . import policies
from .kinds import Decided, Meant
from .mending import changed, codes_of, file_name
from .models import Arrival, ArrivalDecision, ArrivalFile, Told
from .note import Arriving

# As the table has it; what is recorded as evidence has shorter names (NAME_LIMIT).
_LONGEST_NAME = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecorded:
    """A note as it is kept: what was sent, its digest, why it was not recorded, its files."""

    sent: str
    digest: str
    marking: str
    marked: bool
    left_out: bool
    told: tuple[Told, ...]
    files: tuple[StoredFile, ...] = ()
    meant: Meant = field(default=Meant.NOTE, metadata={ADDED: True})


@action(EvidenceVerb.RECEIVE, streams=lambda *, inspection, **_: [inspection.stream])
def receive(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    note: Unrecorded,
    arriving: Arriving,
) -> Arrival:
    """Keep a note that the rules refuse, or that is meant for no evidence, with its number and
    reasons; no rule refuses it here.

    Raises Forbidden where ``by`` was never on the team in a role that records evidence.
    """
    if not ever_held(by, inspection, TABLE[EvidenceVerb.RECEIVE]):
        raise Forbidden(EvidenceVerb.RECEIVE)
    made = Arrival.objects.create(
        inspection=inspection,
        number=_next(inspection, by, note.meant),
        meant=note.meant,
        sent=note.sent,
        digest=note.digest,
        reasons=json.dumps([one._asdict() for one in note.told]),
        marking=note.marking,
        marked=note.marked,
        left_out=note.left_out,
        via=arriving.via,
        device_time=arriving.device_time,
        skew=arriving.skew,
        author=by,
        received_at=at,
        brought_by=arriving.brought_by,
    )
    # In one order, since an act on another inspection may bring in the same contents.
    blobs = {
        file.digest: store.put(file, at=at)
        for file in sorted(note.files, key=lambda one: one.digest)
    }
    for file in note.files:
        name = file_name(file.name, _LONGEST_NAME)
        ArrivalFile.objects.create(arrival=made, blob=blobs[file.digest], name=name)
    detail = {
        "ref": made.ref,
        "marking": made.marking,
        "reasons": [one.code for one in note.told],
        "files": len(note.files),
        "via": made.via,
    }
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(EvidenceVerb.RECORD_RECEIVED, streams=lambda *, arrival, **_: [arrival.inspection.stream])
def record_received(
    *, by: Person, at: datetime, key: str, arrival: Arrival, recording: Recording
) -> Item:
    """Record a note that was received, in its author's name and with its files.

    What differs from what was sent is said on the item, beside who decided. Raises Refused with
    every reason at once, Forbidden when ``by`` may not read the note or decide here.
    """
    inspection = arrival.inspection
    own, of_others = _decides(by, arrival, EvidenceVerb.RECORD_RECEIVED)
    whole = replace(
        recording,
        # Without a time of their own, words were written when they came and not when it is decided.
        written_at=recording.written_at or arrival.received_at,
        files=_files_of(arrival),
        passage=None,
        came=_came(arrival),
    )
    refuse_if(policies.acceptable(arrival, whole, at, own=own, of_others=of_others))
    item = keep_item(inspection, whole, by=arrival.author, at=at, received_at=arrival.received_at)
    mended = changed(arrival, whole)
    ArrivalDecision.objects.create(
        arrival=arrival,
        kind=Decided.RECORDED,
        item=item,
        changed=json.dumps(mended),
        by=by,
        at=at,
    )
    detail = detail_of(item, whole) | {"arrival": arrival.ref, "changed": codes_of(mended)}
    write(of=item, stream=inspection.stream, detail=detail)
    return item


@action(EvidenceVerb.SET_ASIDE, streams=lambda *, arrival, **_: [arrival.inspection.stream])
def set_aside(
    *, by: Person, at: datetime, key: str, arrival: Arrival, reason: str
) -> ArrivalDecision:
    """Set a note aside, and say why; it stays readable and can be taken up again."""
    own, of_others = _decides(by, arrival, EvidenceVerb.SET_ASIDE)
    refuse_if(policies.dismissible(arrival, reason, own=own, of_others=of_others))
    return _decide(arrival, Decided.SET_ASIDE, reason, by=by, at=at)


@action(EvidenceVerb.TAKE_UP, streams=lambda *, arrival, **_: [arrival.inspection.stream])
def take_up(
    *, by: Person, at: datetime, key: str, arrival: Arrival, reason: str
) -> ArrivalDecision:
    """Take up again a note that was set aside, and say why: it waits for a person anew."""
    own, of_others = _decides(by, arrival, EvidenceVerb.TAKE_UP)
    refuse_if(policies.resumable(arrival, reason, own=own, of_others=of_others))
    return _decide(arrival, Decided.TAKEN_UP, reason, by=by, at=at)


@action(EvidenceVerb.USE_RECEIVED, streams=lambda *, arrival, **_: [arrival.inspection.stream])
def use_received(
    *,
    by: Person,
    at: datetime,
    key: str,
    arrival: Arrival,
    version: int | None = None,
    visit: Visit | None = None,
) -> ArrivalDecision:
    """Say what became of a grade or a debrief note: its author's draft as its ``version``, or the
    debrief of a ``visit``. An act of judging includes it, and asks who may.
    """
    assert (version is None) != (visit is None)
    _decides(by, arrival, EvidenceVerb.USE_RECEIVED)
    meant = Meant.DEBRIEF if version is None else Meant.GRADE
    refuse_if(policies.usable(arrival, meant))
    kind = Decided.DEBRIEFED if version is None else Decided.DRAFTED
    return _decide(arrival, kind, "", by=by, at=at, version=version, visit=visit)


def _next(inspection: Inspection, by: Person, meant: Meant) -> int:
    """The number of what comes next: notes have one series, the grades of each author their own."""
    of = Arrival.objects.filter(inspection=inspection)
    if meant == Meant.GRADE:
        of = of.filter(author=by, meant=meant)
    else:
        of = of.exclude(meant=Meant.GRADE)
    return (of.aggregate(last=Max("number"))["last"] or 0) + 1


def _decide(
    arrival: Arrival, kind: Decided, reason: str, *, by: Person, at: datetime, **more: Any
) -> ArrivalDecision:
    made = ArrivalDecision.objects.create(
        arrival=arrival, kind=kind, reason=reason.strip(), by=by, at=at, **more
    )
    write(of=made, stream=arrival.inspection.stream, detail={"arrival": arrival.ref})
    return made


def _decides(by: Person, arrival: Arrival, verb: EvidenceVerb) -> tuple[bool, bool]:
    """Whether it is one's own, and whether one decides on others' notes.

    Raises Forbidden when ``by`` may not do it here, or may not read the note.
    """
    inspection = arrival.inspection
    require(by, inspection, TABLE, verb)
    own = arrival.author_id == by.pk
    of_others = may(by, inspection, TABLE, EvidenceVerb.DECIDE_ON_OTHERS)
    # A mark that is none of the scheme covers words that its author and a lead alone read.
    readable = cleared(by, inspection, arrival.marking) and (arrival.marked or of_others)
    # A judgment not yet given exists for nobody but its author.
    if not own and (arrival.private or not readable):
        raise Forbidden(EvidenceVerb.SEE)
    return own, of_others


def _files_of(arrival: Arrival) -> list[StoredFile]:
    return [
        StoredFile(
            one.blob.digest, one.blob.size, one.blob.media_type, file_name(one.name, NAME_LIMIT)
        )
        for one in arrival.files.select_related("blob")
    ]


def _came(arrival: Arrival) -> Came:
    return Came(device_time=arrival.device_time, skew=arrival.skew, brought_by=arrival.brought_by)
