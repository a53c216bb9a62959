"""What tables tell of bodies, each read by its shape and not by who made it.

Pure. A body a row or a column, a body and a criterion a row, a kind or a region a row, a count of
each grade, who was inspected; and in what order the bodies stand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from inspectstats.disclosure.statements import Bodies, Statement, Sum, Term

from .disclosed_orders import sorted_by_order
from .disclosed_words import by_words, named_in
from .known import Known, KnownCriterion, found, graded, inspected
from .schema import TableInfo

# What stands in a cell where a body was not inspected, and where nothing is said.
_NOT_INSPECTED = ("–", "-", "not inspected")
_UNSAID = ("", "·", "not judged", "[c]")
# So many groups at most make a column sort bodies; days and numbers of each do not.
_MOST_GROUPS = 8
_ALL = re.compile(r"\s*(?:all|total)\b", re.IGNORECASE)
_COUNT = re.compile(r"\s*(\d[\d,]*)\s*(?:\([^)]*\)\s*)?")


class TableReading:
    """Reads the tables of one release; what they say is named by where they stand."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def table(self, table: TableInfo) -> Iterator[Statement]:
        """Yield what a table of the open data says."""
        where = f"the open data, {table.slug}.csv"
        names = [name for name, *_ in table.columns]
        if names[:4] == ["body", "criterion", "state", "grade"]:
            yield from self._long(table.rows, where)
        elif table.slug == "bodies":
            # Kinds and names are known of every body from the register.
            listed = [row[0] for row in table.rows]
            yield from self.missing(set(listed), frozenset(), where)
            yield from self.ordered(listed, frozenset(), where)
        # Whom a recommendation is put to is no secret, and outcomes are as the documents print
        # them, none of a criterion whose number is withheld.
        elif table.slug not in ("claims", "excerpts", "outcomes", "recommendations"):
            yield from self.shaped(names, table.rows, where, table.title)

    def _long(self, rows: Iterable[Sequence[str]], where: str) -> Iterator[Statement]:
        """Read a table with a body and a criterion a row."""
        columns: dict[str, dict[str, str]] = {}
        for body, ref, state, grade, *_ in rows:
            columns.setdefault(ref, {})[body] = grade or state
        for ref, cells in columns.items():
            yield from self.column(self.known.by_ref.get(ref), ref, cells, where)
            yield from self.ordered(list(cells), frozenset((ref,)), where)

    def shaped(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        where: str,
        about: str,
        near: Collection[str] = (),
    ) -> Iterator[Statement]:
        """Read a table by its shape; ``near`` are the criteria of which its section speaks."""
        header, rows = self._upright(header, [row for row in rows if row])
        cells = "; ".join(cell for row in rows for cell in row)
        for one in self.missing(named_in(cells, self.known), frozenset(), where):
            yield replace(one, key=f"names lacking in {where}")
        bodies = [self.known.codes.get(row[0].strip()) for row in rows]
        if self._are_bodies([row[0] for row in rows]):
            yield from self._by_body(header, rows, bodies, where, about)
            return
        on = [self._criterion(row[0]) for row in rows]
        for row, criterion in zip(rows, on, strict=True):
            if criterion:
                yield from self._counts(criterion, header, row, where, about)
        if not any(on):
            yield from self._by_words(header, rows, where, about, near)
        yield from self._listed(header, rows, where, about)

    def _upright(
        self, header: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Turn a table so that a body, or what bodies are called, begins each row."""
        if self._are_bodies(header[1:]):
            header, rows = self._turned(header, rows)
        header, rows = self._by_name(header, rows)
        if self._are_words(header[1:]) and not self._are_words([row[0] for row in rows]):
            return self._turned(header, rows)
        return header, rows

    def _are_bodies(self, names: Sequence[str]) -> bool:
        """Are most of these names those of bodies, and more than one?"""
        there = sum(one.strip() in self.known.codes for one in names)
        return there > 1 and there * 2 > len(names)

    def _are_words(self, names: Sequence[str]) -> bool:
        """Do most of these say of which kind or place bodies are?"""
        return sum(bool(by_words((one,), self.known)) for one in names) * 2 > len(names)

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

    def _by_name(
        self, header: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Put the column that names bodies first; under "Force", 12 names Force 12."""
        for place, name in enumerate(header):
            cells = [row[place].strip() if place < len(row) else "" for row in rows]
            labels = self.known.numbered.get(name.strip().casefold(), {})
            if labels and all(one.isdigit() for one in cells):
                cells = [labels.get(int(one), one) for one in cells]
            if self._are_bodies(cells):
                first = [name, *header[:place], *header[place + 1 :]]
                return first, [
                    [cell, *row[:place], *row[place + 1 :]]
                    for cell, row in zip(cells, rows, strict=True)
                ]
        return header, rows

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
        named: set[str] = set()
        for (of, name), cells in columns.items():
            one = self._criterion(of) or self._criterion(name) or self._criterion(about)
            named |= {one.ref} if one else set()
            yield from self.column(one, f"{of} {name}".strip(), cells, where)
        listed = [body for body in bodies if body is not None]
        if not columns:
            yield from self.missing(set(listed), frozenset(), where)
        yield from self.ordered(listed, frozenset(named), where)

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

    def column(
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

    def missing(
        self, listed: Collection[str], criteria: frozenset[str], where: str
    ) -> Iterator[Statement]:
        """Yield the bodies that a list of most of them lacks."""
        if absent := self._absent(listed):
            says = "every body but some is there"
            yield Statement(where, says, (where,), criteria, values={"not there": absent})

    def ordered(
        self, listed: Sequence[str], criteria: frozenset[str], where: str
    ) -> Iterator[Statement]:
        """Yield the groups into which the order of a list sorts bodies."""
        for values in sorted_by_order(listed, self.known):
            key = f"{where}: the order of {len(listed)}, {', '.join(values)}"
            says = "the order in which bodies are listed"
            yield Statement(key, says, (where,), criteria, values=values)

    def _counts(
        self, one: KnownCriterion, header: Sequence[str], row: Sequence[str], where: str, about: str
    ) -> Iterator[Statement]:
        """Read a row with a number for each grade, or of those inspected, of all or some bodies."""
        of = [("", self.known.scope), *by_words((about, *header[:1]), self.known)]
        for words, population in of:
            sums, says = [], []
            for name, cell in list(zip(header, row, strict=False))[1:]:
                counted = self._counted(one, name, cell, population)
                # Of whom a caption speaks is sure only where the numbers are so of them.
                if counted and (not words or self.true(counted)):
                    sums.append(counted)
                    says.append(f"{name} {cell.strip()}")
            if sums:
                told = f"{one.ref}{f', {words}' if words else ''}: {', '.join(says)}"
                key = f"{where}: {one.ref}{f', {words}' if words else ''}"
                yield Statement(key, told, (where,), frozenset((one.ref,)), tuple(sums))

    def _by_words(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        where: str,
        about: str,
        near: Collection[str],
    ) -> Iterator[Statement]:
        """Read a table with a kind, a nation, a region or a group a row, and a count a column."""
        for row in rows:
            of = by_words(row[:1], self.known)
            if not of and _ALL.match(row[0]):
                of = [(row[0].strip(), self.known.scope)]
            for words, population in of:
                for name, cell in list(zip(header, row, strict=False))[1:]:
                    texts = (name, header[0], about, *(near if len(near) == 1 else ()))
                    one = next(filter(None, map(self._criterion, texts)), None)
                    counted = self._counted(one, name, cell, population) if one else None
                    # Of whom a row speaks is sure only where the number is so of them.
                    if one and counted and self.true(counted):
                        told = f"{one.ref}, {words}: {name} {cell.strip()}"
                        refs = frozenset((one.ref,))
                        yield Statement(f"{where}: {told}", told, (where,), refs, (counted,))

    def _counted(self, one: KnownCriterion, name: str, cell: str, population: Bodies) -> Sum | None:
        """Return the count of a cell by its heading: those with a grade, or those inspected."""
        match = _COUNT.fullmatch(cell)
        if not match:
            return None
        number = int(match[1].replace(",", ""))
        heading = name.strip().casefold().replace("_", " ")
        heading = heading.removeprefix(one.ref.casefold()).strip(" :,")
        looked = {inspected(one.ref): 1}
        if heading == "inspected":
            return Sum(looked, population, number, looked=True)
        if heading in _NOT_INSPECTED:
            return Sum(looked, population, len(population) - number, looked=True)
        letter = one.letter(name) or one.letter(heading)
        if letter is not None:
            return Sum({graded(one.ref, letter): 1}, population, number)
        said = set(re.findall(r"\w+", heading))
        finding = next((each for each in sorted(one.findings) if _words(each) <= said), None)
        return None if finding is None else Sum({found(one.ref, finding): 1}, population, number)

    def true(self, one: Sum) -> bool:
        """Is a count so of the bodies as they were found?"""
        return self.total(one.term, one.population) == one.number

    def total(self, term: Term, population: Bodies) -> int:
        """What a term truly sums up to."""
        truth = self.known.truth
        return sum(weight * len(truth[name] & population) for name, weight in term.items())


def _words(code: str) -> set[str]:
    """The words of a code."""
    return set(re.findall(r"\w+", code.replace("_", " ").casefold())) or {code}
