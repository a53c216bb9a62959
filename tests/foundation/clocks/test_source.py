"""The time another server names: a moment, or a refusal in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inspectorate.foundation.clocks.source import read_date


def test_date_of_a_web_server_is_read_in_utc() -> None:
    assert read_date("Mon, 01 Oct 2018 09:00:00 GMT") == datetime(2018, 10, 1, 9, tzinfo=UTC)
    assert read_date("Mon, 01 Oct 2018 09:00:00 +0100") == datetime(2018, 10, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Oct 99999999999999999999 09:00:00 GMT",
        "Mon, 32 Oct 2018 09:00:00 GMT",
        "Mon, 01 Oct 2018 09:00:00 +9999",
    ],
)
def test_date_that_is_no_moment_is_refused_and_stops_nobody(said: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_date(said)
