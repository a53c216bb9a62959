"""Read a CSV file as it comes from people's spreadsheets.

Every fault says where it is and how to mend it. Taken: UTF-8 with or without a byte-order mark,
UTF-16 with one, Windows-1252; commas, semicolons or tabs; LF, CRLF or CR; quoted line breaks; lines
before the heading row. Refused: control characters, text that reverses its direction, formulas. A
cell that must begin like a formula carries an apostrophe before it, as our own open data does; it
is taken off here.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspectorate.foundation.reasons.codes import ReasonCode
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from .reasons import SheetReason

FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
_SEVERAL_BYTES = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# People write a title and notes above a table; a file without a heading is not searched to its end.
_LOOK_FOR_HEADING = 12
_MOST_SHOWN = 60
# What a table of people's work stays under, and what any table costs no more than a second to read.
LIMIT_BYTES = 2_000_000
LIMIT_ROWS, LIMIT_COLUMNS, LIMIT_CELLS = 20_000, 500, 250_000
# Longer is a quotation mark that was never closed. Said here, because Python's own limit belongs to
# the process, and any library may move it.
LIMIT_CELL = 131_072
# Nobody mends more at once, and a page that names more is not read.
_MOST_FAULTS = 100


class SheetRefused(Refused):
    """A file that was not taken; nothing was written.

    ``reasons`` lists every fault, each with ``field`` "row N, column X".
    """


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number as a spreadsheet shows it, and its cells by column name.

    A missing column is "". Cells that hold something under no heading stand under their place.
    """

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def line(self, column: str) -> str:
        """Return the cell as one line: a break within it counts as a space."""
        return " ".join(self[column].split())

    def where(self, column: str = "") -> str:
        """How a fault in this row says where it stands."""
        return f"row {self.number}, column {column}" if column else f"row {self.number}"


@dataclass(slots=True)
class Faults:
    """Collects every fault of a file before it is refused."""

    name: str
    reasons: list[Reason] = field(default_factory=list)

    def add(self, code: ReasonCode, where: str, text: str, mend: Mend) -> None:
        """Note one fault; ``where`` is "row N, column X" or the name of the file.

        Raises :class:`SheetRefused` when there are a hundred already.
        """
        if len(self.reasons) == _MOST_FAULTS:
            text = f"{self.name}: there are more faults; these are the first {_MOST_FAULTS}."
            mend = Mend.words("Mend these and send it again.")
            self.reasons.append(Reason(SheetReason.MORE_FAULTS, text, mend, self.name))
            self.refuse()
        self.reasons.append(Reason(code, f"{self.name}, {where}: {text}", mend, where))

    def day(self, row: Row, column: str) -> date | None:
        """Return the ISO day of a cell; None when it is empty.

        Also None, with the fault noted, when the cell does not hold a day.
        """
        text = row[column]
        if not text:
            return None
        try:
            found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            found = None
        if found is None:
            self.add(
                SheetReason.DAY_MALFORMED,
                row.where(column),
                f"{text!r} is not a day.",
                Mend.words("Write it as YYYY-MM-DD, for example 2018-10-01."),
            )
        # Day 0 of spreadsheets: what an empty cell formatted as a day is saved as.
        elif found == date(1900, 1, 1):
            text = "1900-01-01 is what a spreadsheet writes for an empty cell."
            self.add(
                SheetReason.DAY_IS_EMPTY_CELL,
                row.where(column),
                text,
                Mend.words("Leave the cell empty."),
            )
            found = None
        return found

    def refuse(self) -> None:
        """Raise :class:`SheetRefused` with everything noted, if anything was."""
        if self.reasons:
            raise SheetRefused(self.reasons)


def read(
    content: bytes,
    *,
    name: str,
    required: Sequence[str],
    any_of: Sequence[str] = (),
    most_rows: int = LIMIT_ROWS,
) -> tuple[list[Row], Faults]:
    """Return the rows below the heading row, and the faults found in cells so far.

    Cells are trimmed and in Unicode form C. The heading row is the first of the first twelve rows
    that holds all of ``required`` and one of ``any_of``. Raises SheetRefused at once when the file
    cannot be read as a table at all.
    """
    faults = Faults(name)
    if len(content) > LIMIT_BYTES:
        what = f"it has more than {LIMIT_BYTES // 1_000_000} MB."
        faults.add(
            SheetReason.FILE_TOO_LONG, name, what, Mend.words("Split it, or leave out columns.")
        )
        faults.refuse()
    text = decoded(content, faults)
    records = list(_records(text, _delimiter(text, required, any_of), most_rows, faults))
    faults.refuse()
    heading = _heading(records, required, any_of, faults)
    faults.refuse()
    position, columns = heading
    rows = []
    for number, cells in records[position + 1 :]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            what = f"it has {len(cells)} cells, the heading row has {len(columns)}."
            mend = Mend.words("Put a cell that contains commas in quotation marks.")
            faults.add(SheetReason.ROW_TOO_LONG, f"row {number}", what, mend)
            continue
        if len(cells) < len(columns):
            what = f"it has {len(cells)} cells, the heading row has {len(columns)}."
            mend = Mend.words("Write the row whole, with empty cells where nothing is known.")
            faults.add(SheetReason.ROW_TOO_SHORT, f"row {number}", what, mend)
            continue
        row = Row(
            number,
            {
                column or f"column {place} without a heading": _cell(cell)
                for place, (column, cell) in enumerate(zip(columns, cells, strict=False), start=1)
                if column or cell.strip()
            },
        )
        _look_at(row, faults)
        rows.append(Row(number, {column: _plain(cell) for column, cell in row.cells.items()}))
    if not rows and not faults.reasons:
        faults.add(
            SheetReason.FILE_WITHOUT_ROWS,
            name,
            "there is no row below the heading row.",
            Mend.words("Add the rows and send it again."),
        )
    return rows, faults


