"""Claims: one assertion bound to its support, drafted by one person and referenced by another.

Indexed: edited by version until referenced; stale when its support changes. May use judgments and
the rooms below.
"""
