"""An edition as a Word file, from the block model of page and PDF.

Nobody is named in it and no moment stands in it: the same edition gives the same bytes. Words are
written literally; a character that XML does not allow is refused with its block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from types import MappingProxyType

from inspectorate.prose.origin import ORIGIN
from inspectorate.prose.outline import outlined

from ..layout import LONGEST_PICTURE_TABLE, NotSet, edition_words, require_alternatives
from ..model import Block, EditionData, Run
from ..notes import HEADING, Notes
from .comments import TITLE, Comment, Margin
from .frame import footer, footnotes, header, note, section
from .front import contents, front
from .markup import NotAllowed, paragraph, run
from .package import NAMES, Relations, core, own, packed
from .passages import Passages, own_mark, repeated
from .pictures import NOT_DRAWN, drawn, own_picture, picture
from .styles import BULLETS, NUMBERS, numbering, settings, styles
from .tables import facts

ABOUT_NOTES = (
    "A note says what the words rest on, how many bodies were inspected, and how near the count "
    "lies to the next word. What is counted are agreed judgments, each made against written "
    "characteristics, with its reasons and the evidence it rests on."
)
_PARTS = ("styles", "settings", "numbering", "footnotes")


def written(
    edition: EditionData,
    notes: Mapping[str, tuple[str, str]],
    comments: Sequence[Comment] = (),
    copy: str = "",
    origin: str = "",
    files: Mapping[str, bytes] = MappingProxyType({}),
    *,
    draws: bool = True,
) -> bytes:
    """Return the Word file of an edition; ``notes`` are what its notes say, by key.

    ``copy`` says which copy it is where it is no edition (the editors' own), whose ``comments``
    stand beside the text, and ``origin`` which text it was made from. ``files`` are the pictures of
    editors' own, by digest. Where it is read and not shown, it ``draws`` no picture. Raises NotSet
    naming the document when a field cannot be written.
    """
    require_alternatives(edition)
    svgs = [block.svg for block in edition.blocks if block.kind == "chart"]
    pictures = drawn(svgs, edition.slug) if draws else dict.fromkeys(svgs, NOT_DRAWN)
    own = dict(files) if draws else {one.file: NOT_DRAWN for one in edition.blocks if one.file}
    return _Writer(edition, notes, Margin(comments), copy, pictures, own, origin).file()


@dataclass(slots=True)
class _Writer:
    """Walks the blocks once, numbering what a Word file numbers.

    ``headings`` are the level, the bookmark and the words of each, for the contents.
    """

    edition: EditionData
    told: Mapping[str, tuple[str, str]]
    margin: Margin
    copy: str
    pictures: dict[str, bytes]
    files: dict[str, bytes]
    origin: str
    relations: Relations = field(default_factory=Relations)
    ids: count[int] = field(default_factory=lambda: count(1))
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    ordered: int = 0
    passages: Passages = field(init=False)

    def __post_init__(self) -> None:
        self.passages = Passages(Notes(self.edition), self.relations, set(), self.ids)

    def file(self) -> bytes:
        """Return the whole file."""
        edition, which = self.edition, self.copy or edition_words(self.edition)
        marking = "" if edition.marking == "PUBLIC" else edition.marking
        for part in _PARTS:
            self.relations.part(part, f"{part}.xml")
        lines = [self.relations.part(one, f"{one}1.xml") for one in ("header", "footer")]
        with self._of("its title"):
            self.margin.at(TITLE)
            begun = front(edition, which, marking, self.passages, self.margin)
            title = repeated(edition.titled, edition.title)
            around = {"header1": header(edition, title, marking), "footer1": footer(edition, which)}
            said = core(title, edition.publisher, edition.inspection, edition.language)
        body = _apart([*self._blocks(), *self._about_notes()])
        if edition.kind.type.long and len(self.headings) > 2:
            begun += contents(self.headings)
        with self._of("its notes"):
            notes = footnotes(self._notes())
        paper = section(*lines, titled=edition.kind.type.long)
        parts = {
            "document": f"<w:document {NAMES}><w:body>{begun}{body}{paper}</w:body></w:document>",
            "styles": styles(edition.language),
            "settings": settings(edition.language),
            "numbering": numbering(self.ordered),
            "footnotes": notes,
            **around,
        }
        if self.margin.comments:
            self.relations.part("comments", "comments.xml")
            with self._of("what the checks say"):
                parts["comments"] = self.margin.markup()
        return packed(parts, said, self.relations, self.origin and own(ORIGIN, self.origin))

    @contextmanager
    def _of(self, place: str) -> Iterator[None]:
        try:
            yield
        except NotAllowed as found:
            raise NotSet(
                f"{self.edition.slug}, {place}: a Word file cannot hold {found}"
            ) from found

    def _blocks(self) -> Iterator[str]:
        blocks = self.edition.blocks
        levels = iter(outlined([one.level for one in blocks if one.kind == "heading"], deepest=5))
        for place, block in enumerate(blocks):
            self.margin.at(place)
            with self._of(f"block {place + 1}"):
                if block.kind == "heading":
                    yield self._heading(block, next(levels))
                else:
                    yield from self._one(block)
        if (
            self.margin.waiting
        ):  # of blocks that print nothing: they are seen on a line of their own
            yield paragraph(self.margin.beside(""))

    def _one(self, block: Block) -> Iterator[str]:
        if block.kind == "footnote":
            return
        if block.kind == "list":
            yield from self._list(block)
        elif block.kind == "quote":
            yield self._said(block, "Quote")
            if block.source:
                yield paragraph(self.passages.beside(block.beside, block.source), "Attribution")
        elif block.kind == "table":
            yield from self._table(block)
        elif block.kind == "chart":
            yield from self._chart(block)
        elif block.kind == "picture":
            yield from self._picture(block)
        elif block.kind == "recommendation":
            yield from self._recommendation(block)
        else:
            yield self._said(block, "Note" if block.kind == "note" else "")

    def _said(self, block: Block, style: str) -> str:
        return paragraph(self.margin.beside(self.passages.of(block.runs)), style)

    def _heading(self, block: Block, level: int) -> str:
        name = f"_Toc{len(self.headings) + 1:09}"
        self.headings.append((level, name, repeated(block.runs)))
        said = self.margin.beside(self.passages.of(block.runs))
        return paragraph(self.passages.bookmark(name, said), f"Heading{level}")

    def _list(self, block: Block) -> Iterator[str]:
        self.ordered += block.ordered
        number = NUMBERS + self.ordered if block.ordered else BULLETS
        style = "ListNumber" if block.ordered else "ListBullet"
        properties = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        for item in block.items:
            yield paragraph(self.margin.beside(self.passages.of(item)), style, properties)

    def _table(self, block: Block) -> Iterator[str]:
        if not block.header:
            return
        if block.caption:
            yield self._caption(block)
        cells = [[self.passages.of(one, notes=False) for one in row] for row in block.cells]
        said = repeated(block.beside, block.caption)
        yield facts(said, block.header, block.rows, self.margin, cells)

    def _caption(self, block: Block) -> str:
        said = self.passages.beside(block.beside, block.caption)
        return paragraph(self.margin.beside(said), "Caption")

    def _chart(self, block: Block) -> Iterator[str]:
        """A picture with its table, where that is short: a long one is in the open data."""
        number = next(self.ids)
        image = picture(block.svg, block.alternative, number, self.pictures, self.relations)
        yield self._caption(block)
        yield paragraph(image, "Picture")
        if block.header and 0 < len(block.rows) <= LONGEST_PICTURE_TABLE:
            said = repeated(block.beside, block.caption)
            yield facts(said, block.header, block.rows, self.margin)

    def _picture(self, block: Block) -> Iterator[str]:
        """A picture of an editor's own, under its caption where it has one."""
        if block.caption:
            yield self._caption(block)
        content = self.files[block.file]
        yield paragraph(own_picture(block, content, next(self.ids), self.relations), "Picture")

    def _recommendation(self, block: Block) -> Iterator[str]:
        number = self.margin.beside(run(f"Recommendation {block.number}"))
        yield paragraph(number, "RecommendationNumber")
        yield self._said(block, "Recommendation")
        yield from self._list(Block("list", items=block.items))
        if block.caption == "rehearsal":
            yield paragraph(run("Made up for the rehearsal."), "Note")

    def _notes(self) -> list[tuple[int, str]]:
        """What stands beneath the text, in the order in which it leads there: notes of claims, and
        the author's own footnotes, in which a link is its address in words.
        """
        numbers, called = self.passages.notes.numbers, self.passages.called
        found = {number: note(*self.told[key]) for key, number in numbers.items()}
        for block in self.edition.blocks:
            if block.kind == "footnote" and block.anchor in called:
                said = self.passages.of([_unlinked(one) for one in block.runs], notes=False)
                found[called[block.anchor]] = f"{own_mark(block.anchor)}{run(' ')}{said}"
        return [(number, found[number]) for number in self.passages.order]

    def _about_notes(self) -> Iterator[str]:
        if self.passages.seen:
            yield self._heading(Block("heading", (Run(HEADING),)), 1)
            yield paragraph(run(ABOUT_NOTES))


def _unlinked(of: Run) -> Run:
    """A run without its link, whose address stands behind it where its words are another."""
    away = of.link.startswith("#") or not of.link or of.link.endswith(of.text)
    return replace(of, link="", text=of.text if away else f"{of.text} ({of.link})")


def _apart(parts: Sequence[str]) -> str:
    """The blocks as one text; two tables that touch would be one, and a text ends in no table."""
    between = paragraph("", "AfterTable")
    found = []
    for one, following in pairwise([*parts, "<w:tbl>"]):
        touch = one.endswith("</w:tbl>") and following.startswith("<w:tbl>")
        found.append(one + between if touch else one)
    return "".join(found)
