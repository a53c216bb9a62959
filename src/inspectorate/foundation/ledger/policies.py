"""What may be done to the ledger's own records now; a rule answers with reasons."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .checkpoints import keys, notes, queries, texts
from .models import AcceptedHeads, Checkpoint, CheckpointKey
from .reasons import LedgerReason
from .verbs import LedgerVerb


def heads_acceptable(faults: Sequence[str], reason: str, words: str) -> list[Reason]:
    """Require a fault to accept, a reason that is known, and words for whoever asks later."""
    reasons = storable(words, "words", needed=True, limit=1000)
    if reason not in AcceptedHeads.Reason.values:
        reasons.append(
            Reason(
                LedgerReason.HEADS_REASON_UNKNOWN,
                f"{reason!r} is no reason to accept heads.",
                Mend.words(f"Give one of: {', '.join(AcceptedHeads.Reason.values)}."),
                "reason",
            )
        )
    if not faults:
        reasons.append(
            Reason(
                LedgerReason.HEADS_AGREE,
                "The file of heads agrees with the ledger, so there is nothing to accept.",
                Mend.outside("Run: inspectorate verify. What it names is something else."),
            )
        )
    return reasons


def checkpointable() -> list[Reason]:
    """Require a known key, and that none waits: two of one number would contradict each other."""
    reasons, waiting = [], queries.waiting()
    if queries.key_for(queries.next_number()) is None:
        reasons.append(
            Reason(
                LedgerReason.NO_KEY_KNOWN,
                "No public key is known yet that signs checkpoints.",
                Mend.by(
                    LedgerVerb.TRUST_KEY, "Name it first: inspectorate checkpoint trust --help"
                ),
            )
        )
    if waiting:
        reasons.append(
            Reason(
                LedgerReason.CHECKPOINT_WAITS,
                f"Checkpoint {waiting.number} is made and waits for its signature.",
                Mend.by(LedgerVerb.ACCEPT_CHECKPOINT, "Sign and accept it first."),
            )
        )
    return reasons


def note_acceptable(note: str, waiting: Checkpoint | None) -> list[Reason]:
    """Require a note of the checkpoint that waits, signed by the key known for its number."""
    try:
        read = notes.read_note(note)
        text = texts.read_checkpoint(read.text)
    except notes.NoteBroken as fault:
        return [
            Reason(
                LedgerReason.NOTE_BROKEN,
                f"The note cannot be read: {fault}.",
                Mend.words("Send it whole, as it was written."),
                "note",
            )
        ]
    if waiting is None or read.text != waiting.text:
        return [
            Reason(
                LedgerReason.NOTE_UNKNOWN,
                f"Checkpoint {text.number} of {text.origin} is not the one that waits here for its "
                f"signature.",
                Mend.by(LedgerVerb.CHECKPOINT, "Make one: inspectorate checkpoint make"),
                "note",
            )
        ]
    known = queries.key_for(text.number)
    if known is None or not notes.is_signed(read, text.origin, keys.public_key(known.pem)):
        return [
            Reason(
                LedgerReason.NOTE_NOT_SIGNED,
                f"Checkpoint {text.number} is not signed by the key known for it.",
                Mend.by(
                    LedgerVerb.TRUST_KEY,
                    "Sign it with that key, or name the new one first: inspectorate checkpoint "
                    "trust --help",
                ),
                "note",
            )
        ]
    return []


def trustable(pem: str, ground: str, note: str) -> list[Reason]:
    """Require an Ed25519 key that is new, and the ground it is believed on."""
    try:
        key = keys.public_key(pem)
    except keys.KeyUnfit as fault:
        return [
            Reason(
                LedgerReason.KEY_UNFIT,
                f"The key does not fit: {fault}.",
                Mend.words("Give a public key of Ed25519 as PEM."),
                "pem",
            )
        ]
    current = queries.key_for(queries.next_number())
    grounds = CheckpointKey.Reason
    if (
        (current and keys.pem_of(key) == current.pem)
        or (current and ground == grounds.FIRST)
        or (current is None and ground in (grounds.SIGNED, grounds.LOST))
    ):
        what = "This key, or a first one, is known." if current else "No key is known before it."
        mend = (
            Mend.words("Say how the key before it ends: --note or --lost.")
            if current
            else Mend.words("Trust it as the first one.")
        )
        return [Reason(LedgerReason.KEY_KNOWN, what, mend, "pem")]
    if ground == grounds.THROWN_AWAY and settings.LIVE:
        return [
            Reason(
                LedgerReason.KEY_THROWN_AWAY_LIVE,
                "A key is thrown away in a rehearsal only.",
                Mend.outside("Make one to keep: inspectorate checkpoint new-key --help"),
                "ground",
            )
        ]
    return _signed_over(pem, note, current) if ground == grounds.SIGNED else []


def _signed_over(pem: str, note: str, current: CheckpointKey | None) -> list[Reason]:
    try:
        read = notes.read_note(note)
        change = texts.read_key_change(read.text)
    except notes.NoteBroken as fault:
        return [
            Reason(
                LedgerReason.NOTE_BROKEN,
                f"The note cannot be read: {fault}.",
                Mend.words("Send it whole, as it was written."),
                "note",
            )
        ]
    named = texts.named_key(queries.origin(), keys.public_key(pem))
    if (change.origin, change.key, change.from_number) != (
        queries.origin(),
        named,
        queries.next_number(),
    ):
        return [
            Reason(
                LedgerReason.KEY_NOT_NAMED,
                "The note names another key, another installation or a number that is past.",
                Mend.outside("Write it again: inspectorate checkpoint change-key --help"),
                "note",
            )
        ]
    if current is None or not notes.is_signed(read, change.origin, keys.public_key(current.pem)):
        return [
            Reason(
                LedgerReason.NOTE_NOT_SIGNED,
                "The change of keys is not signed by the key in use.",
                Mend.outside("Sign it with that one: inspectorate checkpoint sign --help"),
                "note",
            )
        ]
    return []
