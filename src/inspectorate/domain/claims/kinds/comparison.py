"""Comparison: a greater share of some bodies than of others is graded so.

Stored as ``{"criterion": "1.1", "grades": ["Good", …], "more": {…}, "than": {…}}``: a condition on
grades and two populations; without ``than`` it is all the other bodies. It is about these bodies,
and not about others that they might stand for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.joint.questions import Compared
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.disclosure.derivations import few

from ..figures import Figures, ModelTest, Support
from ..what_stands import BodyInScope, JudgedCell, SeenItem
from . import conditions
from .asking import Answer, Asking, Choices, Question
from .conditions import Condition, Fields, read_condition
from .kind import Kind, no_support
from .population import (
    Population,
    population_answer,
    population_chosen,
    population_question,
    read_population,
)
from .reading import KnownCriterion, Reader
from .testing import names_of, of_hundred, tested
from .wording_of_difference import says_more

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_SIDES = ("more", "than")


@dataclass(frozen=True, slots=True)
class Comparing:
    """A condition on grades, the bodies of which more meet it, and those of which fewer do."""

    condition: Condition
    more: Population
    than: Population | None


@dataclass(slots=True)
class _Side:
    """The bodies of one side whose judgment is agreed, and those of them that meet."""

    judged: dict[int, JudgedCell]
    met: list[BodyInScope]
    bodies: list[BodyInScope]


class ComparisonKind(Kind[Comparing]):
    """Two groups of bodies by the share of each that is graded so."""

    code = "comparison"
    label = "One group of bodies beside another"
    example = "More of the metropolitan forces than of the others were graded good"
    method = (
        "Counted over the agreed judgments of the {nouns} of both groups{on}, and compared over "
        "the independent ones. It is said of these {nouns} alone."
    )
    untested = "Not tested: whether more of these {nouns} than of the others are is not known."
    explains_judging = True

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Comparing | None:
        """Read the condition and both groups; no body is in both."""
        reader.only(table, "", "criterion", "area", "grades", *_SIDES)
        condition = read_condition(reader, table, table.get("criterion"), "")
        more = _side(reader, table, "more")
        than = _side(reader, table, "than") if "than" in table else None
        if than is not None and more == than:
            what = "must be another group than the first."
            reader.wrong("than", what, "Name other bodies, or leave it to all the others.")
        return None if condition is None or more is None else Comparing(condition, more, than)

    def count(
        self,
        predicate: Comparing,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count both groups; bodies left out, not agreed yet or in both groups count in neither."""
        more, than = _sides(predicate, base)
        judged = [*more.judged.values(), *than.judged.values()]
        numbers = {
            "met of the first group": len(more.met),
            "judged of the first group": len(more.judged),
            "met of the other group": len(than.met),
            "judged of the other group": len(than.judged),
        }
        told = [
            count
            for side in (more, than)
            for count in (len(side.met), len(side.judged) - len(side.met))
        ]
        moved = {pk for side in (more, than) for pk, one in side.judged.items() if one.moved}
        return Figures(
            values={name: str(number) for name, number in numbers.items()},
            asked={predicate.condition.criterion: ()},
            identifies=any(few(count, base.inspection.small_below) for count in told),
            tested=tested(self.asked_of_model(predicate, base), base, _tell, self.untested),
            support=Support.of(
                base.cited(judged),
                judged=judged,
                body_count=len(judged),
                moved=(label for pk, label in base.labels.items() if pk in moved),
            ),
        )

    def asked_of_model(self, predicate: Comparing, base: EvidenceBase) -> Compared | None:
        """Ask of the places of the grades that meet; nothing while a group has nobody judged."""
        condition = predicate.condition
        more, than = _sides(predicate, base)
        if not more.bodies or not than.bodies:
            return None
        scale = base.criteria[condition.criterion].scale
        met = tuple(
            grade.order
            for grade in (scale.grades.all() if scale else ())
            if (grade.name in condition.grades if condition.grades else grade.meets)
        )
        (named,) = names_of([condition.criterion], base)
        codes = (tuple(one.code for one in side.bodies) for side in (more, than))
        return Compared(named, met, *codes)

    def unborne(self, figures: Figures, words: str) -> str:
        """The words say that more are so, and it holds."""
        if says_more(words) is False:
            return "the claim is that a greater share of the first group is so, and no more"
        holds = figures.tested.holds if figures.tested else {}
        if holds.get("more", True):
            return ""
        return "it is not sure enough that a greater share of the first group is graded so"

    def unread(self, words: str) -> bool:
        """Nothing says that more are so."""
        return says_more(words) is None

    def unsupported(self, predicate: Comparing, figures: Figures) -> list[Reason]:
        """Judgments of both groups are agreed."""
        judged = [number for name, number in figures.values.items() if name.startswith("judged")]
        if "0" not in judged:
            return []
        return no_support("Nothing is agreed on this criterion yet for one of the groups.")

    def criteria(self, stored: Mapping[str, Any], *, graded: bool = False) -> list[str]:
        """The criterion compared, and those that narrow a group."""
        rows = [stored, *(stored.get(name, {}) for name in _SIDES)]
        refs = [str(one["criterion"]) for one in rows if "criterion" in one]
        return list(dict.fromkeys(refs))

    def questions(self, asking: Asking) -> list[Question]:
        """Ask what is compared, and of which two groups."""
        graded = [one for one in asking.known.criteria if one.grades]
        choices: Choices = [
            ("", "Choose what is compared"),
            *((name, [(value, words) for value, words, _ in rows]) for name, rows in _on(graded)),
        ]
        first = population_question(asking)
        named: Choices = [row for row in first.choices if row[0]]
        than: Choices = [("", "All the others"), *named]
        return [
            Question("condition", "What is compared", Answer.ONE, choices),
            Question("more", "Of these bodies more", Answer.ONE, [("", "Choose a group"), *named]),
            Question("than", "than of these", Answer.ONE, than, needed=False),
        ]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Give the condition and the groups as stored."""
        if not asking.stored:
            return {}
        fields = {name: asking.stored[name] for name in _CONDITION if name in asking.stored}
        return {
            "condition": conditions.value_of(fields),
            **{
                name: population_answer({"population": asking.stored.get(name, {})})
                for name in _SIDES
            },
        }

    def contradictions(self, asking: Asking, answers: Mapping[str, Any]) -> list[Reason]:
        """The two groups differ."""
        reader = Reader(asking.known)
        if answers["more"] == answers["than"]:
            what = "is the first group again."
            reader.wrong("than", what, "Choose another, or all the others.")
        return reader.reasons

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name what is compared and of whom."""
        graded = [one for one in asking.known.criteria if one.grades]
        offered = {value: fields for _, rows in _on(graded) for value, _, fields in rows}
        if asking.stored:
            fields = {name: asking.stored[name] for name in _CONDITION if name in asking.stored}
            offered[conditions.value_of(fields)] = fields
        found: dict[str, Any] = dict(offered[answers["condition"]])
        for name in _SIDES:
            chosen = population_chosen(_of_side(asking, name), answers[name])
            if chosen:
                found[name] = chosen["population"]
        return found


