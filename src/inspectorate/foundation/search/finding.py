"""A search over every kind of thing, for one reader: what is found, and how it falls out by facet.

Each kind is asked within what the reader may see of it, so that no hit, count or facet holds
anything else. Hits stand by kind: how relevant one is can only be compared within an index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from inspectorate.foundation.people.models import Person

from . import own
from .highlights import Segment, marks, snippet
from .kinds import KINDS_APART, Facts, Narrowing, OneByOne, Place, SearchedKind, Shown, kinds
from .models import OwnMark
from .port import (
    CAP,
    COMMON,
    Asked,
    Hits,
    Opened,
    counted_to,
    find,
    modulo,
    newest,
    token,
    week_of,
)
from .terms import Term, terms

# Of so many hits of a kind the facets are counted.
COUNTED = 5_000
PAGE_SIZE = 25
# So many of each kind stand on the first page, where several kinds are looked through.
OF_EACH = 5


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: ``text`` as it was typed, one ``kind`` or all, and what narrows it.

    ``mine``: recorded, written or handed in by the reader. ``starred``, ``seen``, ``unseen``: by
    the reader's own marks.
    """

    text: str = ""
    kind: str = ""
    narrowing: Narrowing = field(default_factory=Narrowing)
    mine: bool = False
    starred: bool = False
    seen: bool = False
    unseen: bool = False

    def read(self) -> tuple[Term, ...] | None:
        """Return the terms of the text; None where it has no word and so finds nothing."""
        found = terms(self.text)
        return None if self.text.strip() and not found else found

    def chosen(self) -> list[SearchedKind]:
        """Return the kinds that are looked through; none for a code that is unknown."""
        if not self.kind:
            return list(kinds().values())
        return [kinds()[self.kind]] if self.kind in kinds() else []


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit: how it is shown, with what was found marked, and the reader's own marks of it."""

    kind: SearchedKind
    thing: int
    name: str
    segments: tuple[Segment, ...]
    at: Any
    marking: str
    address: tuple[Any, ...]
    said: tuple[str, ...]
    seen: bool
    starred: bool
    # What completes the address of its page: a query, and where on it what was found stands.
    completed: str


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind: those of a page, and how many there are.

    ``capped``: there are more than ``total``; ``ranked``: most relevant first, else newest first.
    """

    kind: SearchedKind
    hits: tuple[Hit, ...]
    total: int
    capped: bool
    ranked: bool
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many hits fall to each place, body, criterion, source, method, week and person.

    ``within`` holds (hits counted, whether there are more) by kind.
    """

    kinds: dict[str, tuple[int, bool]] = field(default_factory=dict)
    within: Counter[int] = field(default_factory=Counter)
    bodies: Counter[int] = field(default_factory=Counter)
    criteria: Counter[int] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    weeks: Counter[int] = field(default_factory=Counter)
    people: Counter[int] = field(default_factory=Counter)

    def add(self, one: Facts) -> None:
        """Count one hit."""
        self.within[one.within] += 1
        self.criteria.update(one.criteria)
        self.weeks[week_of(one.at)] += 1
        for counted, value in (
            (self.bodies, one.body),
            (self.sources, one.source),
            (self.methods, one.method),
            (self.people, one.person),
        ):
            if value is not None:
                counted[value] += 1  # type: ignore[index]


def found(
    person: Person, places: Sequence[Place], search: Search, number: int = 1
) -> tuple[Found, ...]:
    """Find what ``person`` may see in ``places``: a page of one kind, or the first of each.

    Kinds without a hit are left out, unless one kind was chosen.
    """
    chosen, every = _with_hits(places, search), not search.kind
    furthest = counted_to(search.read() or ()) // PAGE_SIZE
    number = 1 if every else max(1, min(number, furthest))
    size = OF_EACH if every else PAGE_SIZE
    made = (_found(person, places, kind, search, number, size) for kind in chosen)
    return tuple(one for one in made if one.total or not every)


def facets(person: Person, places: Sequence[Place], search: Search) -> Facets:
    """Count what a search finds, of each kind the newest :data:`COUNTED`."""
    counted = Facets()
    for kind in _with_hits(places, search):
        asked = _asked(person, places, kind, search)
        if asked is None:
            continue
        keys = newest(kind.index, asked, COUNTED + 1)
        if not keys:
            continue
        counted.kinds[kind.code] = (min(len(keys), COUNTED), len(keys) > COUNTED)
        for one in kind.facts([kind.thing(key) for key in keys[:COUNTED]]):
            counted.add(one)
    return counted


def progress(person: Person, places: Sequence[Place], search: Search) -> tuple[int, int]:
    """Return how many of the hits ``person`` has seen, and how many there are, up to the cap."""
    seen, every = (
        sum(_count(person, places, kind, one) for kind in one.chosen())
        for one in (replace(search, seen=True), search)
    )
    return seen, every


def _with_hits(places: Sequence[Place], search: Search) -> list[SearchedKind]:
    """Return the kinds that are looked through, without those of which the common index holds
    nothing in these places whose words begin so.

    The beginning of a word is put together from all words that begin so, for each question again:
    asked once what kinds there are, the others need not be.
    """
    chosen = search.chosen()
    several = [kind for kind in chosen if kind.index == COMMON]
    words = search.read() or ()
    if len(several) < 2 or not any(one.beginning for one in words):
        return chosen
    # Whatever its reader may see of it: more is left to be asked, and nothing left out.
    asked = Asked((Opened(tuple(one.pk for one in places)),), words, search.narrowing.tokens())
    there = modulo(COMMON, asked, KINDS_APART)
    return [kind for kind in chosen if kind.index != COMMON or kind.number in there]


