"""The keys of claims and sources that a text names, in whatever words or picture of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from inspectorate.prose.manuscript import Manuscript, TextBlock


def keys_in(manuscript: Manuscript) -> Iterator[str]:
    """Yield the key of each claim or source named in a text."""
    for block in (*manuscript.inline.values(), *manuscript.blocks):
        yield from (key for key in keys_of(block) if key)


def keys_of(block: TextBlock) -> Iterator[str]:
    """Yield the key of each claim or source that a block names; "" where a picture names none."""
    yield from (span.key for span in block.spans if span.kind == "claim")
    if block.kind in ("chart", "table"):
        yield block.fields.get("claim", "")
    for line in block.inline.values() or (block,):
        yield from (span.key for span in line.spans if span.kind == "claim")
        yield from (span.key for span in line.quotations())
