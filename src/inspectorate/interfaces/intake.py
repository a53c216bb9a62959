"""Notes from devices: opened, their files put together, and taken in or kept in the quarantine.

Each envelope is answered by itself: a poisoned one stops no other. What goes wrong here and is not
the note's fault leaves nothing of it behind, and is answered as ``later``: its device keeps it.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db import OperationalError

from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.note import Arriving, Note
from inspectorate.domain.evidence.arrivals.taking import Incoming, Taken
from inspectorate.domain.evidence.models import Quarantined
from inspectorate.domain.evidence.quarantine import actions, queries
from inspectorate.domain.evidence.quarantine.grounds import Ground
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.envelopes import pieces, waiting
from inspectorate.foundation.envelopes.coding import NotAnEnvelope
from inspectorate.foundation.envelopes.keys import KeyMissing, KeysFault
from inspectorate.foundation.envelopes.said import SaidFile
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.people.actions import ANYBODY
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note as note_event
from inspectorate.foundation.tries import limits

from . import received_meanings, sent_files
from .envelopes import Opened, Opener, key_of
from .note_outcomes import (
    ANSWERED,
    Outcome,
    State,
    before,
    carried,
    later,
    outcome_of,
    refused,
    says_the_same,
    strange_outcome,
    told_of,
)
from .notes import NoteReader
from .sent_files import SentFiles

logger = logging.getLogger(__name__)
# Envelopes in one transaction; a device sends no more at once.
AT_ONCE = 25
# A busy database, keys that cannot be read: no note is looked at by itself then.
_OF_THE_HOUSE = (KeysFault, OperationalError)


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
        # Who is told what became of them.
        self.to = device.person if device else cast(Person, brought_by)
        self.via = Door.DEVICE if device else Door.RESCUE
        # Whose pieces are asked for.
        self.sender = device.sender if device else f"rescue-{self.to.pk}"

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
                return [later(sent[0])]
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
        found = [outcome_of(note, done, self.to)] if done else []
        found += [Outcome(note, State.WAITING_FILES)] if waits else []
        found += [strange_outcome(strange, self.to)] if strange else []
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
                self.outcomes[place] = refused(sent[place], str(one))
            elif isinstance(one, KeyMissing):
                logger.error("a note is sealed to the opening key %s, which is not here", one.key)
                self.outcomes[place] = later(sent[place], EvidenceReason.KEY_AWAY)
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
            signer = one.signed_by.person if one.signed_by else None
            # What nobody signed and is accepted is no grade: its device is told.
            if signer is not None or self.intake.device is None:
                self.outcomes[place] = carried(self.outcomes[place], signer, self.intake.to)
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
            taken = received_meanings.taken_in(
                by=author, at=self.at, inspection=inspection, incoming=ready
            )
        except Forbidden:
            return {place: replace(group[place], ground=Ground.NOT_OF_TEAM) for place in ready}
        for place, made in taken.items():
            note = group[place].envelope.id
            self.outcomes[place] = outcome_of(note, made, self.intake.to)
        return {}

    def _with_room[T](self, one: Opened, taking: Callable[[Opened], T]) -> T | Outcome:
        """What ``taking`` gives; where no room is left for this note, that it is taken later. The
        others beside it need none, or less.
        """
        try:
            return taking(one)
        except pieces.NoRoom:
            self._say_it_is_full()
            return later(one.envelope.sent, EvidenceReason.QUARANTINE_FULL)
        except OSError:
            logger.exception("the files of a note were not brought in")
            return later(one.envelope.sent)

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
        named, note, to = one.envelope.device, one.envelope.id, self.intake.to
        if (came := self._came_before_its_end(one)) is not None:
            return came
        alike = [
            kept
            for kept in queries.same(self.intake.device, [(named, note)])
            if kept.digest == one.digest
        ]
        whole = next((kept for kept in alike if not sent_files.lacking(kept.told)), None)
        if whole is not None:
            return strange_outcome(whole, to)
        if not self._has_room(one):
            return later(one.envelope.sent, EvidenceReason.QUARANTINE_FULL)
        put: SentFiles | Outcome = SentFiles()
        if one.may_be_kept:
            put = self._put_together(one, one.files)
        if isinstance(put, Outcome):
            return put
        if alike and sent_files.lacking([told_of(x) for x in put.reasons]):
            return strange_outcome(alike[0], to)
        try:
            return strange_outcome(self._quarantined(one, put, again=len(alike)), to)
        except Refused:
            # Somebody else brought it at this moment: it is found when it is sent again.
            return later(one.envelope.sent)

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
        return outcome_of(one.envelope.id, done, self.intake.to) if same else None

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
