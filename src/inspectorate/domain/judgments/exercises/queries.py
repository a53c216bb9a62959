"""Reads of standardisation exercises, through blindness: the lead's, and each inspector's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.reading import Reading, is_withheld
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from ..models import Exercise
from ..permissions import TABLE
from ..states import ExerciseState, exercise_state
from ..verbs import JudgmentVerb
from . import policies
from .blindness import told
from .figures import Beside, Nearby, Pair, beside, nearby
from .loading import Loaded, grades_of, handed_in, load, takers
from .models import (
    AnswersDraft,
    ExerciseAnswer,
    ExerciseCase,
    HandIn,
    PanelAnswer,
    ReadinessDecision,
    Step,
)
from .reading_cases import readable_cases, shown_cases

# Phases in which an inspector has still to judge, or may have.
_JUDGING_AHEAD = frozenset({Phase.PLANNED, Phase.FIELDWORK, Phase.JUDGING})


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with the panel's answer, as the lead has it; ``item`` is the evidence it was taken
    from where the reader may read that, ``relied_on`` whether it still is.
    """

    case: ExerciseCase
    panel: PanelAnswer
    item: Item | None
    relied_on: bool


@dataclass(frozen=True, slots=True)
class ComparedAnswer:
    """One answer to a case beside the panel's, as one reader has both."""

    answer: ExerciseAnswer
    panel: PanelAnswer

    @property
    def steps(self) -> int:
        """How many steps it lies from the panel's: below 0 where it is lower."""
        return self.answer.grade.order - self.panel.grade.order

    @property
    def side(self) -> str:
        """Which way it lies from the panel's, and how far."""
        steps = self.steps
        if not steps:
            return "As the panel"
        far = "a step" if abs(steps) == 1 else f"{abs(steps)} steps"
        return f"{far.capitalize()} {'lower' if steps < 0 else 'higher'}"


@dataclass(frozen=True, slots=True)
class Row:
    """One inspector's answers beside the panel's, with what leads decided of them.

    ``near`` and ``mark`` count what the reader may read.
    """

    inspector: Person
    near: Nearby
    mark: Beside | None
    decisions: tuple[ReadinessDecision, ...]
    answers: tuple[ComparedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Waves:
    """One inspector in two exercises: how many answers gave the panel's grade in each."""

    inspector: Person
    earlier: Nearby
    later: Nearby


@dataclass(frozen=True, slots=True)
class Compared:
    """An exercise beside an earlier one: ``again`` of its cases stood in that one too."""

    earlier: Exercise
    again: int
    rows: tuple[Waves, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What all answered, once an exercise is closed; ``uncounted`` answers are withheld from the
    reader, and no figure counts them: it would tell of them.
    """

    overall: Nearby
    by_criterion: tuple[tuple[Criterion, Nearby], ...]
    rows: tuple[Row, ...]
    compared: tuple[Compared, ...]
    uncounted: int


@dataclass(frozen=True, slots=True)
class LeadsView:
    """An exercise as the lead has it: who handed in as a count, and results once it is closed.

    ``handed_in`` of ``takers`` who take part; ``against_opening`` and ``against_closing`` are why
    neither may be done now.
    """

    loaded: Loaded
    cases: tuple[ShownCase, ...]
    handed_in: int
    takers: int
    against_opening: tuple[Reason, ...]
    against_closing: tuple[Reason, ...]
    results: Results | None


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What one inspector is told of their own answers: nothing of anybody else's.

    ``uncounted`` of them are withheld by now, and no figure counts them.
    """

    answers: tuple[ComparedAnswer, ...]
    near: Nearby
    mark: Beside | None
    decisions: tuple[ReadinessDecision, ...]
    uncounted: int


@dataclass(frozen=True, slots=True)
class InspectorsView:
    """An exercise as one inspector has it.

    ``cases`` with the words of those marked too high withheld, ``mine`` those the inspector is to
    judge; ``against`` is why they may not now; ``own`` is what they handed in.
    """

    loaded: Loaded
    cases: tuple[ExerciseCase, ...]
    mine: tuple[ExerciseCase, ...]
    draft: AnswersDraft | None
    own: HandIn | None
    own_answers: tuple[ExerciseAnswer, ...]
    against: tuple[Reason, ...]
    result: OwnResult | None


def exercises(person: Person, inspection: Inspection) -> list[tuple[Exercise, ExerciseState]]:
    """All exercises, newest first, for who may see them. Two queries."""
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_EXERCISES):
        return []
    return _with_state(Exercise.objects.filter(inspection=inspection))


def own_exercises(person: Person, inspection: Inspection) -> list[tuple[Exercise, ExerciseState]]:
    """Those ever opened, newest first, for an inspector. Two queries."""
    if not may(person, inspection, TABLE, JudgmentVerb.TAKE_EXERCISE):
        return []
    opened = Exercise.objects.filter(inspection=inspection, moves__step=Step.OPENED)
    return _with_state(opened)


def _with_state(rows: QuerySet[Exercise]) -> list[tuple[Exercise, ExerciseState]]:
    found = rows.prefetch_related("moves").order_by("-number")
    return [(one, exercise_state({move.step for move in one.moves.all()})) for one in found]


def leads_view(person: Person, exercise: Exercise) -> LeadsView | None:
    """Return an exercise as a lead has it, None for others. A fixed number of queries."""
    inspection = exercise.inspection
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_EXERCISES):
        return None
    loaded = load(exercise)
    take = takers(loaded)
    in_ = list(handed_in([exercise]))
    closed = loaded.state is ExerciseState.CLOSED
    return LeadsView(
        loaded,
        _shown(person, inspection, loaded),
        len(in_),
        len(take | {one.by_id for one in in_}),
        tuple(policies.openable(loaded)),
        tuple(policies.closable(loaded, len(in_))),
        _results(person, loaded, in_) if closed else None,
    )


