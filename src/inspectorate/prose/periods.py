"""Reads stretches of time as British prose writes them: two dates and what joins them, or one.

"October 2018 to February 2019", "between 9 and 13 March 2020", "autumn 2018", "in 2018 and 2019".
Each end keeps the precision written, so that a stretch is compared with days as far as it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from .dates import MONTHS, WrittenDate, dates

_JOINT = re.compile(
    r"\s*(?:(?P<word>and|to|until|till|through|up\s+to)\s+(?:the\s+)?(?:end\s+of\s+)?|[-–—/]\s*)"
    r"(?:(?:early|mid|late|mid-)[\s-]+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+)?",
    re.I,
)
_OPENING = re.compile(
    r"\b(?P<word>between|from)\s+(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+)?$",
    re.I,
)
_SEASON = re.compile(
    r"\b(?P<season>spring|summer|autumn|winter)(?:\s+of)?(?:\s+(?P<year>(?:19|20)\d\d)"
    r"(?:[-–/](?P<end>(?:19|20)?\d\d)(?!\d))?)?\b",
    re.I,
)
# Of the northern half of the world, as the weather services count them.
_MONTHS_OF = {
    "spring": (3, 4, 5),
    "summer": (6, 7, 8),
    "autumn": (9, 10, 11),
    "winter": (12, 1, 2),
}
_YEAR = re.compile(
    r"(?<![\w/.,£-])(?P<year>(?:19|20)\d\d)(?:[-–/](?P<end>\d\d)(?!\d))?(?![\w%]|,\d)"
)
_NAMES = "|".join(name.capitalize() for name in MONTHS)
_MONTH = re.compile(rf"\b(?P<month>{_NAMES}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b")
_DAY = re.compile(
    r"(?<![\w/.,£:-])(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?=\s*(?:and|to|until|[-–—]))"
)
# Bounds for a text from anybody, which may be one line of years.
_MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a stretch, or the whole of one written alone.

    What is not written is ``None``; ``season`` stands instead of a month, and ``until`` is the year
    in which a season or a financial year ends, where it is written.
    """

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: str = ""
    until: int | None = None

    def agrees(self, day: date) -> bool:
        """Say whether ``day`` fits what is written, as far as it says."""
        if self.season:
            return self._in_season(day)
        if self.until is not None and self.month is None:
            return self.year in (day.year, day.year - 1)
        return (
            self.year in (None, day.year)
            and self.month in (None, day.month)
            and self.day in (None, day.day)
        )

    def _in_season(self, day: date) -> bool:
        # Winter runs over the end of a year: "winter 2018" may be either of two.
        years = (None, day.year, day.year - 1) if self.season == "winter" else (None, day.year)
        return day.month in _MONTHS_OF[self.season] and self.year in years

    @property
    def order(self) -> tuple[int, int, int] | None:
        """Year, month and day for putting ends in order, or ``None`` without a year."""
        if self.year is None or self.season:
            return None
        return self.year, self.month or 0, self.day or 0

    def like(self, day: date) -> str:
        """Return ``day`` in words, as precisely as this is written."""
        words = [str(day.day)] if self.day is not None else []
        if self.month is not None or self.season:
            words.append(MONTHS[day.month - 1].capitalize())
        if self.year is not None or not words:
            words.append(str(day.year))
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as written; ``first`` and ``last`` are one where only one is written.

    ``opening`` is "between" or "from" where it stands before it, ``joint`` what joins the ends: a
    word, or "–" for any dash or stroke.
    """

    first: Edge
    last: Edge
    start: int
    end: int
    text: str
    opening: str = ""
    joint: str = ""

    @property
    def is_range(self) -> bool:
        """Whether two ends are written."""
        return self.first is not self.last

    @property
    def backwards(self) -> bool:
        """Whether it ends before it begins."""
        first, last = self.first.order, self.last.order
        if first is None or last is None:
            return False
        size = min(sum(map(bool, first)), sum(map(bool, last)))
        return first[:size] > last[:size]

    @property
    def misjoined(self) -> bool:
        """Whether the words around it do not belong together: "between … to …", "from … and …"."""
        if self.opening == "between":
            return self.is_range and self.joint != "and"
        return self.opening == "from" and self.is_range and self.joint == "and"

    def equals(self, first: date, last: date) -> bool:
        """Say whether it begins on ``first`` and ends on ``last``, as far as it says."""
        return self.first.agrees(first) and self.last.agrees(last)

    def lies_within(self, first: date, last: date) -> bool:
        """Say whether each end may lie between two days, as far as it says."""
        return all(_touches(edge, first, last) for edge in (self.first, self.last))

    def like(self, first: date, last: date) -> str:
        """Return these days written as this stretch is."""
        if not self.is_range:
            return self.first.like(first)
        sign = "–" if self.joint == "–" else f" {self.joint} "
        begun = self.first.like(first)
        one_month = (first.year, first.month) == (last.year, last.month)
        if one_month and self.first.text.strip("ndrsth").isdigit() and self.last.day is not None:
            # "9 to 13 March": the month was left to the second date.
            begun = str(first.day)
        return f"{begun}{sign}{self.last.like(last)}"


def periods(text: str) -> tuple[Period, ...]:
    """Return the stretches of time written in ``text``, in order, none overlapping."""
    points = _points(text)
    found: list[Period] = []
    at = 0
    while at < len(points):
        edge = points[at]
        after = points[at + 1] if at + 1 < len(points) else None
        joint = _JOINT.fullmatch(text, edge.end, after.start) if after else None
        if after is not None and joint is not None and _pairs(edge, after, text):
            found.append(_range(text, edge, after, joint["word"]))
            at += 2
            continue
        if not _weak(edge):
            found.append(Period(edge, edge, edge.start, edge.end, edge.text))
        at += 1
    return tuple(found)


def _range(text: str, first: Edge, last: Edge, word: str | None) -> Period:
    if first.month is None and first.day is not None:
        first = replace(first, month=last.month, year=last.year)
    elif first.year is None and last.year is not None and first.month and last.month:
        # "October to February 2019" begins in the year before.
        earlier = (first.month, first.day or 0) > (last.month, last.day or 99)
        first = replace(first, year=last.year - 1 if earlier else last.year)
    opening = _OPENING.search(text[max(0, first.start - 40) : first.start])
    return Period(
        first,
        last,
        first.start,
        last.end,
        text[first.start : last.end],
        opening["word"].lower() if opening else "",
        word.lower() if word else "–",
    )


def _weak(edge: Edge) -> bool:
    """Whether an end says too little to stand alone: a day of no month, a month of no year."""
    return edge.year is None and (edge.month is None or edge.day is None)


def _pairs(first: Edge, last: Edge, text: str) -> bool:
    """Whether two ends make one stretch."""
    if last.month is None and not last.season and last.day is not None:
        return False
    if first.month is None and first.day is not None and first.year is None:
        return last.day is not None
    if (last.month is None and not last.season) != (first.month is None and not first.season):
        return False
    if _weak(first) and _weak(last):
        return _OPENING.search(text[max(0, first.start - 40) : first.start]) is not None
    return True


def _points(text: str) -> list[Edge]:
    """Return every date, month, season, year and bare day of ``text``, in order."""
    found = [_of_date(one) for one in dates(text)]
    taken = bytearray(len(text))
    for edge in found:
        taken[edge.start : edge.end] = b"\1" * (edge.end - edge.start)
    for pattern in (_SEASON, _YEAR, _MONTH, _DAY):
        for match in pattern.finditer(text):
            if len(found) > _MOST_POINTS:
                break
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                found.append(_of_match(match))
    return sorted(found, key=lambda edge: edge.start)


def _of_date(one: WrittenDate) -> Edge:
    return Edge(one.start, one.end, one.text, one.year, one.month, one.day)


def _of_match(match: re.Match[str]) -> Edge:
    part = match.groupdict()
    month = part.get("month")
    until = part.get("end")
    return Edge(
        match.start(),
        match.end(),
        match[0],
        year=int(part["year"]) if part.get("year") else None,
        month=_number_of(month) if month else None,
        day=int(part["day"]) if part.get("day") else None,
        season=(part.get("season") or "").lower(),
        until=int(until) % 100 + int(part["year"]) // 100 * 100 if until else None,
    )


def _number_of(name: str) -> int:
    return next(i for i, full in enumerate(MONTHS, 1) if full.startswith(name.lower()[:3]))


def _touches(edge: Edge, first: date, last: date) -> bool:
    """Whether some day between two days fits an end."""
    if (last - first).days > 5_000:
        return True
    return any(
        edge.agrees(date.fromordinal(day)) for day in range(first.toordinal(), last.toordinal() + 1)
    )
