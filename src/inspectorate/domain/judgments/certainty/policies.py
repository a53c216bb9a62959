"""May it be said how sure a judgment is, may that be withdrawn? Each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.marked_words import markable
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .. import policies as judging
from ..models import Agreed
from ..reasons import JudgmentReason
from ..verbs import JudgmentVerb
from .models import LONGEST_WORDS, Certainty, CertaintyLevel, CertaintyReason


@dataclass(frozen=True, slots=True)
class SaidCertainty:
    """How sure a judgment is, as somebody sends it; ``finding`` is "" for the whole."""

    level: str
    reasons: Sequence[str]
    words: str = ""
    finding: str = ""
    marking: str = BASELINE


def certainty_sayable(
    cell: judging.Cell,
    by: int,
    agreed: Agreed | None,
    said: SaidCertainty,
    *,
    conflicted: bool,
    cleared: bool,
) -> list[Reason]:
    """Require an agreed judgment, whoever may agree it, one of the levels, and below the highest a
    named reason.
    """
    if agreed is None:
        text = f"{cell} is not agreed."
        return [Reason(JudgmentReason.NOT_AGREED, text, Mend.wait("Wait until it is agreed."))]
    found = [
        *judging.settleable(cell, by, JudgmentVerb.AGREE, conflicted=conflicted, cleared=cleared),
        *storable(said.words, "words", limit=LONGEST_WORDS),
        *markable(said.marking),
    ]
    if said.finding and said.finding not in agreed.findings:
        text = f"{cell.criterion.ref} has no finding {said.finding!r} that was agreed."
        mend = Mend.words("Choose a finding of the judgment, or the whole.")
        found.append(Reason(JudgmentReason.FINDING_UNKNOWN, text, mend, "finding"))
    if said.level not in CertaintyLevel.values:
        text = "The level is not one of the four."
        mend = Mend.words("Choose a level.")
        found.append(Reason(JudgmentReason.LEVEL_UNKNOWN, text, mend, "level"))
    if set(said.reasons) - set(CertaintyReason.values):
        text = "A reason is not one of those offered."
        mend = Mend.words("Choose among the reasons that are offered.")
        found.append(Reason(JudgmentReason.REASON_UNKNOWN, text, mend, "reasons"))
    if said.level != CertaintyLevel.HIGH and not said.reasons:
        text = "Below the highest level a reason is named."
        mend = Mend.words("Tick at least one.")
        found.append(Reason(JudgmentReason.REASON_MISSING, text, mend, "reasons"))
    return found


def certainty_withdrawable(
    certainty: Certainty, standing: Certainty | None, reason: str
) -> list[Reason]:
    """Require what stands, and the reason; ``standing`` is what is said of the same now."""
    found = [
        *inspections.reasons_over(certainty.agreed.scope_body.inspection, JUDGED),
        *storable(reason, "reason", needed=True),
    ]
    if standing is None or standing.pk != certainty.pk:
        text = "It was withdrawn, or something else was said since."
        found.append(Reason(JudgmentReason.CERTAINTY_GONE, text, NOTHING_TO_DO))
    return found
