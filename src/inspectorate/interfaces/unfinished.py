"""What devices began to send and never finished: notes that wait too long, pieces of no note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from inspectorate.foundation.envelopes import pieces, waiting
from inspectorate.foundation.envelopes.waiting import Waiting
from inspectorate.foundation.people.models import CaptureDevice, Person

from .envelopes import Opened, Opener
from .intake import Intake
from .note_outcomes import ANSWERED, Outcome


def take_in_what_waited(at: datetime) -> list[Outcome]:
    """Take in each note for which nothing came in some days: its words wait no longer.

    What of its files never came is said among its reasons. Its device is told to keep them, and may
    send them yet: so the note goes on waiting here, for that. What could not be taken in is not
    among the outcomes.
    """
    found = []
    for one in list(waiting.every()):
        opened = _opened(one)
        intake = _intake_of(one)
        if opened is None or intake is None:
            continue
        if not waiting.is_old(one, [file.id for file in opened.files]):
            continue
        outcomes = intake.take([one.envelope], at, without_files=True)
        waiting.begin_anew(one)
        found += [outcome for outcome in outcomes if outcome.state in ANSWERED or outcome.number]
    return found


def orphans() -> list[Path]:
    """Folders of pieces that no note waits with, older than some days."""
    return _but_for_unopened(pieces.orphans(set(_waited_with())))


def sweep() -> list[Path]:
    """Remove such folders; return them."""
    kept = [(one.parent.name, one.name) for one in pieces.orphans(set())]
    removable = {(one.parent.name, one.name) for one in orphans()}
    return pieces.sweep({one for one in kept if one not in removable})


def _but_for_unopened(found: list[Path]) -> list[Path]:
    """Without those of a sender of whose notes one does not open now: any could be its."""
    shut = {one.sender for one in waiting.every() if _opened(one) is None}
    return [one for one in found if one.parent.name not in shut]


def _waited_with() -> Iterator[tuple[str, str]]:
    """Sender and file of all that a note still waits with."""
    for one in waiting.every():
        opened = _opened(one)
        if opened is None:
            continue
        senders = [one.sender, *([opened.signed_by.sender] if opened.signed_by else [])]
        yield from ((sender, file.id) for sender in senders for file in opened.files)


def _opened(one: Waiting) -> Opened | None:
    (opened,) = Opener(None).open_all([one.envelope])
    return opened if isinstance(opened, Opened) else None


def _intake_of(one: Waiting) -> Intake | None:
    kind, _, pk = one.sender.rpartition("-")
    if not pk.isdecimal():
        return None
    if kind == "device":
        device = CaptureDevice.objects.select_related("person").filter(pk=pk).first()
        return Intake(device=device, skew=one.skew) if device else None
    person = Person.objects.filter(pk=pk).first()
    return Intake(brought_by=person, skew=one.skew) if person else None
