"""May a visit end with this debrief, may a grade be told, was it not told after all, may a body be
told why it was agreed otherwise? Each rule answers with its reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import JUDGED, OVER, Phase
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import Marking, above
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable
from inspectorate.prose.dates import in_words

from ..models import Assignment, Submission
from ..outcomes.policies import fit_for_print
from ..reasons import JudgmentReason
from ..verbs import JudgmentVerb
from .models import (
    LONGEST_DIFFERENCE,
    LONGEST_HEARD_BY,
    Debrief,
    Telling,
    ToldDifference,
    ToldGrade,
)
from .telling import TellableCell, ToldView


def debriefable(
    visit: Visit,
    heard_by: str,
    said_on: date,
    cited: Sequence[Item],
    fallen: dict[int, str],
    marking: str,
    at: datetime,
    reader: Reading,
) -> list[Reason]:
    """Require who heard it, by role; a day from the first of the visit on that has come; and
    evidence of the visit that is relied on and marked no higher than the debrief.

    ``fallen`` says what became of evidence that is no longer relied on. Whether the visit may end
    now is asked by the act that ends it.
    """
    heard = storable(heard_by, "heard_by", needed=True, limit=LONGEST_HEARD_BY)
    return [
        *(heard or fit_for_print(visit.inspection, heard_by, "heard_by")),
        *_day_fits(visit, said_on, at),
        *_sources_fit(visit, cited, fallen),
        *_marked_as_high(cited, marking, reader),
    ]


def _day_fits(visit: Visit, said_on: date, at: datetime) -> list[Reason]:
    """Require a day from the first of the visit on that has come. It may lie after the last: a
    debrief may be given some days later, as long as the visit has not ended with it.
    """
    if said_on < visit.starts_on:
        text = f"The visit began on {in_words(visit.starts_on)}, after that day."
    elif said_on > timezone.localdate(at):
        text = f"{in_words(said_on)} has not come."
    else:
        return []
    mend = Mend.words("Give the day on which the body was told.")
    return [Reason(JudgmentReason.DEBRIEF_DAY_UNFIT, text, mend, "said_on")]


def _sources_fit(visit: Visit, cited: Sequence[Item], fallen: dict[int, str]) -> list[Reason]:
    faults = [
        f"{one.ref} is not from a session of this visit"
        if one.session is None or one.session.visit_id != visit.pk
        else fallen.get(one.pk, "")
        for one in cited
    ]
    found = [one for one in faults if one]
    if not found:
        return []
    mend = Mend.words("Leave it out, or choose evidence of this visit that is relied on.")
    return [Reason(JudgmentReason.CITATION_UNFIT, f"{'; '.join(found)}.", mend, "cited")]


def _marked_as_high(cited: Sequence[Item], marking: str, reader: Reading) -> list[Reason]:
    """Require a debrief marked as high as what it was made from: its words say what that says."""
    higher = [one for one in cited if reader.may(one.marking) and above(one.marking, marking)]
    if not higher:
        return []
    first = higher[0]
    text = f"{first.ref} is marked {Marking(first.marking).label}, above the debrief."
    mend = Mend.words("Mark the debrief as high, or leave that evidence out of it.")
    return [Reason(JudgmentReason.SOURCE_ABOVE_DEBRIEF, text, mend, "cited")]


def telling_settable(
    inspection: Inspection, now: Telling, telling: str, reason: str
) -> list[Reason]:
    """Require another of the settings offered, on an inspection that runs, and the reason."""
    found = [
        *inspections.reasons_over(inspection, OVER),
        *storable(reason, "reason", needed=True),
    ]
    if telling not in Telling.values:
        text = f"The setting {telling[:40]!r} is unknown."
        mend = Mend.words(f"Choose one of: {', '.join(Telling.values)}.")
        return [*found, Reason(JudgmentReason.TELLING_UNKNOWN, text, mend, "telling")]
    if telling == now:
        text = f"It is set so already: {now.label.lower()}."
        found.append(
            Reason(JudgmentReason.TELLING_ALREADY, text, Mend.words("Choose another."), "telling")
        )
    return found


def tellable(cell: TellableCell | None, submission: Submission, telling: Telling) -> list[Reason]:
    """Require a judgment that its teller knows, that all who are to make it have made alike, or
    that is settled, of the grade that stands; and that the inspection tells grades now.
    """
    if cell is None or submission not in (cell.own, *cell.given):
        text = "A judgment that was chosen does not exist here."
        mend = Mend.words("Choose judgments of this body that you know.")
        return [Reason(JudgmentReason.TOLD_UNKNOWN, text, mend, "told")]
    return [
        *inspections.reasons_over(cell.inspection, JUDGED),
        *_told_now(cell, telling),
    ] or _sure_enough(cell, submission)


def _told_now(cell: TellableCell, telling: Telling) -> list[Reason]:
    """Require that the setting of the inspection lets this grade be told now."""
    if telling is Telling.NEVER:
        text = "This inspection never tells provisional grades."
        mend = Mend.by(JudgmentVerb.SET_TELLING, "Ask the lead whether they are to be told.")
    elif telling is Telling.AFTER_FIELDWORK and cell.inspection.phase == Phase.FIELDWORK:
        text = "Grades are told once fieldwork is over."
        mend = Mend.wait("Tell it when the inspection has moved on.")
    elif telling is Telling.MODERATED and cell.complete and not cell.settled:
        text = f"Grades are told once moderated, and {cell} is not."
        mend = Mend.by(JudgmentVerb.MODERATE, "Have it moderated or agreed first.", cell)
    else:
        return []
    return [Reason(JudgmentReason.NOT_TOLD_NOW, text, mend, "told")]


def _sure_enough(cell: TellableCell, submission: Submission) -> list[Reason]:
    if cell.left_out:
        text = f"{cell} is left out of what is inspected."
        mend = Mend.by(InspectionVerb.TAKE_BACK, "Take it back into the coverage first.")
        return [Reason(JudgmentReason.NOT_INSPECTED, text, mend, "told")]
    if cell.conflicted:
        text = f"You have declared an interest in {cell.scope_body.label}."
        mend = Mend.by_another(JudgmentVerb.TELL_GRADE, "Somebody else must tell it.")
        return [Reason(JudgmentReason.CONFLICTED, text, mend, "told")]
    return _in_and_given(cell, submission) or _of_what_stands(cell, submission)


def _in_and_given(cell: TellableCell, submission: Submission) -> list[Reason]:
    if not cell.complete:
        text = f"Not every submission on {cell} is in."
        mend = Mend.wait("Wait until every assigned inspector has submitted.")
        return [Reason(JudgmentReason.SUBMISSIONS_MISSING, text, mend, "told")]
    if submission.grade is None:
        text = f"The judgment of {cell} gives no grade."
        mend = Mend.words("Say in the debrief what was found.")
        return [Reason(JudgmentReason.CRITERION_UNGRADED, text, mend, "told")]
    return []


def _of_what_stands(cell: TellableCell, submission: Submission) -> list[Reason]:
    if cell.told is not None:
        text = f"The grade of {cell} was told on {in_words(cell.told.told_on)}."
        mend = Mend.words("Leave it out.")
        return [Reason(JudgmentReason.TOLD_ALREADY, text, mend, "told")]
    if cell.grade is None:
        text = f"Those who judged {cell} do not agree yet."
        mend = Mend.by(JudgmentVerb.MODERATE, "Have it moderated first.", cell)
        return [Reason(JudgmentReason.SUBMISSIONS_DIFFER, text, mend, "told")]
    if submission.grade != cell.grade:
        text = f"The judgment of {cell} that stands is {cell.grade.name}."
        mend = Mend.words("Tell that grade, where somebody submitted it, or none.")
        return [Reason(JudgmentReason.TOLD_NOT_STANDING, text, mend, "told")]
    return []


def later_tellable(debrief: Debrief, told_on: date, at: datetime) -> list[Reason]:
    """Require a day from the debrief on that has come."""
    if told_on < debrief.said_on:
        text = f"The debrief was held on {in_words(debrief.said_on)}, after that day."
    elif told_on > timezone.localdate(at):
        text = f"{in_words(told_on)} has not come."
    else:
        return []
    mend = Mend.words("Give the day on which the body was told.")
    return [Reason(JudgmentReason.DEBRIEF_DAY_UNFIT, text, mend, "told_on")]


def untellable(one: ToldView, reason: str, *, conflicted: bool, settles: bool) -> list[Reason]:
    """Require a told grade that was not taken back already, and why it was not told after all; of
    one that is agreed otherwise, somebody who ``settles`` judgments: nobody else lets a letter go
    without words.
    """
    if kept := _kept_away(one, conflicted=conflicted):
        return kept
    found = storable(reason, "reason", needed=True)
    if not one.stands:
        text = "It is on record already that this grade was not told after all."
        found.append(Reason(JudgmentReason.NOT_TOLD_ALREADY, text, Mend.nothing()))
    elif one.differs and not settles:
        text = f"{one.of} is not as the body was told, and its letter waits for words on that."
        mend = Mend.by(
            JudgmentVerb.SAY_DIFFERENCE,
            "Ask somebody who may say why to record it.",
            one.told,
        )
        found.append(Reason(JudgmentReason.DIFFERENCE_TO_SAY, text, mend))
    return found


def _kept_away(one: ToldView, *, conflicted: bool) -> list[Reason]:
    """Require an inspection that is not over, and nobody with an interest in the body."""
    if over := inspections.reasons_over(one.told.debrief.visit.inspection, OVER):
        return over
    if not conflicted:
        return []
    text = f"You have declared an interest in {one.told.debrief.visit.scope_body.label}."
    mend = Mend.by(
        InspectionVerb.JOIN,
        "Somebody else must do it; where nobody else may, let another join the team.",
    )
    return [Reason(JudgmentReason.CONFLICTED, text, mend)]


def untold_withdrawable(assignment: Assignment) -> list[Reason]:
    """Require that no body was told the grade of what was submitted on an assignment. A query."""
    rows = ToldGrade.objects.filter(submission__assignment=assignment, withdrawal=None)
    told = rows.select_related("debrief__visit__scope_body").first()
    if told is None:
        return []
    text = f"{told.debrief.visit.scope_body.label} was told its grade on {in_words(told.told_on)}."
    mend = Mend.by(
        JudgmentVerb.WITHDRAW_TOLD_GRADE,
        "Leave it, and have it agreed otherwise; or say first that it was not told after all.",
        told,
    )
    return [Reason(JudgmentReason.GRADE_TOLD, text, mend)]


def difference_sayable(
    one: ToldView, words: str, agreed: int | None, *, conflicted: bool
) -> list[Reason]:
    """Require a told grade that is agreed otherwise or left out, as it was when the words were
    written; other words than stand, fit to be printed; and nobody with an interest in the body.

    ``agreed`` is the key of the agreed judgment that they were written for, None for one left out.
    """
    of = one.told.submission.assignment
    if kept := _kept_away(one, conflicted=conflicted):
        return kept
    found = storable(words, "words", needed=True, limit=LONGEST_DIFFERENCE)
    if agreed != (one.settled_by and one.settled_by.pk):
        text = f"{one.of} was decided anew since these words were begun. {one.state}"
        mend = Mend.words("Change the words to what it is now, and send them again.")
        return [*found, Reason(JudgmentReason.DIFFERENCE_OVERTAKEN, text, mend, "words")]
    if not one.differs:
        text = f"{one.of} is not agreed otherwise than the body was told."
        return [*found, Reason(JudgmentReason.NO_DIFFERENCE, text, Mend.nothing())]
    if one.words is not None and one.words.words == words.strip():
        text = "The body is told so already."
        mend = Mend.words("Change the words.")
        return [Reason(JudgmentReason.DIFFERENCE_SAID, text, mend, "words")]
    inspection = one.told.debrief.visit.inspection
    return found or list(fit_for_print(inspection, words, "words", of.criterion))


def difference_withdrawable(
    one: ToldView, said: ToldDifference, reason: str, *, conflicted: bool
) -> list[Reason]:
    """Require the words that are told now, the reason, and nobody with an interest in the body."""
    if kept := _kept_away(one, conflicted=conflicted):
        return kept
    found = storable(reason, "reason", needed=True)
    if one.difference != said:
        text = "These words were withdrawn, or others stand in their place."
        found.append(Reason(JudgmentReason.DIFFERENCE_GONE, text, Mend.nothing()))
    return found
