"""The outline of a text has no gap, whatever levels its writer used."""

from __future__ import annotations

import pytest

from inspectorate.prose.outline import outlined


@pytest.mark.parametrize(
    ("given", "first", "deepest", "set_at"),
    [
        ([1, 2, 2, 3, 1], 2, 6, [2, 3, 3, 4, 2]),
        ([2, 4, 3, 2], 2, 6, [2, 3, 3, 2]),
        ([3, 1, 2], 2, 6, [2, 2, 3]),
        ([1, 2, 3, 4, 5, 6], 2, 6, [2, 3, 4, 5, 6, 6]),
        ([1, 2, 3, 4, 5, 6], 1, 5, [1, 2, 3, 4, 5, 5]),
        ([], 2, 6, []),
    ],
)
def test_headings_are_set_under_one_another_without_a_gap(
    given: list[int], first: int, deepest: int, set_at: list[int]
) -> None:
    assert outlined(given, first, deepest) == set_at
