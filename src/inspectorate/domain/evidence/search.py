"""The search index behind one port: FTS5 on SQLite, tsvector under GIN on PostgreSQL.

Scope stands inside the index as tokens (inspection, body, criterion, kind, method, direction,
marking, who recorded it, the week it was observed in), so that a word common to everything is never
looked up outside what the reader may see. A token holds what is stored, by its spelling or its key,
never a place in a list: a kind, method or marking may be added anywhere. Hits are counted up to
:data:`CAP`; ranked by relevance up to that many, beyond it newest first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from inspectorate.foundation.markings.scheme import Marking

from .models import Item
from .search_terms import Term, fold

# Past this an exact count costs more than it tells: nobody turns so many pages.
CAP = 20_000
_BATCH = 2_000
# A longer span as tokens would be a query longer than the index is worth; days are compared anyway.
_MOST_WEEKS = 60
_NOT_PLAIN = re.compile(r"[^0-9a-z]")


@dataclass(frozen=True, slots=True)
class Scope:
    """Within what to look: ``markings`` the reader may see; ``None`` leaves a thing open."""

    inspection: int
    markings: Collection[str]
    body: int | None = None
    criterion: int | None = None
    kind: str | None = None
    method: str | None = None
    direction: str | None = None
    practice: bool = False
    recorder: int | None = None
    observed_from: datetime | None = None
    observed_before: datetime | None = None
    standing: bool = False

    def tokens(self) -> tuple[str, ...]:
        """Return the tokens every hit must carry."""
        asked: tuple[tuple[str, int | str | None], ...] = (
            ("i", self.inspection),
            ("b", self.body),
            ("c", self.criterion),
            ("k", self.kind),
            ("m", self.method),
            ("d", self.direction),
            ("p", 1 if self.practice else None),
            ("r", self.recorder),
        )
        return tuple(token(letter, value) for letter, value in asked if value is not None)

    def choices(self) -> list[tuple[str, ...]]:
        """Return groups of tokens; a hit carries one of each.

        They are the markings the reader may see, and the weeks asked for.
        """
        found: list[tuple[str, ...]] = []
        # A reader cleared for everything needs no token for it.
        if not set(self.markings) >= set(Marking.values):
            found.append(tuple(token("g", mark) for mark in sorted(self.markings)))
        if self.observed_from is not None and self.observed_before is not None:
            weeks = range(_week(self.observed_from), _week(self.observed_before) + 1)
            if 0 < len(weeks) <= _MOST_WEEKS:
                found.append(tuple(token("o", week) for week in weeks))
        return found


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits.

    ``ids`` are those of the page, ``total`` the number of hits, exact up to CAP; ``capped``: there
    are more; ``ranked``: by relevance.
    """

    ids: tuple[int, ...]
    total: int
    capped: bool
    ranked: bool


def index(rows: Iterable[tuple[Item, Collection[int]]]) -> None:
    """Put items into the index, each with the primary keys of its criteria."""
    documents = [
        (
            item.pk,
            item.inspection_id,
            # Folded by us and not by each index, so that both databases find the same.
            fold(f"{item.words} {item.stub} {item.origin}"),
            _scope(item, of),
        )
        for item, of in rows
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT OR REPLACE INTO evidence_search (rowid, words, scope) VALUES (%s, %s, %s)",
                [(pk, words, " ".join(scope)) for pk, _, words, scope in documents],
            )
            return
        cursor.executemany(
            "INSERT INTO evidence_search (item_id, inspection_id, document) "
            # Tokens bypass the text configuration, which would stem or drop them.
            "VALUES (%s, %s, to_tsvector('evidence_words', %s) || array_to_tsvector(%s::text[])) "
            "ON CONFLICT (item_id) DO UPDATE SET document = excluded.document",
            [
                (pk, inspection, words, [f"={one}" for one in scope])
                for pk, inspection, words, scope in documents
            ],
        )


