"""The frozen records every statistic answers with.

A result is never NaN and never an exception for data that merely say nothing: ``value`` is then
``None`` and ``reason`` says why in one code (``no_pairable_units``, ``no_variation``,
``too_few_forces`` …). Only unusable *input* raises, with :class:`InputError`, which names the row,
the column and the mend.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

OK = "ok"


class InputError(ValueError):
    """Unusable input: ``where`` names the row, column or argument, ``mend`` how to put it right."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(
            ". ".join(part for part in (f"{where}: {what}" if where else what, mend) if part)
        )


@dataclass(frozen=True, slots=True)
class Dropped:
    """``count`` things left out of a figure, and the ``reason`` code for it."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Result:
    """One figure with everything a reader needs to check it.

    ``value``, ``low`` and ``high`` are in ``unit`` (proportions in [0, 1], severity in logits) or
    ``None`` with a ``reason`` code; ``level`` is the interval's level, 0.95 unless told; ``method``
    is an id with a version such as ``krippendorff_alpha.ordinal/1``; ``counts`` holds n_units,
    n_ratings, n_forces and the like; ``input_sha256`` identifies the data.
    """

    method: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    se: float | None = None
    interval_method: str | None = None
    unit: str = ""
    reason: str = OK
    interval_reason: str = OK
    counts: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = ()
    input_sha256: str = ""


def seed_text(seed: object) -> str:
    """Return a seed, which is text: ``seed=1`` is an :class:`InputError` that says so."""
    if isinstance(seed, str):
        return seed
    raise InputError(
        f"{seed!r} is {type(seed).__name__}, not text",
        where="seed",
        mend=f"Write it as text: seed={str(seed)!r}.",
    )


def digest(parts: Iterable[bytes | memoryview]) -> str:
    """SHA-256 over length-prefixed ``parts``, so that no two different inputs run together."""
    sha = hashlib.sha256()
    for part in parts:
        size = part.nbytes if isinstance(part, memoryview) else len(part)
        sha.update(size.to_bytes(8, "big"))
        sha.update(part)
    return sha.hexdigest()
