"""Counted: of how many bodies the agreed judgments say one thing.

Stored as one of:

* ``{"criterion": "1.1", "finding": "…", "holds": true}``: a finding that holds, or not;
* ``{"criterion": "1.1", "grades": ["Good", …]}``: one of these grades;
* ``{"criterion": "1.1"}``: a grade that counts as met;
* ``{"criteria": ["1.1", "1.2"], …}``: the same of all these criteria;
* ``{"any_of": [{…}, …]}``: any of these conditions.

Beside it ``"population"`` is ``{"kind": "territorial"}`` or ``{"group": "…"}``, and ``"area"`` says
which criterion is meant where areas number alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.quantity.flips import flips

from ..figures import Bodies, Figures, Support, few
from ..reasons import ClaimReason
from ..what_stands import BodyInScope, JudgedCell, SeenItem
from . import conditions
from .asking import Answer, Asking, Choices, Question
from .conditions import FIELDS, Condition, Fields, read_condition
from .kind import Kind, no_support
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

# A form offers room for three conditions from the start: it does not grow as it is filled in.
_ROWS = 3
_HOW = Question(
    "how",
    "Where there are more conditions than one, a body counts if it meets",
    Answer.ONE_SHOWN,
    [("all", "All of them"), ("any", "Any of them")],
    start="all",
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Conditions on the bodies of a population: all of the scope, those of a kind, or a group."""

    conditions: tuple[Condition, ...]
    any_of: bool = False
    kind: str = ""
    group: str = ""

    def within(self, body: BodyInScope) -> bool:
        """Say whether a body belongs to the population."""
        return (not self.kind or body.kind == self.kind) and (
            not self.group or self.group in body.groups
        )

    def met(self, judged: Mapping[int, JudgedCell]) -> bool:
        """Say whether a body's judgments, by criterion, meet the conditions."""
        met = [condition.met(judged[condition.criterion]) for condition in self.conditions]
        return any(met) if self.any_of else all(met)

    @property
    def asked(self) -> dict[int, tuple[str, ...]]:
        """Each criterion with the findings asked of it."""
        asked: dict[int, tuple[str, ...]] = {}
        for condition in self.conditions:
            findings = (condition.finding,) if condition.finding else ()
            asked[condition.criterion] = asked.get(condition.criterion, ()) + findings
        return asked


@dataclass(slots=True)
class _Parts:
    """The bodies of a population in parts, and the judgments used."""

    met: list[BodyInScope] = field(default_factory=list)
    not_met: list[BodyInScope] = field(default_factory=list)
    not_inspected: list[BodyInScope] = field(default_factory=list)
    pending: list[BodyInScope] = field(default_factory=list)
    moved: list[BodyInScope] = field(default_factory=list)
    judged: list[JudgedCell] = field(default_factory=list)

    @property
    def labels(self) -> Bodies:
        parts = (self.met, self.not_met, self.not_inspected, self.pending)
        return Bodies(*(tuple(body.label for body in part) for part in parts))