def rebuild(items: QuerySet[Any] | None = None) -> int:
    """Make the index afresh from the evidence itself; return the number of items.

    ``items`` is every item when left out; a migration passes its own state of the model.
    """
    number = 0
    every = (Item.objects.all() if items is None else items).order_by("pk")
    with transaction.atomic():
        with connection.cursor() as cursor:
            # FTS5's own command, which drops the index at once instead of row by row.
            everything = "INSERT INTO evidence_search(evidence_search) VALUES ('delete-all')"
            cursor.execute(
                everything if connection.vendor == "sqlite" else "DELETE FROM evidence_search"
            )
        rows = every.prefetch_related("links").iterator(chunk_size=_BATCH)
        for batch in batched(rows, _BATCH):
            index((item, [link.criterion_id for link in item.links.all()]) for item in batch)
            number += len(batch)
    return number


def find(scope: Scope, terms: Sequence[Term], *, start: int, size: int) -> Hits:
    """Return one page of hits from ``start``; nothing when the reader may see no marking.

    Two queries.
    """
    if not scope.markings:
        return Hits((), 0, False, False)
    port = _Fts5(scope, terms) if connection.vendor == "sqlite" else _Tsvector(scope, terms)
    with connection.cursor() as cursor:
        cursor.execute(*port.count())
        # Counted up to one past the cap: that there are more is all that is needed.
        counted = int(cursor.fetchone()[0])
        capped = counted > CAP
        # bm25 and ts_rank read every hit before the first can be shown.
        ranked = not capped and any(not term.without for term in terms)
        cursor.execute(*port.page(ranked, start, size))
        ids = tuple(int(row[0]) for row in cursor.fetchall())
    return Hits(ids, min(counted, CAP), capped, ranked)


def hit_ids(scope: Scope, terms: Sequence[Term]) -> tuple[str, list[Any]]:
    """Return the SQL, with its parameters, that yields the ids of the newest CAP hits.

    It serves to count them by kind, body and method.
    """
    port = _Fts5(scope, terms) if connection.vendor == "sqlite" else _Tsvector(scope, terms)
    return port.page(False, 0, CAP)


def token(letter: str, value: int | str) -> str:
    """Return the token of a stored value: ``zkfocus0group0`` for the kind ``focus-group``.

    A spelling ends in a digit, so that SQLite's stemmer leaves it whole; one sign stands for every
    mark that would cut it in two.
    """
    if isinstance(value, int):
        return f"z{letter}{value}"
    return f"z{letter}{_NOT_PLAIN.sub('0', value.casefold())}0"


def _week(moment: datetime) -> int:
    """Return the number of the week, UTC, that a moment falls in."""
    return moment.astimezone(UTC).toordinal() // 7


def _scope(item: Item, criteria: Collection[int]) -> list[str]:
    return [
        token("i", item.inspection_id),
        token("b", item.scope_body_id),
        token("k", item.kind),
        token("m", item.method),
        token("d", item.direction),
        token("g", item.marking),
        token("r", item.recorded_by_id),
        token("o", _week(item.observed_at)),
        *([token("p", 1)] if item.practice else []),
        *(token("c", pk) for pk in criteria),
    ]


class _Fts5:
    """SQLite. Every word is quoted, so that no sign of the user's is an operator."""

    def __init__(self, scope: Scope, terms: Sequence[Term]) -> None:
        within = [f'scope : "{one}"' for one in scope.tokens()]
        within += [
            "(" + " OR ".join(f'scope : "{one}"' for one in choice) + ")"
            for choice in scope.choices()
        ]
        wanted = [self._term(term) for term in terms if not term.without]
        unwanted = [self._term(term) for term in terms if term.without]
        # NOT stands last: FTS5 takes it between two expressions only, never at the beginning.
        match = " AND ".join([*within, *wanted])
        self.match = f"({match}) NOT ({' OR '.join(unwanted)})" if unwanted else match
        more, self.parameters = _more(scope)
        join = "JOIN evidence_item AS item ON item.id = evidence_search.rowid" if more else ""
        self.source = f"FROM evidence_search {join} WHERE evidence_search MATCH %s {more}"

    @staticmethod
    def _term(term: Term) -> str:
        return f'words : "{" ".join(term.words)}"{" *" if term.beginning else ""}'

    def count(self) -> tuple[str, list[Any]]:
        # Every value is a parameter; what is written in is the source and a constant.
        sql = f"SELECT count(*) FROM (SELECT 1 {self.source} LIMIT {CAP + 1})"  # nosec B608
        return sql, [self.match, *self.parameters]

    def page(self, ranked: bool, start: int, size: int) -> tuple[str, list[Any]]:
        order = (
            "bm25(evidence_search, 1.0, 0.0), evidence_search.rowid DESC"
            if ranked
            else "evidence_search.rowid DESC"
        )
        sql = f"SELECT evidence_search.rowid {self.source} ORDER BY {order} LIMIT %s OFFSET %s"
        return sql, [self.match, *self.parameters, size, start]


