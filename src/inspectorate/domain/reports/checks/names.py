"""Finds the names of bodies in a text: longest first, whole words, a possessive allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from inspectorate.prose.manuscript import Manuscript, TextBlock


def bodies_named(
    manuscript: Manuscript, names: Iterable[str]
) -> Iterator[tuple[TextBlock, int, int, str]]:
    """Yield (block, start, end, name) of every name that stands in the text."""
    ordered = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not ordered:
        return
    one = re.compile(
        r"(?<!\w)(?:"
        + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)
        + r")(?!\w)"
    )
    for block in manuscript.blocks:
        for match in one.finditer(block.text):
            yield block, match.start(), match.end(), " ".join(match.group().split())
