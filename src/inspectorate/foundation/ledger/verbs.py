"""Acts of the ledger itself."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class LedgerVerb(Verb):
    """Acts that no room does: they tell of the database itself, and of what proves it outside."""

    TAKE_OVER = (
        "ledger.take_over",
        "Take rows that no entry proves as they are: they are proven from then on.",
    )
    MIGRATE = (
        "ledger.migrate",
        "Change the tables for a new version; rows that it changed are digested again.",
    )
    ACCEPT_HEADS = (
        "ledger.accept_heads",
        "Set aside a file of heads that disagrees with the ledger, for a reason, and begin anew.",
    )
    CHECKPOINT = (
        "ledger.checkpoint",
        "Bind the heads of all streams into one text that is then signed on another machine.",
    )
    ACCEPT_CHECKPOINT = (
        "ledger.accept_checkpoint",
        "Take back a signed checkpoint, once its signature is found to be that of a known key.",
    )
    TRUST_KEY = (
        "ledger.trust_key",
        "Say which public key signs checkpoints from now on, and why it is believed.",
    )


# Acts that may digest a row again although it never changes.
TAKING_OVER = (LedgerVerb.TAKE_OVER, LedgerVerb.MIGRATE)
