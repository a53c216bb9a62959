"""How far a long test goes: a small way in ``./run test``, the whole way in ``./run drill walks``
and ``./run drill simulations``, which set INSPECTORATE_WALKS=whole.
"""

from __future__ import annotations

import os

WHOLE = os.environ.get("INSPECTORATE_WALKS") == "whole"


def sized[Size](small: Size, whole: Size) -> Size:
    """The size for this run."""
    return whole if WHOLE else small
