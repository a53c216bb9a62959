"""What a list of a page is made of, and the files it is taken out as.

The page gives its rows as its reader may have them, filtered as it is; what is taken out holds the
same rows and no other. Only pages for staff have one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify

from inspectorate.foundation.reasons.texts import UNPRINTABLE

from ...calendar_files import MEDIA_TYPE, Entry, written
from ...cells import csv_lines, guarded
from . import workbook

Value = str | int | float | date | datetime | None
# The ways a list leaves, in the order in which they are offered, each with what it is called.
WAYS = {"csv": "CSV", "xlsx": "Excel", "print": "A page to print"}
# One more of a list whose rows have days.
CALENDAR = {"ics": "Calendar"}
FILES = frozenset({"csv", "xlsx", "ics"})


class Rows(Sized, Iterable[Any], Protocol):
    """Rows that are counted before they are read."""


class Column(NamedTuple):
    """A column: its heading, and what of a row stands in it."""

    title: str
    value: Callable[[Any], Value]
    # Of sentences and more: it is given room where it is printed.
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its name in the file's, its title, its columns and its rows.

    ``said`` says in words what was chosen of all there is; empty where it is all. ``more``: there
    are more than leave, and these are the newest. ``entry`` makes a row an entry of a calendar, of
    a list whose rows have days; a row without one has none.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Rows
    said: str = ""
    more: bool = False
    entry: Callable[[Any], Entry | None] | None = None

    @property
    def ways(self) -> dict[str, str]:
        """The ways in which it leaves."""
        return WAYS if self.entry is None else WAYS | CALENDAR

    @property
    def count(self) -> int:
        """How many rows leave."""
        return len(self.rows)

    @property
    def heads(self) -> list[str]:
        """The headings, in order."""
        return [storable(column.title) for column in self.columns]

    def values(self) -> Iterator[list[Value]]:
        """Each row as its values, in the order of the columns."""
        for row in self.rows:
            yield [_storable(column.value(row)) for column in self.columns]

    def lines(self) -> Iterator[list[str]]:
        """Each row as text: days and moments as ISO 8601, nothing as nothing."""
        for row in self.values():
            yield [said(value) for value in row]

    def calendar(self, marking: str) -> bytes:
        """The rows that have days as a calendar; its marking stands in its name."""
        assert self.entry is not None
        entries = (self.entry(row) for row in self.rows)
        there = [replace(one, summary=storable(one.summary)) for one in entries if one is not None]
        return written(there, title=f"{self.title} ({marking})", at=timezone.now())

    def shown(self) -> Iterator[list[tuple[str, bool]]]:
        """Each row as a page shows it: every value, and whether its column is wide."""
        for row in self.values():
            wide = (column.wide for column in self.columns)
            yield list(zip(map(_shown, row), wide, strict=True))


def said(value: Value) -> str:
    """A value as text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def leaves(request: HttpRequest) -> bool:
    """Is the whole list asked for, as a file or to be printed?"""
    return request.GET.get("out", "") in WAYS


def taken_out(
    request: HttpRequest, listing: Listing, *, of: str, marking: str
) -> HttpResponseBase | None:
    """The file that was asked for, in pieces; ``None`` where the page itself was.

    ``of`` begins its name: the inspection, or the house. The marking and the number of rows stand
    in the name, so that whoever finds the file knows both.
    """
    way = request.GET.get("out", "")
    if way not in FILES or way not in listing.ways:
        return None
    day = timezone.localdate()
    rows = "1-row" if listing.count == 1 else f"{listing.count}-rows"
    rows = f"more-than-{rows}" if listing.more else rows
    name = f"{slugify(of)}-{listing.name}-{slugify(marking)}-{rows}-{day.isoformat()}.{way}"
    answer: StreamingHttpResponse | FileResponse | HttpResponse
    if way == "ics":
        answer = HttpResponse(listing.calendar(marking), content_type=MEDIA_TYPE)
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    elif way == "csv":
        lines = csv_lines(listing.heads, listing.lines(), guarded)
        pieces = (line.encode() for line in lines)
        answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        # What was typed to narrow the list stands in the file too.
        chosen = storable(listing.said)
        about = workbook.About(listing.title, storable(of), marking, listing.count, chosen, day)
        file = workbook.written(listing.heads, listing.values(), about)
        answer = FileResponse(file, as_attachment=True, filename=name)
        answer.headers["Content-Type"] = workbook.MEDIA_TYPE
    return answer


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    return date_format(value, "j F Y") if isinstance(value, date) else said(value)


def _storable(value: Value) -> Value:
    """A value that every format can hold: control characters and noncharacters are none."""
    return storable(value) if isinstance(value, str) else value


def storable(text: str) -> str:
    """A text that every format can hold."""
    return UNPRINTABLE.sub("", text)
