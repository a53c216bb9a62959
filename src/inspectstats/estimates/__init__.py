"""Estimates from samples of cases: stratified and weighted means, totals and shares, and how large
a sample must be.

Owns the estimators, their standard errors and planning sizes. Never a Wald interval for a share and
never NaN: an empty or single-case stratum gets a reason, not a number. Pure; uses
``inspectstats.intervals`` and ``inspectstats.records``.
"""

from inspectstats.estimates.draws_by_size import follows_size, variance_by_size
from inspectstats.estimates.sample_design import Design, DrawnCase, design, design_of_draw
from inspectstats.estimates.shares import Stratum, stratified_share, weighted_share
from inspectstats.estimates.sizes import Size, allocate, discovery, for_share, krejcie_morgan
from inspectstats.estimates.survey import (
    mean,
    ratio,
    total,
    variance_of_total,
)

__all__ = [
    "Design",
    "DrawnCase",
    "Size",
    "Stratum",
    "allocate",
    "design",
    "design_of_draw",
    "discovery",
    "follows_size",
    "for_share",
    "krejcie_morgan",
    "mean",
    "ratio",
    "stratified_share",
    "total",
    "variance_by_size",
    "variance_of_total",
    "weighted_share",
]
