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
    RECEIVE = (
        "evidence.receive",
        "Keep a note that the rules refuse, as it was sent, until a person decides on it.",
    )
    RECORD_RECEIVED = (
        "evidence.record_received",
        "Record a note that was received, in its author's name, with what is mended said on it.",
    )
    SET_ASIDE = ("evidence.set_aside", "Set a note that was received aside, and say why.")
    TAKE_UP = (
        "evidence.take_up",
        "Take up again a note that was set aside, and say why; it waits for a person anew.",
    )
    USE_RECEIVED = (
        "evidence.use_received",
        "Say what became of a received grade or debrief note: its draft, or its debrief.",
    )
    DECIDE_ON_OTHERS = (
        "evidence.decide_on_others",
        "Decide on a note that somebody else wrote.",
    )
    BRING_RESCUE = (
        "evidence.bring_rescue",
        "Bring in a rescue file: notes that a device could not send, in their authors' names.",
    )
    QUARANTINE = (
        "evidence.quarantine",
        "Keep what came from a device and is nobody's yet; done when it comes.",
    )
    ACCEPT_QUARANTINED = (
        "evidence.accept_quarantined",
        "Accept a note in the quarantine, and say why it is believed; it is then taken in.",
    )
    SET_QUARANTINED_ASIDE = (
        "evidence.set_quarantined_aside",
        "Set a note in the quarantine aside, and say why; it stays as it came.",
    )
    TAKE_UP_QUARANTINED = (
        "evidence.take_up_quarantined",
        "Take up again a note in the quarantine that was set aside, and say why.",
    )
