"""Among which bodies a claim counts: all of the scope, a kind, a group, or those with a finding.

Stored as ``{"kind": "territorial"}``, ``{"group": "…"}``, or a condition: ``{"criterion": "1.1",
"finding": "plan", "holds": true}`` are the bodies that were found to have a plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..what_stands import BodyInScope, JudgedCell
from . import conditions
from .asking import Answer, Asking, Choices, Question
from .conditions import FIELDS, Condition, Fields, read_condition
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_WHERE = "where"
# What bodies of a kind are called, where the stored code is not what is said.
_CALLED = {"special": "non-Home Office"}


@dataclass(slots=True)
class Members:
    """The bodies counted among, and what says so.

    ``unplaced`` are bodies of which it is not known whether they belong: they were not inspected on
    the condition, or nothing is agreed yet. ``judged`` are the judgments of all the others, of
    whom ``outside`` were found not to belong.
    """

    inside: list[BodyInScope] = field(default_factory=list)
    outside: list[BodyInScope] = field(default_factory=list)
    unplaced: list[BodyInScope] = field(default_factory=list)
    judged: list[JudgedCell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Population:
    """Bodies of a kind, of a group, or whose agreed judgment meets a condition; else all."""

    kind: str = ""
    group: str = ""
    condition: Condition | None = None

    def members(self, base: EvidenceBase) -> Members:
        """Sort the bodies of the scope into those that belong, and the others."""
        found = Members()
        for body in base.bodies:
            if self.condition is not None:
                _place(body, self.condition, base, found)
            elif self._within(body):
                found.inside.append(body)
        return found

    def _within(self, body: BodyInScope) -> bool:
        return (not self.kind or body.kind == self.kind) and (
            not self.group or self.group in body.groups
        )


def _place(body: BodyInScope, condition: Condition, base: EvidenceBase, found: Members) -> None:
    place = (body.pk, condition.criterion)
    judged = None if place in base.left_out else base.judged.get(place)
    if judged is None:
        found.unplaced.append(body)
        return
    found.judged.append(judged)
    (found.inside if condition.met(judged) else found.outside).append(body)


def read_population(reader: Reader, table: Mapping[str, Any]) -> Population:
    """Read which bodies are counted among."""
    raw = table.get("population")
    if raw is None:
        return Population()
    population = reader.table(raw, "population")
    if "criterion" in population:
        reader.only(population, "population.", "criterion", *FIELDS)
        ref = population["criterion"]
        return Population(condition=read_condition(reader, population, ref, "population."))
    reader.only(population, "population.", "kind", "group")
    kind, group = population.get("kind", ""), population.get("group", "")
    if bool(kind) == bool(group):
        what = "must name a kind, a group of bodies, or a condition that they meet."
        reader.wrong("population", what, "Name one of the three.")
    if kind and kind not in reader.known.kinds:
        known = ", ".join(sorted(reader.known.kinds))
        reader.wrong("population.kind", f"there is no kind {kind!r}.", f"Choose one of: {known}.")
    if group and group not in reader.known.groups:
        what = f"there is no group {group!r}."
        reader.wrong("population.group", what, "Choose a group of the register.")
    return Population(str(kind), str(group))


def population_question(asking: Asking) -> Question:
    """Ask among which bodies: all, a kind, a group, or those that meet a condition."""
    kinds = [
        (f"kind:{kind}", f"Only {_CALLED.get(kind, kind)} bodies")
        for kind in sorted(asking.known.kinds)
    ]
    groups = [
        (f"group:{code}", f"Only the group {name}")
        for code, name in sorted(asking.known.groups.items())
    ]
    where = [
        (f"Only where {name}", [(f"{_WHERE}:{value}", words) for value, words, _ in rows])
        for name, rows in conditions.options(asking.known.criteria)
    ]
    among: Choices = [("", "All bodies in scope"), *kinds, *groups, *where, *_odd(asking)]
    hint = "Bodies not inspected on what narrows it are kept apart: nobody knows if they belong."
    return Question("population", "Counted among", Answer.ONE, among, needed=False, hint=hint)


def population_answer(stored: Mapping[str, Any]) -> str:
    """Return the answer that the stored population gives."""
    population = stored.get("population", {})
    if "criterion" in population:
        return f"{_WHERE}:{conditions.value_of(population)}"
    return ":".join(*population.items()) if population else ""


def population_chosen(asking: Asking, answer: str) -> dict[str, Any]:
    """Return the stored fields that name the population chosen, none where it is all bodies."""
    name, _, value = answer.partition(":")
    if not answer:
        return {}
    if name != _WHERE:
        return {"population": {name: value}}
    stored = _stored_condition(asking)
    offered = {conditions.value_of(stored): stored} if stored else {}
    offered |= conditions.offered(asking.known.criteria)
    return {"population": dict(offered[value])}


def _odd(asking: Asking) -> list[tuple[str, str]]:
    """The stored condition where no option stands for it, such as an odd set of grades."""
    stored = _stored_condition(asking)
    if not stored or conditions.value_of(stored) in conditions.offered(asking.known.criteria):
        return []
    return [(f"{_WHERE}:{conditions.value_of(stored)}", conditions.in_words(stored))]


def _stored_condition(asking: Asking) -> Fields:
    population = asking.stored.get("population", {})
    return dict(population) if "criterion" in population else {}
