"""Tables from CSV, Parquet and Arrow files, with errors that name the row and the column.

Rows are counted as data rows: row 1 is the first line under the header.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from inspectstats.cli.separated import decoded, parsed
from inspectstats.records import InputError
from inspectstats.tables.cells import missing_word, name_of, plain_number
from inspectstats.tables.names import MARGINS, folded, meaning, same_name
from inspectstats.tables.opening import Cells, Table, no_column, opened

Row = Mapping[str, object]
_OTHER_FILES = (
    (b"PK\x03\x04", "is a zip or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook"),
    (b"\x1f\x8b", "is compressed"),
    (b"%PDF", "is a PDF"),
)


def table(path: str) -> Table:
    """Return the table in a CSV, Parquet or Arrow file; ``-`` reads CSV from standard input.

    CSV cells are text, empty ones ``None``.
    """
    if path == "-":
        return parsed(decoded(sys.stdin.buffer.read(), "standard input"), "standard input")
    try:
        data = Path(path).read_bytes()
    except OSError as cause:
        raise InputError(
            f"cannot be read ({cause.strerror})", where=path, mend="Check the path."
        ) from None
    for begun, what in _OTHER_FILES:
        if data.startswith(begun):
            raise InputError(what, where=path, mend="Save the table as CSV UTF-8 or Parquet.")
    ending = Path(path).suffix.casefold()
    if data[:4] == b"PAR1" or ending in (".parquet", ".pq"):
        return _columnar(data, path, "Parquet")
    if data[:6] == b"ARROW1" or ending in (".arrow", ".feather", ".ipc"):
        return _columnar(data, path, "Arrow")
    return parsed(decoded(data, path), path)


def _columnar(data: bytes, path: str, kind: str) -> Table:
    import polars as pl  # late: it takes a third of a second, and CSV needs none of it

    try:
        frame = (pl.read_parquet if kind == "Parquet" else pl.read_ipc)(io.BytesIO(data))
    except Exception as cause:
        raise InputError(
            f"is not a readable {kind} file ({cause})",
            where=path,
            mend="Write it again, or use CSV.",
        ) from None
    if not frame.height:
        raise InputError("has columns and no rows", where=path, mend="Give at least one row.")
    return opened(frame)


def read(path: str) -> list[dict[str, object]]:
    """Return the rows of a file as :func:`table` reads it, as mappings by column."""
    held = table(path)
    cells = [_listed(column) for column in held.columns.values()]
    return [dict(zip(held.names, line, strict=True)) for line in zip(*cells, strict=True)]


def column[Value](
    rows: Sequence[Row],
    name: str,
    as_value: Callable[[str], Value],
    *,
    default: Value | None = None,
) -> list[Value]:
    """One column, each cell converted.

    An empty cell takes ``default`` or is an error naming row and column.
    """
    name = named(rows, name)
    found: list[Value] = []
    for number, row in enumerate(rows, start=1):
        cell = row[name]
        if missing_word(cell):
            raise InputError(
                f"{cell!r} reads as missing",
                where=f"row {number}, column {name}",
                mend="Fill the cell, or leave the row out.",
            )
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if default is None:
                raise InputError(
                    "it is empty",
                    where=f"row {number}, column {name}",
                    mend="Fill the cell, or leave the row out.",
                )
            found.append(default)
            continue
        try:
            found.append(as_value(str(cell).strip()))
        except (ValueError, ZeroDivisionError):
            raise InputError(
                f"{cell!r} is not {_MEANT.get(as_value.__name__, 'usable')}",
                where=f"row {number}, column {name}",
                mend="Correct the cell.",
            ) from None
    return found


def once(names: Sequence[str], where: str) -> None:
    """Raise for a name that stands above, or that sums up the others."""
    for row, name in enumerate(names, start=1):
        if names.index(name) < row - 1 or folded(name) in MARGINS:
            raise InputError(
                f"{name!r} stands above, or sums up the others",
                where=f"row {row}, column {where}",
                mend="Give each one row.",
            )


def named(rows: Sequence[Row], name: str) -> str:
    """Return the column that ``name`` means: in any case, or by the table of names (a column Body
    is the force). Raises where there is none, naming those the table has, or more than one.
    """
    have = list(rows[0]) if rows else []
    found = same_name(name, have)
    if found is not None:
        return found
    alike = [each for each in have if meaning(name) and meaning(each) == meaning(name)]
    if len(alike) > 1:
        raise InputError(
            f"columns {' and '.join(map(repr, alike))} both mean {name!r}",
            where="table",
            mend="Rename one.",
        )
    raise no_column(name, have)


def needs(rows: Sequence[Row], *names: str) -> None:
    """Raise for the first column of ``names`` the table does not have, naming those it has."""
    for name in names:
        named(rows, name)


def has(rows: Sequence[Row], name: str) -> bool:
    """Does the table have this column?"""
    return bool(rows) and same_name(name, list(rows[0])) is not None


def matching(held: Table, where: Sequence[str]) -> Table:
    """Only the rows that have every ``COLUMN=VALUE`` asked for, without those columns.

    Raises when none is left.
    """
    for condition in where:
        name, found, value = condition.partition("=")
        if not found:
            raise InputError(
                f"{condition!r} is not COLUMN=VALUE", where="--where", mend="Write --where set=A."
            )
        column = same_name(name, held.names)
        if column is None:
            raise no_column(name, held.names)
        cells = _listed(held.columns[column])
        kept = [place for place, cell in enumerate(cells) if name_of(cell) == value]
        if not kept:
            raise InputError(
                f"no row has {condition}", where="--where", mend="Check the spelling of the value."
            )
        columns = {
            each: [listed[place] for place in kept]
            for each, listed in ((each, _listed(cells)) for each, cells in held.columns.items())
            if each != column
        }
        held = Table(columns, len(kept), decimal_comma=held.decimal_comma, scales=held.scales)
    return held


def _listed(cells: Cells) -> list[object]:
    found: list[object] = cells if isinstance(cells, list) else cells.to_list()
    return found


def whole(text: str) -> int:
    """A whole number of 0 or more; 12.0 counts, 12.5 does not."""
    value = Fraction(plain_number(text))
    if value.denominator != 1 or value < 0:
        raise ValueError(text)
    return int(value)


def number(text: str) -> float:
    """A finite number."""
    return float(Fraction(plain_number(text)))


def exact(text: str) -> Fraction:
    """A number, kept exact."""
    return Fraction(plain_number(text))


def yes(text: str) -> bool:
    """Yes or no, true or false, 1 or 0."""
    found = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(
        text.lower()
    )
    if found is None:
        raise ValueError(text)
    return found


_MEANT = {
    "whole": "a whole number of 0 or more",
    "number": "a number",
    "exact": "a number",
    "yes": "yes or no",
    "fromisoformat": "a date like 2020-03-09",
}
