"""Text of a CSV file as a table: its encoding, its separator, its header, its cells.

Excel writes semicolons and decimal commas where the comma is the decimal sign, R writes tabs on
request: the separator is the one the header shows, and a header that shows two is tried with both.
"""

from __future__ import annotations

import codecs
import csv
import io

from inspectstats.records import InputError
from inspectstats.tables.opening import Table

SEPARATORS = (",", ";", "\t", "|")
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes, path: str) -> str:
    """Return the text of a file: UTF-8, or what its byte order mark says."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        raise InputError(
            f"line {line} is not {encoding.upper().removesuffix('-SIG')}",
            where=path,
            mend="Save the file as CSV UTF-8.",
        ) from None
    if "\0" in text:
        raise InputError(
            "is not text in UTF-8", where=path, mend="Save the file as CSV UTF-8, or as Parquet."
        )
    return text


def parsed(text: str, path: str) -> Table:
    """Return the table a CSV text holds: cells are text, empty ones None."""
    begun, separator = text, ""
    if text[:4].casefold() == "sep=":
        # Excel's own first line, which names the separator.
        first, _, begun = text.partition("\n")
        separator = first.rstrip("\r")[4:5]
    lines = _lines(begun, separator or _separator(begun, path), path)
    if not lines:
        raise InputError("is empty", where=path, mend="Give a header line and rows.")
    header, rows = [cell.strip() for cell in lines[0]], lines[1:]
    if not rows:
        raise InputError("has a header and no rows", where=path, mend="Give at least one row.")
    for place, cells in enumerate(rows, start=1):
        if len(cells) != len(header):
            _refuse_title(lines, path)
            raise InputError(
                f"{len(cells)} cells, the header has {len(header)}",
                where=f"{path}, row {place}",
                mend="Put text with commas in double quotes, or fill the missing cells.",
            )
    columns = [[cell.strip() or None for cell in column] for column in zip(*rows, strict=True)]
    return _table(header, columns, len(rows), separator or _separator(begun, path), path)


def _table(
    header: list[str], columns: list[list[str | None]], n: int, separator: str, path: str
) -> Table:
    while header and not header[-1] and not any(columns[-1]):
        # A separator at the end of every line makes a column of nothing.
        header, columns = header[:-1], columns[:-1]
    corner = header[:1] == [""] and _square(header, columns)
    if header[:1] == [""] and not corner and _counts_rows(columns[0]):
        # R and pandas write the numbers of the rows into a first column without a name.
        header, columns = header[1:], columns[1:]
    for place, name in enumerate(header, start=1):
        if (not name and not (corner and place == 1)) or header.count(name) > 1:
            _refuse_headless(header, path)
            what = f"column {place} has no name" if not name else f"column {name!r} occurs twice"
            raise InputError(what, where=path, mend="Name every column once in the first line.")
    names = ["rater 1 down, rater 2 across", *header[1:]] if corner else header
    held = dict(zip(names, columns, strict=True))
    return Table(held, n, decimal_comma=separator != ",")


def _refuse_title(lines: list[list[str]], path: str) -> None:
    """Refuse a first line that names fewer columns than the next ones have: a title, a remark."""
    named = sum(bool(cell.strip()) for cell in lines[0])
    if named <= 1 < max(map(len, lines)):
        raise _no_header(lines[0], path)


def _refuse_headless(header: list[str], path: str) -> None:
    """Refuse a first line of a title alone, or of numbers that stand twice: a row of grades."""
    named = [cell for cell in header if cell]
    twice = any(named.count(cell) > 1 and cell.isdigit() for cell in named)
    if (len(named) == 1 and len(header) > 2) or twice:
        raise _no_header(header, path)


def _no_header(cells: list[str], path: str) -> InputError:
    return InputError(
        f"the first line does not look like a header ({', '.join(filter(None, cells))[:60]})",
        where=path,
        mend="Begin the file with one line that names every column once.",
    )


def _counts_rows(cells: list[str | None]) -> bool:
    """Are the cells 0, 1, 2 … or 1, 2, 3 …?"""
    return any(cells == [str(row) for row in range(first, first + len(cells))] for first in (0, 1))


def _square(header: list[str], columns: list[list[str | None]]) -> bool:
    """Does an unnamed first column repeat the header, as in a square table of two raters?"""
    return len(header) > 2 and [cell or "" for cell in columns[0]] == header[1:]


def _separator(text: str, path: str) -> str:
    first = text.lstrip("\r\n").partition("\n")[0]
    bare = "".join(first.split('"')[::2])
    shown = [each for each in SEPARATORS if each in bare]
    if len(shown) < 2:
        return shown[0] if shown else ","
    fitting = [each for each in shown if _fits(text, each, path)]
    if len(fitting) != 1:
        said = " and ".join(_NAMES[each] for each in shown)
        raise InputError(
            f"has {said} in its header",
            where=path,
            mend="Use one separator, and put text that holds it in double quotes.",
        )
    return fitting[0]


def _fits(text: str, separator: str, path: str) -> bool:
    try:
        lines = _lines(text, separator, path)
    except InputError:
        return False
    return len({len(cells) for cells in lines}) == 1 and len(lines[0]) > 1


def _lines(text: str, separator: str, path: str) -> list[list[str]]:
    """Cells of every line, without empty lines at the end."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = list(reader)
    except csv.Error as cause:
        raise InputError(
            f"line {reader.line_num} cannot be read ({cause})",
            where=path,
            mend="Close every double quote, and write a quote within a text twice.",
        ) from None
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    return lines