class CountedKind(Kind[Counted]):
    """Bodies of a population whose agreed judgments meet one or more conditions.

    It rests on agreed grades and findings alone, which the whole team sees whatever was said to
    whom: a count of them bears no marking, though the judgments cite marked items.
    """

    code = "counted"
    label = "Counted over agreed judgments"
    example = "Most forces, 32 of 43, no force"
    method = (
        "Counted over the agreed judgments of every {noun} inspected{on}. Each judgment was made "
        "against written characteristics, with its reasons and the evidence it rests on."
    )
    explains_judging = True

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Counted | None:
        """Read the conditions and the population."""
        kind, group = _population(reader, table)
        asked = [name for name in ("criterion", "criteria", "any_of") if name in table]
        if len(asked) != 1:
            what = "must say once on what criteria."
            reader.wrong("criterion", what, "Give exactly one of: criterion, criteria, any_of.")
            return None
        reader.only(table, "", asked[0], "population", *(() if asked == ["any_of"] else FIELDS))
        rows = [table["criterion"]] if asked == ["criterion"] else table[asked[0]]
        if not isinstance(rows, list | tuple) or not rows:
            reader.wrong(asked[0], "is empty.", "Give one or more.")
            return None
        if asked == ["any_of"]:
            read = [_row(reader, raw, f"any_of.{place}") for place, raw in enumerate(rows)]
        else:
            read = [read_condition(reader, table, ref, "") for ref in rows]
        conditions = tuple(condition for condition in read if condition is not None)
        return Counted(conditions, any_of=asked == ["any_of"], kind=kind, group=group)

    def count(
        self,
        predicate: Counted,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the bodies; one left out or not agreed yet counts neither way."""
        population = [body for body in base.bodies if predicate.within(body)]
        parts = _in_parts(predicate, base, population)
        met, inspected = len(parts.met), len(parts.met) + len(parts.not_met)
        word = (base.vocabulary.word_for(met, inspected) or "") if inspected else ""
        noun = base.inspection.noun_plural
        return Figures(
            met=met,
            not_met=len(parts.not_met),
            inspected=inspected,
            scope=len(population),
            bodies=parts.labels,
            population=f"{predicate.kind} {noun}".strip(),
            # The word is the vocabulary's for these counts and not what the statement says: checks
            # compare the two.
            word=word,
            flips=flips(base.vocabulary, word, met, inspected) if word else None,
            asked=predicate.asked,
            identifies=few(met) or few(inspected - met),
            support=Support.of(
                base.cited(parts.judged),
                judged=parts.judged,
                body_count=inspected,
                moved=(body.label for body in parts.moved),
            ),
        )

    def unsupported(self, predicate: Counted, figures: Figures) -> list[Reason]:
        """At least one body has an agreed judgment."""
        if figures.inspected:
            return []
        return no_support("No body of the population has an agreed judgment on this yet.")

    def criteria(self, stored: Mapping[str, Any], *, graded: bool = False) -> list[str]:
        """Return the criteria counted, or only those whose grades are."""
        rows, _ = conditions.taken_apart(stored)
        refs = [str(row["criterion"]) for row in rows if not (graded and row.get("finding"))]
        return list(dict.fromkeys(refs))

    def questions(self, asking: Asking) -> list[Question]:
        """Ask for conditions, how they are joined, and among which bodies."""
        kinds = [(f"kind:{kind}", f"Only {kind} bodies") for kind in sorted(asking.known.kinds)]
        groups = [
            (f"group:{code}", f"Only the group {name}")
            for code, name in sorted(asking.known.groups.items())
        ]
        among: Choices = [("", "All bodies in scope"), *kinds, *groups]
        return [
            *_condition_questions(asking),
            _HOW,
            Question("population", "Counted among", Answer.ONE, among, needed=False),
        ]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Fill one list for each condition."""
        if not asking.stored:
            return {}
        rows, how = conditions.taken_apart(asking.stored)
        population = asking.stored.get("population", {})
        return {
            "how": how,
            "population": ":".join(*population.items()) if population else "",
            **{f"condition_{place}": conditions.value_of(row) for place, row in enumerate(rows, 1)},
        }

    def contradictions(self, asking: Asking, answers: Mapping[str, Any]) -> list[Reason]:
        """Different conditions are joined by any."""
        chosen, how = _chosen(asking, answers), answers.get("how")
        if not chosen or how is None or conditions.joined(chosen, how):
            return []
        return [
            Reason(
                ClaimReason.PREDICATE_WRONG,
                "Different conditions can only be joined by any of them.",
                Mend.words("Choose any, or the same grades on each."),
                "how",
            )
        ]

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Join the conditions chosen and name the population."""
        fields = conditions.joined(_chosen(asking, answers), answers["how"]) or {}
        if answers["population"]:
            name, _, value = answers["population"].partition(":")
            fields["population"] = {name: value}
        return fields


KIND = CountedKind()


def _row(reader: Reader, raw: object, path: str) -> Condition | None:
    row = reader.table(raw, path)
    reader.only(row, f"{path}.", "criterion", *FIELDS)
    return read_condition(reader, row, row.get("criterion"), f"{path}.")


def _population(reader: Reader, table: Mapping[str, Any]) -> tuple[str, str]:
    raw = table.get("population")
    if raw is None:
        return "", ""
    population = reader.table(raw, "population")
    reader.only(population, "population.", "kind", "group")
    kind, group = population.get("kind", ""), population.get("group", "")
    if bool(kind) == bool(group):
        what = "must name either a kind or a group of bodies."
        reader.wrong("population", what, "Name one of the two.")
    if kind and kind not in reader.known.kinds:
        known = ", ".join(sorted(reader.known.kinds))
        reader.wrong("population.kind", f"there is no kind {kind!r}.", f"Choose one of: {known}.")
    if group and group not in reader.known.groups:
        what = f"there is no group {group!r}."
        reader.wrong("population.group", what, "Choose a group of the register.")
    return str(kind), str(group)


def _in_parts(predicate: Counted, base: EvidenceBase, population: Sequence[BodyInScope]) -> _Parts:
    parts = _Parts()
    criteria = {condition.criterion for condition in predicate.conditions}
    left_out, standing = base.left_out, base.judged
    for body in population:
        places = [(body.pk, criterion) for criterion in criteria]
        # A body left out or pending on one condition is in no part of the count, whatever it met on
        # others.
        if any(place in left_out for place in places):
            parts.not_inspected.append(body)
        elif any(place not in standing for place in places):
            parts.pending.append(body)
        else:
            judged = {place[1]: standing[place] for place in places}
            parts.judged += judged.values()
            parts.moved += [body] if any(one.moved for one in judged.values()) else []
            (parts.met if predicate.met(judged) else parts.not_met).append(body)
    return parts


def _condition_questions(asking: Asking) -> list[Question]:
    """One list for each condition: those stored, and at least three."""
    stored = conditions.taken_apart(asking.stored)[0] if asking.stored else []
    groups: Choices = [
        (group, [(value, words) for value, words, _ in rows])
        for group, rows in conditions.options(asking.known.criteria)
    ]
    offered = _offered(asking)
    # A stored condition that no option stands for, such as an odd set of grades, is one of its own.
    odd = [
        (value, conditions.in_words(row))
        for row in stored
        if (value := conditions.value_of(row)) not in offered
    ]
    questions = []
    for place in range(1, max(_ROWS, len(stored)) + 1):
        empty = "Choose what is counted" if place == 1 else "Nothing more"
        label = "What is counted" if place == 1 else f"Condition {place}"
        choices: Choices = [("", empty), *groups, *odd]
        name = f"condition_{place}"
        questions.append(Question(name, label, Answer.ONE, choices, needed=place == 1))
    return questions


def _offered(asking: Asking) -> dict[str, Fields]:
    every = conditions.options(asking.known.criteria)
    return {value: fields for _, rows in every for value, _, fields in rows}


def _chosen(asking: Asking, answers: Mapping[str, Any]) -> list[Fields]:
    stored = conditions.taken_apart(asking.stored)[0] if asking.stored else []
    # Conditions of a framework changed since may be offered no longer; what is stored stays
    # choosable.
    offered = {conditions.value_of(row): row for row in stored} | _offered(asking)
    return [
        offered[value] for name, value in answers.items() if name.startswith("condition_") and value
    ]
