"""A claim pins the versions it rests on; when one changes, somebody looks again."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Severity

from ..facts import ClaimFacts, Setting
from ..reasons import SupportCheck
from ..verbs import ClaimVerb

NAME = SupportCheck.SUPPORT_UNCHANGED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Refuse a stale claim and say what changed."""
    if not claim.stale:
        return []
    why = "; ".join(reason.text.rstrip(".") for reason in claim.stale)
    return [
        Reason(
            NAME,
            f"the claim `{claim.key}` is stale: {why}.",
            Mend.by(
                (ClaimVerb.EDIT, ClaimVerb.REFRESH),
                "Look at the support again, then edit or refresh the claim.",
            ),
        )
    ]
