"""A list as an Excel file: one sheet of rows, one that says what they are, marked on every page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What the program itself can hold in a cell and in the name of a sheet.
LONGEST_CELL, LONGEST_NAME = 32_767, 31
_NOT_IN_A_NAME = str.maketrans("[]:*?/\\", "       ")
_WIDE = 24


@dataclass(frozen=True, slots=True)
class About:
    """What the second sheet says: the list, whose it is, its marking, how many rows, what was
    chosen of all there is, and the day.
    """

    title: str
    of: str
    marking: str
    rows: int
    chosen: str
    on: date

    def lines(self) -> list[tuple[str, str]]:
        """Each line with its heading."""
        return [
            ("Marking", self.marking),
            ("List", self.title),
            ("Of", self.of),
            ("Rows", str(self.rows)),
            ("Chosen", self.chosen or "all"),
            ("Taken out on", self.on.isoformat()),
        ]


def written(heads: Sequence[str], rows: Iterable[Sequence[Any]], about: About) -> IO[bytes]:
    """Write the file to disk a row at a time; return it open at its start, gone once closed."""
    book = Workbook(write_only=True)
    name = about.title.translate(_NOT_IN_A_NAME)[:LONGEST_NAME].strip() or "List"
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    _marked(sheet, about.marking)
    for place in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    cut = 0
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        cut += sum(isinstance(value, str) and len(value) > LONGEST_CELL for value in row)
    told = book.create_sheet("About this list" if name != "About this list" else "About")
    _marked(told, about.marking)
    for head, text in about.lines():
        told.append([_cell(told, head, bold=True), _cell(told, text)])
    if cut:
        short = f"{cut} cells are longer than Excel can hold and are cut; the CSV has them whole"
        told.append([_cell(told, "Cut", bold=True), _cell(told, short)])
    # Whoever it is handed to closes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


def _marked(sheet: Any, marking: str) -> None:
    """The marking above and below each printed page."""
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = marking


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, datetime):
        # The format holds no time zone.
        value = timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, str):
        value = value[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # Text, whatever it begins with: no cell is a formula.
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
