"""Tables from CSV and Parquet files, with errors that name the row and the column.

Rows are counted as data rows: row 1 is the first line under the header.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from inspectstats.records import InputError

Row = Mapping[str, object]


def read(path: str) -> list[dict[str, object]]:
    """The rows of a CSV or Parquet file; ``-`` reads CSV from standard input.

    CSV cells are text, empty ones ``None``.
    """
    if path == "-":
        return _csv(sys.stdin.buffer.read(), "standard input")
    try:
        data = Path(path).read_bytes()
    except OSError as cause:
        raise InputError(
            f"cannot be read ({cause.strerror})", where=path, mend="Check the path."
        ) from None
    if data[:4] == b"PAR1":
        return _parquet(data, path)
    return _csv(data, path)


def _parquet(data: bytes, path: str) -> list[dict[str, object]]:
    import polars as pl  # late: it takes a third of a second, and CSV needs none of it

    try:
        return pl.read_parquet(io.BytesIO(data)).to_dicts()
    except Exception as cause:
        raise InputError(
            f"is not a readable Parquet file ({cause})",
            where=path,
            mend="Write it again, or use CSV.",
        ) from None


def _csv(data: bytes, path: str) -> list[dict[str, object]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        raise InputError(
            f"line {line} is not UTF-8", where=path, mend="Save the file as CSV UTF-8."
        ) from None
    lines = list(csv.reader(io.StringIO(text, newline="")))
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    if not lines:
        raise InputError("is empty", where=path, mend="Give a header line and rows.")
    header, rows = _header(lines[0], path), lines[1:]
    if not rows:
        raise InputError("has a header and no rows", where=path, mend="Give at least one row.")
    for place, cells in enumerate(rows, start=1):
        if len(cells) != len(header):
            raise InputError(
                f"{len(cells)} cells, the header has {len(header)}",
                where=f"{path}, row {place}",
                mend="Put text with commas in double quotes, or fill the missing cells.",
            )
    return [
        {name: cell.strip() or None for name, cell in zip(header, line, strict=True)}
        for line in rows
    ]


def _header(cells: list[str], path: str) -> list[str]:
    header = [name.strip() for name in cells]
    for place, name in enumerate(header, start=1):
        if not name or header.count(name) > 1:
            what = f"column {place} has no name" if not name else f"column {name!r} occurs twice"
            raise InputError(what, where=path, mend="Name every column once in the first line.")
    return header


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
    needs(rows, name)
    found: list[Value] = []
    for number, row in enumerate(rows, start=1):
        cell = row[name]
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


def needs(rows: Sequence[Row], *names: str) -> None:
    """Raise for the first column of ``names`` the table does not have, naming those it has."""
    have = list(rows[0]) if rows else []
    for name in names:
        if name not in have:
            raise InputError(
                f"no column {name!r}",
                where="table",
                mend=f"It has {', '.join(have)}. Rename one, or name yours.",
            )


def has(rows: Sequence[Row], name: str) -> bool:
    """Does the table have this column?"""
    return bool(rows) and name in rows[0]


def matching(rows: list[dict[str, object]], where: Sequence[str]) -> list[dict[str, object]]:
    """Only the rows that have every ``COLUMN=VALUE`` asked for, without those columns.

    Raises when none is left.
    """
    for condition in where:
        name, found, value = condition.partition("=")
        if not found:
            raise InputError(
                f"{condition!r} is not COLUMN=VALUE", where="--where", mend="Write --where set=A."
            )
        needs(rows, name)
        rows = [
            {key: cell for key, cell in row.items() if key != name}
            for row in rows
            if str(row[name] or "") == value
        ]
        if not rows:
            raise InputError(
                f"no row has {condition}", where="--where", mend="Check the spelling of the value."
            )
    return rows


def whole(text: str) -> int:
    """A whole number of 0 or more; 12.0 counts, 12.5 does not."""
    value = Fraction(text)
    if value.denominator != 1 or value < 0:
        raise ValueError(text)
    return int(value)


def number(text: str) -> float:
    """A finite number."""
    return float(Fraction(text))


def exact(text: str) -> Fraction:
    """A number, kept exact."""
    return Fraction(text)


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
