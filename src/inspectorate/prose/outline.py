"""The outline of a text: its headings under the one above them, without a gap."""

from __future__ import annotations

from collections.abc import Iterable


def outlined(levels: Iterable[int], first: int = 1, deepest: int = 6) -> list[int]:
    """The level at which each heading is set, from ``first``, the highest that the text has.

    No level is skipped on the way down, since readers walk a text by its headings, and none is
    deeper than ``deepest``.
    """
    given = list(levels)
    top, last = min(given, default=1), first - 1
    found = []
    for level in given:
        last = min(level - top + first, last + 1, deepest)
        found.append(last)
    return found
