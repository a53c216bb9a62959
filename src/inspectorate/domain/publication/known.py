"""What the inspectorate knows of the bodies it inspected, and what each claim counts of it.

Pure. The intruder test holds what is published against it: it tells what is hidden, and which
published statement is still true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from inspectorate.domain.claims.kinds.conditions import taken_apart
from inspectstats.disclosure.statements import Bodies, Rule, Term

SCOPE = "in scope"
_NUMBERED = re.compile(r"(\D*[^\W\d])\s+(\d+)")


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body in scope: its code and label in public, its kind and groups by their codes.

    ``names`` are others by which a text may name it.
    """

    code: str
    label: str
    kind: str = ""
    groups: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownCriterion:
    """A criterion: its grades (letter, name) from worst to best, the letters that count as met."""

    ref: str
    name: str = ""
    grades: tuple[tuple[str, str], ...] = ()
    meeting: frozenset[str] = frozenset()
    findings: frozenset[str] = frozenset()

    def letter(self, written: str) -> str | None:
        """Return the letter of a grade written by its letter or its name; None for another word."""
        for letter, name in self.grades:
            if written.strip() == letter or written.strip().casefold() == name.casefold():
                return letter
        return None


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim as stored: its predicate, and the criteria it names as they are printed.

    ``counts`` says that it counts bodies over agreed judgments.
    """

    key: str
    counts: bool
    predicate: Mapping[str, Any]
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Joint:
    """Several conditions, each with its criterion, whether all or any are asked, and among whom.

    ``among`` is the condition that narrows the population, where a finding or a grade does.
    """

    terms: list[tuple[str, Term]]
    how: str
    among: tuple[str, Term] | None

    @property
    def refs(self) -> list[str]:
        """The criteria on which a body must have been looked at to be counted."""
        return sorted({ref for ref, _ in self.terms})


@dataclass(frozen=True, slots=True)
class Counting:
    """What a claim counts: ``term`` of those met, ``base`` of those looked at, in a population."""

    term: Term
    base: Term
    population: Bodies
    criteria: frozenset[str]

    @property
    def rest(self) -> Term:
        """The term of those looked at and not met."""
        return less(self.base, self.term)


def less(one: Term, other: Term) -> dict[str, int]:
    """Return one term less another."""
    found = dict(one)
    for name, weight in other.items():
        found[name] = found.get(name, 0) - weight
    return {name: weight for name, weight in found.items() if weight}


def plus(one: Term, other: Term) -> dict[str, int]:
    """Return two terms together."""
    return less(one, {name: -weight for name, weight in other.items()})


def inspected(ref: str) -> str:
    """Name the property of being inspected on a criterion."""
    return f"{ref} inspected"


def graded(ref: str, letter: str) -> str:
    """Name the property of having a grade."""
    return f"{ref} = {letter}"


def recorded(outcome: str) -> str:
    """Name an outcome among the findings of a cell."""
    return f"outcome {outcome}"


def found(ref: str, finding: str) -> str:
    """Name the property of which a finding holds."""
    return f"{ref}: {finding}"


@dataclass(frozen=True)
class Known:
    """All of one inspection.

    ``grades`` maps (code, ref) to a letter, empty where it was judged without one; a cell that was
    not inspected is not there. ``findings`` maps the same to each finding, and to each outcome that
    a claim counts (see :func:`recorded`). ``words`` maps words by
    which a text may narrow whom it speaks of (a kind, a nation, a region, a group) to the bodies.
    """

    bodies: tuple[KnownBody, ...]
    criteria: tuple[KnownCriterion, ...]
    grades: Mapping[tuple[str, str], str]
    findings: Mapping[tuple[str, str], Mapping[str, bool]] = field(default_factory=dict)
    claims: Mapping[str, KnownClaim] = field(default_factory=dict)
    words: Mapping[str, Bodies] = field(default_factory=dict)

    @cached_property
    def scope(self) -> Bodies:
        """Every body in scope, by code."""
        return frozenset(one.code for one in self.bodies)

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of each body by every name it has."""
        return {name: one.code for one in self.bodies for name in (*one.names, one.code, one.label)}

    @cached_property
    def numbered(self) -> dict[str, dict[int, str]]:
        """Labels that are a word and a number ("Force 012"), by the word in small letters."""
        found: dict[str, dict[int, str]] = {}
        for one in self.bodies:
            if match := _NUMBERED.fullmatch(one.label):
                found.setdefault(match[1].casefold(), {})[int(match[2])] = one.label
        return found

    @cached_property
    def by_ref(self) -> dict[str, KnownCriterion]:
        """Each criterion by its reference."""
        return {one.ref: one for one in self.criteria}

    @cached_property
    def counted(self) -> dict[str, Counting]:
        """What each counted claim counts, by its key."""
        return {
            key: made
            for key, claim in self.claims.items()
            if claim.counts and (made := self._counting(claim)) is not None
        }

    @cached_property
    def truth(self) -> dict[str, Bodies]:
        """The bodies of each property."""
        truth: dict[str, Bodies] = {SCOPE: self.scope}
        for one in self.criteria:
            looked = frozenset(code for code, ref in self.grades if ref == one.ref)
            truth[inspected(one.ref)] = looked
            for letter, _ in one.grades:
                truth[graded(one.ref, letter)] = frozenset(
                    code for code in looked if self.grades[code, one.ref] == letter
                )
            for finding in one.findings:
                truth[found(one.ref, finding)] = frozenset(
                    code for code in looked if self.findings.get((code, one.ref), {}).get(finding)
                )
        for key, counting in self.counted.items():
            if key in self._joint:
                truth |= self._joint_truth(key, counting)
        return truth

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What holds of every body by the way it is judged."""
        rules = [Rule({SCOPE: 1}, 1, 1)]
        for one in self.criteria:
            looked = {inspected(one.ref): 1}
            grades = {graded(one.ref, letter): 1 for letter, _ in one.grades}
            if grades:
                every = all(self.grades[place] for place in self.grades if place[1] == one.ref)
                rules.append(Rule(less(looked, grades), 0, 0 if every else 1))
            rules += [Rule(less(looked, {found(one.ref, each): 1}), 0, 1) for each in one.findings]
        for key in self._joint:
            if key in self.counted:
                rules += self._joint_rules(key)
        return tuple(rules)

    @cached_property
    def _joint(self) -> dict[str, _Joint]:
        """The claims with several conditions, one that narrows the population among them."""
        joint = {}
        for key, claim in self.claims.items():
            if claim.counts:
                rows, how = taken_apart(claim.predicate)
                narrowing = _narrowing(claim)
                terms, among = self._conditions(rows), self._conditions(narrowing)
                if len(rows) + len(narrowing) > 1 and terms is not None and among is not None:
                    joint[key] = _Joint(terms, how, among[0] if among else None)
        return joint

    def _conditions(self, rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, Term]] | None:
        terms: list[tuple[str, Term]] = []
        for row in rows:
            one = self._criterion(str(row["criterion"]), row.get("area"))
            if one is None:
                return None
            terms.append((one.ref, _condition(one, row)))
        return terms

    def _criterion(self, ref: str, area: object) -> KnownCriterion | None:
        return self.by_ref.get(ref) or self.by_ref.get(f"{area}/{ref}")

    def _counting(self, claim: KnownClaim) -> Counting | None:
        rows, _ = taken_apart(claim.predicate)
        terms = self._conditions([*rows, *_narrowing(claim)])
        if terms is None:
            return None
        criteria = frozenset(ref for ref, _ in terms)
        population = self._population(claim.predicate.get("population") or {})
        if len(terms) == 1:
            ref, term = terms[0]
            return Counting(term, {inspected(ref): 1}, population, criteria)
        both = f"claim {claim.key}", f"claim {claim.key} inspected"
        return Counting({both[0]: 1}, {both[1]: 1}, population, criteria)

    def _population(self, asked: Mapping[str, Any]) -> Bodies:
        kind, group = asked.get("kind"), asked.get("group")
        return frozenset(
            one.code
            for one in self.bodies
            if (not kind or one.kind == kind) and (not group or group in one.groups)
        )

    def _joint_truth(self, key: str, counting: Counting) -> dict[str, Bodies]:
        joint = self._joint[key]
        looked = frozenset(
            code for code in self.scope if all((code, ref) in self.grades for ref in joint.refs)
        )
        if joint.among is not None:
            ref, among = joint.among
            looked = frozenset(
                code
                for code in looked
                if (code, ref) in self.grades and self._meets(code, ref, among)
            )
        asked = all if joint.how == "all" else any
        met = frozenset(
            code
            for code in looked
            if asked(self._meets(code, ref, term) for ref, term in joint.terms)
        )
        return {next(iter(counting.term)): met, next(iter(counting.base)): looked}

    def _meets(self, code: str, ref: str, term: Term) -> bool:
        letter = self.grades[code, ref]
        findings = self.findings.get((code, ref), {})
        has = {inspected(ref), graded(ref, letter)}
        has |= {found(ref, one) for one, holds in findings.items() if holds}
        return sum(weight for name, weight in term.items() if name in has) > 0

    def _joint_rules(self, key: str) -> list[Rule]:
        joint, counting = self._joint[key], self.counted[key]
        needed: Term = {inspected(ref): 1 for ref in joint.refs}
        met: Term = {}
        for _, term in joint.terms:
            met = plus(met, term)
        many, asked = len(joint.refs), len(joint.terms)
        if joint.among is not None:
            # Who does not belong is not counted, whatever they met.
            needed, many = plus(needed, joint.among[1]), many + 1
        every = dict.fromkeys(counting.base, many)
        rules = [
            # Counted where it was inspected on every criterion and belongs, and only there.
            Rule(less(needed, every), 0, many - 1, apart=True),
            Rule(counting.rest, 0, 1, apart=True),
        ]
        if joint.how == "all":
            if joint.among is not None:
                met, asked = plus(met, joint.among[1]), asked + 1
            times = dict.fromkeys(counting.term, asked)
            return [*rules, Rule(less(met, times), 0, asked - 1, apart=True)]
        rules.append(Rule(less(met, counting.term), 0, asked, apart=True))
        # Whoever meets one condition and was counted has met it.
        return rules + [
            Rule(less(plus(term, counting.base), counting.term), 0, 1, apart=True)
            for _, term in joint.terms
        ]


def _narrowing(claim: KnownClaim) -> list[Mapping[str, Any]]:
    """The condition by which a claim narrows its population, as rows; none where it has none."""
    population = claim.predicate.get("population") or {}
    return [population] if "criterion" in population else []


def _condition(one: KnownCriterion, row: Mapping[str, Any]) -> Term:
    """Return the term of those who meet a condition."""
    if row.get("finding"):
        holds = {found(one.ref, str(row["finding"])): 1}
        return holds if row.get("holds", True) else less({inspected(one.ref): 1}, holds)
    if row.get("outcome"):
        return {found(one.ref, recorded(str(row["outcome"]))): 1}
    named = row.get("grades")
    letters = (
        [letter for each in named if (letter := one.letter(str(each)))] if named else one.meeting
    )
    return {graded(one.ref, letter): 1 for letter in sorted(letters)}
