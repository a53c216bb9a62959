"""The keys of claims, sources and pictures that a text names, in whatever words of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from inspectorate.prose.manuscript import Manuscript, TextBlock

# Before the key of an editor's own picture, where keys of several sorts stand together.
PICTURE = "picture:"


def picture_key(key: str) -> str:
    """Return by what a picture is known among the keys of claims and sources."""
    return f"{PICTURE}{key}"


def keys_in(manuscript: Manuscript) -> Iterator[str]:
    """Yield the key of each claim, source or picture named in a text."""
    for block in (*manuscript.inline.values(), *manuscript.blocks):
        yield from (key for key in keys_of(block) if key)


def keys_of(block: TextBlock) -> Iterator[str]:
    """Yield the key of each claim, source or picture that a block names; "" where it names none."""
    yield from (span.key for span in block.spans if span.kind == "claim")
    if block.kind in ("chart", "table"):
        yield block.fields.get("claim", "")
    if block.picture:
        yield picture_key(block.picture)
    for line in block.inline.values() or (block,):
        yield from (span.key for span in line.spans if span.kind == "claim")
        yield from (span.key for span in line.quotations())
