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
    CHECKPOINT_WAITS = (
        "checkpoint_waits",
        "A checkpoint is made already and waits for its signature.",
    )
    NO_KEY_KNOWN = (
        "no_key_known",
        "No public key is known yet by which a checkpoint could be verified.",
    )
    NOTE_BROKEN = ("note_broken", "What was sent is not a signed note of this kind.")
    NOTE_UNKNOWN = (
        "note_unknown",
        "The note is not the checkpoint of this installation that waits for its signature.",
    )
    NOTE_NOT_SIGNED = ("note_not_signed", "The note is not signed by the key that is known for it.")
    KEY_UNFIT = ("key_unfit", "What was sent is not a public Ed25519 key.")
    KEY_KNOWN = (
        "key_known",
        "This key is in use already, a first one is there, or none is there to be replaced.",
    )
    KEY_NOT_NAMED = (
        "key_not_named",
        "The change of keys names another key, another installation or a number that is past.",
    )
    KEY_THROWN_AWAY_LIVE = (
        "key_thrown_away_live",
        "A key is made and thrown away in a rehearsal only, never in a live installation.",
    )
