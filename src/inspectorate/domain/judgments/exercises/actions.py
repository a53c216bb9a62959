"""The only writers of standardisation exercises: set up, open, answer, close, decide."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, refuse_if

from ..models import Exercise
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from . import policies
from .loading import Loaded, cases_of, grades_of, handed_in, load
from .models import (
    AnswersDraft,
    CaseRemoval,
    ExerciseAnswer,
    ExerciseCase,
    ExerciseMove,
    HandIn,
    HandInWithdrawal,
    Nearness,
    PanelAnswer,
    PanelMember,
    PassMark,
    Readiness,
    ReadinessDecision,
    Step,
)
from .naming import names_kept_out
from .policies import Answer, Mark, NewCase
from .reading_cases import readable_cases


@action(JudgmentVerb.SET_EXERCISE, streams=lambda *, inspection, **_: [inspection.stream])
def set_exercise(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    title: str,
    share: int,
    nearness: str,
    reason: str,
    wave: str = "",
    panel: Sequence[Person] = (),
    again: Exercise | None = None,
) -> Exercise:
    """Set up an exercise with its pass mark; with ``again`` it takes over the cases of another."""
    require(by, inspection, TABLE, JudgmentVerb.SET_EXERCISE)
    mark, there = Mark(share, nearness, reason), inspection.exercises.count()
    refuse_if(policies.settable(inspection, title, wave, panel, mark, there, again))
    made = Exercise.objects.create(
        inspection=inspection,
        number=there + 1,
        title=title.strip(),
        wave=wave.strip(),
        again=again,
        by=by,
        at=at,
    )
    PanelMember.objects.bulk_create([PanelMember(exercise=made, person=one) for one in panel])
    _marked(made, mark, 1, by, at)
    taken = _taken_over(made, again, by, at) if again else 0
    detail = {"number": made.number, "cases": taken, "panel": len(panel), "share": share}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


def _taken_over(exercise: Exercise, again: Exercise, by: Person, at: datetime) -> int:
    """Take over the cases of an earlier exercise with the panel's answers; return how many."""
    for number, case in enumerate(cases_of(again), start=1):
        made = ExerciseCase.objects.create(
            exercise=exercise,
            number=number,
            criterion=case.criterion,
            words=case.words,
            marking=case.marking,
            item_id=case.item_id,
            item_digest=case.item_digest,
            # The case as it was first written, so that any two exercises can be compared.
            same_as_id=case.same_as_id or case.pk,
            by=by,
            at=at,
        )
        said = case.panel_answer
        PanelAnswer.objects.create(case=made, grade=said.grade, reasons=said.reasons)
    return exercise.cases.count()


def _marked(exercise: Exercise, mark: Mark, number: int, by: Person, at: datetime) -> PassMark:
    return PassMark.objects.create(
        exercise=exercise,
        number=number,
        share=mark.share,
        nearness=Nearness(mark.nearness),
        reason=mark.reason.strip(),
        by=by,
        at=at,
    )


def _led(by: Person, exercise: Exercise, verb: JudgmentVerb) -> Loaded:
    """Require that ``by`` may do ``verb``, and read the exercise behind the lock."""
    require(by, exercise.inspection, TABLE, verb)
    return load(exercise)


