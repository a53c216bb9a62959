"""May an exercise be set, opened, answered, closed? Each with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from inspectorate.domain.bodies.real_names import RealNames
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.marked_words import markable
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable

from ..reasons import JudgmentReason
from ..states import ExerciseState
from ..verbs import JudgmentVerb
from .loading import Loaded
from .models import Exercise, ExerciseCase, Nearness, Readiness

# All cases of an exercise stand on one page.
MOST_CASES = 40
MOST_EXERCISES = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What an inspector says of one case."""

    grade: Grade | None
    reasons: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A pass mark as somebody sends it: ``share`` in a hundred."""

    share: int
    nearness: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case as somebody sends it, with the panel's answer."""

    criterion: Criterion
    words: str
    marking: str
    grade: Grade | None
    reasons: str


def settable(
    inspection: Inspection,
    title: str,
    wave: str,
    panel: Sequence[Person],
    mark: Mark,
    there: int,
    again: Exercise | None,
) -> list[Reason]:
    """Require a title, a panel of the team and a pass mark; ``there`` exercises stand already, and
    ``again`` is the one whose cases are taken over.
    """
    found = [
        *inspections.reasons_over(inspection, JUDGED),
        *storable(title, "title", needed=True, limit=160),
        *storable(wave, "wave", limit=80),
        *mark_settable(mark),
    ]
    mend = Mend.by(JudgmentVerb.ADD_CASE, "Add cases to one that is not opened yet.")
    found += room_for_more(there, MOST_EXERCISES, "exercises", mend)
    on_team = inspections.members(inspection, panel)
    for one in panel:
        if one.pk not in on_team:
            text = f"{one.name} is not on the team."
            joins = Mend.by(InspectionVerb.JOIN, "Let the person join the team first.")
            found.append(Reason(JudgmentReason.PANEL_OFF_TEAM, text, joins, "panel"))
    if again is not None and again.inspection_id != inspection.pk:
        text = "That exercise is of another inspection."
        other = Mend.words("Choose one of this inspection.")
        found.append(Reason(JudgmentReason.EXERCISE_UNKNOWN, text, other, "again"))
    return found


def mark_settable(mark: Mark) -> list[Reason]:
    """Require a share in a hundred, what counts as reaching it, and the reason."""
    found = storable(mark.reason, "reason", needed=True)
    if not 1 <= mark.share <= 100:
        text = "The pass mark is not between 1 and 100 in a hundred."
        mend = Mend.words("Write a whole number, such as 70.")
        found.append(Reason(JudgmentReason.PASS_MARK_UNREADABLE, text, mend, "share"))
    if mark.nearness not in Nearness.values:
        text = "It is not said which answers count."
        mend = Mend.words(f"Choose one of: {'; '.join(Nearness.labels)}.")
        found.append(Reason(JudgmentReason.PASS_MARK_UNREADABLE, text, mend, "nearness"))
    return found


def changeable(loaded: Loaded) -> list[Reason]:
    """Require an exercise that nobody can have judged: not opened, not over."""
    over = inspections.reasons_over(loaded.exercise.inspection, JUDGED)
    if loaded.state is ExerciseState.SET_UP:
        return over
    if loaded.state is ExerciseState.OPEN:
        text = "The exercise is open, so its cases and its pass mark are fixed."
        mend = Mend.by(JudgmentVerb.CANCEL_EXERCISE, "Cancel it, and set it anew.", loaded.exercise)
        return [*over, Reason(JudgmentReason.EXERCISE_FIXED, text, mend)]
    return [*over, _over(loaded)]


def addable(
    loaded: Loaded, case: NewCase, item: Item | None, *, unknown: str, names: RealNames
) -> list[Reason]:
    """Require a graded criterion, words that name no body, and the panel's answer with reasons.

    ``unknown`` says why the evidence it was to be taken from cannot be; ``names`` are those that
    may not stand in the words.
    """
    found = [
        *changeable(loaded),
        *storable(case.words, "words", needed=True),
        *markable(case.marking),
        *_named(case.words, "words", names),
        *storable(case.reasons, "reasons", needed=True),
        *_named(case.reasons, "reasons", names),
        *_graded(loaded.exercise.inspection, case.criterion, case.grade, "grade"),
        *room_for_more(
            len(loaded.cases), MOST_CASES, "cases", Mend.words("Set up a second exercise.")
        ),
    ]
    if unknown and item is None:
        mend = Mend.words("Write the number of an item that you can read, or leave it empty.")
        found.append(Reason(JudgmentReason.EVIDENCE_UNFIT, unknown, mend, "item"))
    return found


