"""Pictures of editors' own on their way to another process, which reads no store. Pure."""

from __future__ import annotations

import base64
from collections.abc import Mapping


def ending(media_type: str) -> str:
    """Return how the name of such a picture ends."""
    return "png" if media_type == "image/png" else "jpg"


def as_words(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return contents by their digests as words, for JSON."""
    return {digest: base64.b64encode(one).decode() for digest, one in files.items()}


def from_words(given: Mapping[str, str]) -> dict[str, bytes]:
    """Return what :func:`as_words` was given."""
    return {digest: base64.b64decode(one) for digest, one in given.items()}
