"""May a mode be chosen, a plan be accepted, readers be found anew? Each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable
from inspectstats.design.balancing import Cell

from ..models import Assignment, Mode, PlanKind, Seconds
from ..reasons import JudgmentReason
from ..verbs import JudgmentVerb
from .drawing import Proposal
from .modes import begun, mode_of


def choosable(inspection: Inspection, mode: str, reason: str) -> list[Reason]:
    """Require a mode that is another than now, its reason, and that nothing was submitted yet."""
    found = [
        *inspections.reasons_over(inspection, JUDGED),
        *storable(reason, "reason", needed=True),
    ]
    if mode not in Mode.values:
        text = f"There is no mode of judging {mode[:40]!r}."
        mend = Mend.words(f"Choose one of: {', '.join(Mode.values)}.")
        return [*found, Reason(JudgmentReason.MODE_UNKNOWN, text, mend, "mode")]
    if begun(inspection):
        text = "Judging has begun, so how it is judged is fixed: readings of two modes would mix."
        mend = Mend.outside("Say in the method what was done otherwise, and why.")
        found.append(Reason(JudgmentReason.MODE_FIXED, text, mend, "mode"))
    elif Mode(mode) is mode_of(inspection):
        text = "It is judged so already."
        found.append(Reason(JudgmentReason.MODE_ALREADY, text, NOTHING_TO_DO, "mode"))
    elif Assignment.standing().filter(scope_body__inspection=inspection).exists():
        text = "Judgments are given out already, by the mode that stands."
        mend = Mend.by(JudgmentVerb.UNASSIGN, "Take them back first.")
        found.append(Reason(JudgmentReason.MODE_FIXED, text, mend, "mode"))
    return found


def drawable(
    inspection: Inspection, mode: Mode, share: Fraction | None, seconds: str, ceiling: int
) -> list[Reason]:
    """Require a share, who reads second in a way that the mode allows, and no plan that stands."""
    found = inspections.reasons_over(inspection, JUDGED)
    if share is None:
        text = "The share is not between 0 and 100 in a hundred."
        mend = Mend.words("Write a whole number, such as 20.")
        found.append(Reason(JudgmentReason.SHARE_UNREADABLE, text, mend, "share"))
    if ceiling < 0:
        text = "Nobody can have fewer than no readings."
        mend = Mend.words("Write a number, or leave it empty where there is no ceiling.")
        found.append(Reason(JudgmentReason.CEILING_TOO_LOW, text, mend, "ceiling"))
    found += _allowed(mode, seconds)
    standing = Assignment.standing().filter(
        scope_body__inspection=inspection, plan__kind=PlanKind.DRAW
    )
    if standing.exists():
        text = "A plan of judging was accepted and stands."
        mend = Mend.by(
            (JudgmentVerb.REDRAW, JudgmentVerb.READ_BY_GRADE),
            "Find readers for those who left, or add second readings that grades ask for.",
        )
        found.append(Reason(JudgmentReason.PLAN_STANDS, text, mend))
    return found


# Who may read second in each mode: in a single one nobody judges again on site; of a team that
# judges together nobody is left on the visit.
ALLOWED: dict[Mode, tuple[Seconds, ...]] = {
    Mode.BLIND_DOUBLE: (Seconds.JOIN, Seconds.VISIT, Seconds.RECORD),
    Mode.SINGLE: (Seconds.RECORD,),
    Mode.TOGETHER: (Seconds.JOIN, Seconds.RECORD),
}


def acceptable(proposal: Proposal, shown: str) -> list[Reason]:
    """Require the plan that was shown, with something in it, and nobody above the ceiling."""
    found = carriable(proposal)
    if shown != proposal.digest:
        text = "The plan is no longer the one that was shown: people, visits or judgments changed."
        mend = Mend.by(JudgmentVerb.ACCEPT_PLAN, "Look at it as it is now, and accept that.")
        found.append(Reason(JudgmentReason.PLAN_CHANGED, text, mend))
    return found


def carriable(proposal: Proposal) -> list[Reason]:
    """Require readings, and a reader for each: nobody above the ceiling, no cell without one."""
    drawn = proposal.drawn
    found = []
    if not (drawn.readings or drawn.full or drawn.unread):
        text = "Nothing is left for which a reader could be found."
        found.append(Reason(JudgmentReason.NOTHING_TO_PLAN, text, NOTHING_TO_DO))
    if drawn.full:
        text = f"Everybody who may read {_named(drawn.full)} is at the ceiling."
        mend = Mend.words("Raise the ceiling, or lower the share.")
        found.append(Reason(JudgmentReason.CEILING_TOO_LOW, text, mend, "ceiling"))
    if drawn.unread:
        text = f"Nobody of those who visit and have no interest may read {_named(drawn.unread)}."
        mend = Mend.by(
            (InspectionVerb.JOIN, JudgmentVerb.ASSIGN),
            "Let another inspector join the team, or give it to somebody by hand.",
        )
        found.append(Reason(JudgmentReason.NOBODY_TO_READ, text, mend))
    return found


def redrawable(inspection: Inspection, reason: str, blind: Sequence[str]) -> list[Reason]:
    """Require the reason, and that whoever redraws is not ``blind`` to any of the cells."""
    found = [
        *inspections.reasons_over(inspection, JUDGED),
        *storable(reason, "reason", needed=True),
    ]
    if blind:
        text = f"You are still to judge {blind[0]} yourself."
        mend = Mend.by(JudgmentVerb.SUBMIT, "Submit yours first, or ask another lead inspector.")
        found.append(Reason(JudgmentReason.STILL_TO_JUDGE, text, mend))
    return found


def addable(inspection: Inspection, mode: Mode, seconds: str) -> list[Reason]:
    """Require a way of reading second that the mode allows."""
    return [*inspections.reasons_over(inspection, JUDGED), *_allowed(mode, seconds)]


def _allowed(mode: Mode, seconds: str) -> list[Reason]:
    if seconds in Seconds.values and Seconds(seconds) in ALLOWED[mode]:
        return []
    text = f"Where it is judged as {mode.value!r}, nobody reads a second time so."
    mend = Mend.words(f"Choose: {', or '.join(one.label for one in ALLOWED[mode])}.")
    return [Reason(JudgmentReason.SECONDS_OF_ANOTHER_MODE, text, mend, "seconds")]


def _named(cells: Sequence[Cell]) -> str:
    body, criterion = cells[0]
    more = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
    return f"{body} on {criterion.partition('/')[2]}{more}"
