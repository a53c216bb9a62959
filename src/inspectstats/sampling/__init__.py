"""Draws anyone can repeat: a committed frame, a seed nobody controls, and one ticket per case by
SHA-256.

Owns the frame hash, tickets, simple, stratified and size-proportional draws, the seeds and the
stand-alone verifier ``verifier.py``, which uses nothing but Python's standard library so that a
body can run it on its own list. The way a ticket is computed never changes: a new way would be a
new version beside it. Uses ``inspectstats.records`` only.
"""
