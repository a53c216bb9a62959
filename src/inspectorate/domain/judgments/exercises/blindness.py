"""What one inspector may know of an exercise.

The rule: until an exercise is closed nobody is told what anybody answered, and the panel's answers
are told to those alone who lead the inspection, none of whom takes part. Once it is closed, each
who handed in all answers is told the panel's beside their own, and nobody else's ever. Who did not
hand in is told nothing, and who is to answer the same cases again is told nothing until they have.
"""

from __future__ import annotations

from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ..models import Exercise
from ..permissions import TABLE
from ..states import ExerciseState
from ..verbs import JudgmentVerb
from .loading import Loaded
from .models import ExerciseCase, ExerciseMove, HandIn, Step

# Of such tables of the room no entry is told to who does not lead: see ``what_happened.py``.
VERBS = (
    JudgmentVerb.SET_EXERCISE,
    JudgmentVerb.ADD_CASE,
    JudgmentVerb.TAKE_OUT_CASE,
    JudgmentVerb.SET_PASS_MARK,
    JudgmentVerb.OPEN_EXERCISE,
    JudgmentVerb.CLOSE_EXERCISE,
    JudgmentVerb.CANCEL_EXERCISE,
    JudgmentVerb.SAVE_ANSWERS,
    JudgmentVerb.HAND_IN_ANSWERS,
    JudgmentVerb.WITHDRAW_ANSWERS,
    JudgmentVerb.DECIDE_READINESS,
)


def entries_open_to(person: Person, inspection: Inspection) -> bool:
    """May ``person`` be told what was done about exercises, by whom and when?"""
    return may(person, inspection, TABLE, JudgmentVerb.SEE_EXERCISES)


def any_set(inspection: Inspection) -> bool:
    """Was any exercise ever set up, so that a number missing in the ledger would tell of it?"""
    return Exercise.objects.filter(inspection=inspection).exists()


def told(person: Person, loaded: Loaded, own: HandIn | None) -> bool:
    """May an inspector who handed in ``own`` be told the panel's answers? Three queries at most."""
    if own is None or loaded.state is not ExerciseState.CLOSED:
        return False
    return not to_answer_again(person, loaded)


def to_answer_again(person: Person, loaded: Loaded) -> bool:
    """Is ``person`` still to answer a case of this exercise in a later one that is open?"""
    first = {one.same_as_id or one.pk for one in loaded.cases}
    opened = ExerciseMove.objects.filter(
        step=Step.OPENED, exercise__inspection=loaded.exercise.inspection_id
    )
    over = ExerciseMove.objects.filter(step__in=[Step.CLOSED, Step.CANCELLED])
    later = (
        Exercise.objects.filter(pk__in=opened.values("exercise"))
        .exclude(pk__in=over.values("exercise"))
        .exclude(pk=loaded.exercise.pk)
        .exclude(pk__in=HandIn.objects.filter(by=person, withdrawal=None).values("exercise"))
    )
    again = ExerciseCase.objects.filter(exercise__in=later, removal=None)
    return any(
        (same_as or pk) in first for pk, same_as in again.order_by().values_list("pk", "same_as")
    )
