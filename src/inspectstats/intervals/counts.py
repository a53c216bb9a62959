"""What every interval asks of its counts and its level before it computes anything."""

from __future__ import annotations

import math
from numbers import Integral, Real

from inspectstats.records import InputError


def checked(x: int, n: int, names: tuple[str, str] = ("x", "n")) -> tuple[int, int]:
    """Whole numbers with 0 <= x <= n, or an :class:`InputError` that names the argument."""
    for name, value in zip(names, (x, n), strict=True):
        if not _whole(value):
            raise InputError(
                f"{repr(value)[:40]} is not a whole number",
                where=name,
                mend="Give counts, not shares or per cent.",
            )
    if n < 0 or not 0 <= x <= n:
        raise InputError(
            f"{names[0]} = {x} of {names[1]} = {n}",
            where=names[0],
            mend=f"It must lie in 0..{names[1]}.",
        )
    return int(x), int(n)


def _whole(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    return isinstance(value, Integral) or (math.isfinite(value) and float(value).is_integer())


def tail(level: float) -> float:
    """Half of 1 - level, for equal-tailed intervals; refuses levels outside (0, 1) such as 95."""
    if not (math.isfinite(level) and 0 < level < 1):
        raise InputError(f"level {level!r}", where="level", mend="Give it as a share such as 0.95.")
    return (1 - level) / 2
