"""Clocks, by table: each row is a rule met in a statute or practice, with the day it gives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.domain.recommendations import clock

EASTER_2020 = frozenset({date(2020, 4, 10), date(2020, 4, 13), date(2020, 5, 8), date(2020, 5, 25)})


@pytest.mark.parametrize(
    ("published", "last"),
    [
        (date(2020, 3, 9), date(2020, 5, 3)),  # the reference inspection
        (date(2020, 1, 1), date(2020, 2, 25)),
        (date(2020, 1, 31), date(2020, 3, 26)),  # over a leap day
        (date(2019, 1, 31), date(2019, 3, 27)),  # over none
        (date(2019, 12, 31), date(2020, 2, 24)),  # over a year's end
        (date(2020, 3, 28), date(2020, 5, 22)),  # over the night the clocks go forward
        (date(2020, 10, 24), date(2020, 12, 18)),  # and back
    ],
)
def test_56_days_beginning_with_publication_end_on(published: date, last: date) -> None:
    assert clock.reply_by(published) == last
    assert (last - published).days + 1 == 56


@pytest.mark.parametrize(
    ("given_day", "expected"),
    [
        (clock.days_beginning_with(date(2020, 3, 9), 1), date(2020, 3, 9)),
        (clock.days_after(date(2020, 3, 9), 30), date(2020, 4, 8)),
        (
            clock.before_day(date(2020, 1, 1), 181),
            date(2020, 6, 29),
        ),  # 31 U.S.C. 720(b)(1): 180 days after the report
        (clock.months_after(date(2020, 1, 31), 1), date(2020, 2, 29)),
        (clock.months_after(date(2020, 12, 15), 2), date(2021, 2, 15)),
        (
            clock.working_days_after(date(2020, 4, 9), 1, EASTER_2020),
            date(2020, 4, 14),
        ),  # Maundy Thursday to Tuesday
        (clock.working_days_after(date(2020, 3, 9), 70, EASTER_2020), date(2020, 6, 19)),
        (clock.working_days_beginning_with(date(2020, 4, 9), 1, EASTER_2020), date(2020, 4, 9)),
        (
            clock.working_days_beginning_with(date(2020, 4, 11), 1, EASTER_2020),
            date(2020, 4, 14),
        ),  # from a Saturday
        (clock.next_fixed(date(2020, 3, 31), [(4, 30), (10, 31)]), date(2020, 4, 30)),
        (clock.next_fixed(date(2020, 4, 30), [(4, 30), (10, 31)]), date(2020, 10, 31)),
        (clock.next_fixed(date(2020, 11, 1), [(4, 30), (10, 31)]), date(2021, 4, 30)),
        (clock.earlier(date(2020, 5, 1), date(2020, 4, 1)), date(2020, 4, 1)),
    ],
)
def test_rule_gives_the_day(given_day: date, expected: date) -> None:
    assert given_day == expected


def test_day_in_recess_becomes_the_day_before_the_house_returns() -> None:
    sitting = [(date(2020, 6, 1), date(2020, 7, 22)), (date(2020, 9, 1), date(2020, 11, 5))]
    moved = clock.before_return(date(2020, 8, 10), sitting)
    assert (moved.on, "2020-09-01" in moved.why) == (date(2020, 8, 31), True)
    assert clock.before_return(date(2020, 6, 30), sitting) == clock.MovedDay(date(2020, 6, 30))


@pytest.mark.parametrize(
    "call",
    [
        lambda: clock.days_beginning_with(date(2020, 1, 1), 0),
        lambda: clock.before_day(date(2020, 1, 1), 1),
        lambda: clock.months_after(date(2020, 1, 1), 0),
        lambda: clock.next_fixed(date(2020, 1, 1), []),
        lambda: clock.earlier(),
        lambda: clock.before_return(date(2021, 1, 1), [(date(2020, 1, 1), date(2020, 2, 1))]),
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
    last = clock.working_days_after(start, days, holidays)
    between = [start + timedelta(days=step) for step in range(1, (last - start).days + 1)]
    assert sum(clock.is_working(on, holidays) for on in between) == days
    assert clock.is_working(last, holidays)