def decoded(content: bytes, faults: Faults) -> str:
    """Return the text of a file; note a fault and refuse where the bytes are not text."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        start = fault.start
    try:
        # A file in which some letters are UTF-8 and others are not would be read wrongly as either:
        # better to say so.
        if not _SEVERAL_BYTES.search(content):
            return content.decode("cp1252")
        what = "some letters are UTF-8, others are not."
    except UnicodeDecodeError as fault:
        start = fault.start
        what = "the bytes are neither UTF-8 nor Windows-1252."
    line = len(re.split(rb"\r\n|\r|\n", content[:start]))
    faults.add(
        SheetReason.NOT_TEXT,
        f"line {line}",
        f"{what} (byte {content[start]:#04x})",
        Mend.words("Save the file as CSV UTF-8 and send it again."),
    )
    faults.refuse()
    raise AssertionError("a noted fault refuses")


def lines_of(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each line of a table; raises ``csv.Error`` at one that cannot be read."""
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
        if any(len(cell) > LIMIT_CELL for cell in cells):
            raise csv.Error(f"a cell is longer than {LIMIT_CELL:,} characters")
        yield cells


def has_control(text: str) -> bool:
    """Does a text hold a character that nobody sees, or that reverses its direction?"""
    return bool(_CONTROL.search(text))


def _records(
    text: str, delimiter: str, most_rows: int, faults: Faults
) -> Iterator[tuple[int, list[str]]]:
    if "\x00" in text:
        faults.add(
            SheetReason.NOT_TEXT,
            faults.name,
            "the file contains NUL characters.",
            Mend.words("Save it as CSV UTF-8 and send it again."),
        )
        return
    reader = lines_of(text, delimiter)
    number = cells_so_far = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            mend = Mend.words(
                "Close every quotation mark, and double a quotation mark inside a quoted cell."
            )
            faults.add(
                SheetReason.ROW_UNREADABLE,
                f"row {number}",
                f"the row cannot be read ({fault}).",
                mend,
            )
            return
        cells_so_far += len(cells)
        if number > most_rows or len(cells) > LIMIT_COLUMNS or cells_so_far > LIMIT_CELLS:
            what = (
                f"it has more than {most_rows:,} rows, {LIMIT_COLUMNS:,} cells in a row or "
                f"{LIMIT_CELLS:,} cells."
            )
            faults.add(
                SheetReason.FILE_TOO_LONG,
                f"row {number}",
                what,
                Mend.words("Split it, or leave out columns."),
            )
            return
        yield number, cells


def _delimiter(text: str, required: Sequence[str], any_of: Sequence[str]) -> str:
    """Return the mark between cells with which a heading row is found, else a comma."""
    for mark in ",;\t":
        first = itertools.islice(
            csv.reader(io.StringIO(text, newline=""), delimiter=mark), _LOOK_FOR_HEADING
        )
        try:
            if any(
                len(cells) <= LIMIT_COLUMNS and _is_heading(_columns(cells), required, any_of)
                for cells in first
            ):
                return mark
        except csv.Error:
            continue
    return ","


def _columns(cells: Sequence[str]) -> list[str]:
    return [re.sub(r"[\s_-]+", "_", _cell(cell.lstrip("\ufeff")).casefold()) for cell in cells]


def _is_heading(columns: Sequence[str], required: Sequence[str], any_of: Sequence[str]) -> bool:
    return set(required) <= set(columns) and (not any_of or bool(set(any_of) & set(columns)))


def _heading(
    records: Sequence[tuple[int, list[str]]],
    required: Sequence[str],
    any_of: Sequence[str],
    faults: Faults,
) -> tuple[int, list[str]]:
    closest: list[str] = []
    for position, (_, cells) in enumerate(records[:_LOOK_FOR_HEADING]):
        columns = _columns(cells)
        if _is_heading(columns, required, any_of):
            for column in sorted({one for one in columns if one and columns.count(one) > 1}):
                what = f"the column {column} stands there more than once."
                faults.add(
                    SheetReason.COLUMN_TWICE,
                    f"row {records[position][0]}, column {column}",
                    what,
                    Mend.words("Keep one of them."),
                )
            return position, columns
        if len(set(required) & set(columns)) >= len(set(required) & set(closest)):
            closest = columns
    if not faults.reasons:
        missing = [column for column in required if column not in closest] or [" or ".join(any_of)]
        what = f"no heading row was found; the columns missing are: {', '.join(missing)}."
        faults.add(
            SheetReason.HEADING_MISSING,
            faults.name,
            what,
            Mend.words(f"Name the columns in the first row: {', '.join([*required, *any_of])}."),
        )
    return 0, []


def _cell(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).lstrip(" \u00a0\n").rstrip()


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def _look_at(row: Row, faults: Faults) -> None:
    for column, cell in row.cells.items():
        if cell.startswith(FORMULA) and not _NUMBER.fullmatch(cell):
            what = f"{cell[:_MOST_SHOWN]!r} begins like a formula."
            mend = Mend.words(
                "Write what it shows; if the sign is meant, put an apostrophe before it."
            )
            faults.add(SheetReason.CELL_IS_FORMULA, row.where(column), what, mend)
        elif found := _CONTROL.search(cell):
            what = f"it contains the invisible character U+{ord(found[0]):04X}."
            faults.add(
                SheetReason.CELL_HAS_CONTROL,
                row.where(column),
                what,
                Mend.words("Type the cell again."),
            )
