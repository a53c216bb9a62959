"""What one inspector may know of an exercise.

The rule: until an exercise is closed nobody is told what anybody answered, and the panel's answers
are told to those alone who lead the inspection, none of whom takes part. Once it is closed, each
who handed in all answers is told the panel's beside their own, and nobody else's ever. Who did not
hand in is told nothing, and who is to answer some of its cases in another exercise, set up already
or open, is told nothing until that is closed: until then answers may be taken back and given anew.
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


def told(person: Person, loaded: Loaded, own: HandIn | None) -> bool:
    """May an inspector who handed in ``own`` be told the panel's answers? Two queries at most."""
    if own is None or loaded.state is not ExerciseState.CLOSED:
        return False
    return not to_answer_again(person, loaded)


def to_answer_again(person: Person, loaded: Loaded) -> bool:
    """Is ``person`` to answer a case of this exercise in another that is not over?

    Handed in or not: what is handed in may be taken back until it is closed. Whoever leads, or is
    on the panel of the other, knows its answers and takes no part.
    """
    if person.pk in loaded.knowing:
        return False
    first = {one.same_as_id or one.pk for one in loaded.cases}
    over = ExerciseMove.objects.filter(step__in=[Step.CLOSED, Step.CANCELLED])
    others = (
        Exercise.objects.filter(inspection=loaded.exercise.inspection_id)
        .exclude(pk=loaded.exercise.pk)
        .exclude(pk__in=over.values("exercise"))
        .exclude(panel__person=person)
    )
    again = ExerciseCase.objects.filter(exercise__in=others, removal=None)
    return any(
        (same_as or pk) in first for pk, same_as in again.order_by().values_list("pk", "same_as")
    )
