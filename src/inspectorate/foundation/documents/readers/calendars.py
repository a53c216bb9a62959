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

METHOD = f"busy days 1, icalendar {icalendar.__version__}"
# A day counts where all of it is busy, by the clocks of the inspectorate.
FROM, TO = time(9), time(17)
_FREE = {"FREE", "WORKINGELSEWHERE"}
_MOST_NAMES, _LONGEST = 3, 80
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)

type _Busy = tuple[datetime, datetime, str]


def stretches(stream: IO[bytes], first: date, last: date, zone: str) -> dict[str, Any]:
    """Return ``days``, each stretch with its first and last day and what it is called, and
    ``parts``: on how many days something shorter than a day stands.

    What the calendar itself calls free, tentative or cancelled counts as nothing.
    """
    content, here = stream.read(), ZoneInfo(zone)
    if b"BEGIN:VCALENDAR" not in content[:1_000].upper():
        raise Unread(DocumentReason.DAMAGED)
    whole: dict[date, list[str]] = defaultdict(list)
    times: list[_Busy] = []
    try:
        calendars: list[Any] = list(icalendar.Calendar.from_ical(content, multiple=True))
        for calendar in calendars:
            query = recurring_ical_events.of(calendar, components=["VEVENT"])
            for one in query.between(first, last + timedelta(days=1)):
                if _is_busy(one):
                    _put(one, here, whole, times)
            times += _told_busy(calendar)
        parts = _parted(times, here, whole, first, last)
    except _BROKEN as fault:
        raise Unread(DocumentReason.DAMAGED) from fault
    return {"days": _joined(whole, first, last), "parts": len(parts - set(whole))}


def _is_busy(event: Any) -> bool:
    status = str(event.get("STATUS", "")).upper()
    busy = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or busy in _FREE
    return not free and "TENTATIVE" not in (status, busy) and status != "CANCELLED"


def _put(event: Any, here: ZoneInfo, whole: dict[date, list[str]], times: list[_Busy]) -> None:
    """Count one event that keeps its person busy."""
    starts = event["DTSTART"].dt
    ends = event["DTEND"].dt if "DTEND" in event else starts
    name = plain(str(event.get("SUMMARY", ""))).replace("\n", " ")[:_LONGEST]
    if isinstance(starts, datetime):
        times.append((_aware(starts, here), _aware(ends, here), name))
        return
    for day in _days(starts, max(ends, starts + timedelta(days=1))):
        whole[day].append(name)


def _days(starts: date, until: date) -> Iterator[date]:
    """Each day from the first, the last not among them; of more than two years the first two."""
    for place in range(min((until - starts).days, 2 * 366)):
        yield starts + timedelta(days=place)


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
        until = (ends - timedelta(microseconds=1)).astimezone(here).date() + timedelta(days=1)
        begun = max(starts.astimezone(here).date(), first)
        for day in _days(begun, min(until, last + timedelta(days=1))):
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
