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


# Acts that may digest a row again although it never changes.
TAKING_OVER = (LedgerVerb.TAKE_OVER, LedgerVerb.MIGRATE)
