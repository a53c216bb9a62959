"""What lies in the quarantine, opened for who decides there, and taken in once it is accepted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.note import Arriving, Note
from inspectorate.domain.evidence.arrivals.taking import Taken, take_in
from inspectorate.domain.evidence.models import Quarantined, QuarantineDecision
from inspectorate.domain.evidence.quarantine import actions, queries
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.foundation.envelopes.coding import NotAnEnvelope
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Forbidden, Reason, Refused

from .envelopes import Opened, Opener, key_of
from .notes import NoteReader


def opened(quarantined: Quarantined) -> Opened | None:
    """A note in the quarantine, opened anew; None where it does not open, or was dropped.

    Raises KeysFault where our own keys cannot be read.
    """
    if quarantined.sent is None:
        return None
    (found,) = Opener(None).open_all([quarantined.sent])
    return None if isinstance(found, NotAnEnvelope) or found.said is None else found


def note_of(quarantined: Quarantined) -> Note | None:
    """What a note in the quarantine says, read as every note is; None where nobody can say."""
    found = opened(quarantined)
    if found is None or found.said is None or quarantined.inspection is None:
        return None
    files = [
        StoredFile(one.blob.digest, one.blob.size, one.blob.media_type, one.name)
        for one in quarantined.files.select_related("blob")
    ]
    return NoteReader(quarantined.inspection).read(found.said.item, files)


def accept(
    *, by: Person, at: datetime, key: str, quarantined: Quarantined, reason: str
) -> QuarantineDecision:
    """Accept a note in the quarantine: it is taken in as every note is, recorded or received.

    Its author is the person of the device that signed it, with ``by`` named beside them; without a
    signature it is ``by``, who vouches for it. Raises Refused and Forbidden.
    """
    queries.require_accepting(by, quarantined)
    note = None
    if not queries.reasons_it_is_shut(quarantined):
        note = note_of(quarantined)
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
    arriving = Arriving(
        via=Door(quarantined.via), device_time=quarantined.device_time, brought_by=by
    )
    try:
        return take_in(
            by=signed.person if signed else by,
            at=at,
            key=key_of(quarantined.named, quarantined.note),
            inspection=inspection,
            note=note,
            arriving=arriving,
        )
    except Forbidden as fault:
        raise Refused([_never_here(quarantined)]) from fault


def _never_here(quarantined: Quarantined) -> Reason:
    text = "Its author was never on this inspection in a role that records evidence."
    mend = Mend.by(EvidenceVerb.SET_QUARANTINED_ASIDE, "Set it aside.", quarantined)
    return Reason(EvidenceReason.AUTHOR_NEVER_HERE, text, mend)