def _shown(person: Person, inspection: Inspection, loaded: Loaded) -> tuple[ShownCase, ...]:
    reader = reading(person, inspection)
    keys = [one.item_id for one in loaded.cases if one.item_id]
    items = evidence.visible_to(person, inspection).filter(pk__in=keys)
    seen = {one.pk: one for one in items.select_related("inspection")} if keys else {}
    standing = evidence.relied_on(Item.objects.filter(pk__in=keys)).values_list("pk", flat=True)
    relied = set(standing) if keys else set()
    return tuple(
        ShownCase(
            one,
            reader.of(one.panel_answer, one.marking, "reasons"),
            seen.get(one.item_id or 0),
            one.item_id is None or one.item_id in relied,
        )
        for one in shown_cases(person, loaded)
    )


def _results(person: Person, loaded: Loaded, in_: Sequence[HandIn]) -> Results:
    reader = reading(person, loaded.exercise.inspection)
    said: dict[int, list[ExerciseAnswer]] = defaultdict(list)
    for one in _answers(in_):
        said[one.hand_in_id].append(reader.of(one, one.case.marking, "reasons"))
    decided: dict[int, list[ReadinessDecision]] = defaultdict(list)
    for decision in _decisions(loaded.exercise):
        decided[decision.inspector_id].append(decision)
    rows = tuple(
        Row(
            one.by,
            nearby(pairs := pairs_of(said[one.pk])),
            beside(loaded.pass_mark, pairs) if loaded.pass_mark and pairs else None,
            tuple(decided[one.by_id]),
            tuple(ComparedAnswer(each, each.case.panel_answer) for each in said[one.pk]),
        )
        for one in in_
    )
    every = [pair for one in in_ for pair in pairs_of(said[one.pk])]
    criteria = {one.criterion_id: one.criterion for one in loaded.cases}
    return Results(
        nearby(every),
        tuple(
            (criterion, nearby([one for one in every if one.criterion == pk]))
            for pk, criterion in criteria.items()
        ),
        rows,
        tuple(_compared(loaded, rows, reader)),
        sum(map(is_withheld, (one for answers in said.values() for one in answers))),
    )


def _answers(in_: Sequence[HandIn]) -> QuerySet[ExerciseAnswer]:
    rows = ExerciseAnswer.objects.filter(hand_in__in=[one.pk for one in in_])
    return rows.select_related(
        "grade", "case__criterion__area", "case__panel_answer__grade", "hand_in__by"
    ).prefetch_related("case__criterion__scale__grades")


def _decisions(exercise: Exercise) -> QuerySet[ReadinessDecision]:
    return ReadinessDecision.objects.filter(exercise=exercise).select_related("by", "inspector")