def _count(person: Person, places: Sequence[Place], kind: SearchedKind, search: Search) -> int:
    asked = _asked(person, places, kind, search)
    return 0 if asked is None else find(kind.index, asked, start=0, size=0, cap=CAP).total


def _found(
    person: Person,
    places: Sequence[Place],
    kind: SearchedKind,
    search: Search,
    number: int,
    size: int,
) -> Found:
    asked = _asked(person, places, kind, search)
    none = Hits((), 0, False, False)
    start = (number - 1) * size
    hits = none if asked is None else find(kind.index, asked, start=start, size=size)
    things = [kind.thing(key) for key in hits.ids]
    # Asked again by key: an index that named a row too many must not show it.
    shown = {
        one.thing: one for one in kind.shown(person, _where_they_are(kind, places, things), things)
    }
    marked = marks({key: one.words for key, one in shown.items()}, search.read() or ())
    seen, starred = own.marks_of(person, kind, things) if things else (frozenset(), frozenset())
    rows = tuple(
        Hit(
            kind,
            one.thing,
            one.name,
            snippet(marked[one.thing]),
            one.at,
            one.marking,
            one.address,
            one.said,
            one.thing in seen,
            one.thing in starred,
            one.query + _anchor(one, marked[one.thing]),
        )
        for one in (shown[thing] for thing in things if thing in shown)
    )
    pages = max(1, -(-hits.total // size))
    return Found(kind, rows, hits.total, hits.capped, hits.ranked, number, pages)


def _anchor(one: Shown, marked: Sequence[Segment]) -> str:
    """Return the anchor of the part in which the first words that were found stand, or nothing."""
    if not one.anchors:
        return ""
    before = 0
    for segment in marked:
        if segment.marked:
            break
        before += len(segment.text)
    else:
        before = 0
    return "#" + [anchor for begins, anchor in one.anchors if begins <= before][-1]


def _where_they_are(
    kind: SearchedKind, places: Sequence[Place], things: Sequence[int]
) -> list[Place]:
    """Return those of ``places`` that some of the things stand within. One query where several."""
    if not things or len(places) == 1:
        return list(places) if things else []
    there = kind.places_of(things)
    return [one for one in places if one.pk in there]


def _asked(
    person: Person, places: Sequence[Place], kind: SearchedKind, search: Search
) -> Asked | None:
    """Return what the index is asked of one kind; None where nothing can be found."""
    asked_terms, more = search.read(), kind.narrowed(search.narrowing)
    opened = kind.opened(person, places)
    if asked_terms is None or more is None or not opened:
        return None
    # An index of one kind alone needs no token for it.
    tokens = [token("t", kind.code)] if kind.thing(kind.key(1)) != kind.key(1) else []
    tokens += search.narrowing.tokens()
    tokens += [token("r", person.pk)] if search.mine else []
    asked = Asked(opened, asked_terms, tuple(tokens))
    where, values = _where(person, kind, search)
    sql, given = more
    column = _column(kind)
    asked = replace(
        asked,
        where=f"{where} {sql.replace('{key}', column)}".strip(),
        parameters=(*values, *given),
    )
    if not isinstance(kind, OneByOne):
        return asked
    # All that fit, however many: a part of them would let a count tell of what is hidden.
    things = [kind.thing(key) for key in newest(kind.index, asked, None)]
    if not things:
        return None
    allowed = sorted(kind.key(one) for one in kind.in_sight(person, places, things))
    return replace(
        asked,
        where=f"{asked.where} {_among(column)}",
        parameters=(*asked.parameters, _several(allowed)),
    )


def _where(person: Person, kind: SearchedKind, search: Search) -> tuple[str, list[Any]]:
    """Return the condition of the reader's own marks."""
    parts, values, column = [], [], _column(kind)
    table = OwnMark._meta.db_table
    for wanted, which, sign in (
        (search.starred, "starred_at", f"{column} IN"),
        # The sign keeps both databases from looking up hits one by one for many marks.
        (search.seen, "seen_at", f"+{column} IN"),
        (search.unseen, "seen_at", f"+{column} NOT IN"),
    ):
        if wanted:
            parts.append(
                f"AND {sign} (SELECT own.key FROM {table} AS own "  # nosec B608
                f"WHERE own.person_id = %s AND own.kind = %s AND own.{which} IS NOT NULL)"
            )
            values += [person.pk, kind.code]
    return " ".join(parts), values


def _column(kind: SearchedKind) -> str:
    """Return the column that holds the key of an entry."""
    name = "rowid" if connection.vendor == "sqlite" else kind.index.key
    return f"{kind.index.table}.{name}"


def _among(column: str) -> str:
    """Return the condition that a key is one of many, given as one parameter."""
    if connection.vendor == "sqlite":
        return f"AND +{column} IN (SELECT value FROM json_each(%s))"  # nosec B608
    return f"AND +{column} = ANY(%s)"


def _several(keys: list[int]) -> Any:
    return str(keys) if connection.vendor == "sqlite" else keys
