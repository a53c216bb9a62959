"""Anchors and excerpts: each anchor once, each excerpt on one line and no longer than asked."""

from __future__ import annotations

import pytest

from inspectorate.prose.addresses import free_anchor
from inspectorate.prose.excerpts import excerpt


def test_anchor_wanted_again_is_numbered_from_two() -> None:
    taken: set[str] = {"summary-3"}
    assert [free_anchor("summary", taken) for _ in range(3)] == [
        "summary",
        "summary-2",
        "summary-4",
    ]


@pytest.mark.parametrize(
    ("text", "cut"),
    [("one  two\n three", "one two three"), ("x" * 13, "x" * 13), ("x" * 14, "x" * 12 + "…")],
)
def test_excerpt_is_one_line_no_longer_than_asked(text: str, cut: str) -> None:
    assert excerpt(text, 13) == cut
