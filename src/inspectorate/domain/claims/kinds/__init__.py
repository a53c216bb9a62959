"""Kinds of claim, one file each: how a claim of the kind is read, counted, supported and printed.

May change by a new kind: its file, its line in ``registry.py``, a migration that lists its code.
"""
