"""Acts on evidence items."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class EvidenceVerb(Verb):
    """Acts on evidence items."""

    SEE = ("evidence.see", "Read evidence, up to the marking one is cleared for.")
    RECORD = ("evidence.record", "Record an item of evidence with its files.")
    WITHDRAW = (
        "evidence.withdraw",
        "Say that an item is no longer relied on, and why; what rests on it becomes stale.",
    )
    WITHDRAW_OF_OTHERS = (
        "evidence.withdraw_of_others",
        "Withdraw an item that somebody else recorded.",
    )
    SUPERSEDE = (
        "evidence.supersede",
        "Replace an item by a fuller or corrected record, and say why; both stay readable.",
    )
