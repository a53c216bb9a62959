"""What a form is given and what it makes: the world of true facts, and one change to one page."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .page import Page, Stretch


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known under a key. ``met`` and ``n`` of a counted one, else -1; ``figure``: the
    printed words of a figure.
    """

    key: str
    kind: str
    statement: str
    met: int = -1
    n: int = -1
    figure: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """The pages as they are true, and the facts they rest on; ``scope``: bodies in scope."""

    pages: Mapping[str, Page]
    facts: Mapping[str, Fact]
    scope: int
    bodies: Sequence[str] = ()

    def count(self, key: str) -> Fact | None:
        """The counts of a key, where it has any."""
        found = self.facts.get(key)
        return found if found and found.n > 0 else None


@dataclass(frozen=True, slots=True)
class Change:
    """Put ``new`` in place of what stands between two offsets. ``why``: what makes it false."""

    start: int
    end: int
    new: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sown:
    """One case: a page with one change."""

    family: str
    form: str
    page: Page
    change: Change

    @property
    def old(self) -> str:
        """The words that were there."""
        return self.page.text[self.change.start : self.change.end]

    @property
    def text(self) -> str:
        """The whole source as changed."""
        return (
            self.page.text[: self.change.start]
            + self.change.new
            + self.page.text[self.change.end :]
        )

    @property
    def line(self) -> int:
        """The line, from 1, on which the change begins."""
        return self.page.text.count("\n", 0, self.change.start) + 1


Make = Callable[[World, Page, random.Random], Change | None]


@dataclass(slots=True)
class Family:
    """A kind of contradiction (or, of the clean, of rewriting) and its forms by name.

    ``rules``: on a first draft, where nothing is signed, the rules alone are held to it.
    """

    name: str
    rules: bool = False
    forms: dict[str, Make] = field(default_factory=dict)

    def form(self, name: str) -> Callable[[Make], Make]:
        """Add a form."""

        def add(make: Make) -> Make:
            self.put(name, make)
            return make

        return add

    def put(self, name: str, make: Make) -> None:
        """Add a form under a name nobody has."""
        if name in self.forms:
            raise ValueError(f"{self.name} has two forms named {name}")
        self.forms[name] = make

    def swaps(
        self, kinds: Iterable[str], pairs: Iterable[tuple[str, str]], why: str, *, named: str = ""
    ) -> None:
        """One form for each pair of a pattern (of whole words) and what is put in its place."""
        for pattern, new in pairs:
            name = f"{named}{re.sub(r'[^A-Za-z0-9 .-]+', '', pattern)} → {new}"
            self.put(name, swap(tuple(kinds), pattern, new, why))


def swap(kinds: tuple[str, ...], pattern: str, new: str, why: str) -> Make:
    """A form that puts ``new`` (with the groups of the pattern) where the pattern is found in a
    stretch of these kinds; a capital stays.
    """
    sought = re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.I)

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        found = [
            (place, match)
            for place in page.of(*kinds)
            for match in sought.finditer(place.text)
            if not inside_attribute(place.text, match.start())
        ]
        if not found:
            return None
        place, match = rng.choice(found)
        put = match.expand(new)
        if match[0][:1].isupper():
            put = put[:1].upper() + put[1:]
        elif put[:1].lower() == match[0][:1]:
            put = put[:1].lower() + put[1:]
        start = place.start + match.start()
        return Change(start, place.start + match.end(), put, f"{why}: {place.key or place.kind}")

    return make


def inside_attribute(text: str, at: int) -> bool:
    """Whether an offset lies in the braces after a span: an attribute is no word of the text."""
    return text.rfind("{", 0, at) > text.rfind("}", 0, at)


def replace(place: Stretch, new: str, why: str) -> Change | None:
    """The whole of a stretch changed; None where nothing changes."""
    return None if new == place.text else Change(place.start, place.end, new, why)


def picked[T](rng: random.Random, found: Sequence[T]) -> T | None:
    """One of them by chance, None of none."""
    return rng.choice(found) if found else None
