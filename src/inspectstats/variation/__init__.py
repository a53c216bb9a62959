"""Differences between bodies beyond chance: funnels, pooling, spread on ordered grades, and
false-discovery control.

Owns what stands behind "some inconsistency" and "consistent". Nothing is stored; every simulation
takes its seed as text and gives the same figures on any machine. Uses ``inspectstats.records``,
``inspectstats.intervals``, numpy and scipy.
"""

from inspectstats.variation.between import Between, between, log_risk_ratios
from inspectstats.variation.funnel import (
    Funnel,
    Point,
    flag_limits,
    funnel,
    limits,
    mid_p_value,
    over_dispersion,
)
from inspectstats.variation.multiplicity import Rejections, benjamini_hochberg, bonferroni
from inspectstats.variation.ordinal import (
    Consistency,
    Inconsistency,
    consistent,
    leik,
    some_inconsistency,
)
from inspectstats.variation.pooling import Pooled, median_odds_ratio, pool

__all__ = [
    "Between",
    "Consistency",
    "Funnel",
    "Inconsistency",
    "Point",
    "Pooled",
    "Rejections",
    "benjamini_hochberg",
    "between",
    "bonferroni",
    "consistent",
    "flag_limits",
    "funnel",
    "leik",
    "limits",
    "log_risk_ratios",
    "median_odds_ratio",
    "mid_p_value",
    "over_dispersion",
    "pool",
    "some_inconsistency",
]