def pairs_of(answers: Sequence[ExerciseAnswer]) -> list[Pair]:
    """Lay each answer beside the panel's, but those withheld from the reader they were read for."""
    return [
        Pair(
            one.case_id,
            one.case.criterion_id,
            one.hand_in.by_id,
            one.grade.order,
            one.case.panel_answer.grade.order,
            grades_of(one.case)[0].order + 1,
        )
        for one in answers
        if not is_withheld(one)
    ]


def _compared(loaded: Loaded, rows: Sequence[Row], reader: Reading) -> list[Compared]:
    """This exercise beside each earlier one that is closed, the newest first."""
    before = Exercise.objects.filter(
        inspection=loaded.exercise.inspection_id,
        number__lt=loaded.exercise.number,
        moves__step=Step.CLOSED,
    ).order_by("-number")
    found = []
    first = {one.same_as_id or one.pk for one in loaded.cases}
    in_ = list(handed_in(before))
    said: dict[int, list[ExerciseAnswer]] = defaultdict(list)
    for answer in _answers(in_):
        # Counted alone, so that none is noted as read.
        if reader.may(answer.case.marking):
            said[answer.hand_in_id].append(answer)
    cases = ExerciseCase.objects.filter(exercise__in=[one.pk for one in before], removal=None)
    of_earlier: dict[int, set[int]] = defaultdict(set)
    for exercise, pk, same_as in cases.order_by().values_list("exercise", "pk", "same_as"):
        of_earlier[exercise].add(same_as or pk)
    for earlier in before:
        theirs = {one.by_id: pairs_of(said[one.pk]) for one in in_ if one.exercise_id == earlier.pk}
        both = tuple(
            Waves(one.inspector, nearby(theirs[one.inspector.pk]), one.near)
            for one in rows
            if one.inspector.pk in theirs
        )
        found.append(Compared(earlier, len(first & of_earlier[earlier.pk]), both))
    return found


def inspectors_view(person: Person, exercise: Exercise) -> InspectorsView | None:
    """Return an exercise as an inspector has it; None for others, and before it was opened."""
    inspection = exercise.inspection
    if not may(person, inspection, TABLE, JudgmentVerb.TAKE_EXERCISE):
        return None
    loaded = load(exercise)
    if loaded.move(Step.OPENED) is None:
        return None
    own = handed_in([exercise]).filter(by=person).first()
    against = policies.takeable(loaded, person.pk, {person.pk} if own else set())
    # Who leads, or may know the panel's answers, judges no case here and is shown none.
    knows = person.pk in loaded.knowing and own is None
    reader = reading(person, inspection)
    answers = tuple(
        reader.of(one, one.case.marking, "reasons") for one in (_answers([own]) if own else ())
    )
    draft = AnswersDraft.objects.filter(exercise=exercise, inspector=person).first()
    return InspectorsView(
        loaded,
        () if knows else shown_cases(person, loaded),
        () if knows else readable_cases(person, loaded),
        None if own else draft,
        own,
        answers,
        tuple(against),
        _own_result(person, loaded, answers) if told(person, loaded, own) else None,
    )


def _own_result(person: Person, loaded: Loaded, answers: Sequence[ExerciseAnswer]) -> OwnResult:
    reader = reading(person, loaded.exercise.inspection)
    pairs = pairs_of(answers)
    return OwnResult(
        tuple(
            ComparedAnswer(one, reader.of(one.case.panel_answer, one.case.marking, "reasons"))
            for one in answers
        ),
        nearby(pairs),
        beside(loaded.pass_mark, pairs) if loaded.pass_mark and pairs else None,
        tuple(_decisions(loaded.exercise).filter(inspector=person)),
        sum(map(is_withheld, answers)),
    )


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List the exercises that wait for this person to answer; none once judging is over.

    A lead is told of none here: the page of an exercise says how many handed in.
    """
    found: list[Waiting] = []
    if inspection.phase not in _JUDGING_AHEAD:
        return found
    for exercise, state in own_exercises(person, inspection):
        if state is not ExerciseState.OPEN:
            continue
        loaded = load(exercise)
        own = handed_in([exercise]).filter(by=person).exists()
        if policies.takeable(loaded, person.pk, {person.pk} if own else set()):
            continue
        opened = loaded.move(Step.OPENED)
        what = f"Judge the cases of “{exercise.title}”"
        verb, args = JudgmentVerb.HAND_IN_ANSWERS, (exercise.number,)
        due = opened.due_on if opened else None
        found.append(Waiting(what, verb, args, inspection.slug, due))
    return found
