"""Notes from devices: opened, their files put together, and taken in or kept in the quarantine.

Each envelope is answered by itself: a poisoned one stops no other. What goes wrong here and is not
the note's fault leaves nothing of it behind, and is answered as ``later``: its device keeps it.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from django.db import OperationalError

from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.models import Told
from inspectorate.domain.evidence.arrivals.note import Arriving, Note
from inspectorate.domain.evidence.arrivals.taking import Incoming, Taken, take_in_many, taken_of
from inspectorate.domain.evidence.models import Arrival, Item, Quarantined
from inspectorate.domain.evidence.quarantine import actions, queries
from inspectorate.domain.evidence.quarantine.grounds import Ground
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.envelopes import pieces, waiting
from inspectorate.foundation.envelopes.coding import NotAnEnvelope, is_id
from inspectorate.foundation.envelopes.keys import KeyMissing, KeysFault
from inspectorate.foundation.envelopes.said import SaidFile
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import done_below, done_under
from inspectorate.foundation.people.actions import ANYBODY
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.reasons.reasons import Forbidden, Reason
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note as note_event
from inspectorate.foundation.tries import limits

from . import sent_files
from .envelopes import Opened, Opener, key_of
from .notes import NoteReader
from .sent_files import SentFiles

logger = logging.getLogger(__name__)
# Envelopes in one transaction; a device sends no more at once.
AT_ONCE = 25
# A busy database, keys that cannot be read: no note is looked at by itself then.
_OF_THE_HOUSE = (KeysFault, OperationalError)


class State(StrEnum):
    """What became of an envelope. Only the first three let its device forget it."""

    RECORDED = "recorded"
    RECEIVED = "received"
    QUARANTINED = "quarantined"
    WAITING_FILES = "waiting_files"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


# It lies here for good, and its device may forget it.
ANSWERED = (State.RECORDED, State.RECEIVED, State.QUARANTINED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one envelope: its number where it has one, and why it is not recorded.

    ``missing`` holds, by the id of a file, the numbers of its pieces that are here. A note that was
    taken in without a file that its device has still waits for it, and has its number all the same.
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
        Raises KeysFault and OperationalError, where nothing can be taken in at all.
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

    def senders(self, signed_by: CaptureDevice | None) -> list[str]:
        """Whose pieces are looked at: those that came this way, or from the device that signed."""
        return list(dict.fromkeys([self.sender, *([signed_by.sender] if signed_by else [])]))

    def asked(self, ids: Sequence[str]) -> list[Outcome]:
        """What became of notes that this device sent, by their ids.

        Of what others sent in its name it is told nothing: its own note did not come by that.
        """
        device = cast(CaptureDevice, self.device)
        keys = {one: key_of(device.known_as, one) for one in ids}
        done = before(device.person, list(keys.values()))
        strange = {
            one.note: one for one in queries.same(device, ((device.known_as, x) for x in ids))
        }
        waits = set(waiting.of(self.sender))
        return [
            self._asked(one, done.get(key), one in waits, strange.get(one))
            for one, key in keys.items()
        ]

    def _asked(
        self, note: str, done: Taken | None, waits: bool, strange: Quarantined | None
    ) -> Outcome:
        found = [outcome_of(note, done)] if done else []
        found += [Outcome(note, State.WAITING_FILES)] if waits else []
        found += [strange_outcome(strange)] if strange else []
        stands = [self.still(one) for one in found]
        # What lacks a file gives way to what lies here whole.
        whole = [one for one in stands if one.state in ANSWERED]
        return next(iter([*whole, *stands]), Outcome(note, State.UNKNOWN))

    def still(self, outcome: Outcome) -> Outcome:
        """An outcome, which lets its device forget nothing that never came."""
        files = sent_files.lacking(outcome.told) if outcome.state in ANSWERED else []
        if not files or self.device is None:
            return outcome
        have = {one: pieces.have(self.sender, one) for one in files}
        return replace(outcome, state=State.WAITING_FILES, missing=have)

    def completed(self, note: str, at: datetime) -> list[Outcome]:
        """Take in what waited under an id, where its last piece has come; of what waits on, that it
        does.
        """
        found = []
        for one in waiting.found(self.sender, note):
            self.skew = one.skew
            found += self.take([one.envelope], at)
        return found


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
            elif isinstance(one, KeyMissing):
                logger.error("a note is sealed to the opening key %s, which is not here", one.key)
                self.outcomes[place] = _later(sent[place], EvidenceReason.KEY_AWAY)
            else:
                opened[place] = one
        strange = {place: one for place, one in opened.items() if one.ground is not None}
        for group in _groups(opened, strange):
            strange |= self._take_in(group)
        # In one order, so that no two batches wait for each other.
        for place in sorted(strange, key=lambda one: opened[one].envelope.id):
            self.outcomes[place] = self._with_room(strange[place], self._keep)
        for place, one in opened.items():
            self._settle(place, one)
        return [self.outcomes[place] for place in range(len(sent))]

    def _settle(self, place: int, one: Opened) -> None:
        """Drop what waited for a note that has its answer now, whichever way it came by it."""
        outcome = self.outcomes[place]
        if outcome.state not in ANSWERED:
            return
        self.outcomes[place] = still = self.intake.still(outcome)
        if one.files and still.state in ANSWERED:
            self._forget(one)

    def _take_in(self, group: Mapping[int, Opened]) -> dict[int, Opened]:
        """Take in notes of one author on one inspection; return those that turn out nobody's."""
        first = next(iter(group.values()))
        author, inspection = cast(Person, first.author), cast(Inspection, first.inspection)
        ready: dict[int, Incoming] = {}
        with_files = [one.key for one in group.values() if one.files]
        done = before(author, with_files) if with_files else {}
        for place, one in group.items():
            found = self._with_room(one, lambda this: self._incoming(this, done.get(this.key)))
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
        return {}

    def _with_room[T](self, one: Opened, taking: Callable[[Opened], T]) -> T | Outcome:
        """What ``taking`` gives; where no room is left for this note, that it is taken later. The
        others beside it need none, or less.
        """
        try:
            return taking(one)
        except pieces.NoRoom:
            self._say_it_is_full()
            return _later(one.envelope.sent, EvidenceReason.QUARANTINE_FULL)
        except OSError:
            logger.exception("the files of a note were not brought in")
            return _later(one.envelope.sent)

    def _incoming(self, one: Opened, done: Taken | None) -> Incoming | Outcome:
        """What is taken in of a note; or that it waits."""
        put = self._files(one, done)
        if isinstance(put, Outcome):
            return put
        inspection, intake = cast(Inspection, one.inspection), self.intake
        note = self._read(one, inspection, put)
        arriving = Arriving(
            via=intake.via,
            device_time=one.device_time,
            skew=intake.skew,
            brought_by=intake.brought_by,
        )
        return Incoming(one.key, note, arriving)

    def _read(self, one: Opened, inspection: Inspection, put: SentFiles) -> Note:
        reader = self.readers.setdefault(inspection.pk, NoteReader(inspection))
        note = reader.read(one.item, put.stored)
        amiss = sent_files.amiss(one.said.amiss) if one.said and one.may_be_kept else []
        if reasons := [*put.reasons, *amiss]:
            return replace(note, recording=None, reasons=[*note.reasons, *reasons])
        return note

    def _files(self, one: Opened, done: Taken | None) -> SentFiles | Outcome:
        """The files of a note, and why some are left out; or that it waits for them."""
        if not one.may_be_kept:
            # None is put together: that they came is all that is said of them.
            return SentFiles([StoredFile(x.sha256, x.size, "", x.name) for x in one.files])
        made = (done.arrival or done.item) if done else None
        known = sent_files.known_of(one.files, made) if made is not None else {}
        rest = [file for file in one.files if file.id not in known]
        put = self._put_together(one, rest)
        if isinstance(put, SentFiles):
            put.stored = [*known.values(), *put.stored]
        return put

    def _put_together(self, one: Opened, files: Sequence[SaidFile]) -> SentFiles | Outcome:
        """Bring files in; or keep their note until they are here whole."""
        senders = self.intake.senders(one.signed_by)
        put = sent_files.put_together(senders, files, without=self.without_files)
        if not put.missing or self.without_files:
            return put
        note = one.envelope.id
        waiting.keep(self.intake.sender, note, one.digest, one.envelope.sent, self.intake.skew)
        # The last piece may have come since, and found no note that waits.
        put = sent_files.put_together(senders, files)
        return Outcome(note, State.WAITING_FILES, missing=put.missing) if put.missing else put

    def _keep(self, one: Opened) -> Outcome:
        """Keep a note that is nobody's yet."""
        named, note = one.envelope.device, one.envelope.id
        if (came := self._came_before_its_end(one)) is not None:
            return came
        alike = [
            kept
            for kept in queries.same(self.intake.device, [(named, note)])
            if kept.digest == one.digest
        ]
        whole = next((kept for kept in alike if not sent_files.lacking(kept.told)), None)
        if whole is not None:
            return strange_outcome(whole)
        if not self._has_room(one):
            return _later(one.envelope.sent, EvidenceReason.QUARANTINE_FULL)
        put: SentFiles | Outcome = SentFiles()
        if one.may_be_kept:
            put = self._put_together(one, one.files)
        if isinstance(put, Outcome):
            return put
        if alike and sent_files.lacking([told_of(x) for x in put.reasons]):
            return strange_outcome(alike[0])
        return strange_outcome(self._quarantined(one, put, again=len(alike)))

    def _quarantined(self, one: Opened, put: SentFiles, *, again: int) -> Quarantined:
        # Files that came after all have a row of their own: what was written stays as it was.
        digest = (
            hashlib.sha256(f"{one.digest}{again}".encode()).hexdigest() if again else one.digest
        )
        space = f"quarantine/{self.intake.sender}"
        return actions.quarantine(
            by=self.intake.brought_by or ANYBODY,
            at=self.at,
            key=f"{space}/{one.envelope.device}/{one.envelope.id}/{digest}",
            strange=_strange(one, put, digest),
            sent_by=self.intake.device,
            signed_by=one.signed_by,
            inspection=one.inspection,
            via=self.intake.via,
            device_time=one.device_time,
            skew=self.intake.skew,
        )

    def _came_before_its_end(self, one: Opened) -> Outcome | None:
        """What became of a note that its device sent before it was ended, with these very words."""
        if one.ground is not Ground.ENDED or one.signed_by is None or one.inspection is None:
            return None
        done = before(one.signed_by.person, [one.key]).get(one.key)
        if done is None or sent_files.lacking(done.told):
            return None
        made = done.arrival or done.item
        files = list(sent_files.known_of(one.files, made).values()) if made else []
        note = self._read(one, one.inspection, SentFiles(files))
        same = (
            done.arrival.digest == note.digest
            if done.arrival
            else done.item is not None and says_the_same(done.item, note, len(one.files))
        )
        return outcome_of(one.envelope.id, done) if same else None

    def _has_room(self, one: Opened) -> bool:
        """Is there room in the quarantine for one more of this device? Said aloud where not."""
        device = self.intake.device
        if device is None or waiting.found(self.intake.sender, one.envelope.id):
            return True
        counted = limits.Counted(limits.QUARANTINE, str(device.pk))
        if queries.has_room(device) and limits.take(counted):
            return True
        self._say_it_is_full()
        return False

    def _say_it_is_full(self) -> None:
        device = self.intake.device
        note_event(SecurityEvent.QUARANTINE_FULL, device=device.pk if device else None)

    def _forget(self, one: Opened) -> None:
        """Drop what waited for a note that lies here for good; no pieces for a note that nobody
        signed, which may name those of another.
        """
        waiting.drop(self.intake.sender, one.envelope.id, one.digest)
        if one.signed_by is None:
            return
        for sender in self.intake.senders(one.signed_by):
            pieces.drop(sender, [file.id for file in one.files])


