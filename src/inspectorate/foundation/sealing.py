"""What the database may hold and not read: encrypted by a key that it does not hold."""

from __future__ import annotations

import base64
import functools
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# What is sealed for one use opens for no other.
SINGLE_SIGN_ON = "inspectorate single sign-on"
RECOVERY_CODES = "inspectorate recovery codes"
KEPT_WORDS = "inspectorate kept words"


def seal(use: str, name: str, what: dict[str, Any]) -> str:
    """Encrypt ``what``, of whatever JSON holds; it opens for this ``use`` and ``name`` alone."""
    return _keys(use).encrypt(json.dumps({**what, "name": name}).encode()).decode()


def unseal(use: str, name: str, sealed: str) -> dict[str, Any] | None:
    """What was sealed for this ``use`` under ``name``; None for what was not, or under another
    secret key.
    """
    try:
        found: dict[str, Any] = json.loads(_keys(use).decrypt(sealed.encode()))
    except InvalidToken:
        return None
    return found if found.pop("name") == name else None


def _keys(use: str) -> MultiFernet:
    # A secret key that was changed with its fallback set still opens what is open.
    every = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(use, str(one))) for one in every])


@functools.lru_cache(maxsize=16)
def _key(use: str, secret: str) -> bytes:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=use.encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
