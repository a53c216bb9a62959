"""The cells of an Excel file as values, sheet by sheet, for whoever checks them one by one.

A formula is read by the value kept beside it; one without is told apart, and so is one that shows
an error. A day and a moment are told apart from text that looks like one, and a number that shows
as a percentage, which is a hundredth of what is seen, from one that does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any, NamedTuple

import openpyxl
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

from ..reasons import DocumentReason
from .bounds import Unread, plain, refuse_bomb
from .sheets import DAMAGE, percentage

METHOD = f"cells 2, openpyxl {openpyxl.__version__}"
ROWS, COLUMNS, CELLS, LONGEST = 20_100, 500, 500_000, 4_000
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z0-9:]{2,30})\"")


class _Percent(NamedTuple):
    """A number that shows as a percentage."""

    number: int | float


type Told = str | int | float | bool | list[str] | None


def sheets(stream: IO[bytes]) -> list[dict[str, Any]]:
    """Every sheet that holds something: title, rows from the first on, merged cells, formulas."""
    refuse_bomb(stream)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        found, left, percents = [], CELLS, _percents(book)
        for sheet in book.worksheets:
            raw = sheet._get_source().read()
            formulas = _formulas(stream, sheet.title) if _FORMULA.search(raw) else {}
            rows = list(_rows(sheet, formulas, percents, left))
            left -= sum(len(row) for row in rows)
            if rows:
                merged = [ref.decode() for ref in _MERGED.findall(raw)][:200]
                told = {"title": sheet.title, "rows": rows, "merged": merged}
                found.append({**told, "formulas": len(formulas)})
        return found
    except DAMAGE as fault:
        raise Unread(DocumentReason.DAMAGED) from fault


def _formulas(stream: IO[bytes], title: str) -> dict[tuple[int, int], str]:
    """Where formulas stand in a sheet: row and column from 1, each with its words."""
    book = openpyxl.load_workbook(stream, read_only=True)
    sheet = book[title]
    sheet.reset_dimensions()
    found = {}
    for number, row in enumerate(_bounded(sheet), 1):
        for place, value in enumerate(row, 1):
            if isinstance(value, str) and value.startswith("="):
                found[number, place] = value[:100]
            elif value is not None and hasattr(value, "ref"):
                # A formula over several cells is an object of its own.
                found[number, place] = str(getattr(value, "text", "="))[:100]
    return found


def _percents(book: Any) -> frozenset[int]:
    """The styles of a book by which a number shows as a percentage."""
    found = set()
    for place, style in enumerate(book._cell_styles):
        own = style.numFmtId - BUILTIN_FORMATS_MAX_SIZE
        known = book._number_formats
        # A style may name a format that the file does not hold.
        told = BUILTIN_FORMATS.get(style.numFmtId, "") if own < 0 else "".join(known[own : own + 1])
        if percentage(told):
            found.add(place)
    return frozenset(found)


def _values(sheet: Any, percents: frozenset[int]) -> Iterator[tuple[Any, ...]]:
    if not percents:
        yield from sheet.iter_rows(values_only=True)
        return
    for row in sheet.iter_rows():
        yield tuple(
            _Percent(one.value)
            if type(one.value) in {int, float} and one._style_id in percents
            else one.value
            for one in row
        )


def _bounded(sheet: Any, percents: frozenset[int] = frozenset()) -> Iterator[tuple[Any, ...]]:
    looked = 0
    for number, row in enumerate(_values(sheet, percents), 1):
        looked += max(len(row), 1)
        # A sheet may say that it has a million rows of nothing.
        if looked > 20 * CELLS or number > 1_048_576:
            raise Unread(DocumentReason.TOO_MUCH_TEXT)
        yield row


def _rows(
    sheet: Any, formulas: dict[tuple[int, int], str], percents: frozenset[int], left: int
) -> Iterator[list[Told]]:
    """Rows up to the last that holds something, each up to its last cell that does."""
    sheet.reset_dimensions()
    empty: list[list[Told]] = []
    for number, values in enumerate(_bounded(sheet, percents), 1):
        row = [
            ["formula", formulas[number, place]]
            if value is None and (number, place) in formulas
            else _told(value)
            for place, value in enumerate(values, 1)
        ]
        while row and row[-1] is None:
            row.pop()
        if not row:
            empty.append([])
            continue
        left -= len(row)
        if left < 0 or number > ROWS or len(row) > COLUMNS:
            raise Unread(DocumentReason.TOO_MUCH_TEXT)
        yield from empty
        empty = []
        yield row


def _told(value: Any) -> Told:
    if isinstance(value, _Percent):
        return ["percent", format(value.number, ".15g")]
    if value is None or isinstance(value, bool | int):
        return value if not isinstance(value, int) or abs(value) < 10**30 else str(value)
    if isinstance(value, float):
        return value
    if isinstance(value, datetime):
        whole = value.time() == time.min
        return ["date", value.date().isoformat()] if whole else ["moment", value.isoformat(" ")]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time | timedelta):
        return ["time", str(value)]
    text = plain(str(value))[:LONGEST]
    if text.startswith("#") and text in _ERRORS:
        return ["error", text]
    return text or None


_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"}
)
