"""Estimates from samples of cases: stratified and weighted means, totals and shares, and how large
a sample must be.

Owns the estimators, their standard errors and planning sizes. Never a Wald interval for a share and
never NaN: an empty or single-case stratum gets a reason, not a number. Pure; uses
``inspectstats.intervals`` and ``inspectstats.records``.
"""
