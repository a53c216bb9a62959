"""The texts that are signed: a checkpoint, and the change from one key to the next.

A checkpoint is five lines, of the same length whatever the ledger holds: the origin (which
installation), its number, the moment, the SHA-256 of the note before it, the root. A change of
keys is four: the origin, the words, the first number that the next key signs, that key.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .notes import ED25519, NoteBroken, mark_of, read_note

FIRST = "0" * 64
NEXT_KEY = "next key"
_NUMBER = re.compile(r"[0-9]{10}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_ORIGIN = re.compile(r"[!-*,-~]{1,200}")


@dataclass(frozen=True, slots=True)
class CheckpointText:
    """A checkpoint's text. ``previous`` is 64 zeros for the first, ``moment`` is UTC, whole s."""

    origin: str
    number: int
    moment: str
    previous: str
    root: str

    def __str__(self) -> str:
        return f"{self.origin}\n{self.number:010d}\n{self.moment}\n{self.previous}\n{self.root}\n"


@dataclass(frozen=True, slots=True)
class KeyChange:
    """That another key signs from a number on; signed by the key before it."""

    origin: str
    from_number: int
    key: str

    def __str__(self) -> str:
        return f"{self.origin}\n{NEXT_KEY}\n{self.from_number:010d}\n{self.key}\n"


def moment_of(at: datetime) -> str:
    """A moment as a checkpoint tells it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def named_key(origin: str, key: Ed25519PublicKey) -> str:
    """A public key as C2SP writes it: name, the key's four bytes, kind and key."""
    encoded = base64.b64encode(ED25519 + key.public_bytes_raw()).decode()
    return f"{origin}+{mark_of(origin, key).hex()}+{encoded}"


def fit_origin(origin: str) -> bool:
    """Can this name an installation in a note? Letters and signs without spaces or plus."""
    return _ORIGIN.fullmatch(origin) is not None


def read_checkpoint(text: str) -> CheckpointText:
    """Take a checkpoint's text apart. Raises :class:`NoteBroken` for anything else."""
    lines = text.split("\n")
    if (
        len(lines) != 6
        or lines[5]
        or not fit_origin(lines[0])
        or not _NUMBER.fullmatch(lines[1])
        or not _MOMENT.fullmatch(lines[2])
        or not _DIGEST.fullmatch(lines[3])
        or not _DIGEST.fullmatch(lines[4])
    ):
        raise NoteBroken("it is not the text of a checkpoint: five lines, as the guide shows them")
    return CheckpointText(lines[0], int(lines[1]), lines[2], lines[3], lines[4])


def read_key_change(text: str) -> KeyChange:
    """Take the text of a change of keys apart. Raises :class:`NoteBroken` for anything else."""
    lines = text.split("\n")
    if (
        len(lines) != 5
        or lines[4]
        or lines[1] != NEXT_KEY
        or not fit_origin(lines[0])
        or not _NUMBER.fullmatch(lines[2])
    ):
        raise NoteBroken("it does not hand over to another key")
    return KeyChange(lines[0], int(lines[2]), lines[3])


def read_signable(text: str) -> CheckpointText | KeyChange:
    """Take apart whatever a key of checkpoints may sign. Raises :class:`NoteBroken`."""
    try:
        return read_key_change(text)
    except NoteBroken:
        return read_checkpoint(text)


def digest_of(note: str) -> str:
    """The SHA-256 of a note with its signatures, as the next checkpoint names it."""
    return hashlib.sha256(note.encode()).hexdigest()


def disagreement(one: str, other: str) -> str:
    """Say how two notes of checkpoints contradict each other; an empty text where they do not.

    Raises :class:`NoteBroken`. Signatures are not looked at.
    """
    first, second = sorted(
        (one, other), key=lambda note: read_checkpoint(read_note(note).text).number
    )
    a, b = read_checkpoint(read_note(first).text), read_checkpoint(read_note(second).text)
    if a.origin != b.origin:
        return f"they are of two installations, {a.origin} and {b.origin}"
    if a.number == b.number:
        parts = [
            part for part in ("moment", "previous", "root") if getattr(a, part) != getattr(b, part)
        ]
        return (
            f"both are checkpoint {a.number}, with another {' and '.join(parts)}" if parts else ""
        )
    if a.moment > b.moment:
        return f"checkpoint {b.number} is older than checkpoint {a.number}"
    if b.number == a.number + 1 and b.previous != digest_of(first):
        return f"checkpoint {b.number} does not follow this checkpoint {a.number}"
    return ""
