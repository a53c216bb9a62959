"""Stretches of time as British prose writes them."""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.prose.periods import periods

FIRST, LAST = date(2018, 10, 1), date(2019, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "between October 2018 and February 2019",
        "from October 2018 to February 2019",
        "from October to February 2019",
        "Oct 2018–Feb 2019",
        "1 October 2018 to 28 February 2019",
        "between Monday 1 October 2018 and Thursday 28 February 2019",
        "1st October 2018 – 28th February 2019",
        "1/10/2018 to 28/2/2019",
        "2018-10-01 to 2019-02-28",
        "between October and February",
        "between autumn 2018 and winter 2018",
        "in 2018 and 2019",
    ],
)
def test_range_is_read_whole_and_equals_its_days(text: str) -> None:
    (found,) = periods(text)
    assert found.is_range
    assert found.equals(FIRST, LAST)
    assert not found.equals(FIRST, date(2017, 3, 28))
    assert not found.backwards


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("9 to 13 March 2020", (2020, 3, 9), (2020, 3, 13)),
        ("between 9 and 13 March", (None, 3, 9), (None, 3, 13)),
        ("30 October to 3 November 2018", (2018, 10, 30), (2018, 11, 3)),
        ("November to January 2019", (2018, 11, None), (2019, 1, None)),
    ],
)
def test_what_one_end_leaves_out_is_taken_from_the_other(
    text: str, first: tuple[int | None, ...], last: tuple[int | None, ...]
) -> None:
    (found,) = periods(text)
    assert (found.first.year, found.first.month, found.first.day) == first
    assert (found.last.year, found.last.month, found.last.day) == last


@pytest.mark.parametrize(
    "text", ["between 12 and 46 forces", "We may march and may go.", "10 to 12 of them", "£2018"]
)
def test_other_numbers_and_months_that_are_words_are_no_periods(text: str) -> None:
    assert periods(text) == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("between October 2018 to February 2019", True),
        ("between October 2018 – February 2019", True),
        ("from October 2018 and February 2019", True),
        ("between October 2018 and February 2019", False),
        ("from October 2018 until February 2019", False),
    ],
)
def test_words_that_do_not_belong_together_are_told(text: str, wrong: bool) -> None:
    (found,) = periods(text)
    assert found.misjoined is wrong


def test_range_that_ends_before_it_begins_is_backwards() -> None:
    (found,) = periods("February 2019 to October 2018")
    assert found.backwards


def test_days_are_written_as_precisely_as_the_text_wrote_them() -> None:
    days = (date(2019, 1, 7), date(2019, 1, 11))
    (found,) = periods("8 to 12 January 2019")
    assert found.like(*days) == "7 to 11 January 2019"
    (found,) = periods("October 2018 and March 2019")
    assert found.like(*days) == "January 2019 and January 2019"
