"""A CSV or Excel file as a table of cells, whoever made it; every doubt is named.

An Excel file is opened in a process under limits. What is read here is not checked yet.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from inspectorate.foundation.documents.extracting import sheets_of
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.spreadsheets.reading import Faults, SheetRefused, decoded, lines_of

from .cells import RawCell, shown, whole
from .checking import Fault, Table

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES, MOST_ROWS, MOST_CELLS, MOST_COLUMNS = 10 * 1024 * 1024, 20_000, 400_000, 500
# People write a title and notes above a table.
_LOOK_FOR_HEADING = 12
_BEGINNING = 1_000_000
_NOBODY_MERGES_MORE = 20
_LONGEST_NAME = 60
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")

_TWICE = "The heading stands there more than once."
MISSING = "The column is missing."
_UNKNOWN = "The template has no such column."

type _Rows = list[list[RawCell]]


def read(file: StoredFile, names: Sequence[str]) -> Table:
    """Read a stored file whose headings should be ``names``, in any order."""
    if file.media_type == XLSX:
        return _of_excel(file, names)
    if file.media_type in {CSV, "text/plain"}:
        with store.opened(file.digest) as stream:
            return of_csv(stream.read(MOST_BYTES + 1), names)
    what = f"{file.name} is neither CSV nor Excel."
    return _refused("", what, "Save the table as CSV UTF-8 or as an Excel workbook (.xlsx).")


def of_csv(content: bytes, names: Sequence[str]) -> Table:
    """Read the bytes of a CSV file."""
    if len(content) > MOST_BYTES:
        what = f"The file has more than {MOST_BYTES // 1024**2} MB."
        return _refused("", what, "Leave out columns that are not asked for.")
    faults = Faults("the file")
    try:
        text = decoded(content, faults)
    except SheetRefused as refusal:
        reason = refusal.reasons[0]
        return _refused("", reason.text, str(reason.mend))
    if "\x00" in text:
        return _refused("", "The file holds NUL characters.", "Save it as CSV UTF-8.")
    mark, rows, fault = _parted(text, names)
    if fault:
        return Table(faults=(fault,))
    marks = {",": "commas", ";": "semicolons", "\t": "tabs"}
    notes = (f"Read as CSV, {_encoding(content)}, cells parted by {marks[mark]}.",)
    return _table("", rows, names, notes)


def of_pasted(text: str, names: Sequence[str]) -> Table:
    """Read a table that was pasted from a spreadsheet or typed as CSV."""
    return of_csv(text.encode("utf-8", "replace"), names)


def heading(name: str) -> str:
    """A heading as two are compared: no capitals, one space."""
    return " ".join(unicodedata.normalize("NFC", name).lstrip("\ufeff").casefold().split())


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return "UTF-8 with a byte-order mark"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "Windows-1252, since it is not UTF-8: check letters with accents"
    return "UTF-8"


def _parted(text: str, names: Sequence[str]) -> tuple[str, _Rows, Fault | None]:
    """The mark between cells that finds most headings, and the rows it gives."""
    best: tuple[int, str] = (-1, ",")
    head = "\n".join(text[:_BEGINNING].splitlines()[: 4 * _LOOK_FOR_HEADING])
    for mark in ",;\t":
        try:
            first = _first_cells(csv.reader(io.StringIO(head, newline=""), delimiter=mark))
            found = max((_matches(row, names) for row in first), default=0)
        except csv.Error:
            continue
        best = max(best, (found, mark), key=lambda one: one[0])
    rows: _Rows = []
    cells = 0
    try:
        for row in lines_of(text, best[1]):
            cells += len(row)
            if len(rows) > MOST_ROWS + _LOOK_FOR_HEADING or cells > MOST_CELLS:
                return best[1], [], _too_long("")
            rows.append([cell or None for cell in row])
    except csv.Error as error:
        mend = "Close every quotation mark, and double one inside a quoted cell."
        what = f"The row cannot be read ({error})."
        return best[1], [], Fault("", len(rows) + 1, "", "", what, mend)
    return best[1], rows, None


def _first_cells(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    """The first rows, as far as a table that is taken may reach: what is longer is refused."""
    cells = 0
    for row in reader:
        cells += len(row)
        if cells > MOST_COLUMNS * 4 * _LOOK_FOR_HEADING:
            return
        yield row


def _of_excel(file: StoredFile, names: Sequence[str]) -> Table:
    try:
        sheets = sheets_of(file.digest, file.media_type)
    except Failed as failure:
        mend = "Send the table as CSV UTF-8, or ask us."
        return _refused("", f"The file cannot be read. {failure.reason.sentence}", mend)
    if not sheets:
        return _refused("", "There is nothing in the file.", "Fill in the template.")
    chosen = max(sheets, key=lambda one: _best(one["rows"], names))
    title = f"sheet “{_named(chosen)}”"
    notes = [f"Read as Excel, {title}."]
    if len(sheets) > 1:
        others = ", ".join(f"“{_named(one)}”" for one in sheets if one is not chosen)
        notes.append(f"Other sheets were not read: {others}.")
    if chosen["formulas"]:
        count = chosen["formulas"]
        one = count == 1
        told = "1 cell holds a formula" if one else f"{count:,} cells hold formulas"
        notes.append(f"{told}: the value kept beside {'it' if one else 'each'} was read.")
    rows: _Rows = [
        [tuple(cell) if isinstance(cell, list) else cell for cell in row] for row in chosen["rows"]
    ]
    return _table(title, rows, names, tuple(notes), chosen["merged"])


def _named(sheet: Mapping[str, Any]) -> str:
    """The name of a sheet, short and printable: Excel holds it to 31 characters, others do not."""
    name = "".join(one if one.isprintable() else " " for one in str(sheet["title"]))
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _matches(row: Sequence[Any], names: Sequence[str]) -> int:
    wanted = {heading(name) for name in names}
    return len(wanted & {heading(whole(cell)) for cell in row[:MOST_COLUMNS]})


def _best(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> int:
    cells = ([tuple(one) if isinstance(one, list) else one for one in row] for row in rows)
    return max((_matches(row, names) for _, row in zip(range(12), cells, strict=False)), default=0)


def _table(
    sheet: str,
    rows: _Rows,
    names: Sequence[str],
    notes: tuple[str, ...],
    merged: Sequence[str] = (),
) -> Table:
    """The rows below the heading row, or what is wrong with headings and shape."""
    while rows and not any(shown(cell).strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        return _refused(sheet, "There is nothing in the file.", "Fill in the template.")
    found = [_matches(row, names) for row in rows[:_LOOK_FOR_HEADING]]
    at = found.index(max(found))
    if not found[at]:
        at = next(place for place, row in enumerate(rows) if any(row))
    heads, faults = _heads(sheet, at + 1, rows[at], names)
    faults += _merged(sheet, at + 1, merged)
    below = rows[at + 1 :]
    if not below and not faults:
        mend = "Add the rows, and send it again."
        faults.append(Fault(sheet, 0, "", "", "There is no row below the headings.", mend))
    if len(below) > MOST_ROWS:
        faults.append(_too_long(sheet))
    faults += _misshapen(sheet, at + 2, below, len(heads))
    return Table(sheet, heads, at + 2, below, notes, tuple(faults))


def _misshapen(sheet: str, first: int, rows: _Rows, width: int) -> list[Fault]:
    """Rows without anything, and rows with more cells than headings."""
    faults = []
    for number, row in enumerate(rows, first):
        if not any(shown(cell).strip() for cell in row):
            mend = "Delete the row, so that rows can be named by their numbers."
            faults.append(Fault(sheet, number, "", "", "The row is empty.", mend))
        elif len(row) > width and any(shown(cell).strip() for cell in row[width:]):
            what = f"The row has {len(row)} cells, there are {width} headings."
            mend = "Put a cell that holds the mark between cells in quotation marks."
            faults.append(Fault(sheet, number, "", "", what, mend))
    return faults


def _heads(
    sheet: str, number: int, row: Sequence[RawCell], names: Sequence[str]
) -> tuple[tuple[str, ...], list[Fault]]:
    """Headings under the names that the template gives them, and what is wrong with them."""
    by_heading = {heading(name): name for name in names}
    written = [" ".join(whole(cell).split()) for cell in row]
    heads = tuple(by_heading.get(heading(one), one) for one in written)
    while heads and not heads[-1]:
        heads = heads[:-1]
    missing = [name for name in names if name not in heads]
    likely = f" It may be “{missing[0]}”." if len(missing) == 1 else ""
    found = [
        *((one, one, _TWICE, "Keep one of the columns.") for one in _doubled(heads)),
        *((one, "", MISSING, "Add it, under exactly this heading.") for one in missing),
        *(
            (one, one, _UNKNOWN, f"Take it out, or rename it.{likely}")
            for one in _unknown(heads, names)
        ),
    ]
    faults = [Fault(sheet, number, one[:80], cell[:80], *said) for one, cell, *said in found]
    return heads, faults


def _doubled(heads: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(one for one in heads if one and heads.count(one) > 1))


def _unknown(heads: Sequence[str], names: Sequence[str]) -> list[str]:
    """Headings that the template does not have; an empty one by the place of its cell."""
    named = (one or f"cell {place}, which is empty" for place, one in enumerate(heads, 1))
    return list(dict.fromkeys(one for one in named if one not in names))


def _merged(sheet: str, heading_row: int, merged: Sequence[str]) -> list[Fault]:
    faults = []
    for ref in merged:
        found = _CELL.fullmatch(ref)
        if found and int(found[4] or found[2]) >= heading_row:
            what, mend = f"The cells {ref} are merged.", "Undo it, and write each cell by itself."
            faults.append(Fault(sheet, int(found[2]), "", ref, what, mend))
    return faults[:_NOBODY_MERGES_MORE]


def _too_long(sheet: str) -> Fault:
    what = f"There are more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells."
    return Fault(sheet, 0, "", "", what, "Leave out columns that are not asked for, or ask us.")


def _refused(sheet: str, what: str, mend: str) -> Table:
    return Table(sheet, faults=(Fault(sheet, 0, "", "", what, mend),))
