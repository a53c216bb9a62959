"""The outcomes in words that a report prints, from one fenced block of a manuscript. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.foundation.markings import redaction
from inspectorate.foundation.markings.scheme import DESCRIBABLE, above, highest
from inspectorate.prose.manuscript import TextBlock
from inspectorate.prose.quantities.verdicts import spoken

from ..checks.names import named_in
from .model import Block, Run
from .pictures import ChartData, DrawingData, OutcomeRow, Withheld

# What the field ``kind`` of a table says that prints them, and what ``bodies`` says of it where
# none is named.
OUTCOMES, UNNAMED = "outcomes", "unnamed"
# What a paragraph that prints outcomes keeps of them beside its words, for the open data: number
# and body are empty where none is named, "bodies" is how many the same is said of.
COLUMNS = ("outcome", "body", "criterion", "kind", "bodies")
_MARKED = "what it rests on is marked above this edition"
_COUNTED = "the numbers are withheld"


@dataclass(frozen=True, slots=True)
class PrintedOutcome:
    """One outcome as it is printed, and how high the words are that stay."""

    block: Block
    marking: str


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """What one paragraph says of outcomes, in the full edition and in the public one.

    ``rows`` are those of one text: one, or where no body is named all of one criterion and kind
    that say the same.
    """

    head: str
    rows: tuple[OutcomeRow, ...]
    public: str

    @property
    def text(self) -> str:
        """What the outcomes say."""
        return " ".join(self.rows[0].text.split())

    @property
    def full(self) -> str:
        """The whole paragraph, with nothing removed."""
        return " ".join(f"{self.head} {self.text}".split())

    @property
    def source(self) -> str:
        """The numbers of the outcomes."""
        return ", ".join(one.ref for one in self.rows)

    @property
    def marking(self) -> str:
        """How high its words are marked."""
        return highest([one.marking for one in self.rows])

    @property
    def writers(self) -> tuple[int, ...]:
        """The keys of those who wrote the words."""
        return tuple(dict.fromkeys(one.by for one in self.rows))

    @property
    def cited(self) -> tuple[int, ...]:
        """The keys of the items that the words rest on."""
        return tuple(dict.fromkeys(pk for one in self.rows for pk in one.cited))


def asks_outcomes(block: TextBlock) -> bool:
    """Does a block print outcomes in words?"""
    return block.kind == "table" and block.fields.get("kind") == OUTCOMES


def outcome_words(board: ChartData, block: TextBlock) -> tuple[OutcomeWords, ...]:
    """What a block prints of outcomes, in its order, for whoever signs it; nothing of a block that
    prints none, or cannot be read.
    """
    if not asks_outcomes(block):
        return ()
    try:
        found = _paragraphs(board, block.fields, unnamed=_unnamed(block.fields))
    except ValueError:
        return ()
    return tuple(
        OutcomeWords(head, rows, _public(board, block, head, rows)) for head, rows in found
    )


def printed_outcomes(
    drawn: DrawingData, fields: Mapping[str, str], limit: str, *, to_body: bool = False
) -> Iterator[PrintedOutcome]:
    """Yield a paragraph for each outcome that the block asks for, by body and criterion.

    ``of`` is a kind of outcome and ``area`` that of its criterion, each empty for all. Words marked
    above ``limit`` are removed and that is said in their place: that there is an outcome stays, as
    a grade does. Outside, nothing of a criterion whose numbers are withheld is printed.

    ``bodies: unnamed`` prints them by criterion, without number, with the count of bodies of which
    the same is said: in no order from which one could tell a body. Raises Withheld where no body
    may be named outside and that is not said, but for what one body is shown of itself
    (``to_body``), ValueError naming the field that is wrong.
    """
    # Its own part is found by its name; what is not its own is taken out by others'.
    unnamed = _unnamed(fields) and not to_body
    found = _paragraphs(drawn.board, fields, unnamed=unnamed)
    if not unnamed and not to_body:
        drawn.named()
    if unnamed:
        _refuse_names(found, drawn.facts.body_names, limit)
    hidden = _hidden(drawn.board, unnamed=unnamed) if drawn.public else frozenset[str]()
    shown = [(head, rows) for head, rows in found if rows[0].criterion not in hidden]
    if found and not shown:
        raise Withheld(_COUNTED)
    if not found:
        yield PrintedOutcome(Block("paragraph", (Run("None is recorded."),)), "")
    for head, rows in shown:
        yield _printed(head, rows, limit, _told(drawn.board, rows, unnamed=unnamed))
    if len(shown) < len(found):
        removed = Run(redaction.replacement(_COUNTED), redacted=_COUNTED)
        yield PrintedOutcome(Block("note", (removed,)), "")


def answered(drawn: DrawingData, number: str, refs: Sequence[str]) -> str:
    """Return in a sentence which outcomes a recommendation answers, empty where it names none.

    Where the inspection names no body it tells of what kind and on which criteria they are. Raises
    ValueError naming one that does not stand and fit.
    """
    board = drawn.board
    there = {one.ref: one for one in board.outcomes}
    if strange := [ref for ref in refs if ref not in there]:
        raise ValueError(
            f"answers: there is no outcome {strange[0]} that stands here; name outcomes in words "
            "by their numbers, as PREV-O1, PREV-O2"
        )
    hidden = _hidden(board, unnamed=not board.may_name) if drawn.public else frozenset[str]()
    found = [one for ref in refs if (one := there[ref]).criterion not in hidden]
    if not found:
        return ""
    if board.may_name:
        told = [f"{_called(one)} {one.ref}" for one in found]
    else:
        told = list(dict.fromkeys(f"{_called(one)} ({one.criterion} {one.name})" for one in found))
    return f"Recommendation {number} answers: {'; '.join(told)}."


def _unnamed(fields: Mapping[str, str]) -> bool:
    said = fields.get("bodies", "")
    if said not in ("", UNNAMED):
        raise ValueError(f"bodies: {said!r} is not understood; write {UNNAMED}, or leave it out")
    return said == UNNAMED


def _hidden(board: ChartData, *, unnamed: bool) -> frozenset[str]:
    """The criteria of which nothing is printed outside.

    Without names paragraphs count bodies, so that none stands for a claim whose number is withheld,
    of whatever that counts.
    """
    if not unnamed:
        return board.withheld_refs
    told = (board.claim_refs.get(key, "").split(", ") for key in board.withheld_claims)
    return board.withheld_refs.union(*told)


def _asked(board: ChartData, fields: Mapping[str, str]) -> list[OutcomeRow]:
    """The outcomes that a block asks for."""
    kind, area = fields.get("of", ""), fields.get("area", "")
    if kind and kind not in OutcomeKind.values:
        raise ValueError(f"of: {kind!r} is not an outcome; choose {', '.join(OutcomeKind.values)}")
    wanted = {one.ref for one in board.chosen(area, graded=False)}
    return [one for one in board.outcomes if one.criterion in wanted and kind in ("", one.kind)]


def _paragraphs(
    board: ChartData, fields: Mapping[str, str], *, unnamed: bool
) -> list[tuple[str, tuple[OutcomeRow, ...]]]:
    """Each paragraph's head, and the outcomes that it tells."""
    found = _asked(board, fields)
    if not unnamed:
        return [
            (f"{one.body} ({one.criterion} {one.name}), {_called(one)} {one.ref}:", (one,))
            for one in found
        ]
    order = {one.ref: place for place, one in enumerate(board.criteria)}
    kinds = list(OutcomeKind.values)

    def alike(one: OutcomeRow) -> tuple[int, int, str, str]:
        said = " ".join(one.text.split())
        return order.get(one.criterion, -1), kinds.index(one.kind), said, one.marking

    together = (tuple(rows) for _, rows in groupby(sorted(found, key=alike), key=alike))
    return [(_head(board, rows), rows) for rows in together]


