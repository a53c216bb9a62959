"""A number so small that it identifies a body is printed only on a decision."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Severity

from ..facts import ClaimFacts, Setting
from ..reasons import SupportCheck
from ..verbs import ClaimVerb

NAME = SupportCheck.SMALL_NUMBER_DECIDED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Refuse an identifying number nobody decided on."""
    if not claim.figures.identifies or claim.small_number_decision:
        return []
    counts = claim.figures.counts
    count = f" ({counts[0]} of {counts[1]})" if counts else ""
    return [
        Reason(
            NAME,
            f"the number in `{claim.key}`{count} may identify a body.",
            Mend.by(ClaimVerb.EDIT, "Decide whether to print it, with a reason, or reword."),
        )
    ]
