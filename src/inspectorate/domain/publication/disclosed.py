"""What a release says of its bodies, read from what will go out: documents, tables, pages.

Pure. Every table is read by its shape (a body a row, a count of each grade, who was inspected), not
by who made it, so that an author's own table is read as well as ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspectorate.domain.reports.editions.model import Block, EditionData, Run
from inspectstats.disclosure.statements import Bodies, Statement, Sum

from .known import Known, KnownCriterion, graded, inspected
from .schema import Bundle, TableInfo

# What stands in a cell where a body was not inspected, and where nothing is said.
_NOT_INSPECTED = ("–", "-", "not inspected")
_UNSAID = ("", "·", "not judged", "[c]")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+")
# So many groups at most make a column sort bodies; days and numbers of each do not.
_MOST_GROUPS = 8
_COUNT = re.compile(r"\s*(\d[\d,]*)\s*")


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


def lines(document: EditionData) -> Iterator[tuple[Run, ...]]:
    """Yield every stretch of words of an edition."""
    for block in document.blocks:
        if block.runs:
            yield block.runs
        if block.kind == "list":
            yield from block.items


def sentences(runs: Sequence[Run]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each sentence of a stretch with the keys of the claims it carries."""
    text = "".join(run.text for run in runs)
    marks, at = [], 0
    for run in runs:
        if run.claim:
            marks.append((at, at + len(run.text), run.claim))
        at += len(run.text)
    start = 0
    for end in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        keys = (key for left, right, key in marks if left < end and start < right)
        yield text[start:end].strip(), tuple(dict.fromkeys(keys))
        start = end


