"""Secrets that a form gives to the person who sends it, of which a digest is kept."""

from __future__ import annotations

import base64
import hashlib

from django.utils.crypto import salted_hmac

from .models import Person


def made(use: str, person: Person, key: str) -> str:
    """A secret for one use: 256 bits that only this server can make, the same when the form with
    this ``key`` is sent twice.
    """
    found = salted_hmac(f"inspectorate.{use}", f"{person.pk}:{key}", algorithm="sha256")
    return base64.urlsafe_b64encode(found.digest()).rstrip(b"=").decode()


def digest_of(secret: str) -> str:
    """What is kept of a secret; whatever was sent in its place has a digest too."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
