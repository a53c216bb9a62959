"""What may be done to the ledger's own records now; a rule answers with reasons."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .models import AcceptedHeads
from .reasons import LedgerReason


def heads_acceptable(faults: Sequence[str], reason: str, words: str) -> list[Reason]:
    """Require a fault to accept, a reason that is known, and words for whoever asks later."""
    reasons = storable(words, "words", needed=True, limit=1000)
    if reason not in AcceptedHeads.Reason.values:
        reasons.append(
            Reason(
                LedgerReason.HEADS_REASON_UNKNOWN,
                f"{reason!r} is no reason to accept heads.",
                f"Give one of: {', '.join(AcceptedHeads.Reason.values)}.",
                "reason",
            )
        )
    if not faults:
        reasons.append(
            Reason(
                LedgerReason.HEADS_AGREE,
                "The file of heads agrees with the ledger, so there is nothing to accept.",
                "Run: inspectorate verify. What it names is something else.",
            )
        )
    return reasons