def named_in(text: str, known: Known) -> Bodies:
    """Return the bodies that a text names, longest names first."""
    found, left = set(), text
    for name in sorted(known.codes, key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        if name in text and re.search(pattern, left):
            found.add(known.codes[name])
            left = re.sub(pattern, " ", left)
    return frozenset(found)


class _Reading:
    """Reads one release; what it says is named by where it stands."""

    def __init__(self, out: Out, known: Known) -> None:
        self.out, self.known = out, known

    def claims(self) -> Iterator[Statement]:
        """Yield the counts of claims that are printed."""
        for info in self.out.bundle.claims:
            counting = self.known.counted.get(info.key)
            if counting is None or info.met is None or info.inspected is None:
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

    def _carrying(self, key: str) -> list[str]:
        return [one.title for one in self.out.documents if key in one.claims]

    def document(self, document: EditionData) -> Iterator[Statement]:
        """Yield what the tables, pictures and named bodies of a document say."""
        for block in document.blocks:
            if block.kind in ("table", "chart"):
                where = f"{document.title}, {block.caption or block.kind}"
                yield from self._block(block, where)
        for runs in lines(document):
            for sentence, keys in sentences(runs):
                yield from self._names(sentence, keys, document.title)

    def _names(self, sentence: str, keys: Iterable[str], where: str) -> Iterator[Statement]:
        if not (bodies := named_in(sentence, self.known)):
            return
        for key in keys:
            claim = self.known.claims.get(key)
            if claim is not None and claim.refs:
                yield Statement(
                    f"names beside claim {key}",
                    f"named in “{sentence[:120]}”",
                    (where,),
                    frozenset(claim.refs),
                    values={"the bodies named": bodies},
                )

    def _block(self, block: Block, where: str) -> Iterator[Statement]:
        yield from self._shaped(
            block.header, block.rows, where, f"{block.caption} {block.alternative}"
        )

    def table(self, table: TableInfo) -> Iterator[Statement]:
        """Yield what a table of the open data says."""
        where = f"the open data, {table.slug}.csv"
        names = [name for name, *_ in table.columns]
        if names[:4] == ["body", "criterion", "state", "grade"]:
            yield from self._long(table.rows, where)
        elif table.slug == "bodies":
            # Kinds and names are known of every body from the register.
            yield from self._missing({row[0] for row in table.rows}, frozenset(), where)
        elif table.slug != "claims":
            yield from self._shaped(names, table.rows, where, table.title)

    def _long(self, rows: Iterable[Sequence[str]], where: str) -> Iterator[Statement]:
        """Read a table with a body and a criterion a row."""
        columns: dict[str, dict[str, str]] = {}
        for body, ref, state, grade, *_ in rows:
            columns.setdefault(ref, {})[body] = grade or state
        for ref, cells in columns.items():
            yield from self._column(self.known.by_ref.get(ref), ref, cells, where)

    def _shaped(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], where: str, about: str
    ) -> Iterator[Statement]:
        """Read a table by its shape."""
        first = [row[0].strip() if row else "" for row in rows]
        bodies = [self.known.codes.get(one) for one in first]
        if sum(one is not None for one in bodies) * 2 > len(first) > 1:
            for place, name in enumerate(header):
                if place:
                    cells = {
                        body: row[place]
                        for body, row in zip(bodies, rows, strict=True)
                        if body is not None and place < len(row)
                    }
                    one = self._criterion(name) or self._criterion(about)
                    yield from self._column(one, name, cells, where)
            return
        for row in rows:
            if row and (one := self._criterion(row[0])):
                yield from self._counts(one, header, row, where)

    def _criterion(self, text: str) -> KnownCriterion | None:
        """Find the criterion that a heading or a caption begins with, or names alone."""
        text = text.strip()
        exact = self.known.by_ref.get(text.split(" ", 1)[0].rstrip(":.,") if text else "")
        if exact is not None:
            return exact
        named = [
            one
            for one in self.known.criteria
            if re.search(rf"(?<![\w.]){re.escape(one.ref)}(?![\w.]*\w)", text)
            or (one.name and one.name.casefold() in text.casefold())
        ]
        return named[0] if len(named) == 1 else None

    def _column(
        self,
        criterion: KnownCriterion | None,
        name: str,
        cells: Mapping[str, str],
        where: str,
    ) -> Iterator[Statement]:
        """Read a column with a cell a body: what it tells, and how it sorts the bodies."""
        scope = self.known.scope
        criteria = frozenset((criterion.ref,)) if criterion else frozenset[str]()
        values: dict[str, set[str]] = {}
        for body in scope & cells.keys():
            value = cells[body].strip()
            values.setdefault("no cell" if value.casefold() in _UNSAID else value, set()).add(body)
        groups = {value: frozenset(members) for value, members in values.items()}
        if not criterion and (len(groups) > _MOST_GROUPS or len(groups) < 2):
            groups = {}
        if absent := self._absent(cells.keys()):
            groups["no row"] = absent
        about = f"{name} of each body" if not criterion else f"{criterion.ref} of each body"
        sets, among = self._cells(criterion, groups) if criterion else ({}, frozenset[str]())
        if groups:
            yield Statement(f"{where}: {name}", about, (where,), criteria, (), sets, among, groups)

    def _cells(
        self, criterion: KnownCriterion, groups: Mapping[str, Bodies]
    ) -> tuple[dict[str, Bodies], Bodies]:
        """Return what is told of each grade, and of which bodies."""
        sets: dict[str, set[str]] = {
            graded(criterion.ref, one): set() for one, _ in criterion.grades
        }
        looked, among = set[str](), set[str]()
        for value, members in groups.items():
            if value.casefold() in _NOT_INSPECTED:
                among |= members
            elif (letter := criterion.letter(value)) is not None:
                sets[graded(criterion.ref, letter)] |= members
                looked |= members
                among |= members
        told = {name: frozenset(members) for name, members in sets.items()}
        if not among:
            return {}, frozenset()
        return {**told, inspected(criterion.ref): frozenset(looked)}, frozenset(among)

    def _absent(self, listed: Collection[str]) -> Bodies:
        """Return the bodies that a list of most of them lacks."""
        there = self.known.scope & frozenset(listed)
        absent = self.known.scope - there
        return absent if 0 < len(absent) < len(there) else frozenset()

    def _missing(
        self, listed: Collection[str], criteria: frozenset[str], where: str
    ) -> Iterator[Statement]:
        if absent := self._absent(listed):
            says = "every body but some is there"
            yield Statement(where, says, (where,), criteria, values={"not there": absent})

    def _counts(
        self, one: KnownCriterion, header: Sequence[str], row: Sequence[str], where: str
    ) -> Iterator[Statement]:
        """Read a row with a number for each grade, or of those inspected."""
        sums, says = [], []
        for name, cell in list(zip(header, row, strict=False))[1:]:
            match = _COUNT.fullmatch(cell)
            if match and (counted := self._counted(one, name, int(match[1].replace(",", "")))):
                sums.append(counted)
                says.append(f"{name} {cell.strip()}")
        if sums:
            told = f"{one.ref}: {', '.join(says)}"
            yield Statement(
                f"{where}: {one.ref}", told, (where,), frozenset((one.ref,)), tuple(sums)
            )

    def _counted(self, one: KnownCriterion, name: str, number: int) -> Sum | None:
        """Return the count of a cell by its heading: those with a grade, or those inspected."""
        heading = name.strip().casefold().replace("_", " ")
        scope, looked = self.known.scope, {inspected(one.ref): 1}
        if heading == "inspected":
            return Sum(looked, scope, number, looked=True)
        if heading in _NOT_INSPECTED:
            return Sum(looked, scope, len(scope) - number, looked=True)
        letter = one.letter(name)
        return None if letter is None else Sum({graded(one.ref, letter): 1}, scope, number)

    def pages(self) -> Iterator[Statement]:
        """Yield what the pages of bodies say, and what pages there are not."""
        bundle = self.out.bundle
        if not self.out.pages:
            return
        where = "the pages of bodies"
        yield from self._missing(set(self.out.pages.values()), frozenset(), where)
        paged = set(self.out.pages.values())
        refs = {ref for one in bundle.bodies for ref in one.grades}
        for ref in sorted(refs):
            cells = {
                one.code: one.grades.get(ref, "")
                for one in bundle.bodies
                if one.inspected and one.code in paged
            }
            yield from self._column(self.known.by_ref.get(ref), ref, cells, where)


def by_words(texts: Iterable[str], known: Known) -> list[tuple[str, Bodies]]:
    """Return the words of texts that narrow whom they speak of, with the bodies they leave."""
    found: list[tuple[str, Bodies]] = []
    whole = " ".join(texts)
    for words, members in known.words.items():
        if members and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", whole, re.IGNORECASE):
            found.append((words, members))
    return found
