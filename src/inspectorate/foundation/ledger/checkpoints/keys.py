"""Keys of checkpoints as files: made, read, and never under the data folder of a live server."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from .notes import ED25519

PRIVATE = b"PRIVATE KEY-----"
# Folders of the data folder that hold what others sent or what is made again: a stored file that
# happens to be a key is evidence, not ours.
PASSED_OVER = frozenset({"files", "bundles", "static", "cache", "uploads", "site"})


class KeyUnfit(ValueError):
    """A file that is no key for checkpoints, or lies where it must not; the text says which."""


def make_key(private: Path) -> Ed25519PublicKey:
    """Make a key in a new file that its owner alone may read; return its public half."""
    key = Ed25519PrivateKey.generate()
    handle = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return key.public_key()


def private_key(file: Path) -> Ed25519PrivateKey:
    """Read a private key. Raises :class:`KeyUnfit`."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise KeyUnfit(f"{file} holds no private key without a password") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnfit(f"{file} holds a key, but no Ed25519 one")
    return key


def public_key(pem: str) -> Ed25519PublicKey:
    """Read a public key. Raises :class:`KeyUnfit`."""
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise KeyUnfit("it holds no public key") from fault
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnfit("it holds a public key, but no Ed25519 one")
    return key


def pem_of(key: Ed25519PublicKey) -> str:
    """Write a public key as openssl reads it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def digest_of(pem: str) -> str:
    """The SHA-256 of a public key's 32 bytes."""
    return hashlib.sha256(public_key(pem).public_bytes_raw()).hexdigest()


def encoded(pem: str) -> str:
    """A public key as it ends a change of keys: its kind and its 32 bytes in base64."""
    return base64.b64encode(ED25519 + public_key(pem).public_bytes_raw()).decode()


def refuse_under(data: Path, key: Path) -> None:
    """Raise :class:`KeyUnfit` for a key in the data folder: who forges there could sign too."""
    if key.resolve().is_relative_to(data.resolve()):
        raise KeyUnfit(
            f"{key} lies in the data folder {data}. Whoever can change the records there could "
            f"sign too. Keep the key on another machine, or under another account."
        )


def private_keys_in(data: Path) -> Iterator[Path]:
    """Yield each file of the data folder that holds a private key."""
    for folder, below, names in os.walk(data):
        if Path(folder) == data:
            below[:] = sorted(set(below) - PASSED_OVER)
        for name in sorted(names):
            file = Path(folder) / name
            # A key file is short.
            if file.is_file() and file.stat().st_size < 20_000 and PRIVATE in file.read_bytes():
                yield file
