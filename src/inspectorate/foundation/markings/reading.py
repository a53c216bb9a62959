"""How marked words come to a reader: laid open and noted, or withheld. Every query asks here.

Whoever reads what is marked above OFFICIAL leaves a line in the security log. A query notes what it
lays open; the door, which knows when an answer is given, writes the lines (:func:`noting_reads`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

from .scheme import BASELINE, Marking, above, highest


class Read(NamedTuple):
    """One marked row that was laid open: ``inspection`` is its slug, ``of`` "evidence.item:12"."""

    inspection: str
    marking: str
    of: str


_reads: ContextVar[dict[Read, None] | None] = ContextVar("reads", default=None)


@contextmanager
def noting_reads() -> Iterator[dict[Read, None]]:
    """Note what is laid open from now on, each row once, in the order it was read."""
    reads: dict[Read, None] = {}
    token = _reads.set(reads)
    try:
        yield reads
    finally:
        _reads.reset(token)


def highest_read() -> str:
    """Return the highest marking of what was laid open so far: OFFICIAL where nothing was higher.

    A page made from it is marked so.
    """
    return highest([BASELINE, *(one.marking for one in _reads.get() or ())])


def withheld(marking: str) -> str:
    """What stands in the place of words that a reader may not read."""
    return (
        f"Marked {Marking(marking).label}. You are not recorded as cleared for that and needing to "
        f"know it on this inspection."
    )


def is_withheld(row: object) -> bool:
    """Were the words of this row withheld from the reader it was read for?"""
    return bool(getattr(row, "withheld", ""))


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader on one inspection, and the markings whose words they may read there."""

    inspection: str
    cleared: Container[str]

    def may(self, marking: str) -> bool:
        """May the reader read words of this marking?"""
        return marking in self.cleared

    def of[R](self, row: R, marking: str, *words: str) -> R:
        """Give ``row`` as this reader may have it, changed in memory alone.

        ``words`` are the columns that ``marking`` covers. Where it is above the reader, a sentence
        stands in each that is not empty, and ``row.withheld`` is that sentence; else it is empty,
        and a marking above OFFICIAL is noted as read.
        """
        shown: Any = row
        shown.withheld = "" if self.may(marking) else withheld(marking)
        if not shown.withheld:
            self.noted(row, marking)
        for name in words if shown.withheld else ():
            if getattr(row, name):
                setattr(row, name, shown.withheld)
        return row

    def own[R](self, row: R, marking: str) -> R:
        """Give ``row`` to whoever wrote it, whatever its marking; that it was read is noted."""
        shown: Any = row
        shown.withheld = ""
        self.noted(row, marking)
        return row

    def all[R](self, rows: Iterable[R], marking: str, *words: str) -> list[R]:
        """Give several rows of one marking; see :meth:`of`."""
        return [self.of(one, marking, *words) for one in rows]

    def noted(self, row: Any, marking: str) -> None:
        """Note that a row of this marking is laid open to the reader."""
        reads = _reads.get()
        if reads is not None and above(marking, BASELINE):
            reads[Read(self.inspection, marking, f"{row._meta.label_lower}:{row.pk}")] = None
