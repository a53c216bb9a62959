"""Dates agree with the calendar, each other, the fieldwork window and the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.dates import WEEKDAYS, WrittenDate, dates, first_date, in_words
from inspectorate.prose.manuscript import Manuscript, Sentence, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .places import in_front_matter, place

NAME = CheckName.DATES_AGREE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()

_RANGE = re.compile(r"^\s*(?:and|to|until|–|-|—)\s*$", re.I)
_FIELDWORK = re.compile(
    r"\b(?:fieldwork|field inspection|visits?|visited|inspections? took place|we "
    r"inspected|inspected between)\b",
    re.I,
)
_PUBLISHED = re.compile(r"\b(?:published|publishes|releases?d?|publication)\b", re.I)
_OTHER = re.compile(
    r"\b(?:previous|earlier|last|first|strategy|another|other|guidance|their|its own)\b", re.I
)

Range = tuple[TextBlock, Sentence, WrittenDate, WrittenDate]


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each date that cannot be, or that says another day than the facts or the text itself."""
    return [
        *_calendar(manuscript),
        *_window(manuscript, facts),
        *_publication(manuscript, facts),
    ]


def _calendar(manuscript: Manuscript) -> Iterator[Problem]:
    for block in manuscript.prose():
        for written in dates(block.text):
            where = place(manuscript, block, written.start, written.end)
            day = written.exact
            if written.impossible:
                yield Problem(
                    NAME,
                    where,
                    f"`{written.text}` is not a calendar date.",
                    Mend.words("Write the day meant."),
                )
            elif (
                day is not None and written.weekday is not None and day.weekday() != written.weekday
            ):
                right = WEEKDAYS[day.weekday()].capitalize()
                yield Problem(
                    NAME,
                    where,
                    f"{in_words(day)} was a {right}.",
                    Mend.words("Correct the weekday or the date."),
                )
    for block, sentence, first, last in _ranges(manuscript):
        if (
            first.year
            and last.year
            and (first.year, first.month, first.day or 1) > (last.year, last.month, last.day or 31)
        ):
            where = place(
                manuscript, block, sentence.start + first.start, sentence.start + last.end
            )
            yield Problem(
                NAME,
                where,
                f"`{where.excerpt}` runs backwards.",
                Mend.words("Put the earlier date first."),
            )


def _ranges(manuscript: Manuscript) -> Iterator[Range]:
    """Two dates with "and", "to" or a dash between them; offsets are those of the sentence."""
    for block in manuscript.prose():
        for sentence in block.sentences:
            found = list(dates(sentence.text))
            for first, last in pairwise(found):  # pairs with names
                if _RANGE.match(sentence.text[first.end : last.start]):
                    yield block, sentence, first, last


def _window(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """The fieldwork window, against the facts, or against its first statement in the text."""
    start, end = facts.inspection_from, facts.inspection_to
    window: tuple[tuple[int | None, int], tuple[int | None, int], int] | None = None
    for block, sentence, first, last in _ranges(manuscript):
        if not _FIELDWORK.search(sentence.text):
            continue
        where = place(manuscript, block, sentence.start + first.start, sentence.start + last.end)
        if start and end:
            year = first.year or last.year
            if not (
                last.agrees(end) and first.agrees(start) and year in (None, start.year, end.year)
            ):
                right = f"{_like(first, start)} {_joint(sentence, first, last)} {_like(last, end)}"
                what = (
                    f"the text says {where.excerpt}; fieldwork ran from {in_words(start)} to "
                    f"{in_words(end)}."
                )
                yield Problem(NAME, where, what, Mend.words(f"Write `{right}`."), replacement=right)
            continue
        now = ((first.year, first.month), (last.year, last.month), where.line)
        if window is None:
            window = now
        elif now[:2] != window[:2]:
            yield Problem(
                NAME,
                where,
                f"line {window[2]} gives another fieldwork window.",
                Mend.words("Make them one."),
            )


def _joint(sentence: Sentence, first: WrittenDate, last: WrittenDate) -> str:
    return sentence.text[first.end : last.start].strip()


def _like(written: WrittenDate, day: date) -> str:
    """Return ``day`` to the precision written."""
    words = in_words(day)
    if written.day is None:
        words = words.split(" ", 1)[1]
    return words if written.year is not None else words.rsplit(" ", 1)[0]


def _publication(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    published = facts.published_on
    if published is None:
        return
    stamp = first_date(manuscript.meta.get("stamp", ""))
    if stamp is not None and stamp != published:
        what = f"the stamp says {in_words(stamp)}; publication is on {in_words(published)}."
        where = in_front_matter(manuscript, manuscript.meta["stamp"])
        yield Problem(NAME, where, what, Mend.words(f"Write `{in_words(published)}`."))
    for block in manuscript.prose():
        for sentence in block.sentences:
            if (
                not _PUBLISHED.search(sentence.text)
                or _OTHER.search(sentence.text)
                or not _this(sentence.text)
            ):
                continue
            for written in dates(sentence.text):
                if (
                    written.day is None
                    or written.agrees(published)
                    or not _near(sentence.text, written)
                ):
                    continue
                where = place(
                    manuscript, block, sentence.start + written.start, sentence.start + written.end
                )
                right = _like(written, published)
                what = f"the text says {written.text}; publication is on {in_words(published)}."
                yield Problem(
                    NAME,
                    where,
                    what,
                    Mend.words(f"Write `{right}`."),
                    replacement=None if written.weekday is not None else right,
                )


def _this(text: str) -> bool:
    return (
        re.search(
            r"\b(?:this|our|the|an?)\s+(?:\w+\s+){0,3}(?:report|release|inspection|summary|"
            r"letter)\b",
            text,
            re.I,
        )
        is not None
    )


def _near(text: str, written: WrittenDate) -> bool:
    """Say whether the date is that of publishing.

    "published on 9 March 2020", "on 9 March 2020 the inspectorate published".
    """
    before, after = (
        text[max(0, written.start - 50) : written.start],
        text[written.end : written.end + 80],
    )
    return (
        _PUBLISHED.search(before) is not None
        or re.match(r"[^.;]{0,60}\bpublish", after) is not None
    )
