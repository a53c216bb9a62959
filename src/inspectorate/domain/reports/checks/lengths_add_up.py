"""A stated length of time is that of the days it is said of, and the clock that runs by law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Sentence, TextBlock
from inspectorate.prose.periods import Period, periods
from inspectorate.prose.quantities.numbers import NUMBER
from inspectorate.prose.quantities.verdicts import cased, spoken
from inspectstats.quantity import numerals

from ..facts import Facts
from ..known_facts import Days
from ..reasons import CheckName
from .places import in_quotation, place

NAME = CheckName.LENGTHS_ADD_UP
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = True

_LENGTH = rf"(?P<n>{NUMBER})[\s-]+(?P<unit>working\s+days?|days?|weeks?|months?|years?)\b"
_FIELDWORK = re.compile(
    r"\b(?:(?:fieldwork|field\s+inspections?|our\s+visits|the\s+visits|visits\s+to\s+\w+|"
    r"inspections?)\s+(?:took\s+place|ran|lasted|took|went\s+on|(?:was|were)\s+(?:carried\s+out|"
    r"made|done|conducted|spread))|visited\s+(?:\w+\s+){0,4}?|inspected\s+(?:\w+\s+){0,4}?)"
    r"(?:\s*(?:over|during|across|within|in|for|throughout))?\s*(?:a\s+period\s+of\s+|a\s+)?"
    + _LENGTH,
    re.I,
)
_BESIDE = re.compile(
    rf"{_LENGTH}\s*(?:,|\(|:|of|from)?\s*(?:that\s+is,?\s*|namely\s*)?(?=from\b|between\b|@)", re.I
)
# "Before the end of 56 days beginning with the day of publication."
_CLOCK = re.compile(
    _LENGTH + r"\s+(?:beginning\s+with|starting\s+(?:with|on)|of|from|after|counted\s+from)\s+"
    r"(?:the\s+)?(?:day\s+of\s+)?(?:its\s+)?publication",
    re.I,
)
_THE_DAYS = re.compile(r"\b(?:the|those|these)\s+" + _LENGTH, re.I)
_FIRST = re.compile(
    r"\b(?:publication\s+day|day\s+of\s+publication)\s+is\s+(?:the\s+)?(?P<place>\w+)\s+of\s+"
    r"(?:the|these|those)\s+\S+\s+days",
    re.I,
)
_EACH = re.compile(r"\b(?:each|every|per|apiece|a\s+force|average|about|around|roughly)\b", re.I)
_COMMENTS = re.compile(r"\b(?:comments?|reply|replies|respond\w*|response|action)\b", re.I)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each length that the days on record, or those beside it, do not have."""
    found: list[Problem] = []
    for block in manuscript.lines():
        if block.kind in ("code", "quote"):
            continue
        for sentence in block.sentences:
            if not in_quotation(block, sentence.start):
                found += _of_fieldwork(manuscript, block, sentence, facts)
                found += _beside(manuscript, block, sentence)
        found += _clock(manuscript, block, facts)
    return found


def _of_fieldwork(
    manuscript: Manuscript, block: TextBlock, sentence: Sentence, facts: Facts
) -> Iterator[Problem]:
    known = [days for days in (facts.known.visited, *facts.known.visits) if days]
    if facts.inspection_from and facts.inspection_to:
        known.insert(0, (facts.inspection_from, facts.inspection_to))
    for match in _FIELDWORK.finditer(sentence.text) if known else ():
        n = numerals.number(match["n"])
        if n is None or _EACH.search(sentence.text[max(0, match.start() - 30) : match.end() + 20]):
            continue
        if any(n in _lengths(days, match["unit"]) for days in known):
            continue
        yield _problem(
            manuscript, block, sentence, match, sorted(_lengths(known[0], match["unit"]))
        )


