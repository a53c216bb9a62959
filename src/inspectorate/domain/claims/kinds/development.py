"""Development: what happened after the fieldwork and was not inspected.

Stored as ``{"source": text, "on": day}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ..figures import Figures, Support
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .kind import Kind
from .quotation import marking_of
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database


@dataclass(frozen=True, slots=True)
class Development:
    """Where it is known from, and the day it happened."""

    source: str
    on: date


class DevelopmentKind(Kind[Development]):
    """Something known from a source, on a day after the fieldwork.

    Known from an item of evidence alone, it bears the marking of that item.
    """

    code = "development"
    label = "Since the fieldwork"
    example = "Since the inspection, …"
    method = (
        "This happened after the fieldwork and was not inspected; it rests on the source named."
    )
    after_fieldwork = True
    may_be_marked = True

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Development | None:
        """Read the source and a day after the fieldwork."""
        reader.only(table, "", "source", "on")
        source, on = reader.text(table, "source"), reader.day(table, "on", needed=True)
        if on is None:
            return None
        if on <= reader.known.fieldwork_to:
            what = f"{on} is not after the fieldwork, which ended on {reader.known.fieldwork_to}."
            mend = "Use another kind of claim for what was found during fieldwork."
            reader.wrong("on", what, mend)
        return Development(source, on)

    def count(
        self,
        predicate: Development,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count nothing: give the source and its day."""
        marking = marking_of(predicate.source, base)
        support = Support(newest_item_on=predicate.on, marking=marking)
        return Figures(source=predicate.source, support=support)

    def rests_on(self, figures: Figures) -> str:
        """Name the source and the day."""
        return f"{figures.source}, {figures.support.newest_item_on}"

    def questions(self, asking: Asking) -> list[Question]:
        """Ask where it is known from, and when it was."""
        return [
            Question("source", "Where it is known from", Answer.LINE),
            Question(
                "on",
                "On",
                Answer.DAY,
                hint="After the fieldwork; print will say that it came since.",
            ),
        ]

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name the source and the day."""
        return {"source": answers["source"], "on": answers["on"].isoformat()}


KIND = DevelopmentKind()
