"""Calendars of days that are no working days: loaded whole or not at all, the newest of a name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspectorate.domain.programmes import actions, queries
from inspectorate.domain.programmes.models import NonWorkingDay, WorkingCalendar
from inspectorate.foundation.due_days.resolving import Beginning, resolve
from inspectorate.foundation.due_days.rules import Count, DueRule
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db
SHEET = "day,name\n2018-12-25,Christmas Day\n2018-12-26,Boxing Day\n"


def load(sheet: str = SHEET, **given: Any) -> WorkingCalendar:
    said: dict[str, Any] = {
        "title": "England and Wales",
        "first_on": date(2018, 1, 1),
        "last_on": date(2018, 12, 31),
        "by": rooms.an_admin(),
        **given,
    }
    return actions.load_calendar(
        at=rooms.AT, key=rooms.a_key(), content=sheet.encode(), name="days.csv", **said
    )


def test_calendar_loaded_counts_working_days() -> None:
    loaded = queries.loaded_calendar(load())
    rule = DueRule(Count.WORKING_DAYS_AFTER, 2)
    found = resolve(rule, Beginning(date(2018, 12, 24), "the day it was sent"), loaded)
    assert found.on == date(2018, 12, 28)
    assert "By the calendar England and Wales, version 1; not counted" in found.why
    assert "25 December 2018 (Christmas Day)" in found.why


def test_newer_calendar_stands_in_place_of_the_one_of_its_name() -> None:
    first, other = load(), load(title="Scotland")
    newer = load("day,name\n2018-12-25,Christmas Day\n", title=" England and Wales ")
    assert queries.calendars() == [newer, other]
    assert newer.version == 2
    # What was loaded before is still there to be read.
    assert first.days.count() == 2


def test_file_with_a_bad_row_is_refused_and_nothing_is_stored() -> None:
    with pytest.raises(Refused) as refusal:
        load(SHEET + "2019-01-01,New Year\nsoon,Easter\n")
    assert [one.field for one in refusal.value.reasons] == [
        "row 4, column day",
        "row 5, column day",
    ]
    assert not WorkingCalendar.objects.exists()
    assert not NonWorkingDay.objects.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"title": " "}, "text_missing"),
        ({"title": "x" * 121}, "text_too_long"),
        ({"last_on": date(2017, 12, 31)}, "calendar_out_of_order"),
        ({"last_on": date(2120, 1, 1)}, "calendar_out_of_order"),
    ],
)
def test_calendar_without_sense_is_refused(given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        load(**given)
    assert [one.code for one in refusal.value.reasons] == [code]


def test_calendar_without_any_day_of_a_year_that_it_covers_is_refused() -> None:
    three_years = {"last_on": date(2021, 6, 30)}
    with pytest.raises(Refused) as refusal:
        load(SHEET + "2020-12-25,Christmas Day\n", **three_years)
    (reason,) = refusal.value.reasons
    assert (reason.code, "2019" in reason.text) == ("year_empty", True)
    assert not WorkingCalendar.objects.exists()
    # Half a year may have none.
    load(SHEET + "2019-12-25,Christmas Day\n2020-12-25,Christmas Day\n", **three_years)


def test_nobody_but_an_administrator_loads_a_calendar() -> None:
    with pytest.raises(Forbidden):
        load(by=rooms.a_person(Role.LEAD))
