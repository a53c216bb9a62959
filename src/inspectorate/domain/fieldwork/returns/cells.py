"""One cell of a return: what its column takes, in one canonical text, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from inspectorate.foundation.spreadsheets.reading import FORMULA, has_control

from .kinds import ColumnKind
from .models import ReturnColumn

# What a file holds in a cell: text, a number, yes or no; or a pair that says what it is: "date",
# "moment", "time", "percent", "error", or "formula" where a formula has no value beside it.
type RawCell = str | int | float | bool | tuple[str, str] | None


class BadCell(NamedTuple):
    """What is wrong with a cell, and how to mend it."""

    what: str
    mend: str


type ReadCell = str | BadCell | None
type CellReader = Callable[[RawCell], ReadCell]

LONGEST_TEXT = 2_000
_MOST_DIGITS = 30
_WHOLE = re.compile(r"[+-]?\d{1,30}")
_DECIMAL = re.compile(r"[+-]?(\d{1,30})(\.\d{1,30})?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([,.'\u2019\u00a0\u202f ]\d{3})+([.,]\d+)?")
# Twelve, or twelve thousand where a point parts thousands.
_CONTINENTAL = re.compile(r"[+-]?\d{1,3}\.\d{3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OTHER_DAY = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}")
_SPOKEN = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}
_EMPTY = "If it is not known, leave the cell empty."
_NOT_EMPTY = "The cell may not be empty: write 0 where there is none, or ask what to write."


def reader_of(column: ReturnColumn) -> CellReader:
    """Return what reads the cells of a column."""
    choices = {one.casefold(): one for one in column.choices}
    by_kind: Mapping[str, CellReader] = {
        ColumnKind.WHOLE: _whole,
        ColumnKind.DECIMAL: _decimal,
        ColumnKind.DAY: _day,
        ColumnKind.YES_NO: _yes_no,
        ColumnKind.CHOICE: partial(_choice, choices),
        ColumnKind.TEXT: _text,
    }
    read, least, most = by_kind[column.kind], column.least, column.most
    number = ColumnKind(column.kind).is_number

    def cell(raw: RawCell) -> ReadCell:
        found = _said(raw) or read(raw)
        if found is None:
            return BadCell("is empty, and must not be.", _NOT_EMPTY) if column.required else None
        if isinstance(found, BadCell) or not (least or most):
            return found
        return _out_of_range(found, least, most, number=number) or found

    return cell


def number_of(text: str) -> str | None:
    """Return the canonical text of a number as people write it; None where it is none."""
    found = _decimal(text.strip())
    return found if isinstance(found, str) else None


def day_of(text: str) -> str | None:
    """Return an ISO day; None where it is none."""
    found = _day(text.strip())
    return found if isinstance(found, str) else None


def whole(raw: RawCell) -> str:
    """The whole text of a cell, as it is kept where it says what a template is."""
    text = raw[1] if isinstance(raw, tuple) else "" if raw is None else str(raw)
    return unicodedata.normalize("NFC", text)


def shown(raw: RawCell) -> str:
    """A cell as an error quotes it: its beginning, and never to be kept."""
    return whole(raw)[:80]


def _said(raw: RawCell) -> BadCell | None:
    """What is wrong with a cell of any column."""
    if not isinstance(raw, tuple):
        return None
    what, value = raw
    if what == "formula":
        return BadCell(
            f"holds the formula {value[:60]} without a value.",
            "Open the file in a spreadsheet, let it calculate, save it; or write the value itself.",
        )
    if what == "percent":
        return BadCell(
            f"is formatted as a percentage, and the file holds {value}.",
            "Format the cell as a number, and write the number that is meant: 45 for 45 %.",
        )
    if what == "error":
        return BadCell(f"shows the error {value}.", "Mend the formula, or write the value itself.")
    return None


def _out_of_range(found: str, least: str, most: str, *, number: bool) -> BadCell | None:
    value: Decimal | str = Decimal(found) if number else found
    low = (Decimal(least) if number else least) if least else value
    high = (Decimal(most) if number else most) if most else value
    if value < low:  # type: ignore[operator]
        return BadCell(f"is below {least}, the least that is taken.", "Check it.")
    if value > high:  # type: ignore[operator]
        return BadCell(f"is above {most}, the most that is taken.", "Check it.")
    return None


def _plain(raw: RawCell) -> str:
    text = raw[1] if isinstance(raw, tuple) else "" if raw is None else str(raw)
    text = unicodedata.normalize("NFC", text).strip(" \u00a0\t\r\n")
    # As our own files carry it before what a spreadsheet would take for a formula.
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text


def _canonical(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _of_float(value: float) -> str | None:
    # As many digits as a spreadsheet shows; the rest is noise of how it keeps numbers.
    text = format(value, ".15g")
    if text in {"inf", "-inf", "nan"}:
        return None
    plain = _canonical(Decimal(text))
    return plain if len(plain) <= _MOST_DIGITS + 2 else None


def _number(raw: RawCell, pattern: re.Pattern[str], kind: str) -> ReadCell:
    if isinstance(raw, float):
        found = _of_float(raw)
        return BadCell(f"is too long for {kind}.", "Shorten it.") if found is None else found
    text = _plain(raw)
    if isinstance(raw, bool | tuple):
        return BadCell(f"is not {kind}.", f"Write {kind}. {_EMPTY}")
    if not text:
        return None
    if pattern.fullmatch(text):
        return _canonical(Decimal(text))
    if _THOUSANDS.fullmatch(text):
        return BadCell(
            "separates thousands.", "Write the digits without marks between them: 12345."
        )
    if _COMMA.fullmatch(text):
        return BadCell("has a decimal comma.", "Write a point: 12.5.")
    if text.endswith("%"):
        return BadCell("ends with a percent sign.", "Write the number without it.")
    return BadCell(f"is not {kind}.", f"Write {kind} in digits. {_EMPTY}")


def _whole(raw: RawCell) -> ReadCell:
    found = _number(raw, _DECIMAL, "a whole number")
    if isinstance(raw, str) and _CONTINENTAL.fullmatch(_plain(raw)):
        what = "has a point before three digits, which may part thousands."
        return BadCell(what, "Write the digits alone: 12000, or 12 where 12 is meant.")
    if isinstance(found, str) and "." in found:
        return BadCell("is not a whole number.", "Write a whole number, without a point.")
    return found


def _decimal(raw: RawCell) -> ReadCell:
    return _number(raw, _DECIMAL, "a number")


def _day(raw: RawCell) -> ReadCell:
    if isinstance(raw, tuple) and raw[0] == "moment":
        return BadCell("has a time of day.", "Write the day alone, YYYY-MM-DD.")
    if isinstance(raw, bool | int | float):
        mend = "Format the cell as a date, or write the day as text: 2018-10-01."
        return BadCell("is a number, not a date.", mend)
    text = _plain(raw)
    if not text:
        return None
    if _DAY.fullmatch(text):
        try:
            found = date.fromisoformat(text)
        except ValueError:
            return BadCell("is no day of the calendar.", "Check day and month.")
        if found == date(1900, 1, 1):
            what = "is what a spreadsheet writes for an empty cell."
            return BadCell(what, "Leave the cell empty.")
        return text
    if _OTHER_DAY.fullmatch(text):
        first, second = (int(one) for one in re.findall(r"\d+", text)[:2])
        # A year that stands first is none of the two.
        if first < 100 and (min(first, second) > 12 or max(first, second) > 31):
            mend = "Check day and month, and write it as YYYY-MM-DD."
            return BadCell("is no day of the calendar.", mend)
        what = "may be read in two ways, day or month first."
        return BadCell(what, "Write it as YYYY-MM-DD, for example 2018-10-01.")
    return BadCell("is not a date.", f"Write it as YYYY-MM-DD, for example 2018-10-01. {_EMPTY}")


def _yes_no(raw: RawCell) -> ReadCell:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    text = _plain(raw)
    if not text:
        return None
    found = _SPOKEN.get(text.casefold())
    return found or BadCell("is neither yes nor no.", "Write yes or no.")


def _choice(choices: Mapping[str, str], raw: RawCell) -> ReadCell:
    text = _of_float(raw) or "" if isinstance(raw, float) else _plain(raw)
    if not text:
        return None
    found = choices.get(text.casefold())
    listed = ", ".join(list(choices.values())[:12])
    more = ", …" if len(choices) > 12 else ""
    return found or BadCell("is not in the list.", f"Write one of: {listed}{more}.")


def _text(raw: RawCell) -> ReadCell:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    text = (_of_float(raw) or str(raw)) if isinstance(raw, float) else _plain(raw)
    if not text:
        return None
    if len(text) > LONGEST_TEXT:
        return BadCell(f"has more than {LONGEST_TEXT:,} characters.", "Shorten it.")
    if has_control(text):
        return BadCell("holds an invisible character.", "Type the cell again.")
    if text.startswith(FORMULA) and not _DECIMAL.fullmatch(text):
        neutral = isinstance(raw, str) and raw.strip().startswith("'")
        mend = "Write what it shows; if the sign is meant, put an apostrophe before it."
        return text if neutral else BadCell("begins like a formula.", mend)
    return text
