"""What is out, told as plain data and read back: the site is built by code that knows no room."""

from __future__ import annotations

import json

import pytest

from inspectorate.domain.publication.published import (
    OutInspection,
    OutRegister,
    OutRelease,
    Published,
    published_of,
)

RELEASES = (
    OutRelease(1, "one", "a", "2020-03-09T00:01:00+00:00", False, given_at=("", "prevent")),
    OutRelease(2, "two", "b", "2020-03-10T00:01:00+00:00", True, corrects=1, reason="A figure."),
)
REGISTER = OutRegister(4, "four", "c", "2020-03-11")


@pytest.mark.parametrize(
    "inspections",
    [
        (),
        (OutInspection("prevent", (), None),),
        (OutInspection("prevent", RELEASES, REGISTER), OutInspection("rape", RELEASES[:1], None)),
    ],
)
def test_what_is_out_is_read_back_as_it_was_told(inspections: tuple[OutInspection, ...]) -> None:
    told = Published("An inspectorate", "https://a.example", "us@a.example", True, inspections)
    assert published_of(json.loads(json.dumps(told.as_json()))) == told
