"""Compares what a text says of the days of the fieldwork with the days on record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem
from inspectorate.prose.dates import in_words
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.periods import Edge, Period, periods

from ..facts import Facts
from ..known_facts import Days
from ..reasons import CheckName
from .places import place

_ABOUT = re.compile(
    r"\b(?:fieldwork|field\s+inspections?|visit(?:s|ed|ing)?|inspections?\s+(?:took\s+place|ran|"
    r"(?:was|were)\s+(?:carried\s+out|conducted|done))|we\s+(?:inspected|spoke|interviewed|met)|"
    r"(?:was|were)\s+(?:inspected|interviewed)|inspected|"
    r"(?:interviews|focus\s+groups|sessions)\s+(?:took\s+place|were|ran)|"
    r"inspections?\s+(?:of|in)\s+"
    r"(?=(?:early\s+|late\s+)?"
    r"(?:(?:19|20)\d\d|[A-Z][a-z]+\s+(?:19|20)\d\d)))\b",
    re.I,
)
# What makes a date one of something else, or of another inspection.
_ELSE = re.compile(
    r"\b(?:previous(?:ly)?|earlier|last\s+(?:inspected|visited|inspection)|next|will|follow-?up|"
    r"re-?inspect\w*|future|another\s+inspection|planned\s+for)\b",
    re.I,
)
_BETWEEN = re.compile(
    r"\b(?:publish\w*|report(?:s|ed)?|strateg\w+|Act|plans?|policy|policies|guidance|duty|since|"
    r"before|after|until|by|dated|adopted|introduced|called|following|law|survey|census|as\s+at|"
    r"that|who|which|whose|had|has|files?|records?|returns?)\b",
    re.I,
)
_RAN = re.compile(
    r"\b(?:that|which)\s+(?:had\s+)?(?:began|started|ended|finished|ran|took\s+place|lasted)\b",
    re.I,
)
# "in the week of 8 October 2018, when we visited".
_WHEN = re.compile(
    r",?\s+(?:is\s+|was\s+)?(?:when|in\s+which|on\s+which|during\s+which)\s+"
    r"(?:we|inspectors|our\s+\w+|the\s+(?:team|inspectors))\s+"
    r"(?:visited|inspected|came|(?:was|were)\s+with\s+you|interviewed)",
    re.I,
)
_YOURS = re.compile(r"\byour\b", re.I)
_BEGAN = re.compile(r"\b(?:began|begun|started|start|opened|beginning|starting)\b", re.I)
_ENDED = re.compile(r"\b(?:ended|finished|completed|concluded|ending|closed)\b", re.I)
_IN = re.compile(r"\b(?:in|during|over|of|for)\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?$", re.I)


@dataclass
class _Stated:
    """The fieldwork window that a text states first, and in which line."""

    first: tuple[Edge, Edge] | None = None
    line: int = 0


def misstated(manuscript: Manuscript, facts: Facts, name: CheckName) -> Iterator[Problem]:
    """Yield a problem for each date of the fieldwork that is not the one on record.

    Without a record, for each whole window that is not the first one stated.
    """
    windows = known(facts)
    stated = _Stated()
    for block in manuscript.lines():
        if block.kind in ("code", "quote") or block.basis == "context":
            continue
        for sentence in block.sentences:
            if not _ABOUT.search(sentence.text) or _ELSE.search(sentence.text):
                continue
            for period in periods(sentence.text):
                where = place(
                    manuscript, block, sentence.start + period.start, sentence.start + period.end
                )
                if not windows:
                    what = _another_window(period, stated, block)
                    if what:
                        yield Problem(name, where, what, Mend.words("Make them one."))
                elif _of_fieldwork(sentence.text, period) and not _holds(
                    sentence.text, period, windows
                ):
                    yield _wrong(name, where, sentence.text, period, windows)


def known(facts: Facts) -> list[tuple[str, Days]]:
    """Return the stretches a text may state, each with its name, the window of all first."""
    found = []
    if facts.inspection_from and facts.inspection_to:
        found.append(("fieldwork", (facts.inspection_from, facts.inspection_to)))
    if facts.known.visited:
        found.append(("the visits", facts.known.visited))
    found += [("the visit", days) for days in facts.known.visits]
    return found


def _of_fieldwork(text: str, period: Period) -> bool:
    """Whether a stretch is said of the fieldwork, not of something else in its sentence."""
    before = text[: period.start]
    told = next(
        (one for one in reversed(list(_ABOUT.finditer(text))) if one.end() <= period.start), None
    )
    if told is not None and _BETWEEN.search(_RAN.sub(" ", before[told.end() :])) is None:
        alone = period.first.month is None and not period.is_range
        return not alone or _IN.search(before) is not None
    if _WHEN.match(text, period.end):
        return True
    after = _ABOUT.search(text, period.end)
    opened = before.strip() == "" or re.fullmatch(
        r"\s*(?:in|between|from|on|during)\s+", before, re.I
    )
    return after is not None and opened is not None


def _holds(text: str, period: Period, known: list[tuple[str, Days]]) -> bool:
    letter = [days for name, days in known if name == "the visit"]
    every = [days for _, days in known]
    if not period.is_range:
        return _within(text, period, letter if letter and period.first.day is not None else every)
    if not letter and _of_one(text, period):
        return any(period.lies_within(*days) for days in every)
    one = _of_one(text, period) or _YOURS.search(text) is not None
    own = letter if letter and one and period.last.day is not None else every
    return any(period.equals(*days) for days in own)


def _within(text: str, period: Period, known: list[Days]) -> bool:
    """Whether one date is a day of the fieldwork, or the first or last where it is said to be."""
    before = text[max(0, period.start - 60) : period.start]
    turns = [*_BEGAN.finditer(before), *_ENDED.finditer(before)]
    if turns:
        ended = _ENDED.match(max(turns, key=lambda one: one.start())[0]) is not None
        return any(period.first.agrees(days[ended]) for days in known)
    return any(period.lies_within(*days) for days in known)


def _of_one(text: str, period: Period) -> bool:
    """Whether a range of days is that of one visit."""
    near = text[max(0, period.start - 60) : period.start]
    return period.last.day is not None and re.search(r"\bvisit\b", near, re.I) is not None


def _wrong(
    name: CheckName, where: Place, text: str, period: Period, known: list[tuple[str, Days]]
) -> Problem:
    letter = [(told, days) for told, days in known if told == "the visit"]
    told, days = known[0]
    if letter and period.is_range and period.last.day is not None:
        told, days = letter[0]
    what = (
        f"the text says {period.text}; {told} ran from {in_words(days[0])} to {in_words(days[1])}."
    )
    right = period.like(*days) if period.is_range and len(letter) < 2 else None
    mend = f"Write `{right}`." if right else "Write a day of the fieldwork, or say what it is of."
    return Problem(name, where, what, Mend.words(mend), replacement=right)


def _another_window(period: Period, stated: _Stated, block: TextBlock) -> str:
    """Say where another window is stated, or nothing; the first one stated is kept."""
    if not period.is_range:
        return ""
    now = (period.first, period.last)
    if stated.first is None:
        stated.first, stated.line = now, block.line
        return ""
    # "The inspection of 2018 and 2019" agrees with "October 2018 to February".
    if all(
        first is None or second is None or first == second
        for one, other in zip(now, stated.first, strict=True)
        for first, second in ((one.year, other.year), (one.month, other.month))
    ):
        return ""
    return f"line {stated.line} gives another fieldwork window."
