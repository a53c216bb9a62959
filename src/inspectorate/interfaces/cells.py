"""Cells of CSV that leaves: no spreadsheet takes one for a formula, each comes back exact."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

RULE = (
    "A cell that begins with = + - @, a tab, a carriage return or an apostrophe carries "
    "one apostrophe in front, so that a "
    "spreadsheet does not take it for a formula; plain numbers are left alone. To read the "
    "exact text, take one leading "
    "apostrophe away."
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def neutral(text: str) -> str:
    """Return the cell as published."""
    # A cell that begins with an apostrophe gets a second one, so that taking one away is always
    # right.
    return f"'{text}" if text.startswith(_RISKY) and not _NUMBER.fullmatch(text) else text


def exact(cell: str) -> str:
    """Return the text that :func:`neutral` was given."""
    return cell[1:] if cell.startswith("'") else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write RFC 4180: comma, CRLF, quotes where needed."""
    return "".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write as :func:`csv_text`, a row at a time."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()
