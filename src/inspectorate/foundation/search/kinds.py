"""What each room shows in the search: a kind of thing, how its words and its scope are told, and
who may see it. The rooms' kinds are named in the settings (``SEARCHED``), as applications are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import batched
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person

from .port import COMMON, Entry, Index, Opened, put, take_out, token

# In the common index a key is that of the thing and the number of its kind.
KINDS_APART = 64
_BATCH = 2_000


class Place(Protocol):
    """What things stand within, and people are on: it has a key."""

    pk: Any


@dataclass(frozen=True, slots=True)
class Facts:
    """Where a thing belongs, by keys and codes, for counting hits; None where it has no such."""

    thing: int
    within: int
    at: datetime
    body: int | None = None
    criteria: tuple[int, ...] = ()
    source: str | None = None
    method: str | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as its reader may have it: what people call it, its words, and what names its page."""

    thing: int
    name: str
    words: str
    at: datetime
    marking: str
    address: tuple[Any, ...]
    said: tuple[str, ...] = ()
    # What completes the address: a query, and the anchors of its words, each with where it begins.
    query: str = ""
    anchors: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What to narrow a search to; None leaves a thing open. Keys are of the rooms' own rows."""

    body: int | None = None
    criterion: int | None = None
    source: str | None = None
    method: str | None = None
    week: int | None = None
    person: int | None = None
    visit: int | None = None

    def tokens(self) -> tuple[str, ...]:
        """Return the tokens that every hit must carry."""
        asked: tuple[tuple[str, int | str | None], ...] = (
            ("b", self.body),
            ("c", self.criterion),
            ("k", self.source),
            ("m", self.method),
            ("o", self.week),
            ("r", self.person),
        )
        return tuple(token(letter, value) for letter, value in asked if value is not None)


class SearchedKind(ABC):
    """One kind of thing that a search finds.

    ``code`` is stored in what people save and mark, ``number`` in the keys of the common index:
    neither changes, and none is given twice.
    """

    code: ClassVar[str]
    number: ClassVar[int]
    label: ClassVar[str]
    several: ClassVar[str]
    model: ClassVar[type[Model]]
    # The way from a row to what it stands within.
    place: ClassVar[str] = "inspection"
    index: ClassVar[Index] = COMMON
    # The rows beside its own that it takes words from, each with the way to the thing's key.
    beside: ClassVar[Mapping[type[Model], str]] = {}

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """Return every row that may be found, with all that :meth:`entry` reads."""

    @abstractmethod
    def words(self, row: Any) -> str:
        """Return what a thing is found by."""

    @abstractmethod
    def within(self, row: Any) -> int:
        """Return the key of what a thing stands within."""

    @abstractmethod
    def tokens(self, row: Any) -> tuple[str, ...]:
        """Return the tokens of where a thing belongs."""

    @abstractmethod
    def opened(self, person: Person, places: Sequence[Place]) -> tuple[Opened, ...]:
        """Return what of the index ``person`` may see, of ``places``."""

    @abstractmethod
    def facts(self, things: Collection[int]) -> Iterable[Facts]:
        """Return where each of some things belongs. A fixed number of queries."""

    @abstractmethod
    def shown(
        self, person: Person, places: Sequence[Place], things: Collection[int]
    ) -> Iterable[Shown]:
        """Lay open those of some things that ``person`` may see, asked again of the rows."""

    def narrowed(self, narrowing: Narrowing) -> tuple[str, tuple[Any, ...]] | None:
        """Return SQL for what no token says, beginning with AND; None where nothing can fit."""
        return None if narrowing.visit is not None else ("", ())

    def entry(self, row: Any) -> Entry:
        """Return what a thing is found by."""
        tokens = (token("t", self.code), *self.tokens(row))
        return Entry(self.key(row.pk), self.within(row), self.words(row), tokens)

    def key(self, thing: int) -> int:
        """Return the key of a thing's entry."""
        return thing * KINDS_APART + self.number

    def thing(self, key: int) -> int:
        """Return the thing of an entry's key."""
        return key // KINDS_APART

    def told_by(self, row: Model) -> int | None:
        """Return the thing that takes words from a row, its own or one beside; None for no such."""
        if isinstance(row, self.model):
            own: int = row.pk
            return own
        ways = (way for model, way in self.beside.items() if isinstance(row, model))
        return next((getattr(row, way) for way in ways), None)

    def follow(self, row: Model) -> bool:
        """Find a thing by what its words are now that a row was written or is gone; False where no
        thing of this kind takes words from it.
        """
        thing = self.told_by(row)
        if thing is None:
            return False
        self.forget(thing)
        self.keep(*self.rows().filter(pk=thing))
        return True

    def keep_all(self, within: int | None = None) -> int:
        """Put everything of this kind into the index, or what stands within a place; how many."""
        rows = self.rows() if within is None else self.rows().filter(**{self.place: within})
        number = 0
        for batch in batched(rows.order_by("pk").iterator(chunk_size=_BATCH), _BATCH):
            self.keep(*batch)
            number += len(batch)
        return number

    def places_of(self, things: Collection[int]) -> set[int]:
        """Return the keys of what some things stand within. One query."""
        rows = self.rows().prefetch_related(None).filter(pk__in=things).order_by()
        return set(rows.values_list(self.place, flat=True))

    def keep(self, *rows: Any) -> None:
        """Put things into the index as they are now; called by the act that wrote them."""
        put(self.index, (self.entry(row) for row in rows))

    def forget(self, *things: int) -> None:
        """Take things out of the index."""
        take_out(self.index, [self.key(one) for one in things])


class OneByOne(SearchedKind):
    """A kind of which no token says who may see one: each that was found is asked of its room."""

    @abstractmethod
    def in_sight(
        self, person: Person, places: Sequence[Place], things: Collection[int]
    ) -> Collection[int]:
        """Return those of some things that ``person`` may see."""


def of_markings(markings: Collection[str]) -> tuple[str, ...]:
    """Return the tokens of which a reader of these markings is shown one; none for all of them."""
    # A reader cleared for everything needs no token for it.
    if set(markings) >= set(Marking.values):
        return ()
    return tuple(token("g", mark) for mark in sorted(markings))


@cache
def kinds() -> Mapping[str, SearchedKind]:
    """Return every kind that a search finds, by its code, in the order in which they are shown."""
    found: list[SearchedKind] = [import_string(name) for name in settings.SEARCHED]
    return {one.code: one for one in found}
