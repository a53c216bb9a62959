"""The one resolver: each kind of rule gives its day and why; a short calendar refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.foundation.due_days import counting
from inspectorate.foundation.due_days.calendars import LoadedCalendar, read_days
from inspectorate.foundation.due_days.resolving import Beginning, resolve
from inspectorate.foundation.due_days.rules import Count, DueRule, read_rule, unsound
from inspectorate.foundation.reasons.reasons import Refused

SENT = Beginning(date(2026, 12, 21), "the day it was sent")
XMAS = LoadedCalendar(
    "England and Wales, 2026",
    date(2026, 1, 1),
    date(2026, 12, 31),
    {
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 26): "A Saturday",
        date(2026, 12, 28): "Boxing Day (substitute)",
    },
)
FIXED = DueRule(Count.NEXT_FIXED, fixed=((4, 30), (10, 31)))


@pytest.mark.parametrize(
    ("rule", "on", "why"),
    [
        (DueRule(Count.DAYS_AFTER, 10), date(2026, 12, 31), "The last of 10 days after"),
        (DueRule(Count.DAYS_BEGINNING_WITH, 1), date(2026, 12, 21), "1 day beginning with"),
        (DueRule(Count.WORKING_DAYS_AFTER, 5), date(2026, 12, 30), "Christmas Day"),
        (
            DueRule(Count.WORKING_DAYS_BEGINNING_WITH, 5),
            date(2026, 12, 29),
            "5 working days beginning with 21 December 2026, the day it was sent",
        ),
        (DueRule(Count.MONTHS_AFTER, 2), date(2027, 2, 21), "2 months after 21 December 2026"),
        (FIXED, date(2027, 4, 30), "The next of 30 April and 31 October later than"),
        (
            DueRule(Count.EARLIER_OF, among=(FIXED, DueRule(Count.DAYS_AFTER, 3))),
            date(2026, 12, 24),
            "The earlier of 2 days, the others being 30 April 2027.",
        ),
    ],
)
def test_rule_gives_the_day_and_says_why(rule: DueRule, on: date, why: str) -> None:
    found = resolve(rule, SENT, XMAS)
    assert found.on == on
    assert why in found.why
    # A Saturday is passed over as every other, and not named.
    assert "A Saturday" not in found.why
    assert read_rule(rule.data()) == rule


def _refused(rule: DueRule, calendar: LoadedCalendar | None, beginning: Beginning = SENT) -> str:
    with pytest.raises(Refused) as refusal:
        resolve(rule, beginning, calendar)
    (reason,) = refusal.value.reasons
    return f"{reason.code}: {reason.text}"


def test_calendar_that_ends_too_early_refuses_naming_the_day_it_ends() -> None:
    said = _refused(DueRule(Count.WORKING_DAYS_AFTER, 20), XMAS)
    assert said.startswith("calendar_too_short: The calendar England and Wales, 2026 ends on")
    assert "31 December 2026" in said


def test_calendar_that_begins_too_late_refuses_naming_the_day_it_begins() -> None:
    early = Beginning(date(2025, 12, 30), "the day it was sent")
    assert "begins on 1 January 2026" in _refused(DueRule(Count.WORKING_DAYS_AFTER, 3), XMAS, early)
    # The day before its first is not asked of it, where counting begins the day after.
    eve = Beginning(date(2025, 12, 31), "the day it was sent")
    assert resolve(DueRule(Count.WORKING_DAYS_AFTER, 1), eve, XMAS).on == date(2026, 1, 1)


def test_working_days_without_a_calendar_are_not_counted() -> None:
    rule = DueRule(
        Count.EARLIER_OF,
        among=(DueRule(Count.DAYS_AFTER, 3), DueRule(Count.WORKING_DAYS_AFTER, 3)),
    )
    assert _refused(rule, None).startswith("calendar_missing")


@pytest.mark.parametrize(
    "rule",
    [
        DueRule(Count.DAYS_AFTER, 0),
        DueRule(Count.DAYS_AFTER, 3_001),
        DueRule(Count.MONTHS_AFTER, 121),
        DueRule(Count.NEXT_FIXED),
        DueRule(Count.NEXT_FIXED, fixed=((2, 29),)),
        DueRule(Count.NEXT_FIXED, fixed=((13, 1),)),
        DueRule(Count.EARLIER_OF, among=(FIXED,)),
        DueRule(Count.EARLIER_OF, among=(FIXED, DueRule(Count.DAYS_AFTER, 0))),
        DueRule(Count.EARLIER_OF, among=(FIXED, DueRule(Count.EARLIER_OF, among=(FIXED, FIXED)))),
    ],
)
def test_rule_without_sense_is_refused(rule: DueRule) -> None:
    assert [reason.code for reason in unsound(rule)] == ["rule_unsound"]
    assert _refused(rule, XMAS).startswith("rule_unsound")


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60), st.data())
def test_working_days_by_the_resolver_agree_with_counting(
    start: date, days: int, data: st.DataObject
) -> None:
    offsets = data.draw(st.sets(st.integers(0, 150), max_size=20))
    none = {start + timedelta(days=offset): "a day" for offset in offsets}
    calendar = LoadedCalendar("all", start, start + timedelta(days=400), none)
    rule = DueRule(Count.WORKING_DAYS_AFTER, days)
    on = resolve(rule, Beginning(start, "its day"), calendar).on
    assert on == counting.working_days_after(start, days, none)


COVERED = {"name": "days.csv", "first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def test_calendar_file_gives_its_days() -> None:
    sheet = "day,name\n2026-12-25,Christmas Day\n2026-04-03,Good  Friday\n"
    assert read_days(sheet.encode(), **COVERED) == {
        date(2026, 12, 25): "Christmas Day",
        date(2026, 4, 3): "Good Friday",
    }


def test_calendar_file_with_faults_names_each_row_and_column() -> None:
    sheet = (
        "day,name\n2026-12-25,Christmas Day\n2026-12-25,Again\n25/12/2026,Christmas Day\n"
        "2027-01-01,New Year\n2026-04-03,\n,Good Friday\n"
    )
    with pytest.raises(Refused) as refusal:
        read_days(sheet.encode(), **COVERED)
    assert [(one.code, one.field) for one in refusal.value.reasons] == [
        ("day_twice", "row 3, column day"),
        ("day_malformed", "row 4, column day"),
        ("day_outside", "row 5, column day"),
        ("name_missing", "row 6, column name"),
        ("day_missing", "row 7, column day"),
    ]


def test_calendar_file_without_rows_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read_days(b"day,name\n", **COVERED)
    assert [one.code for one in refusal.value.reasons][-1] == "days_missing"
