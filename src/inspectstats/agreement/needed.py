"""How many things must be judged twice, for an interval of a wanted width or to decide a figure.

Of the variance of a figure only the part that each pair of judgments brings by itself falls with
more double judgments; what bodies and inspectors share stays. So there are figures that no number
of doubles will decide: then more inspectors must judge twice, or more bodies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from inspectstats.agreement.coefficients import Coefficient
from inspectstats.agreement.makers import maker_of
from inspectstats.agreement.patterns import patterns
from inspectstats.agreement.ratings import Ratings
from inspectstats.agreement.two_way import Parts, outer_limits, taken_apart
from inspectstats.intervals.counts import tail
from inspectstats.records import OK, InputError, Record

TENTATIVE = 0.667
# Beyond this many times the pairs there are, the answer would be a guess.
MOST_TIMES = 100


@dataclass(frozen=True, slots=True)
class Doubles(Record):
    """How many pairs of judgments would do.

    ``pairs`` there are, ``needed`` in all and ``more`` than there are (None with a ``reason``);
    ``low`` and ``high`` are the limits to be expected then, if the figure stays at ``value``.
    Reasons: ``decided`` (enough already: ``more`` is 0), ``inspectors_differ`` and
    ``bodies_differ`` (no number of doubles would do, since what these share makes the interval as
    wide), ``too_few_cells`` (more are needed than there are cells), or why there is no interval at
    all.
    """

    value: float | None
    pairs: int
    needed: int | None = None
    more: int | None = None
    low: float | None = None
    high: float | None = None
    reason: str = OK


def doubles_for_width(
    ratings: Ratings,
    width: float,
    figure: str = "alpha",
    *,
    cells: int | None = None,
    level: float = 0.95,
) -> Doubles:
    """The pairs of judgments at which the two-way interval would be ``width`` wide.

    For a person who is not a statistician: how many more things two inspectors must judge for the
    figure to be known as exactly as you want.

    Parameters
    ----------
    ratings : judgments made so far, each rater a person.
    width : the distance wanted from limit to limit, above 0.
    figure : "alpha" (ordinal), "ac2" (quadratic) or "percent_agreement".
    cells : how many pairs there can be at all (all that is judged), where known.

    Returns
    -------
    Doubles.

    Raises
    ------
    InputError : where the width is not above 0 or the figure is unknown.

    Notes
    -----
    var(k) = lasting + (whole - lasting)/k at k times the pairs there are, the parts as
    :class:`~inspectstats.agreement.two_way.Parts` gives them. Assumes that further doubles are
    drawn as these were, from the same bodies and inspectors.

    Examples
    --------
    >>> from inspectstats.agreement.inspecting import Inspecting, inspected, stream
    >>> judged = inspected(Inspecting(across=True), stream("guide", 5))
    >>> found = doubles_for_width(judged, 0.3)
    >>> found.pairs, found.needed, found.more
    (110, 150, 40)
    """
    tail(level)
    if not width > 0:
        raise InputError(f"{width} is not above 0", where="width", mend="Use 0.2 for 0.1 each way.")
    return _sought(ratings, figure, cells, level, lambda low, high: high - low <= width)


def doubles_to_decide(
    ratings: Ratings,
    threshold: float = TENTATIVE,
    figure: str = "alpha",
    *,
    cells: int | None = None,
    level: float = 0.95,
) -> Doubles:
    """The pairs of judgments at which the interval would lie on one side of ``threshold``.

    For a person who is not a statistician: 0.62 (0.48 to 0.74) may or may not reach 0.667; this
    says how many more double judgments would tell, should the figure stay where it is.

    Parameters
    ----------
    ratings : judgments made so far, each rater a person.
    threshold : what the figure is to reach, or not; 0.667 is the least to draw conclusions from.
    figure, cells, level : as for :func:`doubles_for_width`.

    Returns
    -------
    Doubles; ``decided`` where the interval lies on one side already.

    Raises
    ------
    InputError : where the figure is unknown.

    Notes
    -----
    As :func:`doubles_for_width`.

    Examples
    --------
    >>> from inspectstats.agreement.inspecting import Inspecting, inspected, stream
    >>> judged = inspected(Inspecting(across=True), stream("guide", 5))
    >>> doubles_to_decide(judged).needed, doubles_to_decide(judged, cells=200).reason
    (333, 'too_few_cells')
    """
    tail(level)
    return _sought(
        ratings, figure, cells, level, lambda low, high: low >= threshold or high < threshold
    )


def _sought(
    ratings: Ratings,
    figure: str,
    cells: int | None,
    level: float,
    enough: Callable[[float, float], bool],
) -> Doubles:
    maker = maker_of(ratings, figure)
    found = maker.build(patterns(ratings))
    apart = taken_apart(ratings, found, maker, level)
    if apart.parts is None:
        return Doubles(None, 0, reason=apart.reason)
    told = doubles(apart.value, apart.parts, found, enough, level=level)
    if cells is not None and told.needed is not None and told.needed > max(cells, told.pairs):
        return replace(told, reason="too_few_cells")
    return told


def doubles(
    value: float,
    parts: Parts,
    found: Coefficient,
    enough: Callable[[float, float], bool],
    *,
    level: float = 0.95,
) -> Doubles:
    """The fewest pairs at which ``enough(low, high)`` holds, from the parts of a variance."""

    def at(pairs: float) -> tuple[float, float]:
        low, high = outer_limits(value, with_pairs(parts, pairs), found, level)
        return max(low, found.lowest), min(high, found.highest)

    now = parts.pairs
    if enough(*at(now)):
        return Doubles(value, now, now, 0, *at(now), reason="decided")
    few, many = now, now * MOST_TIMES
    if not enough(*at(many)):
        lasting = with_pairs(parts, many)
        by_inspectors = lasting.inspector > lasting.body
        why = "inspectors_differ" if by_inspectors else "bodies_differ"
        return Doubles(value, now, reason=why)
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if enough(*at(middle)) else (middle, many)
    return Doubles(value, now, many, many - now, *at(many))


def with_pairs(parts: Parts, pairs: float) -> Parts:
    """The parts to be expected with ``pairs`` in place of those there are."""
    rest = 1 - parts.pairs / pairs
    whole = parts.whole - (parts.whole - parts.lasting) * rest
    body = min(parts.body - parts.pair * rest, whole)
    return replace(
        parts,
        body=body,
        inspector=whole - body,
        pair=parts.pair * (1 - rest),
        pairs=round(pairs),
    )
