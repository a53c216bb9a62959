"""Finds the names of bodies in a text: longest first, whole words, a possessive allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from inspectorate.prose.manuscript import Manuscript, TextBlock


def bodies_named(
    manuscript: Manuscript, names: Iterable[str]
) -> Iterator[tuple[TextBlock, int, int, str]]:
    """Yield (block, start, end, name) of every name that stands in the text."""
    one = _any_of(names)
    if one is None:
        return
    for block in manuscript.blocks:
        for match in one.finditer(block.text):
            yield block, match.start(), match.end(), " ".join(match.group().split())


def named_in(words: str, names: Iterable[str]) -> list[str]:
    """Return every name that stands in some words, each once, in their order."""
    one = _any_of(names)
    found = one.findall(words) if one else ()
    return list(dict.fromkeys(" ".join(name.split()) for name in found))


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not ordered:
        return None
    return re.compile(
        r"(?<!\w)(?:"
        + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)
        + r")(?!\w)"
    )