def _head(board: ChartData, rows: tuple[OutcomeRow, ...]) -> str:
    many, one = len({each.body for each in rows}), rows[0]
    noun = board.noun if many == 1 else board.noun_plural
    return f"{_called(one).capitalize()} at {spoken(many)} {noun} ({one.criterion} {one.name}):"


def _called(one: OutcomeRow) -> str:
    return str(OutcomeKind(one.kind).label).lower()


def _refuse_names(
    found: list[tuple[str, tuple[OutcomeRow, ...]]], names: Collection[str], limit: str
) -> None:
    """Refuse words that name a body where none is to be named, but for those that are removed."""
    for _, rows in found:
        for one in rows:
            named = () if above(one.marking, limit) else named_in(one.text, names)
            if named:
                raise ValueError(
                    f"bodies: the words of {one.ref} name {named[0]}; reword them, or leave out "
                    f"that bodies are {UNNAMED}"
                )


def _told(board: ChartData, rows: tuple[OutcomeRow, ...], *, unnamed: bool) -> tuple[str, ...]:
    """What is kept of outcomes beside their words, as :data:`COLUMNS`."""
    one, codes = rows[0], {each.label: each.code for each in board.bodies}
    named = ("", "") if unnamed else (one.ref, codes.get(one.body, ""))
    return (*named, one.criterion, one.kind, str(len({each.body for each in rows})))


def _printed(
    head: str, rows: tuple[OutcomeRow, ...], limit: str, told: tuple[str, ...] = ()
) -> PrintedOutcome:
    kept: dict[str, Any] = {"header": COLUMNS, "rows": (told,)} if told else {}
    start, marking = Run(head, strong=True), highest([one.marking for one in rows])
    if above(marking, limit):
        removed = Run(redaction.replacement(_MARKED), redacted=_MARKED)
        return PrintedOutcome(Block("paragraph", (start, Run(" "), removed), **kept), "")
    said = " ".join(rows[0].text.split())
    return PrintedOutcome(Block("paragraph", (start, Run(f" {said}")), **kept), marking)


def _public(board: ChartData, block: TextBlock, head: str, rows: tuple[OutcomeRow, ...]) -> str:
    """What the public edition prints of one paragraph."""
    unnamed = _unnamed(block.fields)
    if not unnamed and not board.may_name:
        return redaction.replacement(f"this inspection does not name {board.noun_plural}")
    if rows[0].criterion in _hidden(board, unnamed=unnamed):
        return redaction.replacement(_COUNTED)
    shown = _printed(head, rows, DESCRIBABLE).block.runs
    return "".join(run.text for run in shown)
