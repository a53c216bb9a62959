"""Checks of one claim's support, one rule per file: figures in, faults out.

May change by a new check with its failing example. Uses the claim's facts only; other rooms call
``claims/support.py``.
"""
