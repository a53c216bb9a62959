"""What waits on somebody: each room lists it in this shape for the page "Your work"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .codes import Verb


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: ``verb`` is the act, ``args`` complete the address of its page.

    ``mine`` is true when it waits on the reader, else ``waits_on`` says on whom (by role).
    ``due_on`` may be empty.
    """

    what: str
    verb: Verb
    args: tuple[str | int, ...]
    inspection: str
    due_on: date | None = None
    mine: bool = True
    waits_on: str = ""

    def late(self, today: date) -> bool:
        """Is it past its day?"""
        return self.due_on is not None and self.due_on < today
