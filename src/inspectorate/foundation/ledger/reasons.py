"""Why something may not be done now in the room of ledger: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class LedgerReason(ReasonCode):
    """Reasons of ledger."""

    KEY_REUSED = ("key_reused", "This key already belongs to another act, so nothing was written.")
    KEY_MISSING = ("key_missing", "This act came without a key.")