@action(JudgmentVerb.ADD_CASE, streams=lambda *, exercise, **_: [exercise.inspection.stream])
def add_case(
    *,
    by: Person,
    at: datetime,
    key: str,
    exercise: Exercise,
    criterion: Criterion,
    words: str,
    grade: Grade | None,
    reasons: str,
    marking: str = BASELINE,
    item: int | None = None,
) -> ExerciseCase:
    """Add a case with the panel's answer; ``item`` is the number of the evidence it is taken from.

    The case is marked at least as that evidence is.
    """
    loaded = _led(by, exercise, JudgmentVerb.ADD_CASE)
    taken, unknown = _taken_from(by, exercise.inspection, item)
    case = NewCase(criterion, words, marking, grade, reasons)
    names = names_kept_out(exercise.inspection)
    refuse_if(policies.addable(loaded, case, taken, unknown=unknown, names=names))
    made = ExerciseCase.objects.create(
        exercise=exercise,
        number=exercise.cases.count() + 1,
        criterion=criterion,
        words=words.strip(),
        marking=highest([marking, taken.marking if taken else BASELINE]),
        item=taken,
        item_digest=words_digest(taken) if taken else "",
        by=by,
        at=at,
    )
    assert grade is not None  # or it was refused
    PanelAnswer.objects.create(case=made, grade=grade, reasons=reasons.strip())
    detail = {"exercise": exercise.number, "case": made.number, "item": taken and taken.number}
    write(of=made, stream=exercise.inspection.stream, detail=detail)
    return made


def _taken_from(by: Person, inspection: Inspection, number: int | None) -> tuple[Item | None, str]:
    """The item of this number that ``by`` may read, or why there is none."""
    if number is None:
        return None, ""
    found = evidence.visible_to(by, inspection).filter(number=number).first()
    if found is None:
        return None, f"There is no evidence {number} that you can read."
    if not evidence.relied_on(Item.objects.filter(pk=found.pk)).exists():
        return None, f"Evidence {number} was withdrawn or superseded."
    return found, ""


def words_digest(item: Item) -> str:
    """The SHA-256 of what an item says, in hexadecimal."""
    return hashlib.sha256((item.words or item.stub).encode()).hexdigest()


@action(JudgmentVerb.TAKE_OUT_CASE, streams=lambda *, case, **_: [case.exercise.inspection.stream])
def take_out_case(
    *, by: Person, at: datetime, key: str, case: ExerciseCase, reason: str
) -> CaseRemoval:
    """Take a case out before the exercise is opened; another takes its place under a new number."""
    loaded = _led(by, case.exercise, JudgmentVerb.TAKE_OUT_CASE)
    refuse_if(policies.removable(loaded, case, reason))
    gone = CaseRemoval.objects.create(case=case, reason=reason.strip(), by=by, at=at)
    detail = {"exercise": case.exercise.number, "case": case.number}
    write(of=gone, stream=case.exercise.inspection.stream, detail=detail)
    return gone


@action(JudgmentVerb.SET_PASS_MARK, streams=lambda *, exercise, **_: [exercise.inspection.stream])
def set_pass_mark(
    *,
    by: Person,
    at: datetime,
    key: str,
    exercise: Exercise,
    share: int,
    nearness: str,
    reason: str,
) -> PassMark:
    """Set another pass mark before the exercise is opened."""
    loaded = _led(by, exercise, JudgmentVerb.SET_PASS_MARK)
    mark = Mark(share, nearness, reason)
    refuse_if([*policies.changeable(loaded), *policies.mark_settable(mark)])
    made = _marked(exercise, mark, len(loaded.pass_marks) + 1, by, at)
    detail = {"exercise": exercise.number, "share": share, "nearness": made.nearness}
    write(of=made, stream=exercise.inspection.stream, detail=detail)
    return made


@action(JudgmentVerb.OPEN_EXERCISE, streams=lambda *, exercise, **_: [exercise.inspection.stream])
def open_exercise(
    *, by: Person, at: datetime, key: str, exercise: Exercise, due_on: date | None = None
) -> ExerciseMove:
    """Open an exercise to the inspectors of the team; cases and pass mark are fixed from now on."""
    refuse_if(policies.openable(_led(by, exercise, JudgmentVerb.OPEN_EXERCISE)))
    return _moved(exercise, Step.OPENED, by, at, due_on=due_on)


