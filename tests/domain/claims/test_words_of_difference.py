"""What words bound to a claim of difference are read to say."""

from __future__ import annotations

import pytest

from inspectorate.domain.claims.kinds.wording_of_difference import (
    SpreadWord,
    at_end,
    says,
    says_more,
)

DIFFER = (
    "some inconsistency in the way forces operate",
    "forms are used inconsistently",
    "forces differ",
    "there was variation between forces",
    "forces are not consistent",
    "forces do not act consistently",
    "there is a lack of consistency",
    "forces were not at all alike",
    "it was less uniform than before",
    "practice is uneven",
)
ALIKE = (
    "forces are consistent",
    "forces act consistently",
    "there was no inconsistency",
    "there was little inconsistency",
    "forces were similar",
    "there was little difference between forces",
    "forces did not differ",
    "forces do not vary",
    "there is no variation",
    "forces did much the same",
    "inconsistency is rare",
    "forces were not inconsistent",
    "forces do not lack consistency",
    "the picture was not mixed",
    "without exception, forces were consistent",
    "there is no doubt that forces were consistent",
    "not only good but consistent",
    "not one force failed, and they were consistent",
    "no force was out of line; they were consistent",
)
MIXED = ("community work is mixed", "a mixed picture", "a mixture of good and poor")
UNREAD = ("forces could do better", "we found good work", "")


@pytest.mark.parametrize("words", DIFFER)
def test_difference_is_read_whatever_the_word_and_where_likeness_is_denied(words: str) -> None:
    assert says(words) is SpreadWord.DIFFER


@pytest.mark.parametrize("words", ALIKE)
def test_likeness_is_read_where_difference_is_denied_and_a_denial_of_else_turns_nothing(
    words: str,
) -> None:
    assert says(words) is SpreadWord.ALIKE


@pytest.mark.parametrize("words", MIXED)
def test_mixed_is_read_as_such(words: str) -> None:
    assert says(words) is SpreadWord.MIXED


@pytest.mark.parametrize("words", UNREAD)
def test_words_outside_the_list_are_not_read(words: str) -> None:
    assert says(words) is None


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("more of the one than of the other were good", True),
        ("a greater share of metropolitan forces was good", True),
        ("fewer of the one were good", False),
        ("as many of the one as of the other", False),
        ("no more of the one than of the other", False),
        ("twice as many of the one", False),
        ("the one did worse than the other", False),
        ("more of the one were not good", False),
        ("the one and the other were good", None),
    ],
)
def test_more_fewer_and_multiples_are_told_apart(words: str, more: bool | None) -> None:
    assert says_more(words) is more


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("the three lowest", "low"),
        ("the weakest forces", "low"),
        ("the three highest", "high"),
        ("the best", "high"),
        ("from the lowest to the highest", ""),
        ("three forces", ""),
    ],
)
def test_end_is_the_one_that_the_words_name(words: str, end: str) -> None:
    assert at_end(words) == end
