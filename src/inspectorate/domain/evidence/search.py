"""The index of evidence: what an item is found by, and within what somebody looks for one.

Scope stands inside the index as tokens (inspection, body, criterion, kind, method, direction,
marking, who recorded it, the week it was observed in). How the index works, the port of the ground
says (``foundation.search.port``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from inspectorate.foundation.search import port
from inspectorate.foundation.search.kinds import of_markings
from inspectorate.foundation.search.port import Hits, token
from inspectorate.foundation.search.terms import Term

from .models import Item

__all__ = ["EVIDENCE", "Hits", "Scope", "find", "hit_ids", "index", "rebuild", "token"]

# Its names are stored, and older than the port.
EVIDENCE = port.Index("evidence_search", "item_id", "evidence_words")
_BATCH = 2_000
# A longer span as tokens would be a query longer than the index is worth; days are compared anyway.
_MOST_WEEKS = 60


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
        """Return the tokens every hit must carry, past that of the inspection."""
        asked: tuple[tuple[str, int | str | None], ...] = (
            ("b", self.body),
            ("c", self.criterion),
            ("k", self.kind),
            ("m", self.method),
            ("d", self.direction),
            ("p", 1 if self.practice else None),
            ("r", self.recorder),
        )
        return tuple(token(letter, value) for letter, value in asked if value is not None)

    def opened(self) -> tuple[port.Opened, ...]:
        """Return what of the index the reader may see."""
        if not self.markings:
            return ()
        return (port.Opened((self.inspection,), of_markings(self.markings)),)

    def choices(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of tokens; a hit carries one of each: the weeks asked for."""
        if self.observed_from is None or self.observed_before is None:
            return ()
        weeks = range(port.week_of(self.observed_from), port.week_of(self.observed_before) + 1)
        if not 0 < len(weeks) <= _MOST_WEEKS:
            return ()
        return (tuple(token("o", week) for week in weeks),)

    def asked(self, terms: Sequence[Term]) -> port.Asked:
        """Return the same as the port is asked it."""
        where, values = _more(self)
        key = "rowid" if connection.vendor == "sqlite" else EVIDENCE.key
        join = f"JOIN evidence_item AS item ON item.id = {EVIDENCE.table}.{key}" if where else ""
        return port.Asked(
            self.opened(),
            tuple(terms),
            self.tokens(),
            self.choices(),
            join,
            where,
            tuple(values),
        )


def entry(item: Item, criteria: Collection[int]) -> port.Entry:
    """Return what an item is found by, with the primary keys of its criteria."""
    return port.Entry(
        item.pk,
        item.inspection_id,
        f"{item.words} {item.stub} {item.origin}",
        (
            token("b", item.scope_body_id),
            token("k", item.kind),
            token("m", item.method),
            token("d", item.direction),
            token("g", item.marking),
            token("r", item.recorded_by_id),
            token("o", port.week_of(item.observed_at)),
            *([token("p", 1)] if item.practice else []),
            *(token("c", pk) for pk in criteria),
        ),
    )


def index(rows: Iterable[tuple[Item, Collection[int]]]) -> None:
    """Put items into the index, each with the primary keys of its criteria."""
    port.put(EVIDENCE, (entry(item, of) for item, of in rows))


def rebuild(items: QuerySet[Any] | None = None) -> int:
    """Make the index afresh from the evidence itself; return the number of items.

    ``items`` is every item when left out; a migration passes its own state of the model.
    """
    number = 0
    every = (Item.objects.all() if items is None else items).order_by("pk")
    with transaction.atomic():
        port.empty(EVIDENCE)
        rows = every.prefetch_related("links").iterator(chunk_size=_BATCH)
        for batch in batched(rows, _BATCH):
            index((item, [link.criterion_id for link in item.links.all()]) for item in batch)
            number += len(batch)
    return number


def find(
    scope: Scope, terms: Sequence[Term], *, start: int, size: int, cap: int | None = None
) -> Hits:
    """Return one page of hits from ``start``; nothing when the reader may see no marking.

    They are counted up to ``cap``, or as far as those of any search. Two queries.
    """
    return port.find(EVIDENCE, scope.asked(terms), start=start, size=size, cap=cap)


def hit_ids(scope: Scope, terms: Sequence[Term]) -> tuple[str, list[Any]]:
    """Return the SQL, with its parameters, that yields the ids of the newest :data:`port.CAP` hits.

    It serves to count them by kind, body and method.
    """
    return port.newest_sql(EVIDENCE, scope.asked(terms), port.CAP)


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
