"""Why an act is not written to the ledger: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class LedgerReason(ReasonCode):
    """Reasons of the ledger."""

    KEY_REUSED = (
        "key_reused",
        "The key of this form already belongs to another act, so nothing was saved.",
    )
    KEY_MISSING = (
        "key_missing",
        "The act came without the key by which a second sending is known.",
    )
