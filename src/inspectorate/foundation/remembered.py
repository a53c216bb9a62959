"""Keeps what was computed for as long as nothing it is computed from moved."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple


class Kept[T](NamedTuple):
    """What was computed, and what was known of all it was computed from."""

    under: Hashable
    what: T


class Remembered[T]:
    """The things kept last, by name, so ``many`` of them; for every thread of a process."""

    # Each step is one operation on a dict, which no other thread sees half done.

    def __init__(self, many: int) -> None:
        self._many = many
        self._kept: dict[Hashable, Kept[T]] = {}

    def of(self, name: Hashable, under: Hashable) -> T | None:
        """Return what was kept under ``name``, where that was under this very ``under``."""
        kept = self._kept.get(name)
        return kept.what if kept and kept.under == under else None

    def keep(self, name: Hashable, under: Hashable, what: T) -> T:
        """Keep what was computed, in the place of what was kept under the name, and give it."""
        self._kept.pop(name, None)
        self._kept[name] = Kept(under, what)
        for oldest in list(self._kept)[: -self._many]:
            self._kept.pop(oldest, None)
        return what

    def forget(self) -> None:
        """Forget everything, so that all is computed anew."""
        self._kept.clear()
