"""No sentence rests on evidence that was withdrawn."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Severity

from ..facts import ClaimFacts, Setting
from ..reasons import SupportCheck
from ..verbs import ClaimVerb

NAME = SupportCheck.SUPPORT_NOT_WITHDRAWN
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Name the withdrawn items a claim rests on."""
    if not claim.withdrawn_support:
        return []
    items = ", ".join(claim.withdrawn_support)
    return [
        Reason(
            NAME,
            f"the claim `{claim.key}` rests on withdrawn evidence: {items}.",
            Mend.by(ClaimVerb.EDIT, "Take other support, or take the sentence out."),
        )
    ]
