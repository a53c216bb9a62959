"""Places in an order, in words and in digits."""

from __future__ import annotations

import pytest

from inspectorate.prose.ordinals import ordinals, spelled


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("the second", 2),
        ("the 3rd", 3),
        ("Twelfth", 12),
        ("the twenty-first", 21),
        ("the 42nd", 42),
    ],
)
def test_ordinal_is_read_and_written_again_as_it_was(text: str, n: int) -> None:
    (found,) = ordinals(text)
    assert found.n == n
    assert spelled(n, found.text) == found.text


def test_ordinals_come_in_the_order_of_the_text() -> None:
    assert [one.n for one in ordinals("first, 4th and the thirtieth; seconds and firstly")] == [
        *(1, 4, 30)
    ]


@pytest.mark.parametrize(("n", "written"), [(1, "1st"), (11, "11th"), (22, "22nd"), (113, "113th")])
def test_ordinals_in_digits_have_their_endings(n: int, written: str) -> None:
    assert spelled(n, "2nd") == written
