"""What a release hides of its bodies: names removed, numbers withheld, and small numbers.

Pure. Addressees of a recommendation are no secret, nor is that all were found so, or none, or that
some were not inspected, unless an author removed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inspectstats.disclosure.derivations import few
from inspectstats.disclosure.statements import (
    Bodies,
    Given,
    Hidden,
    Rule,
    Secret,
    Statement,
    Sum,
    Term,
)

from .disclosed import Out, statements, words_about
from .disclosed_words import by_words, named_in
from .known import SCOPE, Counting, Known, KnownClaim, found, inspected, less
from .removed import Removed

_EXCERPT = 120


@dataclass(slots=True)
class _Found:
    """Secrets with what is said of them, gathered from one release."""

    out: Out
    known: Known
    k: int
    told: list[Statement]
    earlier: Sequence[Out]
    said: Mapping[str, list[str]]
    secrets: dict[tuple[object, ...], Secret] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    truth: dict[str, Bodies] = field(default_factory=dict)

    def total(self, term: Term, population: Bodies) -> int:
        """What a term truly sums up to."""
        return sum(weight * len(self.truth[name] & population) for name, weight in term.items())

    def holders(self, term: Term, population: Bodies) -> Bodies:
        """The bodies of whom a term holds."""
        return frozenset(one for one in population if self.total(term, frozenset((one,))) > 0)

    def hide(
        self,
        key: str,
        says: str,
        hidden: Hidden,
        term: Term,
        base: Term,
        population: Bodies,
        criteria: frozenset[str],
        texts: Iterable[str],
        before: bool,
    ) -> None:
        """Note a secret, once for what it hides, and the words that narrow it."""
        holders, rest = self.holders(term, population), less(base, term)
        same = (tuple(sorted(term.items())), population)
        others = self.total(rest, population)
        made = Secret(key, says, hidden, term, rest, population, holders, others, criteria, before)
        # What an author hid is hidden, though the number itself stands elsewhere.
        if same not in self.secrets or hidden is not Hidden.SMALL:
            self.secrets[same] = made
        for words, members in by_words(texts, self.known):
            outside = population - members
            if outside and holders <= members:
                self.told.append(
                    Statement(
                        f"“{words}” beside {key}",
                        f"“{words}” stands in the sentence",
                        (self.out.documents[0].title if self.out.documents else "the text",),
                        criteria,
                        (Sum(term, outside, 0),),
                    )
                )

    def before(self, key: str) -> bool:
        """Did an earlier release carry this claim?"""
        return any(one.key == key for out in self.earlier for one in out.bundle.claims)

    def numbers(self) -> None:
        """Note every small number that is printed, of those met and of those not."""
        open_ = self._open()
        printed = [one for one in self.told if not one.earlier]
        past = {
            (tuple(sorted(each.term.items())), each.population)
            for one in self.told
            if one.earlier
            for each in one.sums
        }
        for one in printed:
            for each in one.sums:
                base = self._base(one, each)
                if base is None:
                    continue
                for term in (each.term, less(base, each.term)):
                    number = self.total(term, each.population)
                    looked = self.total(base, each.population)
                    if not few(number, self.k) or number == looked:
                        continue
                    if self.out.bundle.name_bodies and self._is_open(term, each.population, open_):
                        continue
                    self.hide(
                        one.key if term == each.term else f"{one.key}, the others",
                        f"{number} of {looked}: {one.says}",
                        Hidden.SMALL,
                        term,
                        base,
                        each.population,
                        one.criteria,
                        self.said.get(one.key.removeprefix("claim "), ()),
                        (tuple(sorted(each.term.items())), each.population) in past,
                    )

    def _base(self, one: Statement, each: Sum) -> Term | None:
        """Who was looked at, where a sum counts those of whom something was found."""
        if each.looked:
            return None
        counting = self.known.counted.get(one.key.removeprefix("claim "))
        if counting is not None:
            return counting.base
        return {inspected(ref): 1 for ref in one.criteria} if len(one.criteria) == 1 else None

    def _open(self) -> dict[str, Bodies]:
        """Of which bodies each property is told outright by this release."""
        told: dict[str, Bodies] = {}
        for one in self.told:
            if not one.earlier:
                for name in one.sets:
                    told[name] = told.get(name, frozenset()) | one.among
        return told

    def _is_open(self, term: Term, population: Bodies, told: Mapping[str, Bodies]) -> bool:
        """Are the bodies of a term published by name, where they may be?"""
        looked = [self.truth[name] for name in term if name.endswith(" inspected")]
        asked = population.intersection(*looked) if looked else population
        return all(asked <= told.get(name, frozenset()) for name in term)

    def withheld(self) -> None:
        """Note every number that the release withholds."""
        for info in self.out.bundle.claims:
            counting = self.known.counted.get(info.key)
            if info.suppressed and counting is not None:
                self._withhold(info.key, counting)

    def _withhold(self, key: str, counting: Counting) -> None:
        smaller = min(
            (counting.term, counting.rest), key=lambda term: self.total(term, counting.population)
        )
        self.hide(
            f"claim {key}",
            f"the number withheld of claim {key}",
            Hidden.WITHHELD,
            smaller,
            counting.base,
            counting.population,
            counting.criteria,
            self.said.get(key, ()),
            self.before(key),
        )

    def removed(self, words: Sequence[Removed]) -> None:
        """Note every name that was removed, and every number that stood among removed words."""
        for place, one in enumerate(words, 1):
            carried = {info.key for info in self.out.bundle.claims}
            for key in one.keys:
                counting = self.known.counted.get(key)
                if counting is None or key in carried:
                    continue
                if one.counted:
                    self._withhold(key, counting)
                else:
                    self._still_said(key, counting, one)
            if one.bodies:
                self._name(f"{one.document}, removed words {place}", one)

    def _still_said(self, key: str, counting: Counting, one: Removed) -> None:
        """Note the number of a claim that has no record in public, and yet says it in words."""
        met, looked = (
            self.total(term, counting.population) for term in (counting.term, counting.base)
        )
        self.told.append(
            Statement(
                f"claim {key}",
                f"{met} of {looked}: {one.said[:_EXCERPT]}",
                (one.document,),
                counting.criteria,
                (
                    Sum(counting.term, counting.population, met),
                    Sum(counting.base, counting.population, looked, looked=True),
                ),
            )
        )

    def _name(self, name: str, one: Removed) -> None:
        term, whom = {name: 1}, self._whom(one)
        self.truth[name] = one.bodies
        for each in (whom.base, whom.term):
            if each and self._true(less(each, term)):
                self.rules.append(Rule(less(each, term), 0, 1))
        self.told.append(
            Statement(
                f"{name}, how many",
                f"{len(one.bodies)} removed from “{one.said[:_EXCERPT]}”",
                (one.document,),
                whom.criteria,
                (Sum(term, self.known.scope, len(one.bodies)),),
            )
        )
        population = whom.population | one.bodies
        if named := (named_in(one.said, self.known) - one.bodies) & population:
            self.told.append(
                Statement(
                    f"{name}, others named",
                    f"others are named in “{one.said[:_EXCERPT]}”",
                    (one.document,),
                    whom.criteria,
                    (Sum(term, named, 0),),
                )
            )
        self.hide(
            name,
            f"who was removed from “{one.said[:_EXCERPT]}”",
            Hidden.REMOVED,
            term,
            whom.base,
            population,
            whom.criteria,
            (one.said, *one.around),
            any(self.before(key) for key in one.keys),
        )

    def _whom(self, one: Removed) -> Counting:
        """Of whom the sentence speaks from which a name was removed.

        Where it carries no claim, of all, on the criteria of the claims about it.
        """
        counted, claims = self.known.counted, self.known.claims
        for key in one.keys:
            if key in counted:
                return counted[key]
        for key in one.keys:
            if key in claims and len(claims[key].refs) == 1 and claims[key].refs[0] in self._refs:
                return self._of_finding(claims[key])
        near = [ref for key in (*one.keys, *one.near) if key in claims for ref in claims[key].refs]
        criteria = frozenset(near) & self._refs or self._refs
        named = named_in(one.said, self.known) - one.bodies
        return Counting({}, {SCOPE: 1}, self.known.scope - named, criteria)

    def _of_finding(self, claim: KnownClaim) -> Counting:
        """Of whom a claim speaks that rests on evidence about a criterion, or a finding of it."""
        ref, finding = claim.refs[0], str(claim.predicate.get("finding") or "")
        base: Term = {inspected(ref): 1}
        term: Term = {}
        if finding in self.known.by_ref[ref].findings:
            holds = {found(ref, finding): 1}
            term = holds if claim.predicate.get("holds", True) else less(base, holds)
        return Counting(term, base, self.known.scope, frozenset((ref,)))

    @property
    def _refs(self) -> frozenset[str]:
        return frozenset(self.known.by_ref)

    def _true(self, term: Term) -> bool:
        return all(0 <= self.total(term, frozenset((one,))) <= 1 for one in self.known.scope)


def gathered(
    out: Out,
    known: Known,
    removed: Sequence[Removed] = (),
    earlier: Sequence[Out] = (),
    *,
    k: int,
) -> tuple[Given, list[Secret]]:
    """Return what an intruder is given by a release and those before it, and what it hides."""
    told = [*statements(out, known), *(one for each in earlier for one in statements(each, known))]
    said = words_about(out)
    material = _Found(out, known, k, told, earlier, said, truth=dict(known.truth))
    material.removed(removed)
    material.withheld()
    material.numbers()
    given = Given(
        known.scope,
        (*known.rules, *material.rules),
        tuple(_once(material.told)),
        material.truth,
    )
    return given, list(material.secrets.values())


def _once(told: Iterable[Statement]) -> Iterator[Statement]:
    seen = set()
    for one in told:
        if (mark := (one.key, one.content)) not in seen:
            seen.add(mark)
            yield one
