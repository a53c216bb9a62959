"""Recommendations: opened from an edition, answered, followed up, verified, closed.

Tracked: each step is a record added, none is changed. Nothing of it is public unread: words are
once a person accepted them, our own findings once a second one confirmed them. May use reports and
the rooms below.
"""
