"""Quotation: words that stand in a source.

Stored as ``{"source": document or text, "words": "…"}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..figures import Figures
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .kind import Kind
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_ITEM_NUMBER = re.compile(r"\b[A-Z][A-Z0-9]{1,7}-E\d{4,}\b")


def printable(source: str) -> str:
    """Return a source as it may be printed outside: an item of evidence without its number."""
    # Items of every marking are numbered in one row: the number of one tells how many came before.
    return _ITEM_NUMBER.sub("an item of evidence", source)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words, and the source they stand in."""

    source: str
    words: str


class QuotationKind(Kind[Quotation]):
    """Words quoted exactly, and where they stand."""

    code = "quotation"
    label = "Words that stand in a source"
    example = "Words in quotation marks"
    method = "These words stand in the source named."
    quotes_words = True

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Quotation:
        """Read the source and the words."""
        reader.only(table, "", "source", "words")
        return Quotation(reader.text(table, "source"), reader.text(table, "words"))

    def count(
        self,
        predicate: Quotation,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
        *,
        with_chance: bool = True,
    ) -> Figures:
        """Count nothing: give the source and the words."""
        return Figures(source=predicate.source, quoted=predicate.words)

    def rests_on(self, figures: Figures) -> str:
        """Name the source and quote the words."""
        return f"{figures.source}: “{figures.quoted}”"

    def questions(self, asking: Asking) -> list[Question]:
        """Ask for the source and the words."""
        hint = "A document's short name, the number of an evidence item, or a title."
        return [
            Question("source", "Source", Answer.LINE, hint=hint),
            Question("words", "The words quoted, exactly", Answer.TEXT),
        ]

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Keep both as they are."""
        return {"source": answers["source"], "words": answers["words"]}


KIND = QuotationKind()
