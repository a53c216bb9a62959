"""The provider's tokens, as the database holds them: encrypted by a key that it does not hold."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(name: str, what: dict[str, Any]) -> str:
    """Encrypt what a session keeps of the provider; it opens under this ``name`` alone."""
    return _keys().encrypt(json.dumps({**what, "name": name}).encode()).decode()


def unseal(name: str, sealed: str) -> dict[str, Any] | None:
    """What was sealed under ``name``; None for what was not, or under another secret key."""
    try:
        found: dict[str, Any] = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken:
        return None
    return found if found.pop("name") == name else None


def _keys() -> MultiFernet:
    # A secret key that was changed with its fallback set still opens what is open.
    every = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(one))) for one in every])


def _key(secret: str) -> bytes:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"inspectorate single sign-on")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
