"""A published text does not say yesterday: it is read on other days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.dates import first_date, in_words
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from .places import in_quotation, place

NAME = CheckName.NO_RELATIVE_DATE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = True

_RELATIVE = re.compile(
    r"\b(?:yesterday|tomorrow|tonight|last night|this "
    r"(?:morning|afternoon|evening)|(?<!the )(?<!’s )(?:last|next) "
    r"(?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b",
    re.I,
)
_TODAY = re.compile(
    r"\btoday(?=\s+(?:publish|releas|announc|said|says|issued|call)|\s*\()|(?<=published "
    r")today|(?<=released )today",
    re.I,
)
_DAYS = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "tonight": 0,
    "today": 0,
    "this morning": 0,
    "this afternoon": 0,
}


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each relative date outside direct speech, with the day it means against the stamp."""
    stamp = first_date(manuscript.meta.get("stamp", "")) or facts.published_on
    found = []
    for block in manuscript.worded():
        for match in sorted(
            [*_RELATIVE.finditer(block.text), *_TODAY.finditer(block.text)],
            key=lambda one: one.start(),
        ):
            word = match.group().lower()
            if in_quotation(block, match.start()) or _ordinary(block.text, match):
                continue
            if word == "today" and (stamp is None or facts.published_on in (None, stamp)):
                continue
            what, mend = _told(word, stamp, facts.published_on)
            where = place(manuscript, block, match.start(), match.end())
            found.append(Problem(NAME, where, what, Mend.words(mend)))
    return found


def _ordinary(text: str, match: re.Match[str]) -> bool:
    """ "Yesterday's methods", "in the last week of March"."""
    after = text[match.end() : match.end() + 4]
    return after.startswith(("’s", "'s", " of "))


def _told(word: str, stamp: date | None, published: date | None) -> tuple[str, str]:
    if stamp is None or word not in _DAYS:
        return f"`{word}` changes its meaning with the day of reading.", "Write the date."
    meant = stamp + timedelta(days=_DAYS[word])
    day = in_words(published or meant)
    what = f"`{word}` against the stamp {in_words(stamp)} means {in_words(meant)}"
    what += (
        f"; publication is on {in_words(published)}." if published and published != meant else "."
    )
    return what, f"Write the date itself (`on {day}`), or take the word out."
