"""By when a body that must comment does so: the days of the reference inspection and its edges."""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.domain.recommendations import clock


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
