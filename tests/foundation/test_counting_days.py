"""Counting days, by table: each row is a rule met in a statute or practice, and its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.foundation.due_days import counting

EASTER_2020 = frozenset({date(2020, 4, 10), date(2020, 4, 13), date(2020, 5, 8), date(2020, 5, 25)})


@pytest.mark.parametrize(
    ("given_day", "expected"),
    [
        (counting.days_beginning_with(date(2020, 3, 9), 1), date(2020, 3, 9)),
        (counting.days_after(date(2020, 3, 9), 30), date(2020, 4, 8)),
        (
            counting.before_day(date(2020, 1, 1), 181),
            date(2020, 6, 29),
        ),  # 31 U.S.C. 720(b)(1): 180 days after the report
        (counting.months_after(date(2020, 1, 31), 1), date(2020, 2, 29)),
        (counting.months_after(date(2020, 12, 15), 2), date(2021, 2, 15)),
        (
            counting.working_days_after(date(2020, 4, 9), 1, EASTER_2020),
            date(2020, 4, 14),
        ),  # Maundy Thursday to Tuesday
        (counting.working_days_after(date(2020, 3, 9), 70, EASTER_2020), date(2020, 6, 19)),
        (counting.working_days_beginning_with(date(2020, 4, 9), 1, EASTER_2020), date(2020, 4, 9)),
        (
            counting.working_days_beginning_with(date(2020, 4, 11), 1, EASTER_2020),
            date(2020, 4, 14),
        ),  # from a Saturday
        (counting.next_fixed(date(2020, 3, 31), [(4, 30), (10, 31)]), date(2020, 4, 30)),
        (counting.next_fixed(date(2020, 4, 30), [(4, 30), (10, 31)]), date(2020, 10, 31)),
        (counting.next_fixed(date(2020, 11, 1), [(4, 30), (10, 31)]), date(2021, 4, 30)),
        (counting.earlier(date(2020, 5, 1), date(2020, 4, 1)), date(2020, 4, 1)),
    ],
)
def test_rule_gives_the_day(given_day: date, expected: date) -> None:
    assert given_day == expected


def test_day_in_recess_becomes_the_day_before_the_house_returns() -> None:
    sitting = [(date(2020, 6, 1), date(2020, 7, 22)), (date(2020, 9, 1), date(2020, 11, 5))]
    moved = counting.before_return(date(2020, 8, 10), sitting)
    assert (moved.on, "2020-09-01" in moved.why) == (date(2020, 8, 31), True)
    assert counting.before_return(date(2020, 6, 30), sitting) == counting.MovedDay(
        date(2020, 6, 30)
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: counting.days_beginning_with(date(2020, 1, 1), 0),
        lambda: counting.before_day(date(2020, 1, 1), 1),
        lambda: counting.months_after(date(2020, 1, 1), 0),
        lambda: counting.next_fixed(date(2020, 1, 1), []),
        lambda: counting.earlier(),
        lambda: counting.before_return(date(2021, 1, 1), [(date(2020, 1, 1), date(2020, 2, 1))]),
    ],
)
def test_rule_without_sense_is_refused(call: object) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=r"\w+"):
        call()


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(1, 300),
    st.sets(st.integers(0, 500), max_size=30),
)
def test_working_days_counted_one_by_one_agree(start: date, days: int, offsets: set[int]) -> None:
    holidays = {start + timedelta(days=offset) for offset in offsets}
    last = counting.working_days_after(start, days, holidays)
    between = [start + timedelta(days=step) for step in range(1, (last - start).days + 1)]
    assert sum(counting.is_working(on, holidays) for on in between) == days
    assert counting.is_working(last, holidays)
