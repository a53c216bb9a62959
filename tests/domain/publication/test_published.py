"""What is out, told as plain data and read back: the site is built by code that knows no room."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.kinds import INSPECTED
from inspectorate.domain.bodies.queries import counts
from inspectorate.domain.bodies.register_csv import shipped
from inspectorate.domain.publication.published import (
    OutInspection,
    OutRegister,
    OutRelease,
    Published,
    published_of,
)
from inspectorate.domain.publication.queries import newest_day
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_key, a_person

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
    told = Published(
        "An inspectorate",
        "https://a.example",
        "us@a.example",
        True,
        inspections,
        ((43, "police forces"), (44, "fire and rescue services")),
        "2021-04-01",
    )
    assert published_of(json.loads(json.dumps(told.as_json()))) == told


def test_what_was_told_before_it_counted_whom_it_inspects_is_read() -> None:
    told = Published("An inspectorate", "", "", False, ()).as_json()
    del told["inspects"], told["inspects_on"]
    assert published_of(told).inspects == ()


def test_site_counts_whom_the_inspectorate_inspects_on_the_newest_day_it_tells_of(
    db: None,
) -> None:
    bodies.import_register(
        by=a_person(Role.ADMIN), at=AT, key=a_key(), content=shipped(), name="register.csv"
    )
    out = OutInspection("prevent", RELEASES, REGISTER)
    later = OutInspection("rape", RELEASES, replace(REGISTER, as_of="2021-04-01"))
    days = [newest_day([out]), newest_day([out, later])]
    # Two fire and rescue services became one on 1 April 2021.
    assert [counts(day)[INSPECTED[1]] for day in days if day] == [45, 44]
    assert newest_day([OutInspection("prevent", RELEASES, None)]) == date(2020, 3, 10)
    assert newest_day([]) is None
