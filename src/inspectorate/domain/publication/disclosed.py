"""What a release says of its bodies, read from what will go out: documents, tables, pages.

Pure. Words are read by ``disclosed_words``, tables by ``disclosed_tables``: each by its shape, not
by who made it, so that an author's own table is read as well as ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.model import Block, ClaimInfo, EditionData
from inspectstats.disclosure.statements import Bodies, Statement, Sum

from .disclosed_tables import TableReading
from .disclosed_words import (
    around_claims,
    calling,
    counts_in,
    in_order,
    in_sections,
    lines,
    named_in,
    numbers_in,
    said_in,
    sentences,
    shares_in,
    stretches,
    words_of,
)
from .known import Counting, Known
from .schema import Bundle

_YOU = re.compile(r"\b(?:you|yours?)\b", re.IGNORECASE)
_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Out:
    """What goes out: a bundle, its documents, the paths of its files; ``earlier`` if it is out.

    ``pages`` maps the path of each page of a body to its code.
    """

    bundle: Bundle
    documents: Sequence[EditionData]
    pages: Mapping[str, str]
    earlier: str = ""


def statements(out: Out, known: Known) -> list[Statement]:
    """Return everything that a release says of its bodies."""
    reading = _Reading(out, known)
    made = [
        *reading.claims(),
        *reading.excerpts(),
        *reading.headline(),
        *(one for document in out.documents for one in reading.document(document)),
        *(one for table in out.bundle.tables for one in reading.table(table)),
        *reading.pages(),
    ]
    return [replace(one, earlier=out.earlier) for one in made]


def places_of(out: Out) -> dict[str, list[str]]:
    """Return the sentences in which each claim is carried, by its key."""
    said: dict[str, list[str]] = {}
    for document in out.documents:
        for runs in lines(document):
            for sentence, bound in sentences(runs):
                for key in bound:
                    said.setdefault(key, []).append(sentence)
    return said


def words_about(out: Out) -> dict[str, list[str]]:
    """Return all words that may narrow of whom each claim speaks, by its key.

    Its sentences, what stands about them, and its statement in the table of claims.
    """
    said, around = places_of(out), _about(out)
    for key, words in around.items():
        said.setdefault(key, []).extend(words)
    for info in out.bundle.claims:
        said.setdefault(info.key, []).append(info.statement)
    return said


def _about(out: Out) -> dict[str, list[str]]:
    """Return the words that stand about the sentences of each claim, by its key."""
    found: dict[str, list[str]] = {}
    for document in out.documents:
        for key, words in around_claims(document):
            found.setdefault(key, []).append(words)
    return found


class _Reading(TableReading):
    """Reads one release; what it says is named by where it stands."""

    def __init__(self, out: Out, known: Known) -> None:
        super().__init__(known)
        self.out, self._said, self._around = out, places_of(out), _about(out)

    def claims(self) -> Iterator[Statement]:
        """Yield the counts of claims that are printed."""
        for info in self.out.bundle.claims:
            counting = self.known.counted.get(info.key)
            if counting is None:
                continue
            if info.met is None or info.inspected is None:
                yield from self._typed(info.key, counting)
                continue
            yield Statement(
                f"claim {info.key}",
                f"{info.met} of {info.inspected}: {info.statement}",
                ("the table of claims", *self._carrying(info.key)),
                counting.criteria,
                (
                    Sum(counting.term, counting.population, info.met),
                    Sum(counting.base, counting.population, info.inspected, looked=True),
                ),
            )

    def excerpts(self) -> Iterator[Statement]:
        """Yield whom released words name that stand behind a claim."""
        for info in self.out.bundle.claims:
            for one in info.excerpts:
                where = "the table of excerpts"
                yield from self._names(one.text, (info.key,), frozenset(), where)

    def headline(self) -> Iterator[Statement]:
        """Yield whom the headline, the summary and the method name, and what they count."""
        bundle = self.out.bundle
        for words in (bundle.headline, bundle.summary, *bundle.method):
            yield from self._in_front(
                words, bundle.claims, "the page of the release", self.out.documents
            )

    def _in_front(
        self, words: str, claims: Iterable[ClaimInfo], where: str, over: Iterable[EditionData]
    ) -> Iterator[Statement]:
        """Read a title or a headline, which speaks of whatever stands under it."""
        keys = [info.key for info in claims]
        hides = any(some for one in over for _, _, some in in_sections(one))
        # Of what a headline praises a body is plain where something was found of it alone.
        if named_in(words, self.known) in self.known.truth.values():
            yield from self._names(words, (), self._near(keys, hides), where)
        withheld = [info.key for info in claims if info.met is None]
        for key in withheld:
            if (counting := self.known.counted.get(key)) is not None:
                for k, n in counts_in(words):
                    yield from self._counted_so(key, counting, k, n, words)

    def _typed(self, key: str, counting: Counting) -> Iterator[Statement]:
        """Yield the numbers that a sentence prints of a claim whose record withholds them."""
        met, looked = (
            self.total(term, counting.population) for term in (counting.term, counting.base)
        )
        for sentence in (*self._said.get(key, ()), *self._around.get(key, ())):
            for k, n in counts_in(sentence):
                yield from self._counted_so(key, counting, k, n, sentence)
            for k in numbers_in(sentence):
                if k in (met, looked - met):
                    yield from self._counted_so(key, counting, met, looked, sentence)
            for _ in shares_in(sentence, met, looked):
                yield from self._counted_so(key, counting, met, looked, sentence)

    def _counted_so(
        self, key: str, counting: Counting, met: int, looked: int, sentence: str
    ) -> Iterator[Statement]:
        sums = (
            Sum(counting.term, counting.population, met),
            Sum(counting.base, counting.population, looked, looked=True),
        )
        if all(map(self.true, sums)):
            says = f"{met} of {looked}, in “{sentence[:_EXCERPT]}”"
            places = tuple(self._carrying(key)) or ("the page of the release",)
            yield Statement(f"the words of claim {key}", says, places, counting.criteria, sums)

    def _carrying(self, key: str) -> list[str]:
        return [one.title for one in self.out.documents if key in one.claims]

    def document(self, document: EditionData) -> Iterator[Statement]:
        """Yield what the tables, pictures and named bodies of a document say."""
        addressee, called = self._addressee(document), calling(document)
        for block, section, hides in in_sections(document):
            near = self._near(section, hides)
            if block.kind in ("table", "chart"):
                where = f"{document.title}, {block.caption or block.kind}"
                about = f"{block.caption} {block.alternative}"
                yield from self.shaped(block.header, block.rows, where, about, sorted(near))
            for words in _set_apart(block):
                yield from self._names(words, (), near, document.title)
            for sentence, keys in said_in(block, called):
                yield from self._names(sentence, keys, near, document.title)
                if keys and addressee and _YOU.search(sentence):
                    yield from self._told_of(addressee, sentence, keys, near, document.title)
            if block.kind == "list":
                yield from self._list(block, near, document.title)
        yield from self._sections(document)
        yield from self._tables_together(document)
        if document.kind is not DocumentKind.LETTER:
            for words in (document.title, document.subtitle):
                yield from self._in_front(
                    words, document.claims.values(), document.title, (document,)
                )

    def _addressee(self, document: EditionData) -> Bodies:
        """Return the body to which a letter is put; none of another document."""
        if document.kind is not DocumentKind.LETTER:
            return frozenset()
        words = [document.title, document.subtitle]
        for block in document.blocks:
            if any(run.claim for runs in stretches(block) for run in runs):
                break
            words += map(words_of, stretches(block))
        named = named_in("\n".join(words), self.known)
        return named if len(named) == 1 else frozenset()

    def _refs(self, keys: Iterable[str]) -> frozenset[str]:
        """The criteria that claims name."""
        known = (self.known.claims[key] for key in keys if key in self.known.claims)
        return frozenset(ref for one in known for ref in one.refs)

    def _near(self, keys: Iterable[str], hides: bool) -> frozenset[str]:
        """The criteria of which a section speaks: any, where its only claims were removed."""
        return self._refs(keys) or (frozenset(self.known.by_ref) if hides else frozenset())

    def _names(
        self, sentence: str, keys: Sequence[str], near: frozenset[str], where: str
    ) -> Iterator[Statement]:
        """Read the bodies that a sentence names, on the criteria of what it speaks of."""
        if bodies := named_in(sentence, self.known):
            yield from self._told_of(bodies, sentence, keys, near, where)
            if len(bodies) * 2 > len(self.known.scope):
                listed = in_order(sentence, self.known)
                for one in self.ordered(listed, self._refs(keys) or near, where):
                    yield replace(one, key=f"names in the order of “{sentence[:60]}”")

    def _told_of(
        self,
        bodies: Bodies,
        sentence: str,
        keys: Sequence[str],
        near: frozenset[str],
        where: str,
    ) -> Iterator[Statement]:
        """Say that a sentence speaks of bodies.

        A sentence without a claim speaks of the criteria it names, else of those of its section.
        """
        criteria = self._refs(keys)
        if not criteria:
            said = frozenset(
                ref
                for ref in self.known.by_ref
                if re.search(rf"(?<![\w.]){re.escape(ref)}(?!\.?\w)", sentence)
            )
            criteria = said or near
        if not criteria:
            return
        says = f"named in “{sentence[:_EXCERPT]}”"
        key = f"names beside claim {keys[0]}" if keys else f"names in “{sentence[:60]}”"
        groups = {"the bodies named": bodies}
        yield Statement(key, says, (where,), criteria, values=groups)
        for counting in (self.known.counted[one] for one in keys if one in self.known.counted):
            # Who is named beside a count is taken to be counted, where it is so.
            met = Sum(counting.term, bodies, len(bodies))
            yield Statement(f"{key}, counted", says, (where,), criteria, (met,))

    def _list(self, block: Block, near: frozenset[str], where: str) -> Iterator[Statement]:
        """Read the bodies that the items of a list name together, those it lacks, their order."""
        items = [named_in(words_of(runs), self.known) for runs in block.items]
        bodies = frozenset[str]().union(*items)
        if len(bodies) < 2:
            return
        title = f"the list that begins “{words_of(block.items[0])[:60]}”"
        if near:
            values = {"the bodies listed": bodies}
            yield Statement(f"names in {title}", title, (where,), near, values=values)
        for one in self.missing(bodies, frozenset(), where):
            yield replace(one, key=f"names lacking in {title}", says=title)
        listed = [next(iter(one)) for one in items if len(one) == 1]
        for one in self.ordered(listed, near, where):
            yield replace(one, key=f"names in the order of {title}")

    def _sections(self, document: EditionData) -> Iterator[Statement]:
        """Read the bodies that have a section of their own, and those named in one section."""
        headed, where = frozenset[str](), document.title
        together: dict[tuple[int, frozenset[str]], Bodies] = {}
        place = 0
        for block, section, hides in in_sections(document):
            place += block.kind == "heading"
            bodies = named_in(" ".join(map(words_of, stretches(block))), self.known)
            headed |= bodies if block.kind == "heading" else frozenset()
            key = place, self._near(section, hides)
            together[key] = together.get(key, frozenset()) | bodies
        for one in self.missing(headed, frozenset(), where):
            yield replace(one, key=f"names lacking among the headings of {where}")
        for one in self.missing(frozenset().union(*together.values()), frozenset(), where):
            yield replace(one, key=f"names lacking in {where}")
        for (place, near), bodies in together.items():
            if near and len(bodies) > 1:
                values = {"the bodies named": bodies}
                says = "named in one section"
                named = f"names of section {place} of {where}"
                yield Statement(named, says, (where,), near, values=values)

    def _tables_together(self, document: EditionData) -> Iterator[Statement]:
        """Read tables with the same head, each of other bodies, as the one table they make."""
        alike: dict[tuple[str, ...], list[Block]] = {}
        for block in document.blocks:
            if block.kind == "table":
                alike.setdefault(block.header, []).append(block)
        for header, blocks in alike.items():
            rows = [row for block in blocks for row in block.rows]
            firsts = [row[0] for row in rows if row]
            if len(blocks) > 1 and len(set(firsts)) == len(firsts):
                about = " ".join(block.caption for block in blocks)
                where = f"{document.title}, {blocks[0].caption or 'table'}"
                yield from self.shaped(header, rows, where, about)

    def pages(self) -> Iterator[Statement]:
        """Yield what the pages of bodies say, and what pages there are not."""
        bundle = self.out.bundle
        if not self.out.pages:
            return
        where = "the pages of bodies"
        yield from self.missing(set(self.out.pages.values()), frozenset(), where)
        paged = set(self.out.pages.values())
        refs = {ref for one in bundle.bodies for ref in one.grades}
        for ref in sorted(refs):
            cells = {
                one.code: one.grades.get(ref, "")
                for one in bundle.bodies
                if one.inspected and one.code in paged
            }
            yield from self.column(self.known.by_ref.get(ref), ref, cells, where)


def _set_apart(block: Block) -> Iterator[str]:
    """Yield the words of a block that are no sentences: captions, sources, addressees."""
    if block.kind in ("table", "chart", "picture"):
        yield block.caption
        yield block.alternative
    if block.kind == "quote":
        yield block.source
    if block.kind == "recommendation":
        yield "; ".join(
            [cell for row in block.rows for cell in row] + [*map(words_of, block.items)]
        )
