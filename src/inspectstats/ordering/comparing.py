"""The table of comparisons: how often each body was called better than each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.ratings import Floats
from inspectstats.records import InputError, Record, digest


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons(Record):
    """Comparisons of pairs, counted.

    ``names`` are the n bodies; ``better`` (n, n) counts how often the row was called better than
    the column, ``tied`` (n, n) how often the two could not be told apart, each pair in both its
    cells. Build with :func:`comparisons`.
    """

    names: tuple[str, ...]
    better: Floats
    tied: Floats
    input_sha256: str

    @property
    def count(self) -> int:
        """How many comparisons there are."""
        return round(float(self.better.sum() + self.tied.sum() / 2))

    @property
    def of_each(self) -> Floats:
        """In how many comparisons each body was, (n,)."""
        return np.asarray((self.better + self.better.T + self.tied).sum(axis=1))

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The bodies that chains of comparisons connect, group by group, the largest first."""
        met = (self.better + self.better.T + self.tied) > 0
        left, found = list(range(len(self.names))), []
        while left:
            reached, edge = {left[0]}, [left[0]]
            while edge:
                following = {int(one) for at in edge for one in np.flatnonzero(met[at])}
                edge = sorted(following - reached)
                reached |= following
            found.append(tuple(self.names[at] for at in sorted(reached)))
            left = [at for at in left if at not in reached]
        return tuple(sorted(found, key=lambda group: (-len(group), group)))


def comparisons(
    better: Sequence[str],
    worse: Sequence[str],
    *,
    tied: Sequence[bool] | None = None,
    bodies: Sequence[str] | None = None,
) -> Comparisons:
    """Count comparisons given one after the other.

    Parameters
    ----------
    better : (m,) names of the body called better, of a tie either.
    worse : (m,) names of the other.
    tied : (m,) whether the two could not be told apart; none where not given.
    bodies : the names of all bodies, where some may have been compared with none; else those named.

    Returns
    -------
    Comparisons.

    Raises
    ------
    InputError, for an empty table, columns of unequal length, a body compared with itself, and one
    that is not among ``bodies``; it names the row.

    Examples
    --------
    >>> found = comparisons(["North", "East", "North"], ["South", "South", "East"])
    >>> found.count, found.names
    (3, ('East', 'North', 'South'))
    """
    ties = [False] * len(better) if tied is None else list(tied)
    if not len(better) == len(worse) == len(ties):
        raise InputError(
            f"{len(better)}, {len(worse)} and {len(ties)} rows",
            where="comparisons",
            mend="Give each comparison a better one, a worse one and whether they were tied.",
        )
    if not len(better):
        raise InputError(
            "the table is empty", where="comparisons", mend="Give at least one comparison."
        )
    names = tuple(sorted({*better, *worse}) if bodies is None else dict.fromkeys(bodies))
    at = {name: place for place, name in enumerate(names)}
    won, drawn = np.zeros((len(names),) * 2), np.zeros((len(names),) * 2)
    for row, (one, other, tie) in enumerate(zip(better, worse, ties, strict=True), 1):
        _checked(at, one, other, row)
        first, second = at[one], at[other]
        if tie:
            drawn[first, second] += 1
            drawn[second, first] += 1
        else:
            won[first, second] += 1
    named = "\n".join(names).encode()
    return Comparisons(names, won, drawn, digest([named, won.tobytes(), drawn.tobytes()]))


def _checked(at: dict[str, int], one: str, other: str, row: int) -> None:
    for name in (one, other):
        if name not in at:
            raise InputError(
                f"{name!r} is not among the bodies",
                where=f"row {row}",
                mend="Name it among the bodies, or leave the row out.",
            )
    if one == other:
        raise InputError(
            f"{one!r} is compared with itself", where=f"row {row}", mend="Leave the row out."
        )
