"""A table of a plan in an Excel workbook, as the text that could have been pasted from it."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from typing import Any

from inspectorate.domain.fieldwork.returns.cells import RawCell, whole
from inspectorate.domain.fieldwork.returns.reading import heading
from inspectorate.foundation.documents.extracting import sheets_in
from inspectorate.foundation.documents.limited import Failed

_LOOK_FOR_HEADING = 12


class NoTable(Exception):
    """There is no such table in the workbook; says why, and how to mend it."""


def as_text(content: bytes, names: Sequence[str]) -> str:
    """Return the sheet with most of the headings ``names``, a row a line and tabs between cells.

    Raises NoTable where the workbook cannot be read, has no such sheet, or a cell shows an error or
    a formula without its value.
    """
    try:
        with tempfile.TemporaryFile() as kept:
            kept.write(content)
            kept.seek(0)
            sheets = sheets_in(kept)
    except Failed as failure:
        raise NoTable(f"The workbook cannot be read. {failure.reason.sentence}") from failure
    best = max(sheets, key=lambda one: _headings(one["rows"], names), default=None)
    if best is None or not _headings(best["rows"], names):
        wanted = ", ".join(names)
        raise NoTable(f"No sheet has the headings: {wanted}. Write them in the first row.")
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter="\t", lineterminator="\n")
    for number, row in enumerate(best["rows"], 1):
        table.writerow([_text(best["title"], number, cell) for cell in row])
    return written.getvalue()


def _headings(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> int:
    """How many of the headings the best of the first rows has."""
    wanted = {heading(name.replace("_", " ")) for name in names}
    found = (
        {heading(whole(_cell(cell)).replace("_", " ")) for cell in row}
        for row in rows[:_LOOK_FOR_HEADING]
    )
    return max((len(wanted & one) for one in found), default=0)


def _text(sheet: str, number: int, cell: Any) -> str:
    """A cell as it would be typed: days as 2018-10-08, times as 09:30."""
    raw = _cell(cell)
    if isinstance(raw, tuple) and raw[0] in ("error", "formula"):
        raise NoTable(
            f"Sheet {sheet!r}, row {number}: a cell shows {raw[1][:40]!r}, which is no value. "
            "Write the value itself, or let the workbook calculate and save it."
        )
    if isinstance(raw, tuple) and raw[0] == "time":
        return ":".join(part.zfill(2) for part in raw[1].split(":")[:2])
    return whole(raw)


def _cell(cell: Any) -> RawCell:
    return tuple(cell) if isinstance(cell, list) else cell
