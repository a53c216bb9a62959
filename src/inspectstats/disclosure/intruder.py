"""The motivated intruder: of every secret, which bodies it can still be, and how that follows.

The test is the one by which statistical offices judge a release as a whole (ONS, Policy on
protecting confidentiality in tables; Hundepool et al., Statistical Disclosure Control, 2012): not
whether a cell is small, but whether somebody who joins all that is published, and knows every
recorded attribute of a body, can tell of whom it speaks. A secret is *derivable* where fewer than
``k`` bodies can still be it. Besides exact deduction the intruder takes a published set on the same
criterion, or a set that is conspicuously absent, for the hidden one where it has its size or that
of its complement. What cannot be settled in time counts as derivable.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from inspectstats.disclosure.derivations import Derived, K, Step, Way
from inspectstats.disclosure.guesses import Guess, guesses
from inspectstats.disclosure.remainders import implied
from inspectstats.disclosure.statements import Bodies, Given, Hidden, Secret, Statement, merged
from inspectstats.disclosure.watch import OutOfTime, Watch
from inspectstats.disclosure.worlds import Worlds, hanging_together


@dataclass(slots=True)
class _Search:
    given: Given
    k: int
    watch: Watch

    def derived(self, secret: Secret, statements: Sequence[Statement]) -> Derived | None:
        """Return how a secret follows from statements; None where it does not."""
        fitting = self._bearing(secret, statements)
        true = [one for one in fitting if self.given.holds(one)]
        if secret.hidden is Hidden.LEFT:
            return self._left(secret, true)
        found = self._bodies(secret, true)
        if found is not None:
            return self._told(secret, true, found, ())
        if secret.hidden is Hidden.WITHHELD and (ends := self._number(secret, true)):
            kept = self._fewest(true, lambda some: self._number(secret, some) is not None)
            return Derived(secret, tuple(sorted(secret.holders)), _steps(kept), ends)
        return self._guessed(secret, true, fitting)

    def _bearing(self, secret: Secret, statements: Sequence[Statement]) -> list[Statement]:
        """Return the statements that can bear on a secret, by what they say or by being taken."""
        fitting = [one for one in statements if not one.criteria or one.criteria & secret.criteria]
        terms = [secret.term, secret.rest, *(each.term for one in fitting for each in one.sums)]
        told = [dict.fromkeys(one.sets, 1) for one in fitting]
        reached = hanging_together(self.given, statements, [*terms, *told])
        return [
            one
            for one in statements
            if any(one is each for each in fitting)
            or not reached.isdisjoint(one.sets)
            or any(not reached.isdisjoint(each.term) for each in one.sums)
        ]

    def _left(self, secret: Secret, true: Sequence[Statement]) -> Derived | None:
        """Return how it follows what a few bodies were found to be that no count was printed of."""

        def follows(some: Sequence[Statement]) -> bool:
            low, high = self._worlds(secret, some, ()).range(secret.term, secret.population)
            return low == high

        if not follows(true):
            return None
        kept = self._fewest(true, follows)
        # That all were found so, or none, is no secret where it is said of all at once.
        if len(secret.holders) == len(secret.population) and len(kept) < 2:
            return None
        return Derived(secret, tuple(sorted(secret.population)), _steps(kept))

    def _guessed(
        self, secret: Secret, true: Sequence[Statement], statements: Sequence[Statement]
    ) -> Derived | None:
        fitting: list[Guess] = []
        for guess in guesses(secret, statements):
            found = self._bodies(secret, true, [guess])
            if found is not None:
                return self._told(secret, true, found, [guess])
            if self._possible(secret, true, [*fitting, guess]):
                fitting.append(guess)
        if len(fitting) > 1 and (found := self._bodies(secret, true, fitting)) is not None:
            return self._told(secret, true, found, fitting)
        return None

    def _told(
        self,
        secret: Secret,
        true: Sequence[Statement],
        found: Bodies,
        taken: Sequence[Guess],
    ) -> Derived:
        """Say it with the fewest statements that it takes."""
        kept = self._fewest(true, lambda some: self._bodies(secret, some, taken) == found)
        guessed = [guess.step for guess in taken]
        named = {one.statement for one in guessed}
        steps = [one for one in _steps(kept) if one.statement not in named]
        return Derived(secret, tuple(sorted(found)), (*steps, *guessed))

    @staticmethod
    def _fewest(
        statements: Sequence[Statement], follows: Callable[[Sequence[Statement]], bool]
    ) -> list[Statement]:
        """Leave out whatever it follows without, what earlier releases said first."""
        kept = list(statements)
        for one in sorted(statements, key=lambda one: (not one.earlier, -len(one.where))):
            trial = [other for other in kept if other is not one]
            if follows(trial):
                kept = trial
        return kept

    def _bodies(
        self, secret: Secret, statements: Sequence[Statement], taken: Sequence[Guess] = ()
    ) -> Bodies | None:
        """Return the bodies that can be the hidden ones, where they are fewer than ``k``."""
        worlds = self._worlds(secret, statements, taken)
        if len(secret.population) < self.k and secret.hidden is not Hidden.REMOVED:
            # Any of so few can be it: what tells on them is that some were found so, and not all.
            low, high = worlds.range(secret.term, secret.population)
            return secret.population if low > 0 and high < len(secret.population) else None
        found = worlds.holders(
            secret.term, secret.population, self.k, frozenset() if taken else secret.holders
        )
        return found if found and len(found) < self.k else None

    def _possible(
        self, secret: Secret, statements: Sequence[Statement], taken: Sequence[Guess]
    ) -> bool:
        return self._worlds(secret, statements, taken).possible()

    def _number(self, secret: Secret, statements: Sequence[Statement]) -> tuple[int, int] | None:
        low, high = self._worlds(secret, statements, ()).range(secret.term, secret.population)
        return (low, high) if high - low + 1 < min(self.k, len(secret.population) + 1) else None

    def _worlds(
        self, secret: Secret, statements: Sequence[Statement], taken: Sequence[Guess]
    ) -> Worlds:
        return Worlds(
            self.given,
            statements,
            [secret.term, secret.rest],
            [secret.population],
            self.watch,
            [one.same for one in taken],
        )


def _steps(statements: Iterable[Statement]) -> tuple[Step, ...]:
    return tuple(
        Step(Way.CELLS if one.sets else Way.COUNT, one.key, one.says, one.where)
        for one in statements
    )


def search(
    given: Given,
    secrets: Sequence[Secret],
    *,
    k: int = K,
    seconds: float = math.inf,
    watch: Watch | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Derived]:
    """Return what an intruder can work out of ``secrets`` from all that is given.

    Parameters
    ----------
    k : fewer bodies than this that can still be the hidden one tell on them.
    seconds : time for the whole search; what is not settled by then is returned, not ``settled``.
    progress : told how many secrets are done, of how many.

    Each derivation names the fewest statements that it takes. What earlier releases give away alone
    is returned as ``earlier`` where this release neither adds to it nor repeats it.
    """
    watch = watch or Watch()
    if not math.isinf(seconds):
        watch.until = min(watch.until, watch.clock() + seconds)
    joined = replace(given, statements=merged(given.statements))
    every = [*secrets, *implied(joined, secrets, k)]
    at_work = _Search(joined, k, watch)
    found: list[Derived] = []
    for done, secret in enumerate(every):
        progress(done, len(every))
        try:
            one = _of_releases(at_work, secret, joined.statements)
        except OutOfTime:
            one = Derived(secret, settled=False)
        if one is not None:
            found.append(one)
    progress(len(every), len(every))
    return found


def _of_releases(
    at_work: _Search, secret: Secret, statements: Collection[Statement]
) -> Derived | None:
    """Hold a release to what it adds or repeats, not to what earlier ones gave away alone."""
    now = [one for one in statements if not one.earlier]
    if (alone := at_work.derived(secret, now)) is not None:
        return alone
    before = [one for one in statements if one.earlier]
    if not before:
        return None
    found = at_work.derived(secret, list(statements))
    if found is not None and secret.before:
        return replace(found, earlier=at_work.derived(secret, before) is not None)
    return found
