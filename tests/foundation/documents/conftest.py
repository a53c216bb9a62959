"""A file put into the store and read there, as the worker reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inspectorate.foundation.documents.extracting import Extraction, extracted
from inspectorate.foundation.files import store


@pytest.fixture
def read() -> Callable[[bytes, str], Extraction]:
    """Read a content of a media type, whatever a door would have said of it."""

    def reading(content: bytes, media_type: str) -> Extraction:
        import hashlib

        digest = hashlib.sha256(content).hexdigest()
        store.keep(content, digest=digest)
        return extracted(digest, media_type)

    return reading
