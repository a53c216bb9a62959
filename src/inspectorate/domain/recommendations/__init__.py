"""Recommendations: opened from an edition, answered, followed up, verified, closed.

Tracked: each step is a record added, none is changed. May use reports and the rooms below.
"""
