"""Days that are not written as the house writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..dates import dates, in_words
from ..guarded import words_of
from .closed import quotations
from .house import DayForm, HouseStyle, Slip


def slips(text: str, style: HouseStyle) -> Iterator[Slip]:
    """Yield each whole day, with its year, in another form; none in a quotation, and none that no
    calendar has.
    """
    quoted = quotations(text, words_of(text))
    for one in dates(text):
        if one.year is None or one.day is None:
            continue
        if any(quoted[one.start : one.end]):
            continue
        try:
            day = date(one.year, one.month, one.day)
        except ValueError:
            continue
        wanted = written(day, style.day_form)
        said = " ".join(text[one.start : one.end].split())
        if not said.endswith(wanted):
            yield Slip(
                one.start,
                one.end,
                f"the house writes this day `{wanted}`.",
                f"Write `{wanted}`.",
                wanted,
            )


def written(day: date, form: DayForm) -> str:
    """Return a day in the form of a house."""
    plain = in_words(day)
    if form is DayForm.DAY_FIRST:
        return plain
    number, month, year = plain.split(" ")
    return f"{month} {number}, {year}"
