"""Days that are not written as the house writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..dates import MONTHS, dates, in_words
from ..guarded import words_of
from .closed import quotations
from .house import DayForm, HouseStyle, Slip

# A day is written beside another as one of a pair, a range or a list: 5th to 7th November 2018. An
# article wants another sentence: the 7th of November 2018.
_BESIDE = re.compile(
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?|\b(?:{'|'.join(MONTHS)}))"
    r"(?:\s*(?:,|[-–—/&])\s*|,?\s+(?:and|or|to|until|till|through)\s+)(?:[a-z]+\s+)?(?:the\s+)?$"
    r"|\bthe\s+$",
    re.I,
)
_LOOKED_BACK = 40
_WEEKDAY = re.compile(r"[A-Za-z]+\.?,?\s+")
_ISO = re.compile(r"\d{4}-")


def slips(text: str, style: HouseStyle) -> Iterator[Slip]:
    """Yield each whole day, with its year, in another form; none in a quotation, none that no
    calendar has, and none in the form of a record: 2018-11-07.

    Its weekday stays as it stands. A day beside another has no ``better``: both are written anew.
    """
    quoted = quotations(text, words_of(text))
    for one in dates(text):
        if one.year is None or one.day is None or _ISO.match(one.text):
            continue
        if any(quoted[one.start : one.end]):
            continue
        try:
            day = date(one.year, one.month, one.day)
        except ValueError:
            continue
        wanted = written(day, style.day_form)
        weekday = _WEEKDAY.match(one.text) if one.weekday is not None else None
        start = one.start + (weekday.end() if weekday else 0)
        if " ".join(text[start : one.end].split()) == wanted:
            continue
        what = f"the house writes this day `{wanted}`."
        if _BESIDE.search(text[max(0, one.start - _LOOKED_BACK) : one.start]):
            mend = "Write it, and what stands before it, as the house does."
            yield Slip(start, one.end, what, mend)
        else:
            yield Slip(start, one.end, what, f"Write `{wanted}`.", wanted)


def written(day: date, form: DayForm) -> str:
    """Return a day in the form of a house."""
    plain = in_words(day)
    if form is DayForm.DAY_FIRST:
        return plain
    number, month, year = plain.split(" ")
    return f"{month} {number}, {year}"
