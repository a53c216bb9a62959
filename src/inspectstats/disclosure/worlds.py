"""Which bodies a hidden set can still hold: an integer program over bodies nobody tells apart.

Bodies of whom the same is published, and that stand in the same populations, are interchangeable
(an equivalence class; Sweeney 2002, k-anonymity, Int. J. Uncertainty Fuzziness 10:557). A world is
then a number of each class for each property; what is published bounds their sums (Hundepool et
al., Statistical Disclosure Control, 2012, ch. 4; ONS, Policy on protecting small counts).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import optimize, sparse

from inspectstats.disclosure.statements import Bodies, Given, Rule, Statement, Sum, Term
from inspectstats.disclosure.watch import OutOfTime, Watch


@dataclass(frozen=True, slots=True)
class Same:
    """A guess: of every body of ``population`` the two terms say the same.

    ``other`` is compared within ``within`` alone, and elsewhere counts as nothing; ``members``
    stands in its place where the bodies are known.
    """

    term: Term
    population: Bodies
    other: Term
    within: Bodies
    members: Bodies | None = None


def hanging_together(
    given: Given,
    statements: Iterable[Statement],
    terms: Iterable[Term],
    linked: Iterable[Term] = (),
) -> set[str]:
    """Return the properties of ``terms`` and all that sums, rules and ``linked`` tie to them."""
    reached = {name for term in terms for name in term}
    ties = [
        *(one.term for each in statements for one in each.sums),
        *(one.term for one in given.rules),
        *linked,
    ]
    grown = True
    while grown:
        grown = False
        for term in ties:
            if not reached.isdisjoint(term) and not reached.issuperset(term):
                reached |= set(term)
                grown = True
    return reached


@dataclass(slots=True)
class Worlds:
    """The worlds in which statements, rules and guesses are all true."""

    given: Given
    statements: Sequence[Statement]
    guesses: Sequence[Same]
    watch: Watch
    properties: list[str] = field(init=False)
    classes: list[Bodies] = field(init=False)
    _sums: list[Sum] = field(init=False)
    _rules: list[Rule] = field(init=False)
    _sets: dict[str, list[tuple[Bodies, Bodies]]] = field(init=False)
    _program: _Program | None = field(init=False)

    def __init__(
        self,
        given: Given,
        statements: Iterable[Statement],
        terms: Iterable[Term],
        populations: Iterable[Bodies],
        watch: Watch,
        guesses: Sequence[Same] = (),
    ) -> None:
        """Take the statements that bear on ``terms``; tell ``populations`` apart."""
        self.given, self.guesses, self.watch = given, guesses, watch
        self.statements = list(statements)
        self._reach(terms)
        self._sort(populations)
        self._program = None

    def _reach(self, terms: Iterable[Term]) -> None:
        """Find the properties that hang together with ``terms``, and what is said of them."""
        linked = [{**one.term, **one.other} for one in self.guesses]
        reached = hanging_together(self.given, self.statements, terms, linked)
        every: list[Sum] = [one for each in self.statements for one in each.sums]
        self.properties = sorted(reached)
        self._sums = [one for one in every if not reached.isdisjoint(one.term)]
        self._rules = [one for one in self.given.rules if not reached.isdisjoint(one.term)]
        self._sets = {}
        for each in self.statements:
            for name, members in each.sets.items():
                if name in reached:
                    self._sets.setdefault(name, []).append((members, each.among))

    def _sort(self, populations: Iterable[Bodies]) -> None:
        """Sort the bodies into those that nothing given tells apart."""
        if any(one.apart for one in self._rules):
            self.classes = [frozenset((one,)) for one in sorted(self.given.bodies)]
            return
        tells: list[Bodies] = [*populations, *(one.population for one in self._sums)]
        for known in self._sets.values():
            for members, among in known:
                tells += [members, among]
        for one in self.guesses:
            tells += [one.population, one.within, one.members or frozenset()]
        tells = list(dict.fromkeys(tells))
        found: dict[tuple[bool, ...], set[str]] = {}
        for body in self.given.bodies:
            found.setdefault(tuple(body in one for one in tells), set()).add(body)
        self.classes = sorted((frozenset(one) for one in found.values()), key=min)

    def _built(self) -> _Program:
        """Write down what must hold, a row each."""
        rows = _Rows(self.properties, self.classes)
        for one in self._sums:
            inside = [place for place, each in enumerate(self.classes) if each <= one.population]
            rows.add([(place, one.term) for place in inside], one.number, one.number)
        for rule in self._rules:
            for place, each in enumerate(self.classes):
                rows.add([(place, rule.term)], rule.low * len(each), rule.high * len(each))
        for guess in self.guesses:
            self._guess(rows, guess)
        low = np.zeros(rows.width)
        high = np.repeat([float(len(each)) for each in self.classes], len(self.properties))
        for name, known in self._sets.items():
            column = self.properties.index(name)
            for place, each in enumerate(self.classes):
                at = place * len(self.properties) + column
                for members, among in known:
                    if each <= among:
                        number = float(len(each)) if each <= members else 0.0
                        low[at], high[at] = max(low[at], number), min(high[at], number)
        return _Program(*rows.matrix(), low, high)

    def _guess(self, rows: _Rows, guess: Same) -> None:
        for place, each in enumerate(self.classes):
            if not each <= guess.population:
                continue
            if guess.members is not None:
                number = len(each) if each <= guess.members else 0
                rows.add([(place, guess.term)], number, number)
                continue
            parts = [(place, guess.term)]
            if each <= guess.within:
                parts.append((place, {name: -weight for name, weight in guess.other.items()}))
            rows.add(parts, 0, 0)

    def most(self, term: Term, population: Bodies, *, least: bool = False) -> np.ndarray | None:
        """Return a world with the highest (or the least) sum of a term; None where there is none.

        A world is an array of classes by properties.
        """
        left = self.watch.left()
        program = self._program = self._program or self._built()
        if np.any(program.least > program.most):
            return None
        goal = np.zeros((len(self.classes), len(self.properties)))
        for place, each in enumerate(self.classes):
            if each <= population:
                for name, weight in term.items():
                    goal[place, self.properties.index(name)] = weight if least else -weight
        found = optimize.milp(
            goal.ravel(),
            integrality=np.ones(goal.size),
            bounds=optimize.Bounds(program.least, program.most),
            constraints=program.constraints(),
            options={} if math.isinf(left) else {"time_limit": left},
        )
        if found.status == 2:
            return None
        if found.status != 0 or found.x is None:
            raise OutOfTime
        world: np.ndarray = np.rint(found.x).reshape(goal.shape)
        return world

    def sum(self, world: np.ndarray, term: Term, population: Bodies) -> int:
        """Return the sum of a term over a population in a world."""
        return sum(
            int(world[place, self.properties.index(name)]) * weight
            for place, each in enumerate(self.classes)
            if each <= population
            for name, weight in term.items()
        )

    def possible(self) -> bool:
        """Is there any world?"""
        return self.most({}, frozenset()) is not None

    def holders(
        self, term: Term, population: Bodies, enough: int, known: Bodies = frozenset()
    ) -> Bodies | None:
        """Return bodies of whom ``term`` holds in some world, all of them or at least ``enough``.

        ``known`` are those of a world that is known to be possible. None where there is no world.
        """
        found: set[str] = set()
        for each in self.classes:
            # Whoever nobody tells apart from a holder may stand in its place.
            if not each.isdisjoint(known):
                found |= each
        met = bool(known)
        while len(found) < enough:
            left = population - found
            if not left:
                break
            world = self.most(term, left)
            if world is None:
                return None if not met else frozenset(found)
            met = True
            fresh = [
                each
                for place, each in enumerate(self.classes)
                if each <= left and self._of(world, place, term) > 0
            ]
            if not fresh:
                break
            found.update(*fresh)
        return frozenset(found)

    def _of(self, world: np.ndarray, place: int, term: Term) -> float:
        return float(sum(world[place, self.properties.index(name)] * w for name, w in term.items()))

    def range(self, term: Term, population: Bodies) -> tuple[int, int]:
        """Return the least and the highest number that the sum of a term may be."""
        ends = [self.most(term, population, least=least) for least in (True, False)]
        if ends[0] is None or ends[1] is None:
            return 0, len(population)
        return self.sum(ends[0], term, population), self.sum(ends[1], term, population)


@dataclass(frozen=True, slots=True)
class _Program:
    """Rows between ``low`` and ``high``, and each number between ``least`` and ``most``."""

    matrix: sparse.csr_array
    low: np.ndarray
    high: np.ndarray
    least: np.ndarray
    most: np.ndarray

    def constraints(self) -> tuple[optimize.LinearConstraint, ...]:
        """Return the rows as the solver asks for them."""
        if not len(self.low):
            return ()
        return (optimize.LinearConstraint(self.matrix, self.low, self.high),)


class _Rows:
    """Rows of a system of inequalities, filled one by one."""

    def __init__(self, properties: Sequence[str], classes: Sequence[Bodies]) -> None:
        self.place: Mapping[str, int] = {name: at for at, name in enumerate(properties)}
        self.width = len(properties) * len(classes)
        self._at: list[tuple[int, int, float]] = []
        self._low: list[float] = []
        self._high: list[float] = []

    def add(self, parts: Iterable[tuple[int, Term]], low: float, high: float) -> None:
        """Add a row: the terms of classes, between two bounds."""
        row = len(self._low)
        for place, term in parts:
            for name, weight in term.items():
                self._at.append((row, place * len(self.place) + self.place[name], float(weight)))
        self._low.append(low)
        self._high.append(high)

    def matrix(self) -> tuple[sparse.csr_array, np.ndarray, np.ndarray]:
        """Return the matrix and its bounds."""
        rows, columns, values = zip(*self._at, strict=True) if self._at else ((), (), ())
        shape = (len(self._low), self.width)
        made = sparse.csr_array((values, (rows, columns)), shape=shape)
        return made, np.array(self._low), np.array(self._high)
