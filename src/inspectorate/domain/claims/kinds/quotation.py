"""Quotation: words that stand in a source.

Stored as ``{"source": document or text, "words": "…"}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..figures import Figures, Support
from ..reasons import ClaimReason
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .kind import Kind
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

# However somebody writes it, or a word processor its dash.
_DASH = r"\u2010-\u2015\u2212-"
_BETWEEN = rf"[\s{_DASH}]*"
_ITEM_NUMBER = re.compile(
    rf"\b[A-Z][A-Z0-9]{{1,7}}(?:\s*[{_DASH}]\s*E{_BETWEEN}\d{{1,9}}|\s*E{_BETWEEN}\d{{3,9}})\b",
    re.IGNORECASE,
)
_ITEM_MEANT = re.compile(
    rf"\b([A-Z][A-Z0-9]{{1,7}}){_BETWEEN}E{_BETWEEN}0*(\d{{1,9}})\b", re.IGNORECASE
)
# Of this inspection, where nothing but a number stands: "1966", "E1966", "item 1966".
_NUMBER_ALONE = re.compile(
    rf"(?:(?:evidence|item|note|number)\s*)*(?:E{_BETWEEN})?0*(\d{{1,9}})", re.IGNORECASE
)
_MARKINGS = ("OFFICIAL-SENSITIVE", "SECRET")
# Words left out, or put in by who quotes: "… [she] had none [sic]".
_LEFT_OUT = re.compile(r"\[[^\[\]]{0,200}\]|…|\.{3,}")
# So few words as less stand anywhere, and are known from nowhere.
_FEW = 4


def printable(source: str) -> str:
    """Return a source as it may be printed outside: an item of evidence without its number."""
    # Items of every marking are numbered in one row: the number of one tells how many came before.
    if _NUMBER_ALONE.fullmatch(source.strip()):
        return "an item of evidence"
    return _ITEM_NUMBER.sub("an item of evidence", source)


def marking_of(source: str, base: EvidenceBase) -> str:
    """Return the highest marking of the items of evidence that a source names by their numbers.

    Empty where it names none that is marked above OFFICIAL: a document or a title is open to the
    whole team. Items of other inspections are as closed as those of this one.
    """
    bears = {
        base.marked_above_official(prefix).get(number) for prefix, number in _meant(source, base)
    }
    return next((one for one in reversed(_MARKINGS) if one in bears), "")


def marking_of_words(words: str, source: str, base: EvidenceBase) -> str:
    """Return how high words quoted are marked: as the items that the source names; else, whatever
    it calls its source, as the highest marked item in which they stand.

    Words that stand in an item that is named and open are open, whoever else said them.
    """
    named = marking_of(source, base)
    if named:
        return named
    bears = {
        marking
        for part in _parts(words)
        if len(part.split()) >= _FEW
        for marking, said in base.said_above_official
        if part in said
    }
    if bears and any(_hold(words, base.said_openly(one)) for one in _numbers(source, base)):
        return ""
    return next((one for one in reversed(_MARKINGS) if one in bears), "")


def _meant(source: str, base: EvidenceBase) -> list[tuple[str, int]]:
    """The items that a source names, each by the prefix of its inspection and its number."""
    found = [
        (prefix.upper(), int(number))
        for prefix, number in _ITEM_MEANT.findall(source)
        # "Note 1" and "item E1" look like one.
        if base.is_prefix(prefix.upper())
    ]
    alone = _NUMBER_ALONE.fullmatch(source.strip())
    return [(base.inspection.prefix, int(alone[1]))] if alone and not found else found


def _numbers(source: str, base: EvidenceBase) -> list[int]:
    """The numbers of this inspection that a source names."""
    return [number for prefix, number in _meant(source, base) if prefix == base.inspection.prefix]


def spoken(text: str) -> str:
    """A text as it would be read aloud: its words in lower case, a blank on either side."""
    return f" {' '.join(re.findall(r'\w+', text.casefold()))} "


def _parts(words: str) -> list[str]:
    """What is quoted, part by part as it would be read aloud, without what was left out."""
    return [one for part in _LEFT_OUT.split(words) if (one := spoken(part)).strip()]


def _hold(words: str, said: str) -> bool:
    """Say whether the words stand in what was said, in this order, parts left out aside."""
    whole, at = spoken(said), 0
    for part in _parts(words):
        found = whole.find(part, at)
        if found < 0:
            return False
        at = found + len(part) - 1  # the blank behind it may begin the next
    return True


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

    def spoken_in(self, source: str, prefix: str) -> list[int]:
        """Return the items of an inspection that the source names with its prefix."""
        named = _ITEM_MEANT.findall(source)
        return [int(number) for stated, number in named if stated.upper() == prefix]

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
    ) -> Figures:
        """Count nothing: give the source and the words."""
        support = Support(marking=marking_of_words(predicate.words, predicate.source, base))
        source, words = predicate.source, predicate.words
        by, heard = ("", "") if support.marking else base.speaker(_numbers(source, base))
        return Figures(source=source, quoted=words, spoken_by=by, heard=heard, support=support)

    def misquoted(self, predicate: Quotation, base: EvidenceBase) -> list[Reason]:
        """Require that items named are there for who drafts, and that the words stand in one.

        Words of a file that lies with an item, or of a document, are looked up by a person.
        """
        numbers = _numbers(predicate.source, base)
        said = base.said_in(numbers)
        missing = [one for one in numbers if one not in said]
        if missing:
            refs = ", ".join(map(base.ref, missing))
            text = f"There is no item {refs} that you may read."
            mend = Mend.words(
                "Look its number up in the list of evidence, or name the document instead."
            )
            return [Reason(ClaimReason.NO_SUCH_SOURCE, text, mend, "source")]
        if not said or base.files_lie_with(numbers):
            return []
        if any(_hold(predicate.words, words) for words in said.values()):
            return []
        text = f"These words do not stand in {predicate.source.strip()}."
        mend = Mend.words(
            "Copy them from the item, letter for letter; “…” may stand for words left out."
        )
        return [Reason(ClaimReason.NOT_QUOTED, text, mend, "words")]

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
