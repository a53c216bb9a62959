"""Notes from devices: opened, their files put together, and taken in or kept in the quarantine.

Each envelope is answered by itself: a poisoned one stops no other. What goes wrong here and is not
the note's fault leaves nothing of it behind, and is answered as ``later``: its device keeps it.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from django.db import OperationalError

from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.models import Told
from inspectorate.domain.evidence.arrivals.note import Arriving
from inspectorate.domain.evidence.arrivals.taking import Incoming, Taken, take_in_many, taken_of
from inspectorate.domain.evidence.models import Arrival, Item, Quarantined
from inspectorate.domain.evidence.quarantine import actions, queries
from inspectorate.domain.evidence.quarantine.grounds import Ground
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.envelopes import pieces, waiting
from inspectorate.foundation.envelopes.coding import NotAnEnvelope, is_id
from inspectorate.foundation.envelopes.keys import KeysFault
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import done_under
from inspectorate.foundation.people.actions import ANYBODY
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.reasons.reasons import Forbidden, Reason
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note as note_event
from inspectorate.foundation.tries import limits

from . import sent_files
from .envelopes import Opened, Opener, key_of
from .notes import NoteReader

logger = logging.getLogger(__name__)
# Envelopes in one transaction; a device sends no more at once.
AT_ONCE = 25
# A full disk, a busy database, keys that cannot be read: no note is looked at by itself then.
_OF_THE_HOUSE = (KeysFault, OperationalError, OSError)


class State(StrEnum):
    """What became of an envelope. Only the first three let its device forget it."""

    RECORDED = "recorded"
    RECEIVED = "received"
    QUARANTINED = "quarantined"
    WAITING_FILES = "waiting_files"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one envelope: its number where it has one, and why it is not recorded.

    ``missing`` holds, by the id of a file, the numbers of its pieces that are here.
    """

    id: str
    state: State
    number: int | None = None
    ref: str | None = None
    at: datetime | None = None
    told: Sequence[Told] = ()
    missing: Mapping[str, Sequence[int]] = field(default_factory=dict)


class Intake:
    """Takes in what one device sends, or one person brings.

    ``skew``: by how many seconds the clock of the device is ahead of ours, where that is known.
    """

    def __init__(
        self,
        *,
        device: CaptureDevice | None = None,
        brought_by: Person | None = None,
        skew: int | None = None,
    ) -> None:
        assert (device is None) != (brought_by is None)
        self.device, self.brought_by, self.skew = device, brought_by, skew
        self.via = Door.DEVICE if device else Door.RESCUE
        # Whose pieces are asked for.
        self.sender = device.sender if device else f"rescue-{cast(Person, brought_by).pk}"

    def take(
        self, sent: Sequence[object], at: datetime, *, without_files: bool = False
    ) -> list[Outcome]:
        """Take in envelopes; the outcomes are in their order.

        ``without_files``: take in what waits for pieces that never came, and say which files.
        Raises KeysFault, OperationalError and OSError, where nothing can be taken in at all.
        """
        try:
            return _Batch(self, at, without_files).take(sent)
        except _OF_THE_HOUSE:
            raise
        # Whatever else it is, it is a fault of ours: it is looked for one envelope at a time.
        except Exception:
            if len(sent) == 1:
                logger.exception("an envelope was not taken in")
                return [_later(sent[0])]
            return [self.take([one], at, without_files=without_files)[0] for one in sent]

    def asked(self, ids: Sequence[str]) -> list[Outcome]:
        """What became of notes that this device sent, by their ids."""
        device = cast(CaptureDevice, self.device)
        keys = {one: key_of(device.known_as, one) for one in ids}
        done = before(device.person, list(keys.values()))
        kept = queries.same((device.known_as, one) for one in ids)
        strange = {note: found for (_, note, _), found in kept.items()}
        waits = set(waiting.of(self.sender))
        found = []
        for one, key in keys.items():
            if key in done:
                found.append(outcome_of(one, done[key]))
            elif one in strange:
                found.append(strange_outcome(strange[one]))
            elif one in waits:
                found.append(Outcome(one, State.WAITING_FILES))
            else:
                found.append(Outcome(one, State.UNKNOWN))
        return found

    def completed(self, note: str, at: datetime) -> Outcome | None:
        """Take in a note that waited, where its last piece has come; None where it waits on."""
        envelope = waiting.found(self.sender, note)
        if envelope is None:
            return None
        return self.take([envelope], at)[0]


