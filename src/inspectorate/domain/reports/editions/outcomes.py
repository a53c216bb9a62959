"""The outcomes in words that a report prints, from one fenced block of a manuscript. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.foundation.markings import redaction
from inspectorate.foundation.markings.scheme import above

from .model import Block, Run
from .pictures import DrawingData, OutcomeRow, Withheld

# What the field ``kind`` of a table says that prints them.
OUTCOMES = "outcomes"
_MARKED = "what it rests on is marked above this edition"
_COUNTED = "the numbers are withheld"


@dataclass(frozen=True, slots=True)
class PrintedOutcome:
    """One outcome as it is printed, and how high the words are that stay."""

    block: Block
    marking: str


def printed_outcomes(
    drawn: DrawingData, fields: Mapping[str, str], limit: str, *, to_body: bool = False
) -> Iterator[PrintedOutcome]:
    """Yield a paragraph for each outcome that the block asks for, by body and criterion.

    ``of`` is a kind of outcome and ``area`` that of its criterion, each empty for all. Words marked
    above ``limit`` are removed and that is said in their place: that there is an outcome stays, as
    a grade does. Outside, nothing of a criterion whose numbers are withheld is printed. Raises
    Withheld where no body may be named outside, but for what one body is shown of itself
    (``to_body``), ValueError naming the field that is wrong.
    """
    found = _asked(drawn, fields)
    if not to_body:
        drawn.named()
    hidden = drawn.board.withheld_refs if drawn.public else frozenset[str]()
    shown = [one for one in found if one.criterion not in hidden]
    if found and not shown:
        raise Withheld(_COUNTED)
    if not found:
        yield PrintedOutcome(Block("paragraph", (Run("None is recorded."),)), "")
    for one in shown:
        yield _printed(one, limit)
    if len(shown) < len(found):
        removed = Run(redaction.replacement(_COUNTED), redacted=_COUNTED)
        yield PrintedOutcome(Block("note", (removed,)), "")


def _asked(drawn: DrawingData, fields: Mapping[str, str]) -> list[OutcomeRow]:
    """The outcomes that a block asks for."""
    kind, area = fields.get("of", ""), fields.get("area", "")
    if kind and kind not in OutcomeKind.values:
        raise ValueError(f"of: {kind!r} is not an outcome; choose {', '.join(OutcomeKind.values)}")
    wanted = {one.ref for one in drawn.board.chosen(area, graded=False)}
    return [
        one for one in drawn.board.outcomes if one.criterion in wanted and kind in ("", one.kind)
    ]


def _printed(one: OutcomeRow, limit: str) -> PrintedOutcome:
    kind = str(OutcomeKind(one.kind).label).lower()
    head = Run(f"{one.body} ({one.criterion} {one.name}), {kind} {one.ref}:", strong=True)
    if above(one.marking, limit):
        removed = Run(redaction.replacement(_MARKED), redacted=_MARKED)
        return PrintedOutcome(Block("paragraph", (head, Run(" "), removed)), "")
    said = " ".join(one.text.split())
    return PrintedOutcome(Block("paragraph", (head, Run(f" {said}"))), one.marking)