@action(JudgmentVerb.CLOSE_EXERCISE, streams=lambda *, exercise, **_: [exercise.inspection.stream])
def close_exercise(*, by: Person, at: datetime, key: str, exercise: Exercise) -> ExerciseMove:
    """Close an exercise: what was handed in is read, and nothing more is."""
    loaded = _led(by, exercise, JudgmentVerb.CLOSE_EXERCISE)
    refuse_if(policies.closable(loaded, handed_in([exercise]).count()))
    return _moved(exercise, Step.CLOSED, by, at)


@action(JudgmentVerb.CANCEL_EXERCISE, streams=lambda *, exercise, **_: [exercise.inspection.stream])
def cancel_exercise(
    *, by: Person, at: datetime, key: str, exercise: Exercise, reason: str
) -> ExerciseMove:
    """Cancel an exercise that is not closed: what was answered stays on record, and unread."""
    loaded = _led(by, exercise, JudgmentVerb.CANCEL_EXERCISE)
    refuse_if(policies.cancellable(loaded, reason))
    return _moved(exercise, Step.CANCELLED, by, at, reason=reason.strip())


def _moved(
    exercise: Exercise,
    step: Step,
    by: Person,
    at: datetime,
    *,
    due_on: date | None = None,
    reason: str = "",
) -> ExerciseMove:
    made = ExerciseMove.objects.create(
        exercise=exercise, step=step, due_on=due_on, reason=reason, by=by, at=at
    )
    write(of=made, stream=exercise.inspection.stream, detail={"exercise": exercise.number})
    return made


@action(JudgmentVerb.SAVE_ANSWERS, streams=lambda *, exercise, **_: [exercise.inspection.stream])
def save_answers(
    *,
    by: Person,
    at: datetime,
    key: str,
    exercise: Exercise,
    answers: Mapping[int, Answer],
    version: int,
) -> AnswersDraft:
    """Save a draft of answers, by the number of the case; ``version`` is the one it was opened at.

    Raises Conflict with both texts where it was saved meanwhile from elsewhere.
    """
    inspection, (_, cases) = exercise.inspection, _taking(by, exercise, JudgmentVerb.SAVE_ANSWERS)
    refuse_if(policies.draftable(cases, answers))
    draft = AnswersDraft.objects.filter(exercise=exercise, inspector=by).first()
    if version != (draft.version if draft else 0):
        raise Conflict(
            theirs=_as_text(cases, draft.answers if draft else {}),
            yours=_as_text(cases, _plain(answers)),
            version=draft.version if draft else 0,
            marking=highest([BASELINE, *(one.marking for one in cases)]),
        )
    draft = draft or AnswersDraft(exercise=exercise, inspector=by, version=0)
    draft.answers, draft.saved_at = {**draft.answers, **_plain(answers)}, at
    draft.version += 1
    draft.save()
    detail = {"exercise": exercise.number, "version": draft.version}
    write(of=draft, stream=inspection.stream, detail=detail)
    return draft


def _taking(
    by: Person, exercise: Exercise, verb: JudgmentVerb
) -> tuple[Loaded, tuple[ExerciseCase, ...]]:
    """Require that ``by`` takes part now; return the exercise and the cases they may read."""
    loaded = _led(by, exercise, verb)
    in_ = set(handed_in([exercise]).values_list("by", flat=True))
    refuse_if(policies.takeable(loaded, by.pk, in_))
    return loaded, readable_cases(by, loaded)


def _plain(answers: Mapping[int, Answer]) -> dict[str, dict[str, object]]:
    """Answers as a draft holds them."""
    return {
        str(number): {"grade": one.grade and one.grade.pk, "reasons": one.reasons}
        for number, one in answers.items()
    }


def _as_text(cases: Sequence[ExerciseCase], answers: Mapping[str, Mapping[str, object]]) -> str:
    """Answers as one text, to be laid beside another."""
    rows = []
    for case in cases:
        said = answers.get(str(case.number), {})
        grades = {one.pk: one.name for one in grades_of(case)}
        grade = next((name for pk, name in grades.items() if pk == said.get("grade")), "no grade")
        rows.append(f"Case {case.number}: {grade}. {said.get('reasons', '')}".strip())
    return "\n".join(rows)


