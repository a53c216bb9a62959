"""Cells of CSV that leaves: no spreadsheet takes one for a formula, each comes back exact."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

RULE = (
    "A cell that begins with = + - @, a tab, a carriage return or an apostrophe carries "
    "one apostrophe in front, so that a "
    "spreadsheet does not take it for a formula; plain numbers are left alone. To read the "
    "exact text, take one leading "
    "apostrophe away."
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
# What a program may pass over before it takes a cell for a formula; and the signs, also full width.
_BEHIND_SPACE = re.compile("[\\s\ufeff\u200b\u2060]*[=+\\-@\uff1d\uff0b\uff0d\uff20]")


def neutral(text: str) -> str:
    """Return the cell as published."""
    # A cell that begins with an apostrophe gets a second one, so that taking one away is always
    # right.
    return f"'{text}" if text.startswith(_RISKY) and not _NUMBER.fullmatch(text) else text


def guarded(text: str) -> str:
    """Return the cell as it leaves on a list of the staff, guarded wider than what is published.

    Spaces, line ends or a mark of byte order before the sign, or the sign in full width, change
    nothing. What is published keeps to the rule that is printed with it.
    """
    cell = neutral(text)
    risky = cell == text and _BEHIND_SPACE.match(text) and not _NUMBER.fullmatch(text.strip())
    return f"'{text}" if risky else cell


def exact(cell: str) -> str:
    """Return the text that :func:`neutral` or :func:`guarded` was given."""
    return cell[1:] if cell.startswith("'") else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write RFC 4180: comma, CRLF, quotes where needed."""
    return "".join(csv_lines(header, rows))


def csv_lines(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    guard: Callable[[str], str] = neutral,
) -> Iterator[str]:
    """Write as :func:`csv_text`, a row at a time, each cell as ``guard`` gives it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([guard(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()
