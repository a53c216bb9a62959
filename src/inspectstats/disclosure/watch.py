"""How long a search may take, and whether it is given up."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


class OutOfTime(Exception):
    """The time for the search is over, or whoever asked for it gave up."""


@dataclass(slots=True)
class Watch:
    """How long a search may take: ``until`` by ``clock``; ``stop`` says that it is given up."""

    until: float = math.inf
    clock: Callable[[], float] = time.monotonic
    stop: Callable[[], bool] | None = None

    def left(self) -> float:
        """Return the seconds left; raise OutOfTime when there are none."""
        left = self.until - self.clock()
        if left <= 0 or (self.stop is not None and self.stop()):
            raise OutOfTime
        return left