class _Tsvector:
    """PostgreSQL. Words are parameters of functions that read no operators.

    Tokens of scope begin with a sign no word has.
    """

    def __init__(self, scope: Scope, terms: Sequence[Term]) -> None:
        within = " & ".join(f"'={one}'" for one in scope.tokens())
        within += "".join(
            " & (" + " | ".join(f"'={one}'" for one in choice) + ")" for choice in scope.choices()
        )
        self.words, self.asked = self._asked([term for term in terms if not term.without])
        unwanted, denied = self._asked([term for term in terms if term.without], joined=" || ")
        query, values = "%s::tsquery", [within, *self.asked, *denied]
        if self.words:
            query = f"{query} && {self.words}"
        if unwanted:
            query = f"{query} && !!({unwanted})"
        more, parameters = _more(scope)
        join = "JOIN evidence_item AS item ON item.id = evidence_search.item_id" if more else ""
        self.source = (
            # Repeats the token of the inspection: the newest hits are read by an index over this
            # column.
            f"FROM evidence_search {join} WHERE evidence_search.inspection_id = %s AND "
            f"document @@ ({query}) {more}"
        )
        self.parameters = [scope.inspection, *values, *parameters]

    @staticmethod
    def _asked(terms: Sequence[Term], joined: str = " && ") -> tuple[str, list[str]]:
        parts, values = [], []
        for term in terms:
            if term.beginning:
                parts.append("to_tsquery('evidence_words', %s)")
                values.append(" <-> ".join(term.words) + ":*")
            else:
                parts.append("phraseto_tsquery('evidence_words', %s)")
                values.append(" ".join(term.words))
        return joined.join(parts), values

    def count(self) -> tuple[str, list[Any]]:
        # Every value is a parameter; what is written in is the source and a constant.
        sql = f"SELECT count(*) FROM (SELECT 1 {self.source} LIMIT {CAP + 1}) AS hits"  # nosec B608
        return sql, self.parameters

    def page(self, ranked: bool, start: int, size: int) -> tuple[str, list[Any]]:
        order, values = "evidence_search.item_id DESC", []
        if ranked:
            order, values = f"ts_rank(document, {self.words}) DESC, {order}", self.asked
        sql = f"SELECT evidence_search.item_id {self.source} ORDER BY {order} LIMIT %s OFFSET %s"
        return sql, [*self.parameters, *values, size, start]


def _more(scope: Scope) -> tuple[str, list[Any]]:
    """Return the condition no token says: days, and whether an item is still relied on."""
    parts: list[str] = []
    values: list[Any] = []
    if scope.observed_from is not None:
        parts.append("AND item.observed_at >= %s")
        values.append(connection.ops.adapt_datetimefield_value(scope.observed_from))
    if scope.observed_before is not None:
        parts.append("AND item.observed_at < %s")
        values.append(connection.ops.adapt_datetimefield_value(scope.observed_before))
    if scope.standing:
        parts.append(
            "AND NOT EXISTS (SELECT 1 FROM evidence_withdrawal AS gone WHERE gone.item_id "
            "= item.id)"
        )
        parts.append(
            "AND NOT EXISTS (SELECT 1 FROM evidence_supersession AS gone WHERE "
            "gone.item_id = item.id)"
        )
    return " ".join(parts), values