@action(JudgmentVerb.HAND_IN_ANSWERS, streams=lambda *, exercise, **_: [exercise.inspection.stream])
def hand_in_answers(
    *, by: Person, at: datetime, key: str, exercise: Exercise, answers: Mapping[int, Answer]
) -> HandIn:
    """Hand in the answers to all cases that ``by`` may read, together."""
    _, cases = _taking(by, exercise, JudgmentVerb.HAND_IN_ANSWERS)
    refuse_if(policies.answerable(cases, answers))
    number = HandIn.objects.filter(exercise=exercise, by=by).count() + 1
    made = HandIn.objects.create(exercise=exercise, number=number, by=by, at=at)
    ExerciseAnswer.objects.bulk_create(
        [
            ExerciseAnswer(
                hand_in=made,
                case=case,
                grade=answers[case.number].grade,
                reasons=answers[case.number].reasons.strip(),
            )
            for case in cases
        ]
    )
    detail = {"exercise": exercise.number, "cases": len(cases)}
    write(of=made, stream=exercise.inspection.stream, detail=detail)
    return made


@action(
    JudgmentVerb.WITHDRAW_ANSWERS, streams=lambda *, exercise, **_: [exercise.inspection.stream]
)
def withdraw_answers(
    *, by: Person, at: datetime, key: str, exercise: Exercise, reason: str
) -> HandInWithdrawal:
    """Take back one's own answers while the exercise is open: nobody has read them.

    What they said becomes the draft, so that nothing is written twice.
    """
    loaded = _led(by, exercise, JudgmentVerb.WITHDRAW_ANSWERS)
    mine = handed_in([exercise]).filter(by=by).first()
    refuse_if(policies.retractable(loaded, by.pk, {by.pk} if mine else set(), reason))
    assert mine is not None  # or it was refused
    made = HandInWithdrawal.objects.create(hand_in=mine, reason=reason.strip(), by=by, at=at)
    _draft_of(mine, at)
    write(of=made, stream=exercise.inspection.stream, detail={"exercise": exercise.number})
    return made


def _draft_of(handed: HandIn, at: datetime) -> None:
    """Keep as the draft what was handed in: it may never have been saved as one."""
    drafts = AnswersDraft.objects.filter(exercise=handed.exercise_id, inspector=handed.by_id)
    draft = drafts.first() or AnswersDraft(exercise=handed.exercise, inspector=handed.by, version=0)
    said = {
        one.case.number: Answer(one.grade, one.reasons)
        for one in handed.answers.select_related("case", "grade")
    }
    draft.answers, draft.saved_at = {**draft.answers, **_plain(said)}, at
    draft.version += 1
    draft.save()


@action(
    JudgmentVerb.DECIDE_READINESS, streams=lambda *, exercise, **_: [exercise.inspection.stream]
)
def decide_readiness(
    *,
    by: Person,
    at: datetime,
    key: str,
    exercise: Exercise,
    inspector: Person,
    decision: str,
    reasons: str,
) -> ReadinessDecision:
    """Record what a lead decides of an inspector beside the figures. Nothing follows of itself."""
    loaded = _led(by, exercise, JudgmentVerb.DECIDE_READINESS)
    in_ = set(handed_in([exercise]).values_list("by", flat=True))
    refuse_if(policies.decidable(loaded, by, inspector, in_, decision, reasons))
    before = ReadinessDecision.objects.filter(exercise=exercise, inspector=inspector).count()
    made = ReadinessDecision.objects.create(
        exercise=exercise,
        inspector=inspector,
        number=before + 1,
        decision=Readiness(decision),
        reasons=reasons.strip(),
        by=by,
        at=at,
    )
    detail = {"exercise": exercise.number, "of": inspector.pk, "decision": made.decision}
    write(of=made, stream=exercise.inspection.stream, detail=detail)
    return made
