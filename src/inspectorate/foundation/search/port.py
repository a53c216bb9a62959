"""The search index behind one port: FTS5 on SQLite, tsvector under GIN on PostgreSQL.

Scope stands inside the index as tokens, so that a word common to everything is never looked up
outside what the reader may see. A token holds what is stored, by its spelling or its key, never a
place in a list: a kind, method or marking may be added anywhere.

An index is one table. Each entry has a key, a number that says what it stands ``within``, its words
and its tokens. What the tokens mean, the rooms say that write them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from .terms import Term, fold

# Past this an exact count costs more than it tells: nobody turns so many pages.
CAP = 20_000
# Past this hits stand newest first. Ranking reads every hit before the first can be shown, and FTS5
# counts each word in the whole index, whatever is open: in 1,000,000 entries that took 90 ms for a
# phrase of common words. Nobody reads so far by relevance; more words find fewer.
RANKED = 2_000
# Past this hits of a phrase are not counted: an index knows which entries hold its words, and of
# each that does it must be read whether they stand in a row. In 1,000,000 entries on PostgreSQL
# counting to 20,000 took 200 ms and read 390,000 of them.
OF_A_PHRASE = 2_000
# What every entry says it stands within.
WITHIN = "i"
_NOT_PLAIN = re.compile(r"[^0-9a-z]")


@dataclass(frozen=True, slots=True)
class Index:
    """One index: its ``table``, the column of its key and its text configuration (PostgreSQL)."""

    table: str
    key: str
    configuration: str


# Of everything whose room keeps no index of its own.
COMMON = Index("search_index", "entry_id", "search_words")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one thing is found by: its ``words``, and the tokens of where it belongs."""

    key: int
    within: int
    words: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What is open to a reader: places, and the tokens of which an entry there must carry one.

    Without tokens all that stands there is open.
    """

    within: tuple[int, ...]
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: in one of ``opened``, with all ``tokens`` and one of each of ``choices``.

    ``join`` and ``where`` are SQL of the room whose index it is, for what no token says.
    """

    opened: tuple[Opened, ...]
    terms: tuple[Term, ...] = ()
    tokens: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()
    join: str = ""
    where: str = ""
    parameters: tuple[Any, ...] = ()

    def within(self) -> list[int]:
        """Return every place that is open."""
        return [one for opened in self.opened for one in opened.within]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits.

    ``ids`` are the keys of the page, ``total`` the number of hits, exact up to the cap; ``capped``:
    there are more; ``ranked``: by relevance.
    """

    ids: tuple[int, ...]
    total: int
    capped: bool
    ranked: bool


def put(index: Index, entries: Iterable[Entry]) -> None:
    """Put entries into an index, in the place of what their keys found before."""
    # Folded by us and not by each index, so that both databases find the same.
    made = [(one.key, one.within, fold(one.words), _tokens(one)) for one in entries]
    if not made:
        return
    table = index.table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                f"INSERT OR REPLACE INTO {table} (rowid, words, scope) VALUES (%s, %s, %s)",
                [(key, words, " ".join(tokens)) for key, _, words, tokens in made],
            )
            return
        cursor.executemany(
            f"INSERT INTO {table} ({index.key}, inspection_id, document) "  # nosec B608
            # Tokens bypass the text configuration, which would stem or drop them.
            f"VALUES (%s, %s, to_tsvector('{index.configuration}', %s) "
            f"|| array_to_tsvector(%s::text[])) "
            f"ON CONFLICT ({index.key}) DO UPDATE SET document = excluded.document",
            [
                (key, within, words, [f"={one}" for one in tokens])
                for key, within, words, tokens in made
            ],
        )


def take_out(index: Index, keys: Collection[int]) -> None:
    """Take entries out of an index, by their keys; one that is not there is no error."""
    column = "rowid" if connection.vendor == "sqlite" else index.key
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {index.table} WHERE {column} = %s",  # nosec B608
            [(key,) for key in sorted(keys)],
        )


def empty(index: Index) -> None:
    """Take everything out of an index."""
    # FTS5's own command, which drops the index at once instead of row by row.
    everything = f"INSERT INTO {index.table}({index.table}) VALUES ('delete-all')"  # nosec B608
    plain = f"DELETE FROM {index.table}"  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(everything if connection.vendor == "sqlite" else plain)


def clear_out(index: Index) -> None:
    """Leave no word of an entry that was taken out in what the index keeps on disk.

    SQLite keeps them in its blocks until those are merged; PostgreSQL's own vacuum clears there.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {index.table}({index.table}) VALUES ('optimize')"  # nosec B608
            )


def holds(index: Index, carried: str) -> bool:
    """Say whether an entry that carries a token stands in an index. Looked up, not read through."""
    return bool(carrying(index, carried, 1))


