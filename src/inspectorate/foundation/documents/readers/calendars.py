"""The busy times of a calendar file (RFC 5545), as stretches of whole days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from ..reasons import DocumentReason
from .bounds import Unread, plain

METHOD = f"busy days 2, icalendar {icalendar.__version__}"
# A day counts where all of it is busy, by the clocks of the inspectorate.
FROM, TO = time(9), time(17)
_FREE = {"FREE", "WORKINGELSEWHERE"}
_MOST_NAMES, _LONGEST = 3, 80
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)

type _Busy = tuple[datetime, datetime, str]


def stretches(stream: IO[bytes], first: date, last: date, zone: str) -> dict[str, Any]:
    """Return ``days``, each stretch with its first and last day and what it is called; ``parts``,
    on how many days something shorter than a day stands; ``unread``, of how many entries no sense
    could be made.

    What the calendar itself calls free, tentative or cancelled counts as nothing.
    """
    # Line ends of old programs: the library would take all for one line, and find nothing.
    content, here = stream.read().replace(b"\r\n", b"\n").replace(b"\r", b"\n"), ZoneInfo(zone)
    upper = content.upper()
    # One cut short reads as if it were whole.
    whole_file = upper.rstrip().endswith(b"END:VCALENDAR")
    if b"BEGIN:VCALENDAR" not in upper[:1_000] or not whole_file:
        raise Unread(DocumentReason.DAMAGED)
    whole: dict[date, list[str]] = defaultdict(list)
    times: list[_Busy] = []
    try:
        events, unread = _within(content, first, last)
        for one in events:
            try:
                if isinstance(one, tuple):
                    times.append(one)
                elif _is_busy(one):
                    _put(one, here, whole, times, (first, last))
            except _BROKEN:
                unread += 1
        parts = _parted(times, here, whole, first, last)
    except _BROKEN as fault:
        raise Unread(DocumentReason.DAMAGED) from fault
    days = _joined(whole, first, last)
    return {"days": days, "parts": len(parts - set(whole)), "unread": unread}


def _within(content: bytes, first: date, last: date) -> tuple[list[Any], int]:
    """Each time of each entry between two days, and how many entries are broken."""
    calendars: list[Any] = list(icalendar.Calendar.from_ical(content, multiple=True))
    found, unread = [], 0
    for calendar in calendars:
        try:
            found += _times(calendar, first, last)
        except _BROKEN:
            # One by one: what is broken takes nothing else with it.
            for one in _apart(calendar):
                try:
                    found += _times(one, first, last)
                except _BROKEN:
                    unread += 1
        found += _told_busy(calendar)
    return found, unread


def _times(calendar: Any, first: date, last: date) -> list[Any]:
    _until_evening(calendar)
    query = recurring_ical_events.of(calendar, components=["VEVENT"])
    found: list[Any] = query.between(first, last + timedelta(days=1))
    if any(_senseless(one) for one in calendar.walk("VEVENT")):
        raise ValueError("an entry without sense")
    return found


def _senseless(event: Any) -> bool:
    """Has an entry no beginning, an end before it, or a rule of days taken out, which is not read
    any more and would leave those days in?
    """
    if "DTSTART" not in event or "EXRULE" in event:
        return True
    if "DTEND" not in event:
        return False
    ends, starts = event["DTEND"].dt, event["DTSTART"].dt
    # Of a time with a zone and one without, only a reader's own zone tells which comes first.
    alike = getattr(ends, "tzinfo", None) is None, getattr(starts, "tzinfo", None) is None
    return type(ends) is type(starts) and alike[0] == alike[1] and ends < starts


def _until_evening(calendar: Any) -> None:
    """What repeats at an hour until a day repeats on that day too: some programs write the day
    alone, and the library takes it for the midnight before.
    """
    for event in calendar.walk("VEVENT"):
        rules = event.get("RRULE", [])
        hour = "DTSTART" in event and isinstance(event["DTSTART"].dt, datetime)
        for rule in rules if isinstance(rules, list) else [rules]:
            until = rule.get("UNTIL", [])
            if hour and until and not isinstance(until[0], datetime):
                zone = event["DTSTART"].dt.tzinfo
                rule["UNTIL"] = [datetime.combine(until[0], time.max, zone).replace(microsecond=0)]


def _apart(calendar: Any) -> Iterator[Any]:
    """A calendar for each entry, with all times of what repeats, in the same time zones."""
    events: dict[str, list[Any]] = defaultdict(list)
    others = []
    for part in calendar.subcomponents:
        if part.name == "VEVENT":
            events[str(part.get("UID", id(part)))].append(part)
        else:
            others.append(part)
    for those in events.values():
        one = icalendar.Calendar(calendar)
        one.subcomponents = [*others, *those]
        yield one


def _is_busy(event: Any) -> bool:
    status = str(event.get("STATUS", "")).upper()
    busy = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or busy in _FREE
    return not free and "TENTATIVE" not in (status, busy) and status != "CANCELLED"


def _put(
    event: Any,
    here: ZoneInfo,
    whole: dict[date, list[str]],
    times: list[_Busy],
    within: tuple[date, date],
) -> None:
    """Count one event that keeps its person busy."""
    starts = event["DTSTART"].dt
    ends = event["DTEND"].dt if "DTEND" in event else starts
    name = " ".join(plain(str(event.get("SUMMARY", ""))).split())[:_LONGEST]
    if isinstance(starts, datetime):
        times.append((_aware(starts, here), _aware(ends, here), name))
        return
    for day in _days(starts, max(ends, starts + timedelta(days=1)), *within):
        whole[day].append(name)


def _days(starts: date, until: date, first: date, last: date) -> Iterator[date]:
    """Each day of what lasts to ``until``, itself not among them, between two days."""
    day = max(starts, first)
    while day < until and day <= last:
        yield day
        day += timedelta(days=1)


def _told_busy(calendar: Any) -> Iterator[_Busy]:
    """The times of a calendar that tells no events, only when its person is busy."""
    for one in calendar.walk("VFREEBUSY"):
        told = one.get("FREEBUSY", [])
        for group in told if isinstance(told, list) else [told]:
            if str(group.params.get("FBTYPE", "BUSY")).upper() in ("FREE", "BUSY-TENTATIVE"):
                continue
            yield group.start, group.end, ""


def _parted(
    times: list[_Busy], here: ZoneInfo, whole: dict[date, list[str]], first: date, last: date
) -> set[date]:
    """Put the days that busy times cover whole among the others; return those they do not."""
    by_day: dict[date, list[_Busy]] = defaultdict(list)
    for starts, ends, name in times:
        # What ends at midnight is not of the day that begins there.
        ended = (ends - timedelta(microseconds=1)).astimezone(here).date()
        until = min(ended, last) + timedelta(days=1)
        for day in _days(starts.astimezone(here).date(), until, first, last):
            by_day[day].append((starts, ends, name))
    parts = set()
    for day, those in by_day.items():
        reached, until_ = (datetime.combine(day, one, here) for one in (FROM, TO))
        for starts, ends, _ in sorted(those):
            if starts <= reached:
                reached = max(reached, ends)
        if reached >= until_:
            whole[day] += [name for _, _, name in sorted(those)]
        else:
            parts.add(day)
    return parts


def _joined(whole: dict[date, list[str]], first: date, last: date) -> list[dict[str, Any]]:
    """Days that follow one another as one stretch, with what they are called."""
    found: list[tuple[date, date, list[str]]] = []
    for day in sorted(one for one in whole if first <= one <= last):
        if found and found[-1][1] + timedelta(days=1) == day:
            begun, _, names = found.pop()
            found.append((begun, day, names + whole[day]))
        else:
            found.append((day, day, list(whole[day])))
    return [
        {
            "from": begun.isoformat(),
            "to": ended.isoformat(),
            "names": list(dict.fromkeys(name for name in names if name))[:_MOST_NAMES],
        }
        for begun, ended, names in found
    ]


def _aware(moment: datetime | date, here: ZoneInfo) -> datetime:
    """A time without a zone is by the clock on the wall."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min, here)
    return moment if moment.tzinfo else moment.replace(tzinfo=here)
