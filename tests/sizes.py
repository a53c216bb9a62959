"""How far a long test goes: a small way in ``./run test``, the whole way in ``./run drill walks``
and ``./run drill simulations``, which set INSPECTORATE_WALKS=whole; and which of many cases of one
rule ``./run test`` asks.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest

WHOLE = os.environ.get("INSPECTORATE_WALKS") == "whole"


def sized[Size](small: Size, whole: Size) -> Size:
    """The size for this run."""
    return whole if WHOLE else small


def drilled(cases: Iterable[Any], one_in: int) -> list[Any]:
    """The cases of a parametrized test, the first and then one in so many of them as they are: the
    others are left to the drill that names the file. A case of several values is a
    tuple, as pytest has it; one value that is a tuple itself stands in a ``pytest.param``.
    """
    given = [*cases]
    return [one if WHOLE or not place % one_in else _left(one) for place, one in enumerate(given)]


def _left(case: Any) -> Any:
    if isinstance(case, type(pytest.param())):
        return pytest.param(*case.values, marks=[*case.marks, pytest.mark.drill], id=case.id)
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.drill)
