"""The drill of the morning fails above its bounds: one act more, or one second."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.drill_morning import ACTS, SECONDS, _rows
from benchmarks.mornings.people import Told


def done(acts: int, seconds: float) -> Told:
    told = Told(acts=Counter({"editing": 2, "signing the words": acts - 2}))
    told.seconds["freezing"] = seconds
    return told


@pytest.mark.parametrize(
    ("acts", "seconds", "bound", "held"),
    [
        (ACTS, SECONDS, ACTS, True),
        (ACTS + 1, SECONDS, ACTS, False),
        (ACTS, SECONDS + 0.1, ACTS, False),
        (16, 22.0, 16, True),
        (16, 22.0, 15, False),
    ],
)
def test_morning_is_held_to_acts_and_seconds(
    acts: int, seconds: float, bound: int, *, held: bool
) -> None:
    *steps, whole = _rows("small", done(acts, seconds), bound)
    assert whole.held is held
    assert all(one.held is None for one in steps)
    assert f"{acts} acts" in whole.figure
