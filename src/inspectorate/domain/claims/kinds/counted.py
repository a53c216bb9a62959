"""Counted: of how many bodies the agreed judgments say one thing.

Stored as one of:

* ``{"criterion": "1.1", "finding": "…", "holds": true}``: a finding that holds, or not;
* ``{"criterion": "1.1", "grades": ["Good", …]}``: one of these grades;
* ``{"criterion": "1.1"}``: a grade that counts as met;
* ``{"criteria": ["1.1", "1.2"], …}``: the same of all these criteria;
* ``{"all_of": [{…}, …]}``: each of these conditions, which differ;
* ``{"any_of": [{…}, …]}``: any of these conditions.

Beside it ``"population"`` says among which bodies (``population.py``), and ``"area"`` which
criterion is meant where areas number alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.joint.questions import Question as ModelQuestion
from inspectorate.domain.judgments.joint.questions import SoMany
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.disclosure.derivations import few
from inspectstats.quantity import Multiverse, multiverse
from inspectstats.quantity.flips import flips

from ..figures import Bodies, Figures, Support
from ..read_otherwise import first_read, without
from ..what_stands import BodyInScope, JudgedCell, Place, SeenItem
from . import chance_of_word, conditions
from .asking import Answer, Asking, Choices, Question
from .conditions import FIELDS, Condition, Fields, read_condition
from .kind import Kind, no_support
from .population import (
    Members,
    Population,
    population_answer,
    population_chosen,
    population_question,
    read_population,
)
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

# A form offers room for three conditions from the start: it does not grow as it is filled in.
_ROWS = 3
_LISTS = ("all_of", "any_of")
_HOW = Question(
    "how",
    "Where there are more conditions than one, a body counts if it meets",
    Answer.ONE_SHOWN,
    [("all", "All of them"), ("any", "Any of them")],
    start="all",
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Conditions on the bodies of a population."""

    conditions: tuple[Condition, ...]
    any_of: bool = False
    population: Population = field(default_factory=Population)

    def met(self, judged: Mapping[int, JudgedCell]) -> bool:
        """Say whether a body's judgments, by criterion, meet the conditions."""
        met = [condition.met(judged[condition.criterion]) for condition in self.conditions]
        return any(met) if self.any_of else all(met)

    @property
    def asked(self) -> dict[int, tuple[str, ...]]:
        """Each criterion with the findings asked of it, what narrows the population last."""
        asked: dict[int, tuple[str, ...]] = {}
        among = self.population.condition
        for condition in (*self.conditions, *((among,) if among else ())):
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

    def labels(self, unplaced: Sequence[BodyInScope]) -> Bodies:
        parts = (self.met, self.not_met, self.not_inspected, self.pending, unplaced)
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
        population = read_population(reader, table)
        asked = [name for name in ("criterion", "criteria", *_LISTS) if name in table]
        if len(asked) != 1:
            what = "must say once on what criteria."
            known = ", ".join(("criterion", "criteria", *_LISTS))
            reader.wrong("criterion", what, f"Give exactly one of: {known}.")
            return None
        listed = asked[0] in _LISTS
        reader.only(table, "", asked[0], "population", *(() if listed else FIELDS))
        rows = [table["criterion"]] if asked == ["criterion"] else table[asked[0]]
        if not isinstance(rows, list | tuple) or not rows:
            reader.wrong(asked[0], "is empty.", "Give one or more.")
            return None
        if listed:
            read = [_row(reader, raw, f"{asked[0]}.{place}") for place, raw in enumerate(rows)]
        else:
            read = [read_condition(reader, table, ref, "") for ref in rows]
        found = tuple(condition for condition in read if condition is not None)
        return Counted(found, any_of=asked == ["any_of"], population=population)

    def count(
        self,
        predicate: Counted,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the bodies; one left out or not agreed yet counts neither way."""
        among = predicate.population.members(base)
        parts = _in_parts(predicate, base, among.inside)
        met, inspected = len(parts.met), len(parts.met) + len(parts.not_met)
        word = (base.vocabulary.word_for(met, inspected) or "") if inspected else ""
        noun = base.inspection.noun_plural
        # Who turns out to belong changes the claim too: it rests on every judgment that says so.
        judged = list({one.pk: one for one in (*parts.judged, *among.judged)}.values())
        return Figures(
            met=met,
            not_met=len(parts.not_met),
            inspected=inspected,
            scope=len(among.inside),
            bodies=parts.labels(among.unplaced),
            population=f"{predicate.population.kind} {noun}".strip(),
            among=_among(predicate, base),
            # The word is the vocabulary's for these counts and not what the statement says: checks
            # compare the two.
            word=word,
            flips=flips(base.vocabulary, word, met, inspected) if word else None,
            asked=predicate.asked,
            identifies=_is_small(predicate, base, met, inspected - met, among),
            chance=chance_of_word.told(
                _question(predicate, base, parts, word), predicate.conditions, word, base
            ),
            support=Support.of(
                base.cited(judged),
                judged=judged,
                body_count=inspected,
                moved=(body.label for body in parts.moved),
            ),
        )

    def asked_of_model(self, predicate: Counted, base: EvidenceBase) -> ModelQuestion | None:
        """Ask how likely the word of the count is to hold; nothing where no word fits."""
        parts = _in_parts(predicate, base, predicate.population.members(base).inside)
        met, inspected = len(parts.met), len(parts.met) + len(parts.not_met)
        word = base.vocabulary.word_for(met, inspected) if inspected else None
        return _question(predicate, base, parts, word or "")

    def told_by_test(self, figures: Figures, *, noun: str, nouns: str) -> str:
        """Say how likely its word is to hold; empty where no chance is told."""
        return figures.chance.said if figures.chance else ""

    def otherwise(self, predicate: Counted, base: EvidenceBase) -> Multiverse | None:
        """Ask the word again by other vocabularies and readings, and with what is missing."""
        inside, standing = predicate.population.members(base).inside, base.judged
        agreed = _verdicts(predicate, base, inside, standing)
        met, inspected = agreed.count(True), sum(one is not None for one in agreed)
        word = base.vocabulary.word_for(met, inspected) if inspected else None
        if not word:
            return None
        asked = {condition.criterion for condition in predicate.conditions}
        read = {place: cell for place, cell in base.readings.items() if place[1] in asked}
        inspectors = sorted({one.inspector for cell in read.values() for one in cell})
        left_out = [
            _verdicts(predicate, base, inside, without(one, standing, read)) for one in inspectors
        ]
        # Told by number, in the order of what comes of it, which says nothing of who it is.
        left_out.sort(key=lambda said: (said.count(True), said.count(False), str(said)))
        return multiverse(
            word,
            agreed,
            vocabulary=base.vocabulary,
            unmoderated=_verdicts(predicate, base, inside, first_read(standing, read)),
            without={f"{number:03}": said for number, said in enumerate(left_out, 1)},
        )

    def unsupported(self, predicate: Counted, figures: Figures) -> list[Reason]:
        """At least one body has an agreed judgment."""
        if figures.inspected:
            return []
        return no_support("No body of the population has an agreed judgment on this yet.")

    def criteria(self, stored: Mapping[str, Any], *, graded: bool = False) -> list[str]:
        """Return the criteria counted, or only those whose grades are."""
        rows, _ = conditions.taken_apart(stored)
        among = stored.get("population", {})
        rows += [among] if "criterion" in among else []
        refs = [str(row["criterion"]) for row in rows if not (graded and row.get("finding"))]
        return list(dict.fromkeys(refs))

    def questions(self, asking: Asking) -> list[Question]:
        """Ask for conditions, how they are joined, and among which bodies."""
        return [
            *_condition_questions(asking),
            _HOW,
            population_question(asking),
        ]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Fill one list for each condition."""
        if not asking.stored:
            return {}
        rows, how = conditions.taken_apart(asking.stored)
        return {
            "how": how,
            "population": population_answer(asking.stored),
            **{f"condition_{place}": conditions.value_of(row) for place, row in enumerate(rows, 1)},
        }

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Join the conditions chosen and name the population."""
        fields = conditions.joined(_chosen(asking, answers), answers["how"])
        return {**fields, **population_chosen(asking, answers["population"])}


KIND = CountedKind()


def _row(reader: Reader, raw: object, path: str) -> Condition | None:
    row = reader.table(raw, path)
    reader.only(row, f"{path}.", "criterion", *FIELDS)
    return read_condition(reader, row, row.get("criterion"), f"{path}.")


def _among(predicate: Counted, base: EvidenceBase) -> str:
    """What narrows the population, in words; empty where no condition does."""
    condition = predicate.population.condition
    if condition is None:
        return ""
    known = next(one for one in base.known.criteria if one.pk == condition.criterion)
    return f"{conditions.said(condition, known)} (criterion {known.ref})"


def _question(predicate: Counted, base: EvidenceBase, parts: _Parts, word: str) -> SoMany | None:
    """How likely the word is, among the bodies that are counted, in the order of the scope."""
    counted = {one.pk for one in (*parts.met, *parts.not_met)}
    bodies = [one for one in base.bodies if one.pk in counted]
    return chance_of_word.asked(predicate.conditions, bodies, word, base, any_of=predicate.any_of)


def _is_small(
    predicate: Counted, base: EvidenceBase, met: int, not_met: int, among: Members
) -> bool:
    """Does a count, or the size of a population by finding, point at a body?"""
    told = [met, not_met]
    if predicate.population.condition is not None:
        told += [len(among.inside), len(among.outside)]
    return any(few(number, base.inspection.small_below) for number in told)


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


def _verdicts(
    predicate: Counted,
    base: EvidenceBase,
    population: Sequence[BodyInScope],
    standing: Mapping[Place, JudgedCell],
) -> list[bool | None]:
    """Whether each body meets it by these judgments; None where one is left out or missing."""
    criteria = {condition.criterion for condition in predicate.conditions}
    found: list[bool | None] = []
    for body in population:
        places = [(body.pk, criterion) for criterion in criteria]
        judged = {place[1]: standing[place] for place in places if place in standing}
        counted = len(judged) == len(criteria) and base.left_out.isdisjoint(places)
        found.append(predicate.met(judged) if counted else None)
    return found


def _condition_questions(asking: Asking) -> list[Question]:
    """One list for each condition: those stored, and at least three."""
    stored = conditions.taken_apart(asking.stored)[0] if asking.stored else []
    groups: Choices = [
        (group, [(value, words) for value, words, _ in rows])
        for group, rows in conditions.options(asking.known.criteria)
    ]
    offered = conditions.offered(asking.known.criteria)
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


def _chosen(asking: Asking, answers: Mapping[str, Any]) -> list[Fields]:
    stored = conditions.taken_apart(asking.stored)[0] if asking.stored else []
    # Conditions of a framework changed since may be offered no longer; what is stored stays
    # choosable.
    offered = {conditions.value_of(row): row for row in stored} | conditions.offered(
        asking.known.criteria
    )
    return [
        offered[value] for name, value in answers.items() if name.startswith("condition_") and value
    ]