def _strange(one: Opened, put: SentFiles, digest: str) -> actions.Strange:
    keeps = one.may_be_kept
    amiss = sent_files.amiss(one.said.amiss) if one.said and keeps else []
    assert one.ground is not None
    return actions.Strange(
        ground=one.ground,
        note=one.envelope.id,
        named=one.envelope.device,
        digest=digest,
        envelope=one.envelope.sent if keeps else {},
        left_out=not keeps,
        files=tuple(put.stored),
        told=tuple(told_of(reason) for reason in (*put.reasons, *amiss)),
    )


def before(author: Person, keys: Sequence[str]) -> dict[str, Taken]:
    """What became of notes that were taken in under these keys, whatever they said; where files of
    one came later, what it was taken in as with them.
    """
    recorded = done_under(author, keys, EvidenceVerb.RECORD)
    received = done_under(author, keys, EvidenceVerb.RECEIVE)
    items = {
        one.pk: one
        for one in Item.objects.filter(pk__in=_pks(recorded.values())).select_related("inspection")
    }
    arrivals = _arrivals(received.values())
    found = {key: Taken(item=items[_pk(of)]) for key, of in recorded.items() if _pk(of) in items}
    for key, of in received.items():
        if _pk(of) in arrivals:
            found[key] = _whole_of(author, key, arrivals[_pk(of)])
    return found


