"""The keys by which the inspectorate opens what devices seal: files outside data and backups.

The folder ``OPENING_KEYS`` holds one file a key, numbered in the order in which they were made:
``0002-<id>.pem``. Devices seal to the newest; every old one is kept, since a device may have sealed
to it and come back a year later.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from .coding import coded

_NAME = re.compile(r"(\d{4})-([A-Za-z0-9_-]{22})\.pem")


class KeysFault(Exception):
    """The opening keys cannot be read here: a fault of ours, never of what was sent."""


class KeyMissing(KeysFault):
    """One key is not here, by which a note was sealed.

    A device has a key only from us, so that one which is not here was lost here: with a disk, a
    restore, a file not copied. Nothing that is sealed to it is for that taken for poison, not even
    where its id was never heard of: its device keeps it until the key is here again.
    """

    def __init__(self, key: str) -> None:
        super().__init__(f"Key {key} is not in the folder of the opening keys.")
        self.key = key


@dataclass(frozen=True, slots=True)
class OpeningKey:
    """One key: ``id`` is the beginning of the digest of its public half."""

    id: str
    private: ec.EllipticCurvePrivateKey

    @property
    def jwk(self) -> dict[str, str]:
        """Its public half, as browsers read it."""
        return jwk_of(self.private.public_key())


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """A public key on P-256 as a JSON Web Key."""
    numbers = key.public_numbers()
    x, y = (coded(one.to_bytes(32, "big")) for one in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def folder() -> Path:
    """Where the keys lie. Raises KeysFault where nobody said."""
    if not settings.OPENING_KEYS:
        raise KeysFault("INSPECTORATE_OPENING_KEYS names no folder.")
    return Path(settings.OPENING_KEYS)


def every() -> Mapping[str, OpeningKey]:
    """All keys by their id, the oldest first; read anew only where the folder has changed.

    Raises KeysFault where there is none, or one cannot be read.
    """
    there = folder()
    if settings.OPENING_KEY_MADE_BY_ITSELF and not there.exists():
        add()
    try:
        stamp = (str(there), there.stat().st_mtime_ns)
        if _read.get("stamp") != stamp:
            found_there = _all(there)
            _note_known(found_there)
            _read.update(stamp=stamp, keys=found_there)
    except (OSError, ValueError, TypeError) as fault:
        raise KeysFault(f"The opening keys in {there} cannot be read: {fault}") from fault
    found: dict[str, OpeningKey] = _read["keys"]  # type: ignore[assignment]
    if not found:
        raise KeysFault(f"{there} holds no opening key. Make one: inspectorate add-opening-key")
    return found


def newest() -> OpeningKey:
    """The key that devices seal to. Raises KeysFault."""
    return list(every().values())[-1]


def missing() -> list[str]:
    """The ids of keys that were here once and are not now. Raises KeysFault."""
    return sorted(_known() - set(every()))


def add() -> OpeningKey:
    """Make a key; whatever is sealed from now on is sealed to it. The older ones stay.

    Raises KeysFault where it cannot be written.
    """
    there = folder()
    try:
        there.mkdir(parents=True, exist_ok=True, mode=0o700)
        numbers = [int(named[1]) for one in there.iterdir() if (named := _NAME.fullmatch(one.name))]
        private = ec.generate_private_key(ec.SECP256R1())
        made = OpeningKey(id_of(private.public_key()), private)
        _write(there / f"{max(numbers, default=0) + 1:04d}-{made.id}.pem", private)
    except OSError as fault:
        raise KeysFault(f"No opening key can be written into {there}: {fault}") from fault
    _read.clear()
    return made


def id_of(key: ec.EllipticCurvePublicKey) -> str:
    """How a key is named in every envelope that is sealed to it."""
    told = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return coded(hashlib.sha256(told).digest()[:16])


_read: dict[str, object] = {}
# The ids alone of all keys that were ever read here, beside the data: a restore brings them back.
_KNOWN = "opening-keys-known.json"


def _known() -> set[str]:
    try:
        return set(json.loads((Path(settings.DATA) / _KNOWN).read_text()))
    except (FileNotFoundError, ValueError):
        return set()


def _note_known(found: Mapping[str, OpeningKey]) -> None:
    before = _known()
    if set(found) <= before:
        return
    path = Path(settings.DATA) / _KNOWN
    temporary = path.with_suffix(f".{secrets.token_hex(4)}")
    # A full disk shuts no note: it is noted when there is room.
    with suppress(OSError):
        temporary.write_text(json.dumps(sorted(before | set(found))))
        temporary.rename(path)


def _all(there: Path) -> dict[str, OpeningKey]:
    found: dict[str, OpeningKey] = {}
    for path in sorted(there.iterdir()):
        if (named := _NAME.fullmatch(path.name)) is None:
            continue
        private = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{path.name} is no key on P-256")
        if id_of(private.public_key()) != named[2]:
            raise ValueError(f"{path.name} holds another key than its name says")
        found[named[2]] = OpeningKey(named[2], private)
    return found


def _write(path: Path, private: ec.EllipticCurvePrivateKey) -> None:
    """Write a key so that a power cut leaves it whole or not at all."""
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    temporary = path.with_suffix(".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
    held = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