KIND = ComparisonKind()
_CONDITION = ("criterion", "area", "grades")


def _of_side(asking: Asking, name: str) -> Asking:
    """What a form of one group is made from."""
    return Asking(asking.known, {"population": asking.stored.get(name, {})})


def _on(criteria: Sequence[KnownCriterion]) -> list[tuple[str, list[tuple[str, str, Fields]]]]:
    """The conditions on grades alone: the joint model reads grades."""
    return [
        (name, [row for row in rows if not {"finding", "outcome"} & row[2].keys()])
        for name, rows in conditions.options(criteria)
    ]


def _side(reader: Reader, table: Mapping[str, Any], name: str) -> Population | None:
    before = len(reader.reasons)
    raw = table.get(name)
    if raw is None:
        reader.wrong(name, "names no bodies.", "Name a kind, a group, or a condition they meet.")
        return None
    population = read_population(reader, {"population": raw})
    return None if len(reader.reasons) > before else population


def _sides(predicate: Comparing, base: EvidenceBase) -> tuple[_Side, _Side]:
    """Both groups of those agreed; a body of both is in neither."""
    first = predicate.more.members(base)
    inside = {body.pk for body in first.inside}
    if predicate.than is None:
        unplaced = {body.pk for body in first.unplaced}
        others = [one for one in base.bodies if one.pk not in inside | unplaced]
    else:
        others = predicate.than.members(base).inside
    both = inside & {body.pk for body in others}
    return (
        _of(predicate.condition, base, [one for one in first.inside if one.pk not in both]),
        _of(predicate.condition, base, [one for one in others if one.pk not in both]),
    )


def _of(condition: Condition, base: EvidenceBase, bodies: Sequence[BodyInScope]) -> _Side:
    judged = {
        body.pk: base.judged[body.pk, condition.criterion]
        for body in bodies
        if (body.pk, condition.criterion) in base.judged
        and (body.pk, condition.criterion) not in base.left_out
    }
    inside = [body for body in bodies if body.pk in judged]
    return _Side(judged, [one for one in inside if condition.met(judged[one.pk])], inside)


def _tell(answer: Mapping[str, Any]) -> ModelTest:
    """What the joint model says of the two groups."""
    apart, low, high = (100 * one for one in answer["difference"])
    numbers = {"difference of the shares": f"{apart:.0f} points ({low:.0f} to {high:.0f})"}
    return ModelTest({"more": bool(answer["holds"])}, _said(answer), numbers)


def _said(answer: Mapping[str, Any]) -> str:
    """The test in a sentence for margin and print."""
    said = (
        "Tested: the average of these inspectors would find so of a greater share of the first "
        f"group {of_hundred(answer['chance'])} times"
    )
    return f"{said}." if answer["holds"] else f"{said}, and it may be said from 95 of 100."