def _beside(manuscript: Manuscript, block: TextBlock, sentence: Sentence) -> Iterator[Problem]:
    """ "Five days, from 7 to 11 January 2019." """
    for period in periods(sentence.text):
        days, whole = _days(period), _months(period)
        if days is None and whole is None:
            continue
        opened = period.start - (len(period.opening) + 1 if period.opening else 0)
        before = sentence.text[max(0, opened - 40) : opened]
        match = _BESIDE.search(before + "@")
        if match is None or match.end() < len(before):
            continue
        n, unit = numerals.number(match["n"]), match["unit"].lower()
        told = days or (whole if unit.startswith(("month", "year")) else None)
        right = _lengths(told, unit) if told else set()
        if told and n is not None and n not in right:
            yield _problem(manuscript, block, sentence, match, sorted(right), max(0, opened - 40))


def _days(period: Period) -> Days | None:
    """Return the days of a range written to the day."""
    ends = (period.first, period.last)
    try:
        first, last = (date(one.year or 0, one.month or 0, one.day or 0) for one in ends)
    except ValueError:
        return None
    return (first, last) if period.is_range and first <= last else None


def _months(period: Period) -> Days | None:
    """Return the days of a range written to the month, from its first to its last."""
    first, last = period.first, period.last
    if not (period.is_range and first.year and first.month and last.year and last.month):
        return None
    begun = date(first.year, first.month, 1)
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return (begun, after - timedelta(days=1)) if begun < after else None


def _lengths(days: Days, unit: str) -> set[int]:
    """How long a stretch may be said to be, in a unit: by count or by the calendar."""
    first, last = days
    long = (last - first).days + 1
    if unit.startswith("working"):
        return {sum(date.fromordinal(day).weekday() < 5 for day in _ordinals(days))}
    if unit.startswith("day"):
        return {long, sum(date.fromordinal(day).weekday() < 5 for day in _ordinals(days))}
    if unit.startswith("week"):
        return {long // 7, -(-long // 7), round(long / 7)}
    touched = (last.year - first.year) * 12 + last.month - first.month + 1
    months = {touched, round(long * 12 / 365.25), int(long * 12 / 365.25)}
    return (
        months if unit.startswith("month") else {round(long / 365.25), last.year - first.year + 1}
    )


def _ordinals(days: Days) -> range:
    return range(days[0].toordinal(), min(days[1].toordinal(), days[0].toordinal() + 4_000) + 1)


def _problem(
    manuscript: Manuscript,
    block: TextBlock,
    sentence: Sentence,
    match: re.Match[str],
    right: list[int],
    moved: int = 0,
) -> Problem:
    start, end = match.span("n")
    at = sentence.start + moved
    where = place(manuscript, block, at + start, at + end)
    told = " or ".join(str(one) for one in right)
    what = f"the text says {match['n']} {match['unit']}; by the days it is {told}."
    one = right[0] if len(right) == 1 else None
    written = match["n"]
    put = "" if one is None else str(one) if written[0].isdigit() else cased(written, spoken(one))
    mend = f"Write `{put}`." if put else "Write how long it was."
    return Problem(NAME, where, what, Mend.words(mend), replacement=put or None)


def _clock(manuscript: Manuscript, block: TextBlock, facts: Facts) -> Iterator[Problem]:
    """The time in which a body must comment on a report, as the statute counts it."""
    days = facts.known.comment_days
    clocks = [*_CLOCK.finditer(block.text)] if days else []
    if not days or not (clocks and _COMMENTS.search(block.text)):
        return
    for match in {
        one.start("n"): one for one in (*clocks, *_THE_DAYS.finditer(block.text))
    }.values():
        if numerals.number(match["n"]) == days and match["unit"].lower().startswith("day"):
            continue
        where = place(manuscript, block, match.start("n"), match.end("unit"))
        what = f"the text says {where.excerpt}; the time is {days} days."
        mend = Mend.words(f"Write `{days} days`.")
        yield Problem(NAME, where, what, mend, replacement=f"{days} days")
    for match in _FIRST.finditer(block.text):
        if match["place"].lower() not in ("first", "1st", "day"):
            where = place(manuscript, block, *match.span("place"))
            what = f"the text says {match['place']}; the day of publication is the first of them."
            yield Problem(NAME, where, what, Mend.words("Write `first`."), replacement="first")