class _Batch:
    """Some envelopes on their way in."""

    def __init__(self, intake: Intake, at: datetime, without_files: bool) -> None:
        self.intake, self.at, self.without_files = intake, at, without_files
        self.readers: dict[int, NoteReader] = {}
        self.outcomes: dict[int, Outcome] = {}

    def take(self, sent: Sequence[object]) -> list[Outcome]:
        opened: dict[int, Opened] = {}
        for place, one in enumerate(Opener(self.intake.device).open_all(sent)):
            if isinstance(one, NotAnEnvelope):
                self.outcomes[place] = _refused(sent[place], str(one))
            else:
                opened[place] = one
        strange = {place: one for place, one in opened.items() if one.ground is not None}
        for group in _groups(opened, strange):
            strange |= self._take_in(group)
        # In one order, so that no two batches wait for each other.
        for place in sorted(strange, key=lambda one: opened[one].envelope.id):
            self.outcomes[place] = self._keep(strange[place])
        return [self.outcomes[place] for place in range(len(sent))]

    def _take_in(self, group: Mapping[int, Opened]) -> dict[int, Opened]:
        """Take in notes of one author on one inspection; return those that turn out nobody's."""
        first = next(iter(group.values()))
        author, inspection = cast(Person, first.author), cast(Inspection, first.inspection)
        ready: dict[int, Incoming] = {}
        with_files = [one.key for one in group.values() if one.files]
        done = before(author, with_files) if with_files else {}
        for place, one in group.items():
            found = self._incoming(one, done.get(one.key))
            if isinstance(found, Outcome):
                self.outcomes[place] = found
            else:
                ready[place] = found
        try:
            taken = take_in_many(
                by=author, at=self.at, inspection=inspection, incoming=list(ready.values())
            )
        except Forbidden:
            return {place: replace(group[place], ground=Ground.NOT_OF_TEAM) for place in ready}
        for place, made in zip(ready, taken, strict=True):
            self.outcomes[place] = outcome_of(group[place].envelope.id, made)
            self._forget(group[place])
        return {}

    def _incoming(self, one: Opened, done: Taken | None) -> Incoming | Outcome:
        """What is taken in of a note; or its outcome, where it waits or came before."""
        assert one.said is not None
        stored, reasons = self._files(one, done)
        if isinstance(stored, Outcome):
            return stored
        reader = self.readers.setdefault(
            cast(Inspection, one.inspection).pk, NoteReader(cast(Inspection, one.inspection))
        )
        note = reader.read(one.said.item, stored)
        if reasons:
            note = replace(note, recording=None, reasons=[*note.reasons, *reasons])
        intake = self.intake
        arriving = Arriving(
            via=intake.via,
            device_time=one.device_time,
            skew=intake.skew,
            brought_by=intake.brought_by,
        )
        came = done.arrival if done else None
        if came is not None and came.sent == note.sent and not _lacked_files(came):
            return outcome_of(one.envelope.id, taken_of(came))
        return Incoming(one.key, note, arriving)

    def _files(
        self, one: Opened, done: Taken | None
    ) -> tuple[list[StoredFile] | Outcome, list[Reason]]:
        """The files of a note, and why some are left out; or that it waits for them."""
        if not one.files:
            return [], []
        if not one.may_be_kept:
            # None is put together: that they came is all that is said of them.
            return [StoredFile(x.sha256, x.size, "", x.name) for x in one.files], []
        made = (done.item or done.arrival) if done else None
        if made is not None and (known := sent_files.known_of(one.files, made)) is not None:
            return known, []
        if isinstance(made, Arrival) and not _lacked_files(made):
            return [], []
        put = sent_files.put_together(self.intake.sender, one.files, without=self.without_files)
        if put.missing and not self.without_files:
            return self._waits(one, put.missing), []
        return put.stored, put.reasons

    def _waits(self, one: Opened, missing: Mapping[str, Sequence[int]]) -> Outcome:
        waiting.keep(self.intake.sender, one.envelope.id, one.envelope.sent)
        return Outcome(one.envelope.id, State.WAITING_FILES, missing=missing)

    def _keep(self, one: Opened) -> Outcome:
        """Keep a note that is nobody's yet."""
        named, note = one.envelope.device, one.envelope.id
        known = queries.same([(named, note)]).get((named, note, one.digest))
        if known is not None:
            return strange_outcome(known)
        if not self._has_room(one):
            return _outcome(note, State.LATER, EvidenceReason.QUARANTINE_FULL)
        files: list[StoredFile] = []
        if one.files and one.may_be_kept:
            put = sent_files.put_together(self.intake.sender, one.files, without=self.without_files)
            if put.missing and not self.without_files:
                return self._waits(one, put.missing)
            files = put.stored
        made = actions.quarantine(
            by=self.intake.brought_by or ANYBODY,
            at=self.at,
            key=f"quarantine/{named}/{note}/{one.digest}",
            strange=self._strange(one, files),
            sent_by=self.intake.device,
            signed_by=one.signed_by,
            inspection=one.inspection,
            via=self.intake.via,
            device_time=one.device_time,
        )
        self._forget(one)
        return strange_outcome(made)

    @staticmethod
    def _strange(one: Opened, files: Sequence[StoredFile]) -> actions.Strange:
        keeps = one.may_be_kept
        assert one.ground is not None
        return actions.Strange(
            ground=one.ground,
            note=one.envelope.id,
            named=one.envelope.device,
            digest=one.digest,
            envelope=one.envelope.sent if keeps else {},
            left_out=not keeps,
            files=tuple(files),
        )

    def _has_room(self, one: Opened) -> bool:
        """Is there room in the quarantine for one more of this device? Said aloud where not."""
        device = self.intake.device
        if device is None or waiting.found(self.intake.sender, one.envelope.id) is not None:
            return True
        counted = limits.Counted(limits.QUARANTINE, str(device.pk))
        if queries.has_room(device) and limits.take(counted):
            return True
        note_event(SecurityEvent.QUARANTINE_FULL, device=device.pk)
        return False

    def _forget(self, one: Opened) -> None:
        """Drop what waited for a note that has its answer now."""
        if one.files:
            waiting.drop(self.intake.sender, one.envelope.id)
            pieces.drop(self.intake.sender, [file.id for file in one.files])


