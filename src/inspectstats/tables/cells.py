"""What one cell says: missing, a number, a word; and how its name is written."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from itertools import product
from numbers import Number
from typing import cast

import numpy as np

from inspectstats.records import InputError

# How programs write "nothing here": R and Stata, Excel, Python, databases. In any case. Words such
# as "none" or "-" may be grades and are not among them.
MISSING_WORDS = frozenset({"na", "n/a", "#n/a", "nan", "<na>", "nat", "null", "#null!"})
MISSING_SPELLINGS = tuple(
    "".join(letters)
    for word in sorted(MISSING_WORDS)
    for letters in product(*(dict.fromkeys((each.lower(), each.upper())) for each in word))
)
_NO_GRADES = (date, time, timedelta, np.datetime64, list, dict, tuple, np.ndarray)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def absent(cell: object) -> bool:
    """Is the cell empty: None, NaN, NaT, pandas' NA, or text of blanks alone?"""
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell.strip()
    if isinstance(cell, float | np.floating):
        return math.isnan(cell)
    return type(cell).__name__ in ("NAType", "NaTType") or (
        isinstance(cell, np.datetime64 | np.timedelta64) and bool(np.isnat(cell))
    )


def missing_word(cell: object) -> bool:
    """Is the cell one of the words programs write for a missing value, such as NA or null?"""
    return isinstance(cell, str) and cell.strip().casefold() in MISSING_WORDS


def label_key(label: object, *, decimal_comma: bool = False) -> float | str | None:
    """Return what two spellings of one category share (1, 1.0 and "1" are one), or None when the
    cell is missing.

    Parameters
    ----------
    label : a cell, or a category of a scale.
    decimal_comma : read "1,5" as 1.5.

    Returns
    -------
    A number, a word, or None: None itself, NaN, text of blanks alone, and the words of
    :data:`MISSING_WORDS` in any case are missing.

    Raises
    ------
    InputError, for infinite numbers, dates and lists: they are no grades.

    Examples
    --------
    >>> label_key(" 2.0 "), label_key("met"), label_key("N/A"), label_key("1,5")
    (2.0, 'met', None, '1,5')
    >>> label_key("1,5", decimal_comma=True)
    1.5
    """
    if absent(label) or missing_word(label):
        return None
    if isinstance(label, str):
        text = one_spelling(label.strip())
        return number_of(text, decimal_comma=decimal_comma) if _numeric(text) else text
    if isinstance(label, _NO_GRADES):
        raise InputError(
            f"{str(label)[:40]!r} is not a grade",
            where="rating",
            mend="Give a number or a word, or leave the column out.",
        )
    if isinstance(label, np.bool_ | Number):
        return _finite(float(label))  # type: ignore[arg-type]
    return label_key(str(label))


def _finite(number: float) -> float:
    if math.isinf(number):
        raise InputError(
            "an infinite number is not a category",
            where="rating",
            mend="Leave the cell empty if missing.",
        )
    return number


def _numeric(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or _DECIMAL_COMMA.fullmatch(text))


def number_of(text: str, *, decimal_comma: bool = False) -> float | str:
    """Return the number a text stands for, or the text itself where it is none.

    "1,5" is a number only with ``decimal_comma``; "1,234" never is, since it may be thousands.
    """
    if _NUMBER.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    if decimal_comma and _DECIMAL_COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        return float(text.replace(",", "."))
    return text


def plain_number(text: str) -> str:
    """Return the text of a number with a decimal point, where a decimal comma is certain.

    "1,5" and "0,125" cannot be thousands; "1,234" can and stays as it is.
    """
    if _DECIMAL_COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        return text.replace(",", ".")
    return text


def other_writing(text: str) -> list[tuple[str, str]]:
    """Return why a text may not be what it looks like, and how it is written plainly.

    >>> other_writing("2,0"), other_writing("20%"), other_writing("Good")
    ([('decimal comma', '2.0')], [('per cent sign', '20')], [('capitals', 'good')])
    """
    if text.endswith("%") and _numeric(text[:-1].strip()):
        return [("per cent sign", text[:-1].strip().replace(",", "."))]
    if _DECIMAL_COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        return [("decimal comma", text.replace(",", "."))]
    return [("capitals", text.casefold())]


def names_of(cells: Sequence[object]) -> list[str]:
    """Return the names of many cells, as :func:`name_of` gives them."""
    if set(map(type, cells)) != {str}:
        return [name_of(cell) for cell in cells]
    texts = cast(list[str], cells)
    joined = "\n".join(texts)
    # Of plain text only blanks can be outer ones: one look at all of it spares one at each.
    if simple(texts) and not (" \n" in joined or "\n " in joined or joined != joined.strip()):
        return list(texts)
    return [one_spelling(text.strip()) for text in texts]


def one_spelling(text: str) -> str:
    """Return the text with each accent in one character: "e" and a mark on it are "é" (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def simple(texts: Sequence[str]) -> bool:
    """Are all texts plain: ASCII without control characters, so that a blank is a space?"""
    whole = "".join(texts)
    return whole.isascii() and whole.isprintable()


def name_of(label: object) -> str:
    """Return how a body, person or unit is named: text without outer blanks, 7.0 as "7".

    Empty text where the cell is missing.
    """
    if absent(label):
        return ""
    if isinstance(label, float | np.floating) and float(label).is_integer():
        return str(int(label))
    return one_spelling(str(label).strip())


def declared_scale(scale: object) -> tuple[object, ...]:
    """Return the categories of a declared scale, checked: listed, each once, none like "NA"."""
    if isinstance(scale, str | bytes | int | float | Mapping | set | frozenset) or not hasattr(
        scale, "__iter__"
    ):
        raise InputError(
            f"is {type(scale).__name__}, not a list of categories",
            where="scale",
            mend="List the categories, lowest first.",
        )
    labels = tuple(scale)
    keys = [label_key(label) for label in labels]
    for label, key in zip(labels, keys, strict=True):
        if key is None:
            raise InputError(
                f"{label!r} reads as missing",
                where="scale",
                mend='Name the category otherwise (for "NA": "not applicable"), in the data too.',
            )
    if len(set(keys)) != len(keys):
        raise InputError(
            "names a category twice", where="scale", mend="Name each category once, lowest first."
        )
    return labels
