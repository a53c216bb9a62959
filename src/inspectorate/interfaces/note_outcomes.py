"""What became of notes from devices: the answer to each, and what is known of it already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import cast

from inspectorate.domain.evidence.arrivals.kinds import Meant
from inspectorate.domain.evidence.arrivals.models import Told
from inspectorate.domain.evidence.arrivals.note import Note
from inspectorate.domain.evidence.arrivals.taking import Taken, taken_of
from inspectorate.domain.evidence.models import Arrival, Item, Quarantined
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.states import ArrivalState
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.foundation.envelopes.coding import is_id
from inspectorate.foundation.ledger.acts import done_below, done_under
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from . import sent_files


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


def outcome_of(note: str, taken: Taken, to: Person) -> Outcome:
    """The outcome of a note that was taken in; ``to`` is who brings a rescue file, or whose device
    sends: of a judgment of another's they are told that it lies here, and which files never came.
    """
    if taken.item is not None:
        item = taken.item
        return Outcome(note, State.RECORDED, item.number, item.ref, item.recorded_at, taken.told)
    arrival = cast(Arrival, taken.arrival)
    if arrival.private and to.pk != arrival.author_id:
        bare = _never_came(arrival.told)
        return Outcome(note, State.RECEIVED, at=arrival.received_at, told=bare)
    state = State.RECORDED if used(arrival) else State.RECEIVED
    return Outcome(note, state, arrival.number, arrival.ref, arrival.received_at, taken.told)


def carried(outcome: Outcome, signer: Person | None, by: Person) -> Outcome:
    """The outcome of a note that ``signer`` wrote as it is told to ``by``, who brought it in a
    rescue file or whose device sent it. Notes of others are all told alike: else the bare lines
    would be the grades.
    """
    taken_in = outcome.state in (State.RECORDED, State.RECEIVED)
    if not taken_in or (signer is not None and signer.pk == by.pk):
        return outcome
    return Outcome(outcome.id, State.RECEIVED, at=outcome.at)


def used(arrival: Arrival) -> bool:
    """Does a grade stand in its author's draft, or a debrief rest on a note?"""
    return arrival.meant != Meant.NOTE and arrival.state in (
        ArrivalState.DRAFTED,
        ArrivalState.DEBRIEFED,
    )


def strange_outcome(kept: Quarantined, to: Person) -> Outcome:
    """The outcome of a note in the quarantine: accepted, what became of it then, as ``to`` is told
    it (:func:`outcome_of`). What is wrong with its files, by their names, is for its signer alone.
    """
    last = kept.decision
    if last is not None and (last.item or last.arrival):
        return outcome_of(kept.note, Taken(item=last.item, arrival=last.arrival), to)
    told = Told(
        EvidenceReason.IN_QUARANTINE.value,
        f"{kept.get_ground_display()}.",
        "A lead inspector or an administrator looks at it.",
        "",
    )
    own = kept.signed_by is not None and kept.signed_by.person_id == to.pk
    of_files = kept.told if own else _never_came(kept.told)
    why = [told, *([_secret_told(kept)] if kept.left_out else []), *of_files]
    return Outcome(kept.note, State.QUARANTINED, kept.number, kept.ref, kept.received_at, why)


def _never_came(told: Sequence[Told]) -> list[Told]:
    """That files never came, without their names: the device that has them keeps them for that."""
    named = set(sent_files.lacking(told))
    return [
        one._replace(text="A file of it never came.", mend="It stays on the device.")
        for one in told
        if one.field.removeprefix(sent_files.FILES) in named
    ]


def told_of(reason: Reason) -> Told:
    """A reason as it is told and kept."""
    return Told(str(reason.code), reason.text, str(reason.mend), reason.field)


def _secret_told(kept: Quarantined) -> Told:
    text = f"What {kept.ref} held was SECRET, and was dropped unread."
    return Told(EvidenceReason.SECRET_TEXT.value, text, "Keep your own copy.", "note")


def _pks(labels: Iterable[str]) -> list[int]:
    return [_pk(one) for one in labels]


def _pk(label: str) -> int:
    return int(label.rpartition("/")[2])


def _id_of(sent: object) -> str:
    own = sent.get("id") if isinstance(sent, dict) else None
    return cast(str, own) if is_id(own) else ""


def refused(sent: object, why: str) -> Outcome:
    """The outcome of what is no envelope at all, which is kept nowhere."""
    return _outcome(_id_of(sent), State.REFUSED, EvidenceReason.NO_ENVELOPE, f"Of it {why}.")


def later(sent: object, code: EvidenceReason = EvidenceReason.FAULT_OF_OURS) -> Outcome:
    """The outcome of a note that nothing is kept of yet: its device sends it again."""
    return _outcome(_id_of(sent), State.LATER, code)


def _outcome(note: str, state: State, code: EvidenceReason, text: str = "") -> Outcome:
    told = Told(code.value, text or code.sentence, "It stays on the device.", "")
    return Outcome(note, state, told=[told])
