"""Quotation: words that stand in a source.

Stored as ``{"source": document or text, "words": "…"}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..figures import Figures, Support
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .kind import Kind
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_ITEM_NUMBER = re.compile(r"\b[A-Z][A-Z0-9]{1,7}-E\d{4,}\b")
# However somebody writes it, or a word processor its dash: what is only known again is not printed
# by it.
_BETWEEN = r"[\s\u2010-\u2015\u2212-]*"
_ITEM_MEANT = re.compile(
    rf"\b([A-Z][A-Z0-9]{{1,7}}){_BETWEEN}E{_BETWEEN}0*(\d{{1,9}})\b", re.IGNORECASE
)
_MARKINGS = ("OFFICIAL-SENSITIVE", "SECRET")


def printable(source: str) -> str:
    """Return a source as it may be printed outside: an item of evidence without its number."""
    # Items of every marking are numbered in one row: the number of one tells how many came before.
    return _ITEM_NUMBER.sub("an item of evidence", source)


def marking_of(source: str, base: EvidenceBase) -> str:
    """Return the highest marking of the items of evidence that a source names by their numbers.

    Empty where it names none that is marked above OFFICIAL: a document or a title is open to the
    whole team. Items of other inspections are as closed as those of this one.
    """
    bears = {
        base.marked_above_official(prefix.upper()).get(int(number))
        for prefix, number in _ITEM_MEANT.findall(source)
    }
    return next((one for one in reversed(_MARKINGS) if one in bears), "")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words, and the source they stand in."""

    source: str
    words: str


class QuotationKind(Kind[Quotation]):
    """Words quoted exactly, and where they stand.

    Quoted from an item of evidence they are its own words and bear its marking: nothing lower holds
    them.
    """

    code = "quotation"
    label = "Words that stand in a source"
    example = "Words in quotation marks"
    method = "These words stand in the source named."
    quotes_words = True
    may_be_marked = True

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
        support = Support(marking=marking_of(predicate.source, base))
        return Figures(source=predicate.source, quoted=predicate.words, support=support)

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