def before(author: Person, keys: Sequence[str]) -> dict[str, Taken]:
    """What became of notes that were taken in under these keys, whatever they said."""
    recorded = done_under(author, keys, EvidenceVerb.RECORD)
    received = done_under(author, keys, EvidenceVerb.RECEIVE)
    items = {
        one.pk: one
        for one in Item.objects.filter(pk__in=_pks(recorded.values())).select_related("inspection")
    }
    arrivals = {
        one.pk: one
        for one in Arrival.objects.filter(pk__in=_pks(received.values()))
        .select_related("inspection")
        .prefetch_related("decisions__item__inspection")
    }
    found = {key: Taken(item=items[_pk(of)]) for key, of in recorded.items() if _pk(of) in items}
    for key, of in received.items():
        if _pk(of) in arrivals:
            found[key] = taken_of(arrivals[_pk(of)])
    return found


def outcome_of(note: str, taken: Taken) -> Outcome:
    """The outcome of a note that was taken in."""
    if taken.item is not None:
        item = taken.item
        return Outcome(note, State.RECORDED, item.number, item.ref, item.recorded_at, taken.told)
    arrival = cast(Arrival, taken.arrival)
    return Outcome(
        note, State.RECEIVED, arrival.number, arrival.ref, arrival.received_at, taken.told
    )


def strange_outcome(kept: Quarantined) -> Outcome:
    """The outcome of a note in the quarantine: accepted, what became of it then."""
    last = kept.decision
    if last is not None and (last.item or last.arrival):
        return outcome_of(kept.note, Taken(item=last.item, arrival=last.arrival))
    told = Told(
        EvidenceReason.IN_QUARANTINE.value,
        f"{kept.get_ground_display()}.",
        "A lead inspector or an administrator looks at it.",
        "",
    )
    return Outcome(kept.note, State.QUARANTINED, kept.number, kept.ref, kept.received_at, [told])


def _groups(
    opened: Mapping[int, Opened], strange: Mapping[int, Opened]
) -> Iterable[dict[int, Opened]]:
    """Notes by author and inspection, in one order; of two under one key the second by itself."""
    found: dict[tuple[Any, ...], dict[int, Opened]] = defaultdict(dict)
    times: dict[str, int] = defaultdict(int)
    for place in sorted(opened, key=lambda one: opened[one].envelope.id):
        one = opened[place]
        if place in strange:
            continue
        again = times[one.key]
        times[one.key] += 1
        author, inspection = cast(Person, one.author), cast(Inspection, one.inspection)
        found[again, inspection.pk, author.pk][place] = one
    return [found[key] for key in sorted(found)]


def _lacked_files(arrival: Arrival) -> bool:
    """Was a note received without a file of it that never came?"""
    return any(one.code == EvidenceReason.FILE_MISSING for one in arrival.told)


def _pks(labels: Iterable[str]) -> list[int]:
    return [_pk(one) for one in labels]


def _pk(label: str) -> int:
    return int(label.rpartition("/")[2])


def _id_of(sent: object) -> str:
    own = sent.get("id") if isinstance(sent, dict) else None
    return cast(str, own) if is_id(own) else ""


def _refused(sent: object, why: str) -> Outcome:
    return _outcome(_id_of(sent), State.REFUSED, EvidenceReason.NO_ENVELOPE, f"Of it {why}.")


def _later(sent: object) -> Outcome:
    return _outcome(_id_of(sent), State.LATER, EvidenceReason.FAULT_OF_OURS)


def _outcome(note: str, state: State, code: EvidenceReason, text: str = "") -> Outcome:
    told = Told(code.value, text or code.sentence, "It stays on the device.", "")
    return Outcome(note, state, told=[told])
