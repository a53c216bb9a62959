"""May a copy be recalled, a check be finished, an answer be taken back? Each rule has reasons."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ...reasons import ReportReason
from ...verbs import ReportVerb


def recallable(*, recalled: bool, reason: str) -> list[Reason]:
    """A copy is recalled once, with a reason that stays with us."""
    return [*answerable(recalled=recalled), *storable(reason, "reason", needed=True, limit=4000)]


def answerable(*, recalled: bool) -> list[Reason]:
    """What was recalled is nobody's to answer, to finish or to have more time for."""
    if not recalled:
        return []
    text = "This copy was recalled."
    mend = Mend.by(ReportVerb.OPEN_FACT_CHECK, "Ask again, from the page of the points.")
    return [Reason(ReportReason.COPY_RECALLED, text, mend, "fact_check")]


def finishable(*, recalled: bool, already: bool, ended: bool) -> list[Reason]:
    """A check is finished, or open again, by somebody who has not said so last, and by a recipient
    as long as it may raise points.
    """
    found = answerable(recalled=recalled)
    if ended:
        text = "The time in which you could answer is over."
        mend = Mend.outside("Write to the inspectorate: it records what comes another way.")
        found.append(Reason(ReportReason.FACT_CHECK_CLOSED, text, mend, "fact_check"))
    if already:
        text = "That was said already."
        found.append(Reason(ReportReason.FINISHED_ALREADY, text, NOTHING_TO_DO, "fact_check"))
    return found


def withdrawable(*, withdrawn: bool, reason: str) -> list[Reason]:
    """An answer on new criticism is taken back once, with a reason."""
    found = storable(reason, "reason", needed=True, limit=4000)
    if not withdrawn:
        return list(found)
    text = "That answer was taken back already."
    mend = Mend.by(ReportVerb.ANSWER_CRITICISM, "Answer the change anew.")
    return [Reason(ReportReason.CHANGE_GONE, text, mend, "criticism"), *found]
