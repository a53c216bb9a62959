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
    CLOCKS_DIFFER = (
        "clocks_differ",
        "The clocks of the server and of the database say different moments.",
    )
    ROW_GONE = (
        "row_gone",
        "Something the act refers to is no longer there.",
    )
    HEADS_AGREE = (
        "heads_agree",
        "The file of heads agrees with the ledger, so there is nothing to accept.",
    )
    HEADS_REASON_UNKNOWN = (
        "heads_reason_unknown",
        "The reason given for accepting heads is not one of those known.",
    )
