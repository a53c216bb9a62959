"""The six digits of an authenticator app; without Django."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def totp(secret: str, at: float | None = None) -> str:
    """The six digits of RFC 6238 (SHA-1, 30 s) for ``secret`` at a moment, or now; then they hold
    for a few seconds more, so that they are looked at in the half minute they were made in.
    """
    if at is None:
        at = _lasting(3)
    counter = struct.pack(">Q", int(at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at_byte = digest[-1] & 15
    return f"{(int.from_bytes(digest[at_byte : at_byte + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def lasting_totp(secret: str) -> str:
    """The six digits at a moment from which they hold long enough to be typed and sent."""
    return totp(secret, _lasting(15))


def _lasting(seconds: float) -> float:
    """A moment, now or soon, from which so many seconds are left of its half minute."""
    left = 30 - time.time() % 30
    if left < seconds:
        time.sleep(left + 0.1)
    return time.time()