def carrying(index: Index, carried: str, most: int | None = None) -> list[int]:
    """Return the keys of entries that carry a token, at most so many, or all. One query."""
    sqlite = connection.vendor == "sqlite"
    column, of = ("rowid", index.table) if sqlite else (index.key, "document")
    where, asked = (
        ("MATCH %s", f'scope : "{carried}"')
        if sqlite
        else (
            "@@ %s::tsquery",
            f"'={carried}'",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {index.table} WHERE {of} {where} "  # nosec B608
            f"{'' if most is None else f'LIMIT {most:d}'}",
            [asked],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def counted_to(terms: Iterable[Term]) -> int:
    """Return up to how many hits are counted for these terms, and so how far pages go."""
    phrase = any(len(one.words) > 1 and not one.without for one in terms)
    return OF_A_PHRASE if phrase else CAP


def find(index: Index, asked: Asked, *, start: int, size: int, cap: int | None = None) -> Hits:
    """Return one page of hits from ``start``; nothing where nothing is open. Two queries.

    Hits are counted up to ``cap``, which :func:`counted_to` says where it is left out; ranked by
    relevance up to :data:`RANKED`, past it newest first.
    """
    if not asked.within():
        return Hits((), 0, False, False)
    cap = counted_to(asked.terms) if cap is None else cap
    port = _port(index, asked)
    with connection.cursor() as cursor:
        cursor.execute(*port.count(cap))
        # Counted up to one past the cap: that there are more is all that is needed.
        counted = int(cursor.fetchone()[0])
        capped = counted > cap
        ranked = counted <= min(cap, RANKED) and any(not term.without for term in asked.terms)
        cursor.execute(*port.page(ranked, start, size))
        ids = tuple(int(row[0]) for row in cursor.fetchall())
    return Hits(ids, min(counted, cap), capped, ranked)


def newest(index: Index, asked: Asked, most: int | None) -> list[int]:
    """Return the keys of the newest hits, at most so many, or of all. One query."""
    if not asked.within():
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_port(index, asked).page(False, 0, most))
        return [int(row[0]) for row in cursor.fetchall()]


def modulo(index: Index, asked: Asked, divisor: int) -> set[int]:
    """Return what the keys of all hits leave over when divided. One query, ordered by nothing."""
    if not asked.within():
        return set()
    with connection.cursor() as cursor:
        cursor.execute(*_port(index, asked).modulo(divisor))
        return {int(row[0]) for row in cursor.fetchall()}


def newest_sql(index: Index, asked: Asked, most: int) -> tuple[str, list[Any]]:
    """Return the SQL, with its parameters, that yields the keys of the newest hits."""
    return _port(index, asked).page(False, 0, most)


def token(letter: str, value: int | str) -> str:
    """Return the token of a stored value: ``zkfocus0group0`` for the kind ``focus-group``.

    A spelling ends in a digit, so that SQLite's stemmer leaves it whole; one sign stands for every
    mark that would cut it in two.
    """
    if isinstance(value, int):
        return f"z{letter}{value}"
    return f"z{letter}{_NOT_PLAIN.sub('0', value.casefold())}0"


def week_of(moment: datetime) -> int:
    """Return the number of the week, UTC, that a moment falls in."""
    return moment.astimezone(UTC).toordinal() // 7


def _tokens(entry: Entry) -> tuple[str, ...]:
    return (token(WITHIN, entry.within), *entry.tokens)


def _port(index: Index, asked: Asked) -> _Fts5 | _Tsvector:
    return (_Fts5 if connection.vendor == "sqlite" else _Tsvector)(index, asked)


class _Fts5:
    """SQLite. Every word is quoted, so that no sign of the user's is an operator."""

    def __init__(self, index: Index, asked: Asked) -> None:
        within = self._opened(asked.opened)
        within += [f'scope : "{one}"' for one in asked.tokens]
        within += [self._one_of(choice) for choice in asked.choices]
        wanted = [self._term(term) for term in asked.terms if not term.without]
        unwanted = [self._term(term) for term in asked.terms if term.without]
        # NOT stands last: FTS5 takes it between two expressions only, never at the beginning.
        match = " AND ".join([*within, *wanted])
        self.match = f"({match}) NOT ({' OR '.join(unwanted)})" if unwanted else match
        self.table, self.parameters = index.table, list(asked.parameters)
        self.source = f"FROM {self.table} {asked.join} WHERE {self.table} MATCH %s {asked.where}"

    @classmethod
    def _opened(cls, groups: Sequence[Opened]) -> list[str]:
        every = []
        for one in groups:
            parts = [cls._one_of([token(WITHIN, place) for place in one.within])]
            parts += [cls._one_of(one.any_of)] if one.any_of else []
            every.append(parts)
        if len(every) == 1:
            return every[0]
        return ["(" + " OR ".join(f"({' AND '.join(parts)})" for parts in every) + ")"]

    @staticmethod
    def _one_of(tokens: Sequence[str]) -> str:
        named = [f'scope : "{one}"' for one in tokens]
        return named[0] if len(named) == 1 else f"({' OR '.join(named)})"

    @staticmethod
    def _term(term: Term) -> str:
        return f'words : "{" ".join(term.words)}"{" *" if term.beginning else ""}'

    def count(self, cap: int) -> tuple[str, list[Any]]:
        # Every value is a parameter; what is written in is the source and a constant.
        sql = f"SELECT count(*) FROM (SELECT 1 {self.source} LIMIT {cap + 1})"  # nosec B608
        return sql, [self.match, *self.parameters]

    def modulo(self, divisor: int) -> tuple[str, list[Any]]:
        sql = f"SELECT DISTINCT {self.table}.rowid %% {divisor:d} {self.source}"  # nosec B608
        return sql, [self.match, *self.parameters]

    def page(self, ranked: bool, start: int, size: int | None) -> tuple[str, list[Any]]:
        newest = f"{self.table}.rowid DESC"
        order = f"bm25({self.table}, 1.0, 0.0), {newest}" if ranked else newest
        sql = f"SELECT {self.table}.rowid {self.source} ORDER BY {order} LIMIT %s OFFSET %s"
        # A limit below nought is none.
        return sql, [self.match, *self.parameters, -1 if size is None else size, start]


class _Tsvector:
    """PostgreSQL. Words are parameters of functions that read no operators.

    Tokens of scope begin with a sign no word has.
    """

    def __init__(self, index: Index, asked: Asked) -> None:
        within = " & ".join(
            [
                self._opened(asked.opened),
                *(f"'={one}'" for one in asked.tokens),
                *(self._one_of(choice) for choice in asked.choices),
            ]
        )
        self.index = index
        self.words, self.asked = self._terms([one for one in asked.terms if not one.without])
        unwanted, denied = self._terms([one for one in asked.terms if one.without], " || ")
        query, values = "%s::tsquery", [within, *self.asked, *denied]
        if self.words:
            query = f"{query} && {self.words}"
        if unwanted:
            query = f"{query} && !!({unwanted})"
        places = asked.within()
        self.one_place = len(places) == 1
        self.source = (
            # Repeats the token of the place: the newest hits are read by an index over this column.
            f"FROM {index.table} {asked.join} WHERE {index.table}.inspection_id "
            f"{'= %s' if self.one_place else '= ANY(%s)'} AND document @@ ({query}) {asked.where}"
        )
        self.parameters = [places[0] if self.one_place else places, *values, *asked.parameters]

    @classmethod
    def _opened(cls, groups: Sequence[Opened]) -> str:
        every = []
        for one in groups:
            parts = [cls._one_of([token(WITHIN, place) for place in one.within])]
            parts += [cls._one_of(one.any_of)] if one.any_of else []
            every.append(" & ".join(parts))
        return every[0] if len(every) == 1 else "(" + " | ".join(f"({one})" for one in every) + ")"

    @staticmethod
    def _one_of(tokens: Sequence[str]) -> str:
        return "(" + " | ".join(f"'={one}'" for one in tokens) + ")"

    def _terms(self, terms: Sequence[Term], joined: str = " && ") -> tuple[str, list[str]]:
        parts, values, configuration = [], [], self.index.configuration
        for term in terms:
            if term.beginning:
                parts.append(f"to_tsquery('{configuration}', %s)")
                values.append(" <-> ".join(term.words) + ":*")
            else:
                parts.append(f"phraseto_tsquery('{configuration}', %s)")
                values.append(" ".join(term.words))
        return joined.join(parts), values

    def count(self, cap: int) -> tuple[str, list[Any]]:
        # Every value is a parameter; what is written in is the source and a constant.
        sql = f"SELECT count(*) FROM (SELECT 1 {self.source} LIMIT {cap + 1}) AS hits"  # nosec B608
        return sql, self.parameters

    def modulo(self, divisor: int) -> tuple[str, list[Any]]:
        key = f"{self.index.table}.{self.index.key}"
        return f"SELECT DISTINCT {key} %% {divisor:d} {self.source}", self.parameters  # nosec B608

    def page(self, ranked: bool, start: int, size: int | None) -> tuple[str, list[Any]]:
        key = f"{self.index.table}.{self.index.key}"
        # Of one place by the index of the place, of several by that of all entries: neither can be
        # taken for the other, whatever is believed of how the entries lie.
        order, values = f"(-{key})" if self.one_place else f"{key} DESC", []
        if ranked:
            order, values = f"ts_rank(document, {self.words}) DESC, {order}", self.asked
        sql = f"SELECT {key} {self.source} ORDER BY {order} LIMIT %s OFFSET %s"
        return sql, [*self.parameters, *values, size, start]
