"""Calendars by RFC 5545, as programs of others read them: hours, a name, a link, no word more."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Inspectorate//Calendar//EN"
# Under it each thing has a name of its own, whatever the server is called.
_OURS = uuid.UUID("6b2e0f5c-53c1-4b3e-9c55-0d2f6b1a7e41")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: days for what lasts whole days, else moments. ``ends`` is the first not in it."""

    name: str
    summary: str
    starts: datetime | date
    ends: datetime | date
    url: str = ""
    changed: int = 0
    off: bool = False


def written(entries: Iterable[Entry], *, title: str, at: datetime) -> bytes:
    """Write a calendar. Moments are written in UTC, so that no zone's rules need go with them."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for one in entries:
        calendar.add_component(_event(one, at))
    return bytes(calendar.to_ical())


def _event(one: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", str(uuid.uuid5(_OURS, one.name)))
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", _moment(one.starts))
    event.add("dtend", _moment(one.ends))
    event.add("summary", one.summary)
    event.add("sequence", one.changed)
    event.add("status", "CANCELLED" if one.off else "CONFIRMED")
    if one.url:
        event.add("url", one.url)
    return event


def _moment(when: datetime | date) -> datetime | date:
    return when.astimezone(UTC) if isinstance(when, datetime) else when
