"""The notes of an edition: which words carry which number. Pure.

PDF and Word file read them here, so that one sentence has one number in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .model import EditionData, Run

HEADING = "How do we know?"


class NotedRun(NamedTuple):
    """A run with the number of its note, 0 for none.

    The number belongs to the last word: ``after`` is the blank that stands behind it.
    """

    run: Run
    text: str
    note: int
    after: str


@dataclass(slots=True)
class Notes:
    """Numbers the notes of an edition in the order in which its words first need them."""

    edition: EditionData
    numbers: dict[str, int] = field(default_factory=dict)

    def noted(self, runs: Sequence[Run]) -> Iterator[NotedRun]:
        """Yield the runs; a note stands behind the last of those bound to one claim."""
        for place, run in enumerate(runs):
            following = runs[place + 1].claim if place + 1 < len(runs) else ""
            noted = run.claim in self.edition.claims and run.claim != following
            note = self._number(run.claim) if noted else 0
            text = run.text.rstrip() if note else run.text
            yield NotedRun(run, text, note, run.text[len(text) :])

    def _number(self, key: str) -> int:
        return self.numbers.setdefault(key, len(self.numbers) + 1)
