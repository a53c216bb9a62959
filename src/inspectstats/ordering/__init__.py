"""An order from pairwise comparisons: which of two is better, asked of many pairs.

Owns: the table of comparisons, the Bradley-Terry order with intervals of strengths, differences and
places, and where grades contradict the order. Pure: comparisons in, frozen records out. May use
``inspectstats.variation``, ``inspectstats.intervals``, ``inspectstats.records`` and numpy.

    from inspectstats.ordering import comparisons, order
    found = order(comparisons(["North", "North"], ["South", "East"], tied=[False, True]))
    found.reason                                     # what keeps it from an order, or "ok"
"""

from inspectstats.ordering.bradley_terry import order
from inspectstats.ordering.comparing import Comparisons, comparisons
from inspectstats.ordering.contradicting import Contradiction, contradictions
from inspectstats.ordering.placing import Order, Placed

__all__ = [
    "Comparisons",
    "Contradiction",
    "Order",
    "Placed",
    "comparisons",
    "contradictions",
    "order",
]