def _whole_of(author: Person, key: str, arrival: Arrival) -> Taken:
    if not sent_files.lacking(arrival.told):
        return taken_of(arrival)
    later = _arrivals(done_below(author, key, EvidenceVerb.RECEIVE)).values()
    # With the same words and all that it lacked; other words under its key are another note.
    whole = [one for one in later if one.sent == arrival.sent and not sent_files.lacking(one.told)]
    return taken_of(whole[0] if whole else arrival)


def _arrivals(labels: Iterable[str]) -> dict[int, Arrival]:
    found = Arrival.objects.filter(pk__in=_pks(labels)).select_related("inspection")
    return {one.pk: one for one in found.prefetch_related("decisions__item__inspection")}


def says_the_same(item: Item, note: Note, files: int) -> bool:
    """Is a note what was recorded as ``item``, with as many files?"""
    said = note.recording
    if said is None:
        return False
    plain = [
        *("words", "stub", "origin", "kind", "method", "direction", "observed_at"),
        *("marking", "practice", "session", "scope_body"),
    ]
    return (
        all(getattr(item, name) == getattr(said, name) for name in plain)
        and {one.pk for one in item.criteria.all()} == {one.pk for one in said.criteria}
        and item.attachments.count() == files == len(note.files)
    )


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
    why = [told, *([_secret_told(kept)] if kept.left_out else []), *kept.told]
    return Outcome(kept.note, State.QUARANTINED, kept.number, kept.ref, kept.received_at, why)


