"""Intervals for shares and for differences of shares: exact, mid-P and score, never Wald.

Owns single proportions (infinite and finite populations), independent and paired differences. Pure
functions of counts: nothing here is stored. Uses ``inspectstats.records`` and scipy's exact
distributions.
"""

from inspectstats.intervals.difference import difference, paired_difference
from inspectstats.intervals.finite import finite_counts
from inspectstats.intervals.proportion import proportion

__all__ = [
    "difference",
    "finite_counts",
    "paired_difference",
    "proportion",
]
