"""The one way by which notes come in, from every door: recorded, or else received.

What the rules refuse is kept as it was sent. The same note under the same key has the same answer
at any time; other words under a key that was used are received beside what came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import done_under
from inspectorate.foundation.ledger.batches import MOST
from inspectorate.foundation.ledger.reasons import LedgerReason
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Forbidden, Reason, Refused

from .. import actions as evidence
from ..models import Item
from ..permissions import TABLE
from ..reasons import EvidenceReason
from ..recording import Recording
from ..verbs import EvidenceVerb
from . import actions
from .actions import Unrecorded
from .mending import shown
from .models import Arrival, Told
from .note import Arriving, Note

_LONGEST_TEXT = 1_000
# Of one note so many reasons are kept and told.
MOST_TOLD = 50
# Not of the note: it is to be sent again, and nothing is kept of it yet.
_OF_THE_SENDING = {LedgerReason.KEY_MISSING, LedgerReason.CLOCKS_DIFFER}
_OF_THE_INSPECTION = {
    EvidenceReason.BODY_OUT_OF_SCOPE,
    EvidenceReason.SESSION_ELSEWHERE,
    EvidenceReason.CRITERION_UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a note: ``item`` where it is recorded, ``arrival`` where it was received.

    Both, where it was received and a person recorded it since.
    """

    item: Item | None = None
    arrival: Arrival | None = None

    @property
    def told(self) -> Sequence[Told]:
        """Why it was not recorded at once; empty where it was."""
        return self.arrival.told if self.arrival else ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """One note of several, under its own key."""

    key: str
    note: Note
    arriving: Arriving


def take_in(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    note: Note,
    arriving: Arriving,
) -> Taken:
    """Record a note of ``by``, or receive it with the reasons why it cannot be recorded.

    Raises Forbidden where ``by`` was never on the team in a role that records evidence, and Refused
    only where the key is missing or the clocks of server and database differ.
    """
    incoming = Incoming(key, note, arriving)
    before = _before(by, inspection, [incoming]).get(key)
    return before or _take(by, at, inspection, incoming)


def take_in_many(
    *, by: Person, at: datetime, inspection: Inspection, incoming: Sequence[Incoming]
) -> list[Taken]:
    """Take in several notes, each under its own key; the answers are in their order.

    Those without files that the rules let pass are recorded in one transaction for each
    ``MOST`` of them. What comes a second time under one key is answered as if it came later.
    """
    first: dict[str, Incoming] = {}
    for one in incoming:
        first.setdefault(one.key, one)
    taken = _before(by, inspection, incoming)
    new = [one for one in first.values() if one.key not in taken]
    plain = [one for one in new if one.note.recording is not None and not one.note.files]
    refused: dict[str, Refused] = {}
    for start in range(0, len(plain), MOST):
        part = plain[start : start + MOST]
        for one, outcome in _recorded(by, at, inspection, part):
            if isinstance(outcome, Refused):
                refused[one.key] = outcome
            else:
                taken[one.key] = Taken(item=outcome)
    for one in new:
        if one.key in refused:
            taken[one.key] = _receive(by, at, inspection, one, refused[one.key].reasons)
        elif one.key not in taken:
            taken[one.key] = _take(by, at, inspection, one)
    return [
        taken[one.key]
        if one.note.digest == first[one.key].note.digest
        else take_in(
            by=by,
            at=at,
            key=one.key,
            inspection=inspection,
            note=one.note,
            arriving=one.arriving,
        )
        for one in incoming
    ]


def _recorded(
    by: Person, at: datetime, inspection: Inspection, plain: Sequence[Incoming]
) -> list[tuple[Incoming, Item | Refused]]:
    """Record notes without files in one transaction; none where ``by`` may not record here."""
    try:
        made = evidence.record_many(
            by=by,
            at=at,
            keys=[one.key for one in plain],
            inspection=inspection,
            recording=[_recording(one) for one in plain],
        )
    except Forbidden:
        return []
    return [(one, cast("Item | Refused", which)) for one, which in zip(plain, made, strict=True)]


def _take(by: Person, at: datetime, inspection: Inspection, one: Incoming) -> Taken:
    """Record a note that did not come before; receive what cannot be."""
    if one.note.recording is None:
        return _receive(by, at, inspection, one, one.note.reasons)
    try:
        item = evidence.record(
            by=by, at=at, key=one.key, inspection=inspection, recording=_recording(one)
        )
    except Refused as refusal:
        return _receive(by, at, inspection, one, refusal.reasons)
    except Forbidden:
        return _receive(by, at, inspection, one, [*one.note.reasons, _left()])
    return Taken(item=item)


