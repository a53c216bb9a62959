"""Differences between bodies beyond chance: funnels, pooling, spread on ordered grades, and
false-discovery control.

Owns what stands behind "some inconsistency" and "consistent". Nothing is stored; every simulation
takes its seed as text and gives the same figures on any machine. Uses ``inspectstats.records``,
``inspectstats.intervals``, numpy and scipy.
"""
