"""What lies in the quarantine, opened for who decides there, and taken in once it is accepted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from inspectorate.domain.evidence.arrivals.kinds import Door, Meant
from inspectorate.domain.evidence.arrivals.mending import printable
from inspectorate.domain.evidence.arrivals.models import Told
from inspectorate.domain.evidence.arrivals.note import Arriving, Note
from inspectorate.domain.evidence.arrivals.taking import Incoming, Taken, take_in
from inspectorate.domain.evidence.models import Quarantined, QuarantineDecision
from inspectorate.domain.evidence.quarantine import actions, queries
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.foundation.envelopes.coding import NotAnEnvelope
from inspectorate.foundation.envelopes.keys import KeyMissing
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Forbidden, Reason, Refused, refuse_if

from . import received_meanings
from .envelopes import Opened, Opener, key_of
from .notes import NoteReader


def opened(quarantined: Quarantined) -> Opened | None:
    """A note in the quarantine, opened anew; None where it does not open, or was dropped.

    Raises KeysFault where our own keys cannot be read.
    """
    if quarantined.sent is None:
        return None
    (found,) = Opener(None).open_all([quarantined.sent])
    if isinstance(found, KeyMissing):
        raise found
    return None if isinstance(found, NotAnEnvelope) or found.said is None else found


def note_of(quarantined: Quarantined) -> Note | None:
    """What a note in the quarantine says, read as every note is; None where nobody can say.

    Where files of it are amiss, or nobody signed it, it is to be received with that as its reasons
    and not recorded at once. Raises KeysFault where our own keys cannot be read.
    """
    found = opened(quarantined)
    if found is None or found.said is None or quarantined.inspection is None:
        return None
    files = [
        StoredFile(one.blob.digest, one.blob.size, one.blob.media_type, one.name)
        for one in quarantined.files.select_related("blob")
    ]
    note = NoteReader(quarantined.inspection).read(found.item, files)
    reasons = [_reason(one) for one in quarantined.told]
    if found.signed_by is None or quarantined.signed_by is None:
        reasons.append(_not_signed())
    if reasons:
        return replace(note, recording=None, reasons=[*note.reasons, *reasons])
    return note


def is_private(note: Note) -> bool:
    """Is it a judgment not yet given, which is for nobody but its author?"""
    return note.meant is Meant.GRADE


def reasons_of_nobody(quarantined: Quarantined, note: Note | None) -> list[Reason]:
    """Require of a grade that a device signed it: else whoever accepts it would read, as its
    author, what another wrote.
    """
    if note is None or not is_private(note) or quarantined.signed_by is not None:
        return []
    text = f"What {quarantined.ref} holds is for its author alone, and nobody signed it."
    mend = Mend.by(
        EvidenceVerb.SET_QUARANTINED_ASIDE,
        "Ask whoever may have written it to send it again from their device, and set it aside.",
        quarantined,
    )
    return [Reason(EvidenceReason.GRADE_UNSIGNED, text, mend, "note")]


def words_of(note: Note) -> str:
    """The words of a note, as far as they can be printed, though it may be no evidence as it is."""
    given = json.loads(note.sent)
    return printable(given.get("words") if isinstance(given, dict) else given)


def _reason(told: Told) -> Reason:
    """A reason as it was told; one of the store, that a file is not taken, under a code of ours."""
    known = (code for code in EvidenceReason if code.value == told.code)
    code = next(known, EvidenceReason.FILE_UNOPENED)
    return Reason(code, told.text, Mend.outside(told.mend), told.field)


def _not_signed() -> Reason:
    text = "It bears no signature of a device: who accepted it answers for its words."
    mend = Mend.outside("Ask whoever is said to have written it, and record what they say.")
    return Reason(EvidenceReason.NOT_SIGNED, text, mend)


def accept(
    *, by: Person, at: datetime, key: str, quarantined: Quarantined, reason: str
) -> QuarantineDecision:
    """Accept a note in the quarantine: it is taken in as every note is, recorded or received.

    Its author is the person of the device that signed it, with ``by`` named beside them. Without a
    signature nobody is known to have written it: it is received, never recorded, under ``by``, who
    vouches for it. Raises Refused and Forbidden, and KeysFault where our own keys cannot be read.
    """
    queries.require_accepting(by, quarantined)
    refuse_if(queries.reasons_it_is_shut(quarantined))
    note = note_of(quarantined)
    refuse_if(reasons_of_nobody(quarantined, note))
    with transaction.atomic():
        taken = _taken_in(by, at, quarantined, note) if note else Taken()
        return actions.accept(
            by=by,
            at=at,
            key=key,
            quarantined=quarantined,
            reason=reason,
            item=taken.item,
            arrival=taken.arrival,
        )


def _taken_in(by: Person, at: datetime, quarantined: Quarantined, note: Note) -> Taken:
    signed, inspection = quarantined.signed_by, quarantined.inspection
    assert inspection is not None
    author = signed.person if signed else by
    key = key_of(quarantined.named, quarantined.note)
    note = received_meanings.with_reasons(author, inspection, note, key)
    if is_private(note):
        # Nobody but they write into their draft: what lay here, they look at first.
        note = replace(note, reasons=[*note.reasons, _accepted_first()])
    arriving = Arriving(
        via=Door(quarantined.via),
        device_time=quarantined.device_time,
        skew=quarantined.skew,
        brought_by=by,
    )
    one = Incoming(key, note, arriving)
    try:
        taken = take_in(
            by=author, at=at, key=one.key, inspection=inspection, note=note, arriving=arriving
        )
    except Forbidden as fault:
        raise Refused([_never_here(quarantined)]) from fault
    return received_meanings.settled(author, at, one, taken)


def _accepted_first() -> Reason:
    text = "It was accepted out of the quarantine, where it was nobody's."
    mend = Mend.words("Read it, and take it in if you wrote it so.")
    return Reason(EvidenceReason.ACCEPTED_FIRST, text, mend)


def _never_here(quarantined: Quarantined) -> Reason:
    text = "Its author was never on this inspection in a role that records evidence."
    mend = Mend.by(EvidenceVerb.SET_QUARANTINED_ASIDE, "Set it aside.", quarantined)
    return Reason(EvidenceReason.AUTHOR_NEVER_HERE, text, mend)
