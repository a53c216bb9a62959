"""The cells of an Excel file by sheet: what they show, a formula by the value kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import IO, Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ..places import Page, of_sheet
from ..reasons import DocumentReason
from .bounds import CELLS, ROWS_A_PAGE, Counted, Unread, plain, refuse_bomb

METHOD = f"sheet-text 2, openpyxl {openpyxl.__version__}"
# Of a format what shows as it stands: words, a sign, a blank as wide as a sign, a filling.
_SHOWN_ALONE = re.compile(r'"[^"]*"|\\.|_.|\*.')
DAMAGE = (InvalidFileException, BadZipFile, SyntaxError, KeyError, ValueError, TypeError)


def pages(stream: IO[bytes]) -> Iterator[Page]:
    """Pages of a hundred rows of a sheet that hold something; a sheet without any is left out."""
    refuse_bomb(stream)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        counted, taken = Counted(), list[str]()
        for sheet in book.worksheets:
            begin = of_sheet(sheet.title, taken)
            taken.append(begin)
            yield from _pages(sheet, begin, counted)
    except DAMAGE as fault:
        raise Unread(DocumentReason.DAMAGED) from fault


def _pages(sheet: Any, begin: str, counted: Counted) -> Iterator[Page]:
    for batch in batched(_rows(sheet), ROWS_A_PAGE):
        first, last = batch[0][0].row, batch[-1][0].row
        rows = f"rows {first} to {last}" if last > first else f"row {first}"
        cells = (one for row in batch for one in row)
        parts = tuple(
            counted.part(f"{begin}-{one.column_letter}{one.row}", _of_cell(one)) for one in cells
        )
        yield Page(f"sheet {sheet.title}, {rows}", parts, sheet.title)


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    looked_at = 0
    # Many programs write a size that is not the sheet's: what lies outside it would not be read.
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        # A sheet may say that it has a million rows of nothing.
        looked_at += max(len(row), 1)
        if looked_at > 20 * CELLS:
            raise Unread(DocumentReason.TOO_MUCH_TEXT)
        cells = [one for one in row if one.value is not None and _shown(one.value)]
        if cells:
            yield cells


def _of_cell(cell: Any) -> str:
    """What a cell shows; a number that shows as a percentage as one, and not as a hundredth."""
    if type(cell.value) in {int, float} and percentage(_format_of(cell)):
        return f"{cell.value * 100:.15g}%"
    return _shown(cell.value)


def _format_of(cell: Any) -> str:
    """The format of a cell; the plain one where the file does not hold what it names."""
    try:
        return str(cell.number_format)
    except IndexError:
        return "General"


def percentage(number_format: str) -> bool:
    """Does a number show as a percentage by a format? A sign in quotation marks changes none."""
    return "%" in _SHOWN_ALONE.sub("", number_format)


def _shown(value: object) -> str:
    """A value in plain text; the day alone of a moment at midnight, whole numbers without ".0"."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, timedelta):
        return str(value)
    return plain(str(value))
