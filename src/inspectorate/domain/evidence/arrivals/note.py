"""A note as it was sent, as every door hands it in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ..recording import Came, Recording
from .kinds import Door, Meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What was sent, and what could be made of it.

    ``sent`` is canonical JSON (ASCII, sorted) of all that came, fields that no item has included,
    without what may never be stored. ``recording`` is None where it could not be read as evidence,
    and ``reasons`` say why. ``marking`` is how high it is read: where the mark that was sent is
    none of the scheme (``marked`` is False), as high as anything stored. ``left_out``: SECRET words
    or files came with it and were dropped. ``meant`` for anything but evidence it is received.
    """

    sent: str
    marking: str
    recording: Recording | None = None
    reasons: Sequence[Reason] = ()
    files: Sequence[StoredFile] = ()
    marked: bool = True
    left_out: bool = False
    meant: Meant = Meant.NOTE

    @property
    def digest(self) -> str:
        """SHA-256 of what came, by which the same words are known again: files by their names."""
        files = sorted(f"{one.digest} {one.name}" for one in self.files)
        words = "\n".join([self.sent, *files])
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """How notes come: by which door, at what time of the device, who brought a rescue file.

    ``skew`` is by how many seconds the device's clock is ahead of ours, where that is known.
    """

    via: Door
    device_time: datetime | None = None
    skew: int | None = None
    brought_by: Person | None = None

    @property
    def came(self) -> Came | None:
        """What an item keeps of it."""
        if self.device_time is None and self.skew is None and self.brought_by is None:
            return None
        return Came(device_time=self.device_time, skew=self.skew, brought_by=self.brought_by)
