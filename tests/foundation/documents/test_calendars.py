"""Busy days of calendar files: what counts as a whole day, what does not, what is refused."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from typing import Any

import pytest

from inspectorate.foundation.documents.extracting import busy_days
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.documents.reasons import DocumentReason
from tests.sizes import drilled

FIRST, LAST = date(2027, 1, 1), date(2027, 2, 28)
HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Somebody//EN\n"
LONDON = (
    "BEGIN:VTIMEZONE\nTZID:Europe/London\nBEGIN:STANDARD\nDTSTART:19701025T020000\n"
    "TZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nEND:STANDARD\nEND:VTIMEZONE\n"
)


def an_event(*lines: str) -> str:
    """One event, its name Away unless a line says otherwise."""
    named = () if any(one.startswith("SUMMARY") for one in lines) else ("SUMMARY:Away",)
    return "\n".join(["BEGIN:VEVENT", f"UID:{'-'.join(lines)}", *lines, *named, "END:VEVENT", ""])


def read(*events: str, zone: str = "Europe/London") -> dict[str, Any]:
    """Read a calendar of these components."""
    return read_bytes((HEAD + LONDON + "".join(events) + "END:VCALENDAR\n").encode(), zone)


def read_bytes(content: bytes, zone: str = "Europe/London") -> dict[str, Any]:
    """Read any bytes, as the page does."""
    with tempfile.TemporaryFile() as kept:
        kept.write(content)
        kept.seek(0)
        return busy_days(kept, FIRST, LAST, zone)


def days(found: dict[str, Any]) -> list[tuple[str, str]]:
    """First and last day of each stretch."""
    return [(one["from"], one["to"]) for one in found["days"]]


def test_days_of_an_event_are_one_stretch_without_the_day_on_which_it_ends() -> None:
    found = read(an_event("DTSTART;VALUE=DATE:20270104", "DTEND;VALUE=DATE:20270109"))
    assert found == {
        "days": [{"from": "2027-01-04", "to": "2027-01-08", "names": ["Away"]}],
        "parts": 0,
        "unread": 0,
    }


def test_event_of_one_day_without_an_end_is_that_day() -> None:
    assert days(read(an_event("DTSTART;VALUE=DATE:20270104"))) == [("2027-01-04", "2027-01-04")]


def test_every_wednesday_but_one_is_found_day_by_day() -> None:
    found = read(
        an_event(
            "DTSTART;TZID=Europe/London:20270106T090000",
            "DTEND;TZID=Europe/London:20270106T170000",
            "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20270131T000000Z",
            "EXDATE;TZID=Europe/London:20270120T090000",
        )
    )
    assert days(found) == [(one, one) for one in ("2027-01-06", "2027-01-13", "2027-01-27")]


def test_times_that_cover_nine_to_five_together_are_a_day_and_shorter_ones_are_counted() -> None:
    found = read(
        an_event("DTSTART:20270105T083000Z", "DTEND:20270105T123000Z", "SUMMARY:Morning"),
        an_event("DTSTART:20270105T120000Z", "DTEND:20270105T170000Z", "SUMMARY:Afternoon"),
        an_event("DTSTART:20270106T090000Z", "DTEND:20270106T120000Z"),
        an_event("DTSTART:20270107T090000Z", "DTEND:20270107T120000Z"),
        an_event("DTSTART:20270107T121500Z", "DTEND:20270107T170000Z"),
    )
    assert found == {
        "days": [{"from": "2027-01-05", "to": "2027-01-05", "names": ["Morning", "Afternoon"]}],
        "parts": 2,
        "unread": 0,
    }


def test_times_are_those_of_the_inspectorates_clocks() -> None:
    event = an_event("DTSTART:20270105T040000Z", "DTEND:20270105T120000Z")
    assert days(read(event, zone="Asia/Karachi")) == [("2027-01-05", "2027-01-05")]
    assert days(read(event)) == []


@pytest.mark.parametrize(
    "line",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "STATUS:TENTATIVE"]
    + [f"X-MICROSOFT-CDO-BUSYSTATUS:{one}" for one in ("FREE", "TENTATIVE", "WORKINGELSEWHERE")],
)
def test_what_the_calendar_itself_calls_free_or_unsure_is_no_day(line: str) -> None:
    assert days(read(an_event("DTSTART;VALUE=DATE:20270104", line))) == []


def test_what_lies_outside_the_days_asked_about_is_left_out_and_what_reaches_in_is_cut() -> None:
    found = read(
        an_event("DTSTART;VALUE=DATE:20200101", "DTEND;VALUE=DATE:20200109"),
        an_event("DTSTART;VALUE=DATE:20261228", "DTEND;VALUE=DATE:20270103"),
        an_event("DTSTART;VALUE=DATE:20270227", "DTEND;VALUE=DATE:20991231"),
    )
    assert days(found) == [("2027-01-01", "2027-01-02"), ("2027-02-27", "2027-02-28")]


def test_absence_that_began_years_ago_stands_on_every_day_of_the_window() -> None:
    found = read(an_event("DTSTART;VALUE=DATE:20231001", "DTEND;VALUE=DATE:20271001"))
    assert days(found) == [("2027-01-01", "2027-02-28")]


@pytest.mark.parametrize(
    "broken",
    [
        ("DTSTART:tomorrow",),
        ("DTSTAMP:20270101T000000Z",),
        ("DTSTART:20270104T090000Z", "RRULE:FREQ=OFTEN"),
        ("DTSTART;VALUE=DATE:20270227", "DTEND;VALUE=DATE:99991230"),
        ("DTSTART;VALUE=DATE:20270227", "DTEND;VALUE=DATE:20270226"),
        # Days that a rule takes out would be taken for days off.
        ("DTSTART;VALUE=DATE:20270201", "RRULE:FREQ=DAILY;COUNT=3", "EXRULE:FREQ=DAILY;COUNT=2"),
    ],
)
def test_entry_that_makes_no_sense_is_counted_and_takes_no_other_with_it(
    broken: tuple[str, ...],
) -> None:
    found = read(an_event("DTSTART;VALUE=DATE:20270104"), an_event(*broken))
    assert (days(found), found["unread"]) == ([("2027-01-04", "2027-01-04")], 1)


@pytest.mark.parametrize("until", ["20270107", "20270107T170000", "20270107T235959Z"])
def test_what_repeats_at_an_hour_until_a_day_repeats_on_that_day_too(until: str) -> None:
    event = an_event(
        "DTSTART;TZID=Europe/London:20270105T090000",
        "DTEND;TZID=Europe/London:20270105T170000",
        f"RRULE:FREQ=DAILY;UNTIL={until}",
    )
    assert days(read(event)) == [("2027-01-05", "2027-01-07")]


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n", b"\r"])
def test_calendar_is_read_whatever_its_lines_end_with(line_end: bytes) -> None:
    event = an_event("DTSTART;VALUE=DATE:20270104", "SUMMARY:A name that goes\n  on")
    content = (HEAD + event + "END:VCALENDAR\n").encode().replace(b"\n", line_end)
    assert days(read_bytes(content)) == [("2027-01-04", "2027-01-04")]


def test_calendar_that_tells_only_when_its_person_is_busy_is_read() -> None:
    busy = (
        "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\n"
        "FREEBUSY;FBTYPE=BUSY:20270105T080000Z/20270106T180000Z\n"
        "FREEBUSY;FBTYPE=FREE:20270111T080000Z/20270111T180000Z\nEND:VFREEBUSY\n"
    )
    assert days(read(busy)) == [("2027-01-05", "2027-01-06")]


@pytest.mark.drill
def test_calendar_that_repeats_every_second_is_given_up_within_ten_seconds() -> None:
    event = an_event("DTSTART:20270105T080000Z", "DTEND:20270105T080100Z", "RRULE:FREQ=SECONDLY")
    begun = time.monotonic()
    with pytest.raises(Failed) as refused:
        read(event)
    assert refused.value.reason in {DocumentReason.TOO_LONG, DocumentReason.TOO_MUCH_MEMORY}
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    "content",
    drilled(
        [
            b"",
            b"PK\x03\x04",
            b"Subject,Start\nAway,2027-01-04\n",
            f"{HEAD}{an_event('DTSTART;VALUE=DATE:20270104')}".encode(),
            f"{HEAD}{an_event('DTSTART;VALUE=DATE:20270104')[:60]}".encode(),
            bytes(range(256)) * 40,
        ],
        3,
    ),
)
def test_file_that_is_no_calendar_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(Failed) as refused:
        read_bytes(content)
    assert refused.value.reason == DocumentReason.DAMAGED
