"""The empty Excel file of a template: a sheet to fill in, and one that says what goes where."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from inspectorate.domain.fieldwork.returns.models import ReturnColumn

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATA, ABOUT = "Return", "About the columns"
_HEADS = ("Column", "Kind", "Needed", "Unit", "One of", "Least", "Most", "What it means")


def empty_workbook(
    title: str, text: str, columns: Sequence[ReturnColumn], rules: Sequence[tuple[str, bool]]
) -> IO[bytes]:
    """Write the file; return it open at its start, gone once closed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(DATA)
    sheet.freeze_panes = "A2"
    _wide(sheet, len(columns), 18)
    sheet.append([_cell(sheet, one.name, bold=True) for one in columns])
    told = book.create_sheet(ABOUT)
    _wide(told, len(_HEADS), 24)
    for line in (title, text):
        if line:
            told.append([_cell(told, line)])
    told.append([_cell(told, head, bold=True) for head in _HEADS])
    for one in columns:
        told.append([_cell(told, value) for value in _about(one)])
    for said, hard in rules:
        told.append([_cell(told, said), _cell(told, "" if hard else "or say why not")])
    # Whoever it is handed to closes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


def _about(one: ReturnColumn) -> tuple[str, ...]:
    return (
        *(one.name, one.get_kind_display(), "yes" if one.required else "no", one.unit),
        *(", ".join(one.choices), one.least, one.most, one.meaning),
    )


def _wide(sheet: Any, columns: int, width: int) -> None:
    for place in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _cell(sheet: Any, value: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    # Text, whatever it begins with: no cell is a formula.
    cell.data_type = "s"
    cell.quotePrefix = not bold
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
