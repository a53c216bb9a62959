"""A manuscript and the facts become an edition: the block model, for the full or the public reader.

Pure and deterministic. What cannot be compiled is answered as problems, never by leaving something
out in silence.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils.text import slugify

from inspectorate.domain.claims.kinds.quotation import printable
from inspectorate.foundation.drawing.picture import Picture
from inspectorate.foundation.markings import redaction
from inspectorate.foundation.markings.scheme import CEILING, DESCRIBABLE, Marking, above, highest
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem
from inspectorate.prose.addresses import free_anchor
from inspectorate.prose.dates import iso_in_words
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.assertions import Side

from ..checks.bound_quantities import printed_words, prints_words, words_used
from ..documents.registry import DocumentKind
from ..facts import Facts
from ..reasons import CheckName
from .footnotes import printed_footnotes
from .held import held
from .how_we_know import claim_info
from .model import Block, ClaimInfo, EditionData, EditionKind, Run
from .outcomes import answered, asks_outcomes, printed_outcomes
from .own_pictures import picture_block
from .pictures import ChartData, DrawingData, Withheld, chart
from .recommendations import Addressees, answered_by, asked_in, asked_of
from .runs import Treatment, joined, runs_of, treatment, without_source, words
from .tables import table
from .told import HEADING, told_on_the_day


@dataclass(frozen=True, slots=True)
class EditionFrame:
    """What stands around the text: names, kind, publisher, day and notices.

    ``published_on`` is ISO or empty; ``contact``, ``report_at`` and what says of a language
    variant which it is as in :class:`EditionData`.
    """

    slug: str
    kind: DocumentKind
    title: str
    publisher: str
    inspection: str
    published_on: str
    notice: str
    contact: str = ""
    report_at: str = ""
    language: str = "en-GB"
    original: str = ""
    original_number: int = 0


@dataclass(frozen=True, slots=True)
class CompiledEdition:
    """An edition and what is wrong with its manuscript (its directives).

    A sound one has no problems. ``holds`` is how high the words are that stand in it: of a public
    one above OFFICIAL only before it is checked. ``lines`` are those of the text that each block
    was made from.
    """

    edition: EditionData
    problems: tuple[Problem, ...]
    holds: str
    lines: tuple[tuple[int, ...], ...]


def compile_edition(
    manuscript: Manuscript,
    facts: Facts,
    board: ChartData,
    shell: EditionFrame,
    kind: EditionKind,
    pictures: dict[Hashable, Picture] | None = None,
    ceiling: str | None = None,
    *,
    marks: bool = False,
) -> CompiledEdition:
    """Compile one kind of edition; its number is 0 until it is frozen.

    Only a full edition holds every sensitive word, every claim that shares one, and every number.
    ``pictures`` are those drawn for another edition of the same text; what is drawn is put there.
    Compiled for one reader, no passage, claim or quotation above their ``ceiling`` is in it. With
    ``marks`` each run says the marking of the sensitive passage that it stands in.
    """
    # All documents: a claim hidden in one must not be counted out loud in another.
    texts = [manuscript, *facts.documents.values()]
    # No check keeps a claim above it from the part that a body is shown, as one keeps it from
    # print.
    limit = ceiling or (CEILING[kind] if kind is EditionKind.BODY else None)
    bears = facts.bears.items()
    closed = frozenset(key for key, marking in bears if limit and above(marking, limit))
    how = replace(treatment(kind, texts, closed=closed, ceiling=ceiling), marks=marks)
    footnotes = printed_footnotes(manuscript, how)
    how = replace(how, footnotes={name: letter for name, (letter, _) in footnotes.items()})
    outside = kind is not EditionKind.FULL
    kept = {} if pictures is None else pictures
    words = _words(manuscript, facts, how)
    drawn = DrawingData(board, facts, outside, how.dropped, manuscript.keys(), kept, words)
    reaches = ceiling or (DESCRIBABLE if outside else CEILING[kind])
    writer = _Writer(manuscript, drawn, how, kind, shell.kind, reaches)
    made = [*writer.blocks(), *writer.told(), *writer.footnotes(footnotes.values())]
    holds = highest([held(manuscript, how, writer.carried, facts), *writer.outcomes])
    printed = printed_words(manuscript, facts, lambda block, at: _removed(block, at, how))
    edition = EditionData(
        slug=shell.slug,
        kind=shell.kind,
        title=writer.headline or writer.line(manuscript, "title") or shell.title,
        subtitle=writer.line(manuscript, "subtitle"),
        edition=kind.value,
        number=0,
        marking=Marking.PUBLIC.value if kind is EditionKind.PUBLIC else holds,
        publisher=shell.publisher,
        inspection=shell.inspection,
        published_on=shell.published_on,
        notice=shell.notice,
        blocks=tuple(block for _, block in made),
        claims=_claims(writer.carried, facts, board, outside, holds, printed),
        contact=shell.contact,
        report_at=shell.report_at,
        small_below=board.small_below,
        titled=writer.titled(),
        under=writer.marked(manuscript, "subtitle"),
        language=shell.language,
        original=shell.original,
        original_number=shell.original_number,
    )
    lines = tuple(one for one, _ in made)
    return CompiledEdition(edition, tuple(writer.problems), holds, lines)


def _words(manuscript: Manuscript, facts: Facts, how: Treatment) -> tuple[str, ...]:
    """The quantity words that a table of them explains: of this text and, since a letter may point
    to it, of the others.
    """
    if not prints_words(manuscript):
        return ()
    texts = [manuscript, *(one for slug, one in facts.documents.items() if slug != facts.slug)]
    found = [
        one for text in texts for one in words_used(text, facts) if not _removed(*one[:2], how)
    ]
    return tuple(dict.fromkeys(word for _, _, word in found))


def _removed(block: TextBlock, at: int, how: Treatment) -> bool:
    """Whether a place is left out: no note may tell of a word that stands there."""
    return any(
        span.kind == "sensitive" and span.start <= at < span.end and how.removes(span)
        for span in block.spans
    )


def _claims(
    keys: dict[str, None],
    facts: Facts,
    board: ChartData,
    outside: bool,
    holds: str,
    printed: Mapping[str, tuple[str, Side]],
) -> dict[str, ClaimInfo]:
    hidden = board.withheld_claims if outside else frozenset[str]()
    # Who reads an edition may read as high as its words are, and is told of no evidence above that.
    ceiling = DESCRIBABLE if outside else holds
    return {
        key: claim_info(
            key,
            facts,
            board,
            withheld=key in hidden,
            outside=outside,
            ceiling=ceiling,
            printed=printed.get(key),
        )
        for key in sorted(keys)
    }


@dataclass(slots=True)
class _Writer:
    """Walks the manuscript's blocks once, keeping anchors, claims carried, problems met and how
    high the outcomes and pictures are marked that it prints (``outcomes``); ``limit`` is how high
    outcomes may be.
    """

    manuscript: Manuscript
    drawn: DrawingData
    how: Treatment
    kind: EditionKind
    document: DocumentKind
    limit: str
    problems: list[Problem] = field(default_factory=list)
    carried: dict[str, None] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    pictures: int = 0
    outcomes: list[str] = field(default_factory=list)

    @property
    def headline(self) -> str:
        """The headline of a release, which its first heading says; else empty."""
        told = words(self._first())
        return told if told == self.manuscript.meta.get("headline") else ""

    def _first(self) -> tuple[Run, ...]:
        first = next(iter(self.manuscript.blocks), None)
        if self.document.type.titled or first is None or first.kind != "heading":
            return ()
        return runs_of(first, self.how)

    def titled(self) -> tuple[Run, ...]:
        """Return the runs of the headline or title, where they tell markings."""
        own = self._first() if self.how.marks and self.headline else ()
        return own or self.marked(self.manuscript, "title")

    def blocks(self) -> Iterator[tuple[tuple[int, ...], Block]]:
        """Yield the edition's blocks in order, each with the lines of the text that it is made of;
        without the heading that the title says already.
        """
        every = self._every()
        first = next(every, None)
        said = words(first[1].runs) if first else ""
        if first and not (first[1].kind == "heading" and said == self.headline):
            yield first
        yield from every

    def told(self) -> Iterator[tuple[tuple[int, ...], Block]]:
        """What the body of a letter was told on the day, for that body alone: it stands on no line
        of the text.
        """
        own = self.kind is EditionKind.FULL and self.document.type.to_one_body
        rows = self.drawn.board.told if own else ()
        told = told_on_the_day(rows, self._anchor(HEADING) if rows else "")
        return (((), block) for block in told)

    def footnotes(
        self, printed: Iterable[tuple[str, TextBlock]]
    ) -> Iterator[tuple[tuple[int, ...], Block]]:
        """Yield the footnotes that are called, by their letters."""
        for letter, block in printed:
            yield (block.line,), Block("footnote", self._runs(block), anchor=letter)

    def _every(self) -> Iterator[tuple[tuple[int, ...], Block]]:
        # Items and rows stand as single blocks in a manuscript; a list or table of print is the run
        # of them.
        for (kind, _), group in groupby(
            self.manuscript.blocks, key=lambda one: (one.kind, self._together(one))
        ):
            parts = list(group)
            lines = tuple(one.line for one in parts)
            if kind == "item":
                yield lines, self._list(parts)
            elif kind == "row":
                yield lines, self._rows(parts)
            else:
                for block in parts:
                    yield from (((block.line,), made) for made in self._of(block))

    @staticmethod
    def _together(block: TextBlock) -> tuple[int, str]:
        return (
            (block.group, block.fields.get("ordered", ""))
            if block.kind == "item"
            else (block.group, "")
        )

    def _of(self, block: TextBlock) -> Iterator[Block]:
        """What stands in the place of a block, which may be more than one."""
        if block.kind == "footnote":
            return
        if asks_outcomes(block):
            yield from self._outcomes(block)
            return
        yield self._one(block)
        if refs := answered_by(block):
            yield from self._answered(block, refs)

    def _one(self, block: TextBlock) -> Block:
        if block.kind == "heading":
            runs = self._runs(block)
            return Block("heading", runs, level=block.level, anchor=self._anchor(words(runs)))
        if block.kind == "quote":
            return self._quote(block)
        if block.kind in ("chart", "table", "picture", "recommendation"):
            return self._directive(block)
        return Block("note" if block.kind == "code" else "paragraph", self._runs(block))

    def line(self, holder: Manuscript | TextBlock, name: str) -> str:
        """Return the words of a title or a caption; empty where there is none."""
        return words(runs_of(holder.inline[name], self.how)) if name in holder.inline else ""

    def marked(self, holder: Manuscript | TextBlock, name: str) -> tuple[Run, ...]:
        """Return the runs of a title or a caption, where they tell markings."""
        told = self.how.marks and name in holder.inline
        return runs_of(holder.inline[name], self.how) if told else ()

    def _runs(self, block: TextBlock, start: int = 0, end: int | None = None) -> tuple[Run, ...]:
        """Return runs.

        A key without a claim is not carried: ``claim_exists`` tells of it and blocks freezing.
        """
        known = self.drawn.facts.claims or {}
        found = runs_of(block, self.how, start=start, end=end)
        runs = joined(run if run.claim in known else replace(run, claim="") for run in found)
        self.carried.update((run.claim, None) for run in runs if run.claim)
        return runs

    def _list(self, parts: list[TextBlock]) -> Block:
        ordered = parts[0].fields.get("ordered") == "yes"
        return Block("list", ordered=ordered, items=tuple(self._runs(one) for one in parts))

    def _rows(self, parts: list[TextBlock]) -> Block:
        rows = [self._cells(one) for one in parts]
        width = len(rows[0])
        # A row may have fewer cells than the head, or more: print and PDF need a rectangle.
        even = tuple((*row[:width], *[()] * (width - len(row))) for row in rows)
        header, *said = (tuple(map(words, row)) for row in even)
        cells = even if self.how.marks else ()
        return Block("table", caption="", header=header, rows=tuple(said), cells=cells)

    def _cells(self, row: TextBlock) -> tuple[tuple[Run, ...], ...]:
        cells, start = [], 0
        for place in range(len(row.fields)):
            end = start + len(row.fields[str(place)])
            cells.append(self._runs(row, start, end))
            # The reader puts one blank between two cells.
            start = end + 1
        return tuple(cells)

    def _quote(self, block: TextBlock) -> Block:
        span = next((one for one in block.spans if one.kind == "quotation"), None)
        if span is None:
            return Block("quote", self._runs(block))
        if span.start == 0 and span.end == len(block.text):
            runs = self._runs(block)
            # The key names a document of ours, which may be a letter to another body: it is not for
            # a body that checks facts, nor does it stand beside words that were removed.
            hidden = self.kind is EditionKind.BODY or all(run.redacted for run in runs)
            return Block("quote", runs, source="" if hidden else self._source(span.key))
        before = self._runs(block, 0, span.start) if span.start else ()
        at, after = self._runs(block, span.start, span.end), self._runs(block, span.end)
        quoted, beside = without_source(before, at, after)
        source, beside = words(beside), beside if self.how.marks else ()
        return Block("quote", quoted, source=source, beside=beside)

    def _source(self, named: str) -> str:
        # The full edition alone has no ceiling, where it is compiled for no reader.
        return named if self.how.ceiling is None else printable(named)

    def _directive(self, block: TextBlock) -> Block:
        """Draw a fenced block; say in its place why it may not be shown, or cannot be drawn."""
        draws = {"chart": self._chart, "table": self._table, "picture": self._picture}
        draw = draws.get(block.kind, self._recommendation)
        try:
            drawn = draw(block)
        # Said in its place and not left out: a reader is to see that something is withheld, and
        # why.
        except (Withheld, ValueError) as fault:
            return self._instead(block, fault)
        # A strip alone is drawn from a claim. The same field elsewhere would carry into print
        # a claim that no check has looked at.
        if block.kind == "chart" and block.fields.get("kind") == "strip":
            key = block.fields.get("claim", "")
            if key not in self.how.dropped:
                self.carried[key] = None
        return drawn

    def _instead(self, block: TextBlock, fault: Withheld | ValueError) -> Block:
        """What stands in the place of a fenced block that is withheld or cannot be drawn."""
        if isinstance(fault, Withheld):
            called = "outcomes" if asks_outcomes(block) else "picture"
            # What is said of a picture of an editor's own may tell what it shows.
            said = "" if block.kind == "picture" else self.line(block, "caption")
            what = f"{said or called}: {fault}"
            return Block("note", (Run(redaction.replacement(what), redacted=str(fault)),))
        what, _, mend = str(fault).partition("; ")
        # Of a picture of an editor's own the checks tell, each with its mend.
        if block.kind != "picture":
            self._problem(block, f"{what}.", f"{mend[:1].upper()}{mend[1:]}." if mend else "")
        return Block("note", (Run(f"This {block.kind} cannot be drawn: {fault}."),))

    def _outcomes(self, block: TextBlock) -> Iterator[Block]:
        """Print the outcomes in words that a fenced block asks for, each a paragraph."""
        try:
            # Whatever names another than the body is taken out of its part (fact_check.py).
            to_body = self.kind is EditionKind.BODY
            asked = printed_outcomes(self.drawn, block.fields, self.limit, to_body=to_body)
            for one in asked:
                self.outcomes.append(one.marking or Marking.OFFICIAL.value)
                yield one.block
        except (Withheld, ValueError) as fault:
            yield self._instead(block, fault)

    def _chart(self, block: TextBlock) -> Block:
        self.pictures += 1
        picture = chart(self.drawn, block.fields, f"c{self.pictures}")
        return Block(
            "chart",
            caption=self.line(block, "caption") or picture.title,
            svg=picture.svg,
            alternative=f"{picture.title}. {picture.description}",
            header=picture.header,
            rows=picture.rows,
            beside=self.marked(block, "caption"),
        )

    def _picture(self, block: TextBlock) -> Block:
        facts, outside = self.drawn.facts, self.kind is not EditionKind.FULL
        made, marking = picture_block(block, self.how, facts, self._runs, outside=outside)
        self.outcomes.append(marking)
        return replace(made, beside=self.marked(block, "caption"))

    def _table(self, block: TextBlock) -> Block:
        asked = block.fields.get("kind") == "recommendations"
        header, rows = self._asked() if asked else table(self.drawn, block.fields)
        caption = self.line(block, "caption") or "Table"
        beside = self.marked(block, "caption")
        cells = self._asked_cells(header, rows) if asked and self.how.marks else ()
        return Block("table", caption=caption, header=header, rows=rows, cells=cells, beside=beside)

    def _recommendation(self, block: TextBlock) -> Block:
        asked = asked_of(block)
        if f"recommendation-{asked.number}" in self.anchors:
            raise ValueError(
                f"number: there are two recommendations {asked.number}; number each once"
            )
        runs = runs_of(asked.words, self.how)
        for key in dict.fromkeys(run.claim for run in runs if run.claim):
            if key not in (self.drawn.facts.claims or {}):
                raise ValueError(
                    f"text: there is no claim {key!r}; choose a claim of this inspection"
                )
            self.carried[key] = None
        return Block(
            "recommendation",
            runs,
            anchor=self._anchor(f"recommendation {asked.number}"),
            caption=asked.origin,
            header=("body", "basis", "due_on"),
            rows=self._addressees().printed(asked.to),
            items=tuple((Run(line),) for line in self._addressees().lines(asked.to)),
            number=asked.number,
        )

    def _answered(self, block: TextBlock, refs: Sequence[str]) -> Iterator[Block]:
        """Say beneath a recommendation which outcomes it answers."""
        try:
            told = answered(self.drawn, block.fields.get("number", ""), refs)
        except ValueError as fault:
            yield self._instead(block, fault)
            return
        if told:
            yield Block("paragraph", (Run(told),))

    def _addressees(self) -> Addressees:
        board = self.drawn.board
        return Addressees(board.names, board.bound_by_duty, board.printed_codes)

    def _asked(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        rows = tuple(
            (
                str(asked.number),
                words(runs_of(asked.words, self.how)),
                self._addressees().listed(asked.to),
                iso_in_words(asked.to[0][2]),
            )
            for asked in asked_in(self.manuscript)
        )
        return ("Number", "Recommendation", "To", "By"), rows

    def _asked_cells(
        self, header: Sequence[str], rows: Iterable[Sequence[str]]
    ) -> tuple[tuple[tuple[Run, ...], ...], ...]:
        asked = (runs_of(one.words, self.how) for one in asked_in(self.manuscript))
        said = (
            tuple(own if at == 1 else (Run(cell),) for at, cell in enumerate(row))
            for own, row in zip(asked, rows, strict=True)
        )
        return (tuple((Run(cell),) for cell in header), *said)

    def _anchor(self, text: str) -> str:
        wanted = slugify(text)[:60].strip("-") or "section"
        return free_anchor(wanted, self.anchors)

    def _problem(self, block: TextBlock, what: str, mend: str) -> None:
        place = Place(block.line, 1, block.text or block.kind, self.manuscript.name)
        self.problems.append(
            Problem(CheckName.DIRECTIVE_NOT_UNDERSTOOD, place, what, Mend.words(mend))
        )
