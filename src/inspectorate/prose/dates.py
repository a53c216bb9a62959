"""Reads days and months as British prose writes them, with their precision and place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# The zone in which a moment falls on a day, here and in the settings.
LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?P<weekday>Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DATE = re.compile(
    rf"\b{_WEEKDAY}(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"{_MONTH}(?:\s+(?P<day2>\d{{1,2}})(?:(?:st|nd|rd|th)\b,?|,|(?=\s+(?:19|20)\d\d\b)))?"
    r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?\b"
    r"|\b(?P<iso>(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d))(?:\b|(?=T\d))"
    r"|(?<![\d/.-])(?P<slashed>(?P<sd>\d{1,2})(?P<sep>[/.-])(?P<sm>\d{1,2})(?P=sep)"
    r"(?P<sy>(?:19|20)\d\d|(?<=[/])\d\d))(?![\w/-]|\.\d)"
)
_MOMENT = re.compile(
    r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?\s?(?:Z|[+-]\d\d:?\d\d)(?!\d)"
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written.

    ``day`` and ``year`` are ``None`` where not written; ``weekday`` is 0 for Monday, or ``None``.
    """

    year: int | None
    month: int
    day: int | None
    weekday: int | None
    start: int
    end: int
    text: str

    @property
    def exact(self) -> date | None:
        """The calendar day, when day, month and year are written and exist."""
        if self.year is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def impossible(self) -> bool:
        """Whether a whole date is written that no calendar has (31 November)."""
        return self.year is not None and self.day is not None and self.exact is None

    def agrees(self, day: date) -> bool:
        """Say whether ``day`` fits what is written, at the precision written."""
        return (
            self.month == day.month
            and (self.year is None or self.year == day.year)
            and (self.day is None or self.day == day.day)
        )


def dates(text: str) -> Iterator[WrittenDate]:
    """Yield the dates written in ``text``.

    A month name counts only with a day or a year, so that "may" stays a verb.
    """
    # Most sentences hold no digit, and a date always does.
    for match in _DATE.finditer(text) if _DIGIT.search(text) else ():
        part = match.groupdict()
        span = {"start": match.start(), "end": match.end(), "text": match.group()}
        if part["iso"]:
            year, month, day = int(part["y"]), int(part["m"]), int(part["d"])
        elif part["slashed"]:
            year, month, day = int(part["sy"]), int(part["sm"]), int(part["sd"])
            year += 2000 if year < 100 else 0
        else:
            days = part["day"] or part["day2"]
            if not days and not part["year"]:
                continue
            # "may 12" is a verb, "march" is one too.
            if not match.group("month")[0].isupper():
                continue
            month = next(
                i for i, name in enumerate(MONTHS, 1) if name.startswith(part["month"].lower()[:3])
            )
            yield WrittenDate(
                int(part["year"]) if part["year"] else None,
                month,
                int(days) if days else None,
                _weekday(part["weekday"]),
                **span,  # type: ignore[arg-type]  # a dict of the three fields above
            )
            continue
        if 1 <= month <= 12:
            yield WrittenDate(year, month, day, None, **span)  # type: ignore[arg-type]  # as above


def first_date(text: str) -> date | None:
    """Return the first whole date written in ``text``, or ``None``.

    Of a moment with its offset, such as 2020-06-08T23:30+00:00, the day on which it falls in
    London.
    """
    moment = _MOMENT.search(text)
    if moment is not None:
        try:
            return datetime.fromisoformat(moment.group()).astimezone(LONDON).date()
        except (ValueError, OverflowError):
            pass  # no such hour, or no day of it in London: the day alone is read
    return next((found.exact for found in dates(text) if found.exact), None)


def told_moment(text: str) -> datetime | None:
    """Return the moment that a text gives with its hour and zone; ``None`` where it gives none.

    Raises ``OverflowError`` where it falls on no day that a calendar here has.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if found.tzinfo is None:
        return None
    for zone in (UTC, LONDON):
        found.astimezone(zone)
    return found


def in_words(day: date) -> str:
    """Return the day as British prose writes it: 9 March 2020."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def iso_in_words(day: str) -> str:
    """Return an ISO day, or the day of an ISO moment, as :func:`in_words` does; "" stays."""
    return in_words(date.fromisoformat(day[:10])) if day else ""


def _weekday(name: str | None) -> int | None:
    if not name:
        return None
    return next(i for i, full in enumerate(WEEKDAYS) if full.startswith(name.lower()[:3]))
