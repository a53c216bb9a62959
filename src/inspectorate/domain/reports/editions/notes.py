"""The notes of an edition: which words carry which number, and what the note says. Pure.

PDF and Word file read them here, so that one sentence has one number in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from inspectorate.domain.claims.kinds.kind import Kind
from inspectorate.domain.claims.kinds.registry import KINDS

from .model import ClaimInfo, EditionData, ExcerptInfo, Run

HEADING = "How do we know?"


class Noted(NamedTuple):
    """A run with the number of its note, 0 for none.

    The number belongs to the last word: ``after`` is the blank that stands behind it.
    """

    run: Run
    text: str
    note: int
    after: str


class Note(NamedTuple):
    """What one note says: what is claimed, then everything else that is known."""

    statement: str
    text: str


@dataclass(slots=True)
class Notes:
    """Numbers the notes of an edition in the order in which its words first need them."""

    edition: EditionData
    numbers: dict[str, int] = field(default_factory=dict)

    def noted(self, runs: Sequence[Run]) -> Iterator[Noted]:
        """Yield the runs; a note stands behind the last of those bound to one claim."""
        for place, run in enumerate(runs):
            following = runs[place + 1].claim if place + 1 < len(runs) else ""
            noted = run.claim in self.edition.claims and run.claim != following
            note = self._number(run.claim) if noted else 0
            text = run.text.rstrip() if note else run.text
            yield Noted(run, text, note, run.text[len(text) :])

    def told(self) -> Iterator[tuple[int, Note]]:
        """Yield the number and the words of each note that some words needed so far."""
        for key, number in self.numbers.items():
            yield number, _note(self.edition.claims[key], self.edition.small_below)

    def _number(self, key: str) -> int:
        return self.numbers.setdefault(key, len(self.numbers) + 1)


def _note(claim: ClaimInfo, small_below: int) -> Note:
    method = claim.method
    kind = KINDS.get(claim.kind)  # None in an old edition whose kind of claim is gone
    if kind is not None and kind.explains_judging:  # said once, beside the notes
        method = method.partition(". ")[0].rstrip(".") + "."
    lines = [
        _counted(claim, small_below),
        claim.coverage,
        claim.margin,
        method,
        _rests(claim, kind),
        *(_excerpt(one) for one in claim.excerpts),
    ]
    statement = claim.statement.rstrip()
    statement += "" if not statement or statement[-1] in ".!?…”" else "."
    # A percent sign never begins a line.
    return Note(statement, " ".join(filter(None, lines)).replace(" %", "\u00a0%"))


def _counted(claim: ClaimInfo, small_below: int) -> str:
    if claim.suppressed:
        why = "it, or another that it would give away, could point at a body."
        bound = f" A number is small below {small_below}, or where it leaves so few."
        return f"The number is withheld: {why}{bound if small_below else ''}"
    if claim.met is None or claim.inspected is None:
        return ""
    meaning = f" (“{claim.word}” means {claim.band})" if claim.word and claim.band else ""
    return f"{claim.met} of {claim.inspected} {claim.of_those or 'inspected'}{meaning}."


def _rests(claim: ClaimInfo, kind: Kind[Any] | None) -> str:
    if claim.undescribed:
        return "Rests on evidence that cannot be described."
    if not claim.evidence_count:
        return ""
    among = "Read among" if kind is not None and kind.pins_items else "Rests on"
    items = f"{claim.evidence_count} item{'' if claim.evidence_count == 1 else 's'} of evidence"
    items += " that can be described" if claim.evidence_ceiling else ""
    sources = ", ".join(kind.replace("-", " ") for kind in claim.source_kinds)
    return f"{among} {items}{f' ({sources})' if sources else ''}."


def _excerpt(one: ExcerptInfo) -> str:
    said = one.text if one.paraphrase else f"“{one.text}”"
    stop = "" if one.text.endswith((".", "!", "?", "…")) else "."
    return f"{one.introduced}: {said}{stop}"