def _receive(
    by: Person, at: datetime, inspection: Inspection, one: Incoming, reasons: Sequence[Reason]
) -> Taken:
    """Keep a note; under a key of its own where other words came under this one before."""
    if any(reason.code in _OF_THE_SENDING for reason in reasons):
        raise Refused(reasons)
    reasons = _tellable(by, inspection, reasons)
    other, beside = _reused(reasons), _other(one, inspection)
    # Under a key that was used, the very note may have been received meanwhile.
    if other and (before := _before(by, inspection, [one]).get(one.key)):
        return before
    for key in [beside] if other else [one.key, beside]:
        known = [] if key == one.key else [_other_words()]
        why = [*known, *(reason for reason in reasons if not _reused([reason]))]
        try:
            arrival = actions.receive(
                by=by,
                at=at,
                key=key,
                inspection=inspection,
                note=_unrecorded(one.note, why),
                arriving=one.arriving,
            )
        except Refused as refusal:
            if not _reused(refusal.reasons):
                raise
            # The same note, sent twice at once, was received meanwhile; or other words were.
            if before := _before(by, inspection, [one]).get(one.key):
                return before
            continue
        return Taken(arrival=arrival)
    raise AssertionError(f"{one.key} is kept by neither key")


def _before(by: Person, inspection: Inspection, incoming: Sequence[Incoming]) -> dict[str, Taken]:
    """What became of those notes that were received before with these very words, by their keys."""
    keys = [key for one in incoming for key in (one.key, _other(one, inspection))]
    keys = [key for key in keys if _looked_up(key)]
    found = done_under(by, keys, EvidenceVerb.RECEIVE)
    if not found:
        return {}
    arrivals = {
        one.pk: one
        for one in Arrival.objects.filter(
            inspection=inspection, pk__in=[int(of.rpartition("/")[2]) for of in found.values()]
        )
        .select_related("inspection", "author")
        .prefetch_related("decisions__item__inspection")
    }
    answers = {}
    for one in incoming:
        for key in (one.key, _other(one, inspection)):
            arrival = arrivals.get(int(found[key].rpartition("/")[2])) if key in found else None
            if arrival is not None and arrival.digest == one.note.digest:
                answers[one.key] = taken_of(arrival)
    return answers


def taken_of(arrival: Arrival) -> Taken:
    """What became of a note that was received: with its item, where a person recorded it."""
    last = arrival.decision
    return Taken(item=last.item if last else None, arrival=arrival)


def _recording(one: Incoming) -> Recording:
    assert one.note.recording is not None
    return replace(one.note.recording, files=one.note.files, came=one.arriving.came)


def _unrecorded(note: Note, reasons: Sequence[Reason]) -> Unrecorded:
    return Unrecorded(
        sent=note.sent,
        digest=note.digest,
        marking=note.marking,
        marked=note.marked,
        left_out=note.left_out,
        told=_first(reasons),
        files=tuple(note.files),
        meant=note.meant,
    )


def _tellable(by: Person, inspection: Inspection, reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons without what tells who left the team which bodies, sessions and criteria are."""
    if not any(one.code in _OF_THE_INSPECTION for one in reasons):
        return list(reasons)
    if may(by, inspection, TABLE, EvidenceVerb.RECORD):
        return list(reasons)
    rest = [one for one in reasons if one.code not in _OF_THE_INSPECTION]
    known = any(one.code == EvidenceReason.AUTHOR_LEFT for one in rest)
    return rest if known else [*rest, _left()]


def _first(reasons: Sequence[Reason]) -> tuple[Told, ...]:
    """The reasons that are kept: so many as anybody reads, and how many more there were."""
    told = [_told(one) for one in reasons[:MOST_TOLD]]
    if more := len(reasons) - len(told):
        text = f"There were {more:,} more reasons."
        told.append(Told(EvidenceReason.NOT_AS_DESCRIBED, text, "Read what was sent.", ""))
    return tuple(told)


def _told(reason: Reason) -> Told:
    text, mend = shown(reason.text[:_LONGEST_TEXT]), shown(str(reason.mend)[:_LONGEST_TEXT])
    return Told(str(reason.code), text, mend, shown(reason.field[:100]))


def _other(one: Incoming, inspection: Inspection) -> str:
    """The key under which a note is received where its own was used for other words, be it on
    another inspection.
    """
    return f"{one.key}/{inspection.pk}/{one.note.digest[:32]}"


def _looked_up(key: str) -> bool:
    # None of ours, and none that each database takes.
    return key.isascii() and key.isprintable()


def _reused(reasons: Sequence[Reason]) -> bool:
    return any(one.code == LedgerReason.KEY_REUSED for one in reasons)


def _left() -> Reason:
    text = "Its author is no longer on the team in a role that records evidence."
    mend = Mend.by(EvidenceVerb.DECIDE_ON_OTHERS, "A lead inspector decides on it.")
    return Reason(EvidenceReason.AUTHOR_LEFT, text, mend)


def _other_words() -> Reason:
    text = "Other words came before under the same key; both are kept."
    return Reason(EvidenceReason.OTHER_WORDS, text, NOTHING_TO_DO)
