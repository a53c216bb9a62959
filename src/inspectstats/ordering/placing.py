"""What an order tells: strengths and places with intervals, and the difference of two bodies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

import numpy as np

from inspectstats.agreement.ratings import Floats
from inspectstats.intervals.counts import tail
from inspectstats.ordering.comparing import Comparisons
from inspectstats.plain import plain
from inspectstats.records import OK, InputError, Record, Result


@dataclass(frozen=True, slots=True)
class Placed(Record):
    """Where a body stands: its ``strength`` in logits against the average, its ``place`` from 1,
    and the ``best`` and ``worst`` place it may have.
    """

    strength: Result
    place: int
    best: int
    worst: int


@dataclass(frozen=True, slots=True, eq=False)
class Order(Record):
    """An order of bodies, the best first; build with :func:`order`.

    ``of`` holds each body's place by name, in the order; ``groups`` the bodies that comparisons
    connect; ``covariance`` (n, n) that of the strengths in the order of ``data.names``, empty where
    there is no order, and then ``reason`` says why.
    """

    data: Comparisons
    of: Mapping[str, Placed] = field(default_factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    covariance: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    confidence: float = 0.95
    method: str = ""
    reason: str = OK
    warnings: tuple[str, ...] = ()

    PARTS = "of"
    OWN_DICT = True

    def __repr__(self) -> str:
        bodies, compared = len(self.data.names), self.data.count
        return f"<Order: {bodies} bodies, {compared:,} comparisons, {self.reason}>"

    @property
    def names(self) -> tuple[str, ...]:
        """The bodies, the best first; none where there is no order."""
        return tuple(self.of)

    def to_dict(self) -> dict[str, Any]:
        """Return the order as values that JSON has: neither the table nor the covariance."""
        return {
            "method": self.method,
            "of": plain(self.of),
            "groups": plain(self.groups),
            "comparisons": self.data.count,
            "confidence": self.confidence,
            "reason": self.reason,
            "warnings": list(self.warnings),
            "input_sha256": self.data.input_sha256,
        }

    def difference(self, one: str, other: str, *, confidence: float | None = None) -> Result:
        """Strength of body ``one`` less that of ``other``, in logits, with its own standard error.

        What both share cancels, so that two bodies whose intervals overlap may be told apart.
        """
        level = self.confidence if confidence is None else confidence
        tail(level, "confidence")
        first, second = self._at(one), self._at(other)
        method = f"{self.method}.difference"
        if self.reason != OK:
            return Result(method, None, reason=self.reason, interval_reason=self.reason)
        held = self.covariance
        value = (self.of[one].strength.value or 0.0) - (self.of[other].strength.value or 0.0)
        se = math.sqrt(
            max(held[first, first] + held[second, second] - 2 * held[first, second], 0.0)
        )
        margin = NormalDist().inv_cdf((1 + level) / 2) * se
        return Result(
            method,
            round(value, 9),
            round(value - margin, 9),
            round(value + margin, 9),
            level,
            round(se, 9),
            "normal",
            "logits",
            warnings=self.warnings,
            input_sha256=self.data.input_sha256,
        )

    def _at(self, name: str) -> int:
        if name not in self.data.names:
            raise InputError(
                f"{name!r} is not among the bodies",
                where="body",
                mend=f"Use one of {', '.join(self.data.names[:8])} …",
            )
        return self.data.names.index(name)
