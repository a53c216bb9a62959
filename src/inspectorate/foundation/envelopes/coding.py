"""Bytes and ids as they stand in JSON: base64url without padding."""

from __future__ import annotations

import base64
import binascii
import re

# 16 random bytes, made by the device.
ID = re.compile(r"[A-Za-z0-9_-]{22}")


class NotAnEnvelope(Exception):
    """What was sent is no envelope at all: nothing of it can be kept under any name."""


class CannotOpen(Exception):
    """An envelope does not open: it is sealed to another key, or was changed on its way."""


class BadSignature(Exception):
    """What was sealed bears no signature by the device that it names."""


def coded(content: bytes) -> str:
    """Bytes as JSON carries them."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: object) -> bytes:
    """Return the bytes of such a text. Raises ValueError where it is none."""
    if not isinstance(text, str) or not text.isascii():
        raise ValueError("it is no base64url")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as fault:
        raise ValueError("it is no base64url") from fault


def is_id(text: object) -> bool:
    """Is this an id as a device makes one?"""
    return isinstance(text, str) and ID.fullmatch(text) is not None
