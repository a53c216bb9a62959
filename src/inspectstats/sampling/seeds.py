"""Seeds nobody controls: commit and reveal, public sources by RFC 3797, the drand beacon, dice."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence

from inspectstats.records import InputError
from inspectstats.sampling.frame import plain


def commitment(secret: str) -> str:
    """SHA-256 of a secret text, to publish before the draw.

    At least 16 characters, so that it cannot be guessed.
    """
    if len(secret) < 16:
        raise InputError(
            "the secret is shorter than 16 characters",
            where="secret",
            mend="Use secrets.token_hex(16).",
        )
    return hashlib.sha256(plain(secret, "secret").encode()).hexdigest()


def reveals(secret: str, committed: str) -> bool:
    """Is ``secret`` what was committed to?"""
    return commitment(secret) == committed.strip().lower()


def joint_seed(frame_hash: str, *values: str) -> str:
    """The seed of a draw from the frame's hash and the values that came later: SHA-256 of the
    lines, in hexadecimal.

    Every party adds a value it committed to before; one honest party makes the seed unpredictable
    to all others.
    """
    if not values:
        raise InputError(
            "no value beside the frame's hash",
            where="seed",
            mend="Add a beacon value, dice or a reveal.",
        )
    return hashlib.sha256(
        "\n".join([frame_hash, *(plain(each, "seed") for each in values)]).encode()
    ).hexdigest()


def beacon_randomness(signature: str) -> str:
    """The value of a drand beacon round: SHA-256 of its signature, both in hexadecimal. Golden G18.

    This proves that value and signature belong together. That the signature is the beacon's own
    needs a BLS check against its public key, which is outside the standard library (the
    ``drand-verify`` package does it).
    """
    return hashlib.sha256(_bytes(signature, "signature")).hexdigest()


def beacon_agrees(signature: str, randomness: str) -> bool:
    """Does a published beacon value follow from its published signature?"""
    return beacon_randomness(signature) == randomness.strip().lower()


def _bytes(text: str, where: str) -> bytes:
    try:
        found = bytes.fromhex(text.strip())
    except ValueError as cause:
        raise InputError(
            f"{text[:20]!r} is not hexadecimal",
            where=where,
            mend="Copy it as the beacon prints it.",
        ) from cause
    if not found:
        raise InputError("it is empty", where=where, mend="Copy it as the beacon prints it.")
    return found


def dice_seed(rolls: str) -> str:
    """A seed from dice thrown before the body's representative: 20 or more figures 1 to 6 (51
    bits), spaces ignored.
    """
    found = re.sub(r"\s", "", rolls)
    if not re.fullmatch(r"[1-6]{20,}", found):
        raise InputError(
            f"{rolls!r} is not 20 or more figures from 1 to 6",
            where="dice",
            mend="Throw again and note each.",
        )
    return found


def rfc3797_key(sources: Sequence[str | int | Sequence[int]]) -> str:
    """The key string of RFC 3797, section 4.1: numbers of a source sorted, each with a point; texts
    upper case, no spaces.

    Each source ends with a slash: ``9319./2.5.8.10.12./9.18.26.34.41.45./``. Sources stand in the
    order announced.
    """
    parts = []
    for source in sources:
        if isinstance(source, str):
            parts.append(re.sub(r"[^0-9A-Z]", "", source.upper()) + "./")
        else:
            numbers = [source] if isinstance(source, int) else sorted(source)
            parts.append("".join(f"{number}." for number in numbers) + "/")
    return "".join(parts)


def rfc3797_sequence(key: str, pool: int, select: int) -> list[int]:
    """The numbers (1 to ``pool``) selected by RFC 3797 with its MD5 rule. Golden G16.

    Formula: the i-th selection is MD5(i || key || i), i in two bytes, taken modulo the number left,
    counted among those left. For checking draws made that way; ours use SHA-256 tickets (MD5 and
    the dependence on order are its age).
    """
    if not 0 <= select <= pool or pool > 65535:
        raise InputError(
            f"{select} of {pool}",
            where="select",
            mend="Select at most the pool, which holds at most 65,535.",
        )
    left = list(range(1, pool + 1))
    chosen = []
    for turn in range(select):
        around = turn.to_bytes(2, "big")
        value = int.from_bytes(
            hashlib.md5(around + key.encode() + around, usedforsecurity=False).digest(), "big"
        )
        chosen.append(left.pop(value % len(left)))
    return chosen


def entropy_bits(pool: int, select: int) -> int:
    """Bits of randomness a selection needs: log2 of the number of possible selections, rounded up.

    Golden G16.
    """
    if not 0 <= select <= pool:
        raise InputError(f"{select} of {pool}", where="select", mend="Select at most the pool.")
    return (math.comb(pool, select) - 1).bit_length()
