"""Recovery codes: short, and so kept as a password is, by a slow hash with a salt of their set.

The sign-in library makes them of a seed that it keeps, and could show them at any time. Here they
are made at random, shown once, and then only their hashes are left (its field ``migrated_codes``).
"""

from __future__ import annotations

import secrets
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, identify_hasher
from django.utils.crypto import constant_time_compare

from . import credentials

COUNT = 10
KEPT = "migrated_codes"
KIND = "recovery_codes"
# Ten are hashed while their person waits: what OWASP asks for at least, of PBKDF2-HMAC-SHA-256.
ROUNDS = 600_000


def hashed(codes: list[str]) -> list[str]:
    """Each code as it is kept, under one fresh salt: a typed one is then hashed once.

    Takes some tenths of a second for each.
    """
    hasher = get_hasher()
    salt = hasher.salt()
    more = {"iterations": ROUNDS} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    return [hasher.encode(one, salt, **more) for one in codes]


def made() -> tuple[list[str], list[str]]:
    """Fresh codes of eight signs (32 bits), and how they are kept."""
    codes = [secrets.token_hex(4) for _ in range(COUNT)]
    return codes, hashed(codes)


def held(person: Any) -> Any | None:
    """The row of a person's recovery codes, if any."""
    factor = apps.get_model(credentials.FACTOR)
    return factor._default_manager.filter(user=person, type=KIND).first()


def keep(person: Any, kept: list[str]) -> bool:
    """Put ``kept`` in the place of a seed that the library has just made; did it make one?"""
    row = held(person)
    if row is None or KEPT in row.data:
        return False
    row.data = {KEPT: kept}
    row.save(update_fields=["data"])
    return True


def use(person: Any, typed: str) -> Any | None:
    """Use up a code; its row, or None where it is none of what is left."""
    row = held(person)
    if row is None or not row.data.get(KEPT):
        return None
    kept = row.data[KEPT]
    hasher = identify_hasher(kept[0])
    how = hasher.decode(kept[0])
    more = {"iterations": how["iterations"]} if "iterations" in how else {}
    again = hasher.encode(typed, how["salt"], **more)
    left = [one for one in kept if not constant_time_compare(one, again)]
    if len(left) == len(kept):
        return None
    row.data = {**row.data, KEPT: left}
    row.save(update_fields=["data"])
    return row
