"""What devices began to send and never finished: notes that wait too long, pieces of no note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from inspectorate.foundation.envelopes import pieces, waiting
from inspectorate.foundation.people.models import CaptureDevice, Person

from .envelopes import Opened, Opener
from .intake import Intake, Outcome


def take_in_what_waited(at: datetime) -> list[Outcome]:
    """Take in each note for whose files nothing came in some days: its words wait no longer.

    What of its files never came is said among its reasons. Its device keeps them, and may send them
    yet.
    """
    found = []
    for sender, note, old in list(waiting.every()):
        envelope = waiting.found(sender, note) if old else None
        intake = _intake_of(sender) if envelope else None
        if intake is not None:
            found += intake.take([envelope], at, without_files=True)
    return found


def orphans() -> list[Path]:
    """Folders of pieces that no note waits with, older than some days."""
    return pieces.orphans(set(_waited_with()))


def sweep() -> list[Path]:
    """Remove such folders; return them."""
    return pieces.sweep(set(_waited_with()))


def _waited_with() -> Iterator[tuple[str, str]]:
    """Sender and file of all that a note still waits with."""
    for sender, note, _ in waiting.every():
        (opened,) = Opener(None).open_all([waiting.found(sender, note)])
        if isinstance(opened, Opened):
            yield from ((sender, one.id) for one in opened.files)


def _intake_of(sender: str) -> Intake | None:
    kind, _, pk = sender.rpartition("-")
    if kind == "device":
        device = CaptureDevice.objects.select_related("person").filter(pk=pk).first()
        return Intake(device=device) if device else None
    person = Person.objects.filter(pk=pk).first()
    return Intake(brought_by=person) if person else None
