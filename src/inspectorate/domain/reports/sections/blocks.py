"""The pictures and tables that a section may hold, what they may be of, and how one would look.

Nothing is written: what a form puts in is Markdown, and is saved with its section.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspectorate.foundation.people.models import Person
from inspectorate.prose.reading.fences import Fence, FenceKind, fences_of, put_for, put_in

from ..editions.model import EditionData, EditionKind
from ..editions.outcomes import OUTCOMES
from ..editions.pictures import counts_bodies
from ..editions.tables import CHARACTERISTICS, METHODS
from ..models import Document
from ..pictures.queries import offered_to
from .typed import LaidSection, laid_as_typed, told_of

RECOMMENDATIONS = "recommendations"
# Fields of a block that a form writes, beside its kind and caption.
AREA, CRITERION, CLAIM, OF, BODIES = "area", "criterion", "claim", "of", "bodies"
PICTURE, ALT = "picture", "alt"
FIELDS = (PICTURE, AREA, CRITERION, CLAIM, OF, BODIES, ALT)


@dataclass(frozen=True, slots=True)
class BlockForm:
    """A kind of picture or table: how it is called, and which fields say what it is of."""

    fence: FenceKind
    kind: str
    label: str
    uses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name among all: the fence and the kind."""
        return f"{self.fence}:{self.kind}"


BLOCKS: Mapping[str, BlockForm] = {
    one.name: one
    for one in (
        BlockForm("chart", "distribution", "Picture: how many have each grade", (AREA, CRITERION)),
        BlockForm("chart", "grid", "Picture: the grades of each body", (AREA,)),
        BlockForm("chart", "tiles", "Picture: one criterion as a map of tiles", (CRITERION,)),
        BlockForm("chart", "strip", "Picture: the bodies that a claim counts", (CLAIM,)),
        BlockForm("table", "grades", "Table: how many have each grade", (AREA,)),
        BlockForm("table", "claims", "Table: what was found, by claim", (AREA,)),
        BlockForm("table", "coverage", "Table: how many were inspected on what", (AREA,)),
        BlockForm("table", "criteria", "Table: the criteria", (AREA,)),
        BlockForm("table", CHARACTERISTICS, "Table: what each grade looks like", (AREA,)),
        BlockForm("table", METHODS, "Table: how evidence was gathered"),
        BlockForm("table", "vocabulary", "Table: what our words of quantity mean"),
        BlockForm("table", RECOMMENDATIONS, "Table: the recommendations"),
        BlockForm("table", OUTCOMES, "Outcomes in words", (AREA, OF, BODIES)),
        BlockForm("picture", "", "A picture of our own, from a file", (PICTURE, ALT)),
    )
}


OWN_PICTURE = "picture:"


@dataclass(frozen=True, slots=True)
class BlockChoices:
    """What blocks of a document may be of: each a value and its words.

    ``claims`` are those that can be drawn and that its reader may be told of, ``pictures`` those of
    editors' own that they may see.
    """

    areas: Sequence[tuple[str, str]]
    criteria: Sequence[tuple[str, str]]
    claims: Sequence[tuple[str, str]]
    pictures: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BlockPreview:
    """How a block would be printed in the full edition and in the public one.

    ``problems`` say why it cannot be drawn; empty where it can.
    """

    full: EditionData
    public: EditionData
    problems: Sequence[str]

    @property
    def alike(self) -> bool:
        """Is the public edition word for word the full one here?"""
        return self.full.blocks == self.public.blocks


@dataclass(frozen=True, slots=True)
class BlockDesk:
    """What a form of a block is drawn from; ``preview`` where a block was given."""

    choices: BlockChoices
    preview: BlockPreview | None


def block_desk(
    person: Person,
    document: Document,
    identity: str,
    text: str,
    on: date,
    *,
    block: str = "",
    instead_of: Fence | None = None,
    out: Collection[int] = (),
) -> BlockDesk:
    """Return what the blocks of a section may be of, and how ``block`` would look in its ``text``:
    in the place of another of its blocks, or at its end.

    It is compiled as the edition is, with the whole document. Raises Refused as
    ``findings_as_typed`` does.
    """
    line = 0
    if block and instead_of:
        text, line = put_for(text, instead_of, block), instead_of.line
    elif block:
        text = put_in(text, block, after=text.count("\n") + 2)
        line = next((one.line for one in reversed(fences_of(text))), 0)
    typed = laid_as_typed(person, document, identity, text, on, out)
    preview = _preview(typed, line, line + block.count("\n") + 1) if line else None
    return BlockDesk(_choices(person, typed), preview)


def _choices(person: Person, typed: LaidSection) -> BlockChoices:
    board = typed.laid.board
    areas = dict.fromkeys((one.area, one.area_name) for one in board.criteria)
    told = told_of(person, typed)
    return BlockChoices(
        list(areas),
        [(one.ref, f"{one.ref} {one.name}") for one in board.criteria if one.grades],
        [
            (key, f"{key}: {told[key].statement}")
            for key in sorted(told)
            if counts_bodies(told[key])
        ],
        [(one.key, one.key) for one in offered_to(person, typed.laid.document.inspection)],
    )


def _preview(typed: LaidSection, line: int, after: int) -> BlockPreview:
    """What stands on these lines of the section, in both editions."""
    first = typed.line - 1
    lines = range(first + line, first + after)
    full, public = (_on(typed, kind, lines) for kind in (EditionKind.FULL, EditionKind.PUBLIC))
    problems = [
        one.what
        for one in typed.laid.compiled(EditionKind.FULL).problems
        if one.place.line in lines
    ]
    return BlockPreview(full, public, problems)


def _on(typed: LaidSection, kind: EditionKind, lines: range) -> EditionData:
    made = typed.laid.compiled(kind)
    there = zip(made.lines, made.edition.blocks, strict=True)
    return replace(made.edition, blocks=tuple(one for at, one in there if at and at[0] in lines))