def told_of(reason: Reason) -> Told:
    """A reason as it is told and kept."""
    return Told(str(reason.code), reason.text, str(reason.mend), reason.field)


def _secret_told(kept: Quarantined) -> Told:
    text = f"What {kept.ref} held was SECRET, and was dropped unread."
    return Told(EvidenceReason.SECRET_TEXT.value, text, "Keep your own copy.", "note")


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


def _pks(labels: Iterable[str]) -> list[int]:
    return [_pk(one) for one in labels]


def _pk(label: str) -> int:
    return int(label.rpartition("/")[2])


def _id_of(sent: object) -> str:
    own = sent.get("id") if isinstance(sent, dict) else None
    return cast(str, own) if is_id(own) else ""


def _refused(sent: object, why: str) -> Outcome:
    return _outcome(_id_of(sent), State.REFUSED, EvidenceReason.NO_ENVELOPE, f"Of it {why}.")


def _later(sent: object, code: EvidenceReason = EvidenceReason.FAULT_OF_OURS) -> Outcome:
    return _outcome(_id_of(sent), State.LATER, code)


def _outcome(note: str, state: State, code: EvidenceReason, text: str = "") -> Outcome:
    told = Told(code.value, text or code.sentence, "It stays on the device.", "")
    return Outcome(note, state, told=[told])
