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


def tail(level: float, where: str = "level") -> float:
    """Half of 1 - level, for equal-tailed intervals; refuses what is no share in (0, 1), as 95 is.

    ``where`` is the name of the argument in which it was given.
    """
    number = isinstance(level, Real) and not isinstance(level, bool)
    if not (number and 0 < level < 1):
        shown = repr(level)[:40]
        raise InputError(
            f"{shown} is no share between 0 and 1", where=where, mend="Use 0.95 for 95 per cent."
        )
    return (1 - level) / 2
