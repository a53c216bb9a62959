"""How a content control of a Word file says what its words are bound to: by its tag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

CLAIM, SENSITIVE = "claim:", "sensitive:"
# Word calls a file broken in which a tag is longer.
LONGEST = 64
_KEPT = 10


def tag_of(prefix: str, name: str) -> str:
    """Return the tag for a name; a long one is cut, with a digest behind a sign no key has."""
    tag = f"{prefix}{name}"
    if len(tag) <= LONGEST:
        return tag
    digest = hashlib.sha256(name.encode()).hexdigest()[:_KEPT]
    return f"{tag[: LONGEST - _KEPT - 1]}~{digest}"


def name_of(tag: str, prefix: str, known: Iterable[str] = ()) -> str:
    """Return the name that a tag says after ``prefix``, empty where it says another thing.

    A name that was cut is found among those ``known``, or stays as it was cut.
    """
    if not tag.startswith(prefix):
        return ""
    name = tag.removeprefix(prefix)
    if "~" not in name:
        return name
    return next((one for one in known if tag_of(prefix, one) == tag), name)
