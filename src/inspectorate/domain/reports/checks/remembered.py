"""Runs a check of one passage only where the words or the facts under it moved since it last ran.

A check that is ``LOCAL`` finds in a stretch of a text what the stretch says, held against the facts
of the inspection and of the claims that the stretch names: nothing else of the text, nor another
text. It is given no more than that, so what it found is known by the check, the content of the
stretch and those facts, and is found anew where any of them is another. Nothing is known by a name
or a number of the database. What is remembered is what the check would find again: whoever is shown
it has the same words and the same facts at hand.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.stretches import Stretch, stretches

from ..facts import Facts

Run = Callable[[Manuscript, Facts], list[Problem]]

# All words that are remembered, in characters, and those of one stretch.
MOST_CHARACTERS = 2_000_000
LONGEST = 20_000
# What is remembered of one stretch: under so many facts, times the checks.
MOST_FOUND = 200
# Facts that are told apart: of so many texts and claims, so many versions of each.
MOST_FACTS, VERSIONS = 1_024, 4


class Numbers:
    """Gives each value a number, and equal values of one name the same one.

    Few values are kept: one that was forgotten gets a new number, and no number is given twice.
    """

    def __init__(self) -> None:
        self._next = count(1)
        self._kept: OrderedDict[Hashable, deque[tuple[object, int]]] = OrderedDict()

    def of(self, name: Hashable, value: object) -> int:
        """Return the number of a value; ``name`` says among which values it is looked for."""
        kept = self._kept.setdefault(name, deque(maxlen=VERSIONS))
        self._kept.move_to_end(name)
        for known, number in kept:
            if known is value or known == value:
                return number
        number = next(self._next)
        kept.appendleft((value, number))
        if len(self._kept) > MOST_FACTS:
            self._kept.popitem(last=False)
        return number


@dataclass(slots=True)
class Kept:
    """What was found in one stretch, by check and facts, its lines counted from its first."""

    size: int
    found: OrderedDict[Hashable, tuple[Problem, ...]] = field(default_factory=OrderedDict)

    def keep(self, under: Hashable, problems: tuple[Problem, ...]) -> None:
        """Remember what was found."""
        self.found[under] = problems
        if len(self.found) > MOST_FOUND:
            self.found.popitem(last=False)


class Memory:
    """What checks found in the stretches of texts; the stretches used last, up to a ``size``."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.numbers = Numbers()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self.size = 0

    def of(self, stretch: Stretch) -> Kept:
        """Return what is known of a stretch, wherever it stands."""
        kept = self._kept.get(stretch.content)
        if kept is None:
            kept = self._kept[stretch.content] = Kept(stretch.size)
            self.size += stretch.size
            while self.size > MOST_CHARACTERS:
                _, gone = self._kept.popitem(last=False)
                self.size -= gone.size
        else:
            self._kept.move_to_end(stretch.content)
        return kept

    def held(self) -> list[Kept]:
        """Everything that is remembered, the oldest first."""
        return list(self._kept.values())


@dataclass(frozen=True, slots=True)
class _Held:
    """A stretch with what is known of it, and the numbers of the claims that it names."""

    stretch: Stretch
    kept: Kept
    claims: tuple[int, ...]


class Remembering:
    """Runs the local checks of one text under one set of facts."""

    def __init__(self, manuscript: Manuscript, facts: Facts, memory: Memory) -> None:
        """Cut the text, and number the facts that a stretch may be held against."""
        self.manuscript, self.facts, self.memory = manuscript, facts, memory
        # What the checks of a stretch are not given: other texts, and what is drawn from them.
        self.given = replace(facts, claims={}, documents={}, sources={}, pinned={})
        cut = stretches(manuscript)
        # Problems are told apart by their lines.
        apart = all(one.line < after.line for one, after in pairwise(cut))
        self.long = [one for one in cut if one.size > LONGEST or not apart]
        with memory.lock:
            self.under = self._numbered()
            self.held = [self._held(one) for one in cut if one.size <= LONGEST and apart]

    def _numbered(self) -> tuple[int, ...]:
        """The numbers of the facts that every stretch is held against, and of the front matter."""
        facts, numbers = self.facts, self.memory.numbers
        front = (self.manuscript.name, dict(self.manuscript.meta))
        return (
            numbers.of(("facts", facts.slug, facts.edition), self.given),
            numbers.of(("front", self.manuscript.name), front),
            facts.claims is not None,
        )

    def _held(self, one: Stretch) -> _Held:
        claims: Mapping[str, ClaimFacts] = self.facts.claims or {}
        of = self.memory.numbers.of
        numbers = (of(("claim", key), claims[key]) if key in claims else 0 for key in one.keys)
        return _Held(one, self.memory.of(one), tuple(numbers))

    def run(self, name: str, check: Run) -> Iterator[Problem]:
        """Yield what a local check finds: in the front matter, and in each stretch."""
        yield from check(replace(self.manuscript, blocks=()), self.facts)
        if self.long:
            yield from check(self._of(self.long), self.facts)
        missing = []
        for one in self.held:
            known = one.kept.found.get((name, self.under, one.claims))
            if known is None:
                missing.append(one)
            elif known:
                yield from (_moved(problem, by=one.stretch.line) for problem in known)
        if missing:
            yield from self._anew(name, check, missing)

    def _anew(self, name: str, check: Run, missing: Sequence[_Held]) -> Iterator[Problem]:
        """Run a check on stretches that it has not seen so, and remember what it found."""
        some = [one.stretch for one in missing]
        problems = check(self._of(some), self._facts(some))
        lines = [one.line for one in some]
        found: list[list[Problem]] = [[] for _ in some]
        for problem in problems:
            found[bisect_right(lines, problem.place.line) - 1].append(problem)
        with self.memory.lock:
            for one, here in zip(missing, found, strict=True):
                kept = tuple(_moved(problem, by=-one.stretch.line) for problem in here)
                one.kept.keep((name, self.under, one.claims), kept)
        yield from problems

    def _of(self, some: Iterable[Stretch]) -> Manuscript:
        blocks = tuple(block for one in some for block in one.blocks)
        return replace(self.manuscript, blocks=blocks, source="", inline={})

    def _facts(self, some: Iterable[Stretch]) -> Facts:
        """The facts with the claims that these stretches name, and no others."""
        claims = self.facts.claims
        if claims is None:
            return replace(self.given, claims=None)
        keys = dict.fromkeys(key for one in some for key in one.keys)
        return replace(self.given, claims={key: claims[key] for key in keys if key in claims})


def _moved(problem: Problem, *, by: int) -> Problem:
    """Return a problem so many lines further down."""
    place = problem.place
    return replace(problem, place=replace(place, line=place.line + by))
