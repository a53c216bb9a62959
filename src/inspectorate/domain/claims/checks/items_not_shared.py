"""Two claims that rest on the very same items say why: by accident nobody would look at both."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Severity

from ..facts import ClaimFacts, Setting
from ..reasons import SupportCheck
from ..verbs import ClaimVerb

NAME = SupportCheck.ITEMS_NOT_SHARED
SEVERITY: Severity = "warns"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Warn of a claim whose items are all those of another, and nobody said why."""
    if not claim.same_items_as or claim.shares_because.strip():
        return []
    others = ", ".join(f"`{key}`" for key in claim.same_items_as)
    return [
        Reason(
            NAME,
            f"`{claim.key}` rests on the very same items as {others}.",
            Mend.by(
                ClaimVerb.EDIT, "Name the items that say this and no other, or say why they share."
            ),
        )
    ]
