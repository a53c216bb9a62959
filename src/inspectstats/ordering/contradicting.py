"""Where grades say one of two is better and the order says the other is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

from inspectstats.ordering.placing import Order
from inspectstats.records import InputError, Record, Result
from inspectstats.variation.multiplicity import benjamini_hochberg


@dataclass(frozen=True, slots=True)
class Contradiction(Record):
    """``graded_better`` has the higher grade, and the order says that ``ordered_better`` is better.

    ``difference`` is by how much in logits, above 0, with its interval; ``p`` of as much or more
    where the grades were right, adjusted for all pairs that were looked at.
    """

    graded_better: str
    ordered_better: str
    difference: Result
    p: float


def contradictions(
    order: Order, grades: Mapping[str, int], *, q: float = 0.10
) -> tuple[Contradiction, ...]:
    """Find the pairs whose grades contradict an order.

    Parameters
    ----------
    order : Order, as :func:`order` gives it.
    grades : the place of each body's grade on its scale, higher better; those without a grade, and
        those that were not compared, are not looked at.
    q : false alarms tolerated, as a share of the pairs told.

    Returns
    -------
    Contradictions, the surest first; none where there is no order.

    Raises
    ------
    InputError, for a ``q`` that is no share.

    Examples
    --------
    >>> from inspectstats.ordering import comparisons, order
    >>> rows = [("North", "South")] * 19 + [("South", "North")]
    >>> [found] = contradictions(order(comparisons(*zip(*rows))), {"North": 1, "South": 2})
    >>> found.graded_better, found.ordered_better
    ('South', 'North')

    Notes
    -----
    A pair is told where the interval of its difference lies away from 0 and its p, one-sided and
    adjusted over all pairs of different grades, is at most ``q`` (Benjamini & Hochberg 1995). The
    tests share bodies, so they depend on each other; the rate then holds about, not exactly.
    """
    if not 0 < q < 1:
        raise InputError(f"{q!r} is no share", where="q", mend="Use 0.1 for one in ten.")
    pairs = _looked_at(order, grades)
    if not pairs:
        return ()
    apart = [order.difference(other, one) for one, other in pairs]
    adjusted = benjamini_hochberg([_p(each) for each in apart], q=q).adjusted
    found = [
        Contradiction(one, other, each, round(value, 9))
        for (one, other), each, value in zip(pairs, apart, adjusted, strict=True)
        if value <= q and (each.low or 0.0) > 0
    ]
    return tuple(sorted(found, key=lambda each: (each.p, each.graded_better, each.ordered_better)))


def _looked_at(order: Order, grades: Mapping[str, int]) -> list[tuple[str, str]]:
    """The pairs of different grades, the one with the higher grade first."""
    graded = [name for name in order.names if name in grades]
    return [(one, other) for one in graded for other in graded if grades[one] > grades[other]]


def _p(apart: Result) -> float:
    """Of as large a difference where there is none, one-sided."""
    return NormalDist().cdf(-(apart.value or 0.0) / apart.se) if apart.se else 1.0