def _named(text: str, field: str, names: RealNames) -> list[Reason]:
    named = names.first(text) if isinstance(text, str) else ""
    if not named:
        return []
    said = f"The {field} name a body: {named}. Who judges a case should not know which it is."
    mend = Mend.words("Say it without the name.")
    return [Reason(JudgmentReason.BODY_NAMED, said, mend, field)]


def _graded(
    inspection: Inspection, criterion: Criterion, grade: Grade | None, field: str
) -> list[Reason]:
    if criterion.area.framework_id != inspection.framework_id:
        code = JudgmentReason.CRITERION_OF_ANOTHER_FRAMEWORK
        text = f"{criterion} is not in the framework of this inspection."
        mend = Mend.words("Choose a criterion of its framework.")
        return [Reason(code, text, mend, "criterion")]
    if criterion.scale_id is None:
        text = f"{criterion} is not graded, so that nothing can be compared."
        mend = Mend.words("Choose a criterion that is graded.")
        return [Reason(JudgmentReason.CRITERION_UNGRADED, text, mend, "criterion")]
    return _on_scale(criterion, grade, field)


def _on_scale(criterion: Criterion, grade: Grade | None, field: str) -> list[Reason]:
    if grade is None:
        mend = Mend.words("Choose one.")
        return [Reason(JudgmentReason.GRADE_MISSING, "No grade is chosen.", mend, field)]
    if grade.scale_id != criterion.scale_id:
        text = f"{grade} is not a grade of {criterion.ref}."
        mend = Mend.words(f"Choose a grade of {criterion.scale}.")
        return [Reason(JudgmentReason.GRADE_OF_ANOTHER_SCALE, text, mend, field)]
    return []


def removable(loaded: Loaded, case: ExerciseCase, reason: str) -> list[Reason]:
    """Require an exercise that is not opened, a case that stands, and the reason."""
    found = [*changeable(loaded), *storable(reason, "reason", needed=True)]
    if case.pk not in {one.pk for one in loaded.cases}:
        text = f"Case {case.number} was taken out already."
        found.append(Reason(JudgmentReason.CASE_UNKNOWN, text, NOTHING_TO_DO))
    return found


def openable(loaded: Loaded) -> list[Reason]:
    """Require cases and a pass mark."""
    found = changeable(loaded)
    if not loaded.cases:
        mend = Mend.by(JudgmentVerb.ADD_CASE, "Add at least one.", loaded.exercise)
        found.append(Reason(JudgmentReason.CASES_MISSING, "It has no cases.", mend))
    return found


def closable(loaded: Loaded, in_: int) -> list[Reason]:
    """Require an exercise that is open, and that ``in_``, who handed in, is not nobody."""
    found = _open(loaded)
    if not found and not in_:
        text = "Nobody has handed in yet, so that there is nothing to read."
        mend = Mend.by(
            JudgmentVerb.CANCEL_EXERCISE, "Wait for the inspectors, or cancel it.", loaded.exercise
        )
        found.append(Reason(JudgmentReason.NOT_HANDED_IN, text, mend))
    return found


def cancellable(loaded: Loaded, reason: str) -> list[Reason]:
    """Require an exercise that is not over, and the reason."""
    found = storable(reason, "reason", needed=True)
    if loaded.state in (ExerciseState.CLOSED, ExerciseState.CANCELLED):
        found.append(_over(loaded))
    return found


def takeable(loaded: Loaded, person: int, in_: Collection[int]) -> list[Reason]:
    """Require an open exercise, and a person who cannot know the panel's answers and has not handed
    in; ``in_`` are the keys of who have.
    """
    found = _open(loaded)
    if person in loaded.knowing:
        text = "You lead this inspection, or did, or are on the panel: you may know the answers."
        found.append(Reason(JudgmentReason.KNOWS_THE_ANSWERS, text, NOTHING_TO_DO))
    elif person in in_:
        text = "You have handed in your answers."
        mend = Mend.by(
            JudgmentVerb.WITHDRAW_ANSWERS, "Take them back to answer anew.", loaded.exercise
        )
        found.append(Reason(JudgmentReason.HANDED_IN_ALREADY, text, mend))
    return found


def draftable(cases: Sequence[ExerciseCase], answers: Mapping[int, Answer]) -> list[Reason]:
    """Require that what is written so far is of cases the person may judge, and fits them."""
    return [*_known(cases, answers), *_fitting(cases, answers, needed=False)]


