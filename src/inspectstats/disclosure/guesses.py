"""What an intruder takes for a hidden set: a published one of its size, or of its rest's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from inspectstats.disclosure.derivations import Step, Way
from inspectstats.disclosure.statements import Secret, Statement, Sum
from inspectstats.disclosure.worlds import Same

# Groups of one statement whose unions are compared: 8 have 254.
_MOST_GROUPS = 8


@dataclass(frozen=True, slots=True)
class Guess:
    """A set that is taken for a hidden one, and the step that says so."""

    same: Same
    step: Step
    of: str


def guesses(secret: Secret, statements: Iterable[Statement]) -> Iterator[Guess]:
    """Yield what may be taken for a secret: sets of its size or of its complement's.

    Known bodies come first.
    """
    fitting = [one for one in statements if not one.criteria or one.criteria & secret.criteria]
    for one in fitting:
        yield from _of_groups(secret, one)
    for one in fitting:
        for each in one.sums:
            yield from _of_sum(secret, one, each)


def _of_groups(secret: Secret, one: Statement) -> Iterator[Guess]:
    names = sorted(name for name, members in one.values.items() if members)
    sizes = range(1, len(names) + 1) if len(names) <= _MOST_GROUPS else (1,)
    for chosen in (some for size in sizes for some in combinations(names, size)):
        members = frozenset().union(*(one.values[name] for name in chosen)) & secret.population
        if not members or members == secret.population:
            continue
        words = " or ".join(chosen)
        if len(members) == len(secret.holders):
            same = Same(secret.term, secret.population, {}, frozenset(), members)
            way = Way.TAKEN if one.criteria else Way.ABSENT
            yield Guess(same, Step(way, one.key, one.says, one.where, words), one.key)
        if secret.others and len(members) == secret.others:
            same = Same(secret.rest, secret.population, {}, frozenset(), members)
            yield Guess(same, Step(Way.REST, one.key, one.says, one.where, words), one.key)


def _of_sum(secret: Secret, one: Statement, each: Sum) -> Iterator[Guess]:
    if each.looked or each.term in (secret.term, secret.rest) or each.number == 0:
        return
    if each.number == len(secret.holders):
        same = Same(secret.term, secret.population, each.term, each.population)
        yield Guess(same, Step(Way.TAKEN, one.key, one.says, one.where, one.says), one.key)
    if secret.others and each.number == secret.others:
        same = Same(secret.rest, secret.population, each.term, each.population)
        yield Guess(same, Step(Way.REST, one.key, one.says, one.where, one.says), one.key)
