"""Whether what a judgment rests on is thin: the library's rule of triangulation, and no other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from inspectstats.triangulation import Item, triangulate

# Kinds of source and origins that a judgment needs: one alone may be wrong.
KINDS_NEEDED = 2


class Source(NamedTuple):
    """What one cited item comes from: its kind of source and its origin, by role."""

    kind: str
    origin: str


def thin(sources: Iterable[Source]) -> bool:
    """Does a judgment rest on too few kinds of source or origins, or on what people say alone?

    Whatever is cited supports the judgment, whichever way it points.
    """
    return _thin(tuple(sorted(Source(one.kind, one.origin.strip().casefold()) for one in sources)))


@lru_cache(maxsize=4096)
def _thin(sources: tuple[Source, ...]) -> bool:
    items = [Item("", "", one.kind, one.origin) for one in sources]
    return not triangulate(items, k=KINDS_NEEDED).met
