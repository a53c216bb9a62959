"""A claim is drafted by one person and referenced by another."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Severity

from ..facts import ClaimFacts, Setting
from ..reasons import SupportCheck
from ..verbs import ClaimVerb

NAME = SupportCheck.REFERENCED_BY_ANOTHER
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Refuse a claim nobody referenced, or whose drafter did."""
    if not claim.referenced:
        return [
            Reason(
                NAME,
                f"the claim `{claim.key}` is not referenced.",
                Mend.by(
                    ClaimVerb.REFERENCE, "Ask an evidence checker to look at its support and sign."
                ),
            )
        ]
    if claim.last_word and claim.last_word.by and claim.last_word.by == claim.drafted_by:
        return [
            Reason(
                NAME,
                f"the claim `{claim.key}` was drafted and referenced by the same person.",
                Mend.by(ClaimVerb.REFERENCE, "Ask another evidence checker."),
            )
        ]
    return []
