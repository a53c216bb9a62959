"""Signed notes in the C2SP form: a text, an empty line, and a line for each Ed25519 signature.

A signature line is ``— NAME BASE64``, the latter over four bytes that name the key and the 64 bytes
of the signature of the text, its last newline included. https://c2sp.org/signed-note
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "\N{EM DASH} "


class NoteBroken(ValueError):
    """What is no signed note; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signatures, each as (name, the key's four bytes, 64 bytes)."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def read_note(content: str) -> Note:
    """Take a note apart. Raises :class:`NoteBroken`."""
    text, gap, tail = content.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise NoteBroken("it has no empty line with signatures after it")
    return Note(f"{text}\n", tuple(_signature(line) for line in tail.splitlines()))


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    try:
        signed = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        signed = b""
    if not line.startswith(DASH) or not name or len(signed) != 68:
        raise NoteBroken(f"{line[:40]!r} is no line of a signature")
    return name, signed[:4], signed[4:]


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return ``text`` as a note signed with ``key`` under ``name``."""
    signed = base64.b64encode(mark_of(name, key.public_key()) + key.sign(text.encode())).decode()
    return f"{text}\n{DASH}{name} {signed}\n"


def mark_of(name: str, key: Ed25519PublicKey) -> bytes:
    """The four bytes by which a signature names its key."""
    named = f"{name}\n".encode() + ED25519 + key.public_bytes_raw()
    return hashlib.sha256(named).digest()[:4]


def is_signed(note: Note, name: str, key: Ed25519PublicKey) -> bool:
    """Did ``key`` sign this text under ``name``? Signatures of other keys beside it do no harm.

    One that says it is of this key and is not makes the whole note false, as the form advises.
    """
    own = [one for signer, mark, one in note.signatures if (signer, mark) == _named(name, key)]
    try:
        for signature in own:
            key.verify(signature, note.text.encode())
    except InvalidSignature:
        return False
    return bool(own)


def _named(name: str, key: Ed25519PublicKey) -> tuple[str, bytes]:
    return name, mark_of(name, key)
