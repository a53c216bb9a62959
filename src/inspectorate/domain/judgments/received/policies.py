"""May a received grade be taken into its author's draft, at once or by their own press?"""

from __future__ import annotations

from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..policies import draftable
from ..reasons import JudgmentReason
from ..verbs import JudgmentVerb
from .loading import EarlierGrade, LoadedGrade


def takeable(loaded: LoadedGrade | None) -> list[Reason]:
    """Require a judgment of its author's own that stands, and what a draft may hold."""
    if loaded is None:
        text = "You have no judgment of that body on that criterion to make."
        mend = Mend.by_another(
            JudgmentVerb.ASSIGN, "Ask the lead to give it to you, or set the grade aside."
        )
        return [Reason(JudgmentReason.GRADE_NOT_GIVEN, text, mend)]
    reasons = draftable(loaded.cell, loaded.assignment, loaded.judgment)
    if loaded.unknown:
        text = f"The scale of {loaded.cell.criterion.ref} has no grade of that name."
        mend = Mend.by(JudgmentVerb.SAVE_DRAFT, "Give the grade in your draft.", loaded.assignment)
        reasons.append(Reason(JudgmentReason.GRADE_OF_ANOTHER_SCALE, text, mend, "grade"))
    return reasons


def at_once_takeable(
    loaded: LoadedGrade | None, before: EarlierGrade | None, *, files: bool
) -> list[Reason]:
    """Require besides that it was written upon the draft as it still is, and came without files.

    ``before`` is the grade that it says it was written upon; None where that did not come.
    """
    reasons = takeable(loaded)
    if loaded is not None and not _upon_it(loaded, before):
        text = "Your draft was saved otherwise since this was written."
        if loaded.said.assignment not in (None, loaded.assignment.pk):
            text = "That judgment was given to you anew since this was written."
        mend = Mend.by(JudgmentVerb.TAKE_GRADE, "Read both, and take in what is to stand.")
        reasons.append(Reason(JudgmentReason.DRAFT_SAVED_SINCE, text, mend))
    if files:
        text = "Files came with the grade, and a draft holds none."
        mend = Mend.words("Record them as evidence, and take in the grade.")
        reasons.append(Reason(JudgmentReason.GRADE_WITH_FILES, text, mend, "files"))
    return reasons


def _upon_it(loaded: LoadedGrade, before: EarlierGrade | None) -> bool:
    """Was it written upon the draft as it is now? A version says so of its own assignment only, and
    one that a device foretold, only where the grade before became that very version.
    """
    said = loaded.said
    if said.version != loaded.version:
        return False
    if said.assignment is None:
        # Where there is no draft, none can be written over.
        return loaded.draft is None and said.after is None
    if said.assignment != loaded.assignment.pk:
        return False
    return said.after is None or before == EarlierGrade(said.about, said.version)


def placeable(*, visit_known: bool) -> list[Reason]:
    """Require of a debrief note that it names a visit of its body."""
    if visit_known:
        return []
    text = "That body has no such visit on this inspection."
    mend = Mend.words("Read it, and write it where the visit is ended.")
    return [Reason(JudgmentReason.DEBRIEF_NOTE_GONE, text, mend, "visit")]


def offerable(note: Arrival | None) -> list[Reason]:
    """Require a debrief note of the visit that waits, and that may be read."""
    if note is not None:
        return []
    text = "The debrief note that was chosen does not wait here any more."
    mend = Mend.words("Choose another, or hold the debrief without one.")
    return [Reason(JudgmentReason.DEBRIEF_NOTE_GONE, text, mend, "note")]