def answerable(cases: Sequence[ExerciseCase], answers: Mapping[int, Answer]) -> list[Reason]:
    """Require a grade and reasons for each of ``cases``; ``answers`` go by the case's number."""
    found = [*_known(cases, answers), *_fitting(cases, answers, needed=True)]
    if not cases:
        text = "There is no case here that you may read."
        mend = Mend.outside("Ask the lead of the inspection.")
        found.append(Reason(JudgmentReason.CASES_MISSING, text, mend))
    return found


def _known(cases: Sequence[ExerciseCase], answers: Mapping[int, Answer]) -> list[Reason]:
    numbers = {one.number for one in cases}
    return [
        Reason(
            JudgmentReason.CASE_UNKNOWN,
            f"There is no case {number} for you here.",
            Mend.words("Open the page again."),
            f"grade_{number}",
        )
        for number in answers
        if number not in numbers
    ]


def _fitting(
    cases: Sequence[ExerciseCase], answers: Mapping[int, Answer], *, needed: bool
) -> list[Reason]:
    found: list[Reason] = []
    for case in cases:
        said = answers.get(case.number, Answer(None, ""))
        grade, reasons = f"grade_{case.number}", f"reasons_{case.number}"
        if said.grade is not None:
            found += _on_scale(case.criterion, said.grade, grade)
        elif needed:
            text = f"Case {case.number} has no grade."
            mend = Mend.words("Choose one.")
            found.append(Reason(JudgmentReason.CASE_UNANSWERED, text, mend, grade))
        if needed and not said.reasons.strip():
            text = f"Case {case.number} has no reasons."
            mend = Mend.words("Say why, in a sentence or two.")
            found.append(Reason(JudgmentReason.CASE_UNANSWERED, text, mend, reasons))
        else:
            found += storable(said.reasons, reasons)
    return found


def retractable(loaded: Loaded, person: int, in_: Collection[int], reason: str) -> list[Reason]:
    """Require that the person handed in, that the exercise is open, and the reason."""
    found = [*_open(loaded), *storable(reason, "reason", needed=True)]
    if person not in in_:
        text = "You have handed nothing in."
        mend = Mend.by(JudgmentVerb.SAVE_ANSWERS, "Change your draft.", loaded.exercise)
        found.append(Reason(JudgmentReason.NOT_HANDED_IN, text, mend))
    return found


def decidable(
    loaded: Loaded, by: Person, inspector: Person, in_: Collection[int], decision: str, reasons: str
) -> list[Reason]:
    """Require a closed exercise in which the inspector, who is not ``by``, handed in; a decision
    and its reasons.
    """
    found = storable(reasons, "reasons", needed=True)
    if loaded.state is not ExerciseState.CLOSED:
        text = "The exercise is not closed, so that its answers are not read yet."
        mend = Mend.by(JudgmentVerb.CLOSE_EXERCISE, "Close it first.", loaded.exercise)
        return [*found, Reason(JudgmentReason.EXERCISE_NOT_CLOSED, text, mend)]
    if inspector.pk == by.pk:
        text = "Nobody decides of themself whether they may judge."
        mend = Mend.outside("Another lead must decide this.")
        found.append(Reason(JudgmentReason.OWN_SUBMISSION, text, mend))
    if inspector.pk not in in_:
        text = f"{inspector.name} handed in nothing here."
        mend = Mend.by(JudgmentVerb.SET_EXERCISE, "Set the exercise anew for them.")
        found.append(Reason(JudgmentReason.NOT_HANDED_IN, text, mend))
    if decision not in Readiness.values:
        text = "That is none of the decisions offered."
        mend = Mend.words(f"Choose one of: {', '.join(Readiness.labels)}.")
        found.append(Reason(JudgmentReason.READINESS_UNKNOWN, text, mend, "decision"))
    return found


def _open(loaded: Loaded) -> list[Reason]:
    over = inspections.reasons_over(loaded.exercise.inspection, JUDGED)
    if loaded.state is ExerciseState.OPEN:
        return over
    if loaded.state is ExerciseState.SET_UP:
        text = "The exercise is not open to inspectors yet."
        mend = Mend.by(JudgmentVerb.OPEN_EXERCISE, "The lead opens it.", loaded.exercise)
        return [*over, Reason(JudgmentReason.EXERCISE_NOT_OPEN, text, mend)]
    return [*over, _over(loaded)]


def _over(loaded: Loaded) -> Reason:
    text = f"The exercise is {loaded.state.label.lower()}."
    mend = Mend.by(JudgmentVerb.SET_EXERCISE, "Set it anew where it is to be judged again.")
    return Reason(JudgmentReason.EXERCISE_OVER, text, mend)
