"""Dates as British prose writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inspectorate.prose.dates import dates, first_date, in_words, iso_in_words, told_moment


def test_dates_are_read_at_the_precision_written() -> None:
    found = list(
        dates(
            "Between October 2018 and Monday 9 March 2020, on 3 May, by 2020-09-30 and 01/02/2021."
        )
    )
    assert [(one.year, one.month, one.day) for one in found] == [
        (2018, 10, None),
        (2020, 3, 9),
        (None, 5, 3),
        (2020, 9, 30),
        (2021, 2, 1),
    ]
    assert found[1].weekday == 0


def test_month_names_that_are_words_are_no_dates() -> None:
    assert list(dates("There may be a march. May we go? Forces may 2 or 3 times.")) == []


def test_impossible_day_is_known_as_such() -> None:
    (found,) = dates("by 31 April 2020")
    assert found.impossible
    assert found.exact is None


def test_stamp_of_a_release_is_read() -> None:
    assert first_date("9 Mar 2020 02:38 PM") == date(2020, 3, 9)
    assert first_date("2020-03-09T14:30:00+00:00") == date(2020, 3, 9)
    assert in_words(date(2020, 3, 9)) == "9 March 2020"


@pytest.mark.parametrize(
    ("iso", "words"),
    [("2020-03-09", "9 March 2020"), ("2020-03-09T23:59:00+00:00", "9 March 2020"), ("", "")],
)
def test_iso_day_or_moment_is_written_as_its_day(iso: str, words: str) -> None:
    assert iso_in_words(iso) == words


@pytest.mark.parametrize(
    "written",
    [
        "9 March 2020",
        "9th March 2020",
        "the 9th of March 2020",
        "March 9, 2020",
        "March 9th, 2020",
        "March 9 2020",
        "9/3/2020",
        "9.3.2020",
        "9/3/20",
        "2020-03-09",
        "Mon. 9 Mar. 2020",
        "Monday, 9 March 2020",
    ],
)
def test_day_is_read_in_every_form_in_which_it_is_written(written: str) -> None:
    (found,) = dates(f"It was on {written} that it was so.")
    assert found.exact == date(2020, 3, 9)


@pytest.mark.parametrize(
    "text", ["In March 12 forces did.", "version 1.2.2020.1", "1/2/3", "3.4.2"]
)
def test_digits_beside_a_month_or_in_a_number_are_no_day(text: str) -> None:
    assert [one for one in dates(text) if one.day] == []


def test_moment_falls_on_its_day_in_london() -> None:
    assert first_date("2020-06-08T23:30:00+00:00") == date(2020, 6, 9)
    assert first_date("2020-03-09T00:01+00:00") == date(2020, 3, 9)
    assert first_date("2020-03-08T23:30Z") == date(2020, 3, 8)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020-03-09T00:01:00+00:00", datetime(2020, 3, 9, 0, 1, tzinfo=UTC)),
        (" 2020-03-09T01:01:00+01:00 ", datetime(2020, 3, 9, 0, 1, tzinfo=UTC)),
        ("2020-03-09T00:01:00", None),
        ("9 March 2020", None),
        ("", None),
    ],
)
def test_moment_is_told_with_its_hour_and_zone(text: str, found: datetime | None) -> None:
    assert told_moment(text) == found


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_moment_that_falls_on_no_day_is_read_as_none(text: str) -> None:
    assert first_date(text) is None
    with pytest.raises(OverflowError):
        told_moment(text)
