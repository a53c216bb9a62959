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

from .known import Counting, Known, KnownCriterion, graded, inspected
from .schema import Bundle, TableInfo

# What stands in a cell where a body was not inspected, and where nothing is said.
_NOT_INSPECTED = ("–", "-", "not inspected")
_UNSAID = ("", "·", "not judged", "[c]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# So many groups at most make a column sort bodies; days and numbers of each do not.
_MOST_GROUPS = 8
_K_OF_N = re.compile(r"\b(\d[\d,]*) of (?:the |all )*(\d[\d,]*)\b")
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
        *reading.excerpts(),
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


def _in_sections(document: EditionData) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Yield each block with the claims that its section carries."""
    section: list[Block] = []
    for block in (*document.blocks, None):
        if block is None or (block.kind == "heading" and section):
            keys = dict.fromkeys(
                run.claim
                for one in section
                for runs in (one.runs, *one.items)
                for run in runs
                if run.claim
            )
            yield from ((one, tuple(keys)) for one in section)
            section = []
        if block is not None:
            section.append(block)


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
        pattern = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
        if name in text and re.search(pattern, left):
            found.add(known.codes[name])
            left = re.sub(pattern, " ", left)
    return frozenset(found)


class _Reading:
    """Reads one release; what it says is named by where it stands."""

    def __init__(self, out: Out, known: Known) -> None:
        self.out, self.known, self._said = out, known, places_of(out)

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

    def _typed(self, key: str, counting: Counting) -> Iterator[Statement]:
        """Yield the numbers that a sentence prints of a claim whose record withholds them."""
        for sentence in self._said.get(key, ()):
            for match in _K_OF_N.finditer(sentence):
                met, looked = (int(one.replace(",", "")) for one in match.groups())
                yield Statement(
                    f"the words of claim {key}",
                    f"{met} of {looked}, in “{sentence[:120]}”",
                    tuple(self._carrying(key)),
                    counting.criteria,
                    (
                        Sum(counting.term, counting.population, met),
                        Sum(counting.base, counting.population, looked, looked=True),
                    ),
                )

    def _carrying(self, key: str) -> list[str]:
        return [one.title for one in self.out.documents if key in one.claims]

    def document(self, document: EditionData) -> Iterator[Statement]:
        """Yield what the tables, pictures and named bodies of a document say."""
        near: frozenset[str] = frozenset()
        for block, section in _in_sections(document):
            near = self._refs(section)
            if block.kind in ("table", "chart"):
                where = f"{document.title}, {block.caption or block.kind}"
                yield from self._block(block, where)
            for runs in (block.runs, *(block.items if block.kind == "list" else ())):
                for sentence, keys in sentences(runs):
                    yield from self._names(sentence, keys, near, document.title)

    def _refs(self, keys: Iterable[str]) -> frozenset[str]:
        """The criteria that claims name."""
        known = (self.known.claims[key] for key in keys if key in self.known.claims)
        return frozenset(ref for one in known for ref in one.refs)

    def _names(
        self, sentence: str, keys: Sequence[str], near: frozenset[str], where: str
    ) -> Iterator[Statement]:
        """Read the bodies that a sentence names, on the criteria of what it speaks of.

        A sentence without a claim speaks of the criteria it names, else of those of its section.
        """
        if not (bodies := named_in(sentence, self.known)):
            return
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
        says = f"named in “{sentence[:120]}”"
        key = f"names beside claim {keys[0]}" if keys else f"names in “{sentence[:60]}”"
        groups = {"the bodies named": bodies}
        yield Statement(key, says, (where,), criteria, values=groups)
        for counting in (self.known.counted[one] for one in keys if one in self.known.counted):
            # Who is named beside a count is taken to be counted, where it is so.
            met = Sum(counting.term, bodies, len(bodies))
            yield Statement(f"{key}, counted", says, (where,), criteria, (met,))

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
        # Whom a recommendation is put to is no secret.
        elif table.slug not in ("claims", "excerpts", "recommendations"):
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
        if self._are_bodies(header[1:]):
            header, rows = self._turned(header, rows)
        bodies = [self.known.codes.get(row[0].strip()) if row else None for row in rows]
        if self._are_bodies([row[0].strip() if row else "" for row in rows]):
            yield from self._by_body(header, rows, bodies, where, about)
            return
        for row in rows:
            if row and (one := self._criterion(row[0])):
                yield from self._counts(one, header, row, where)
        yield from self._listed(header, rows, where, about)

    def _are_bodies(self, names: Sequence[str]) -> bool:
        """Are most of these names those of bodies, and more than one?"""
        there = sum(one.strip() in self.known.codes for one in names)
        return there > 1 and there * 2 > len(names)

    @staticmethod
    def _turned(
        header: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> tuple[list[str], list[list[str]]]:
        """Turn a table with a body a column into one with a body a row."""
        heads = [header[0], *(row[0] for row in rows)]
        turned = [
            [name, *(row[place] if place < len(row) else "" for row in rows)]
            for place, name in enumerate(header)
            if place
        ]
        return heads, turned

    def _by_body(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        bodies: Sequence[str | None],
        where: str,
        about: str,
    ) -> Iterator[Statement]:
        """Read a table with a body a row, or a body and a criterion a row."""
        which = next(
            (place for place, name in enumerate(header) if name.casefold() == "criterion"), 0
        )
        columns: dict[tuple[str, str], dict[str, str]] = {}
        for body, row in zip(bodies, rows, strict=True):
            for place, cell in enumerate(row):
                if body is not None and place not in (0, which):
                    of = row[which] if which else ""
                    columns.setdefault((of, header[place]), {})[body] = cell
        for (of, name), cells in columns.items():
            one = self._criterion(of) or self._criterion(name) or self._criterion(about)
            yield from self._column(one, f"{of} {name}".strip(), cells, where)

    def _listed(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], where: str, about: str
    ) -> Iterator[Statement]:
        """Read a table whose cells list bodies, such as those of each grade."""
        for place, name in enumerate(header):
            if not place:
                continue
            groups: dict[tuple[str, frozenset[str]], Bodies] = {}
            for row in rows:
                bodies = named_in(row[place], self.known) if place < len(row) else frozenset()
                if bodies:
                    texts = (row[0], name, header[0], about)
                    one = next(filter(None, map(self._criterion, texts)), None)
                    # A list that speaks of no criterion (whom something is put to) tells of none.
                    if one is not None:
                        groups[row[0], frozenset((one.ref,))] = bodies
            for criteria in {of for _, of in groups}:
                values = {label: some for (label, of), some in groups.items() if of == criteria}
                says = f"{name}, listed"
                yield Statement(f"{where}: {says}", says, (where,), criteria, values=values)

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
        if members and re.search(
            rf"(?<!\w)(?<!non-){re.escape(words)}(?!\w)", whole, re.IGNORECASE
        ):
            found.append((words, members))
    return found
