"""What waits on somebody: the shape in which each room tells "your work"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do. ``room`` and ``verb`` say which act it is, ``args`` name the things it is
    about.

    ``mine`` is true when it waits on the reader, else ``waits_on`` says on whom (by role).
    ``due_on`` may be empty.
    """

    what: str
    room: str
    verb: str
    args: tuple[str | int, ...]
    inspection: str
    due_on: date | None = None
    mine: bool = True
    waits_on: str = ""

    def late(self, today: date) -> bool:
        """Is it past its day?"""
        return self.due_on is not None and self.due_on < today
