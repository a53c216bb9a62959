"""Which headers of columns name no person: dates, measures, attributes, a second reading.

The lists are by kind, not complete: a header that passes is still held against the other columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspectstats.tables.names import NEVER_RATERS, folded, meaning

# Beside those of the table of names. Words that are common family names stand in none.
KINDS = {
    "who or what was judged": "staff employees officers pupils beds residents households tenants "
    "sector cohort urban rural ethnicity nationality religion language department division "
    "directorate province state village site address postcode zip phone latitude longitude lat lon "
    "stage tier band deprivation quintile quartile decile percentile tenure experience",
    "what was counted or measured": "cases incidents complaints calls crimes visits hours days "
    "weeks months years pages words items questions budget income spend revenue ratio "
    "percentage proportion threshold cutoff norm confidence certainty difficulty complexity "
    "severity urgency importance effort workload conf",
    "another grade than an inspector's": "benchmark published provisional draft self assessment "
    "evaluation prediction predicted forecast estimate before after pre post initial original "
    "revised repeat repeated retest duplicate duplicated copy old new",
    "what became of it": "created updated modified submitted signed checked verified approved "
    "flag flagged valid missing deadline due",
}
NO_PERSON = NEVER_RATERS | frozenset(" ".join(KINDS.values()).split())
_TIMES = {
    "months": "january february march april may june july august september october november "
    "december",
    "days": "monday tuesday wednesday thursday friday saturday sunday",
}
_LONG = " ".join(_TIMES.values()).split()
_OF_TIME = frozenset([*_LONG, *(word[:3] for word in _LONG), "sept"])
_MEASURED = frozenset(["of", "per", "since", "until", "%"])
_YEAR = re.compile(r"(19|20)\d\d")
_PERIOD = re.compile(r"(q[1-4]|fy ?\d{2,4})( \d{2,4})?")
_DAY = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}([ T].*)?")
_NUMBERED = re.compile(r"(.*?[^\d ])( ?)(\d+)")


def no_person(name: str) -> bool:
    """Does the header name something else than a person: a date, a number, a note, a total?

    >>> no_person("visit_date"), no_person("2019 grade"), no_person("Q1"), no_person("05/01/2024")
    (True, True, True, True)
    >>> no_person("anna"), no_person("Inspector 1"), no_person("grade_ben")
    (False, False, False)
    """
    words = folded(name).split()
    if not words:
        return False
    ends = {words[0], words[-1], *(_bare(word) for word in (words[0], words[-1]))}
    return bool(ends & NO_PERSON or set(words) & _MEASURED or "%" in name) or _of_time(name, words)


def _bare(word: str) -> str:
    """The word without a number at its end, where three letters or more are left of it."""
    bare = word.rstrip("0123456789")
    return bare if len(bare) > 2 else word


def _of_time(name: str, words: Sequence[str]) -> bool:
    timed = all(word in _OF_TIME or word.isdigit() for word in words)
    return (
        any(_YEAR.fullmatch(word) for word in words)
        or bool(_DAY.fullmatch(name.strip()) or _PERIOD.fullmatch(" ".join(words)))
        or (timed and not all(word.isdigit() for word in words))
    )


def second_reading(names: Sequence[str]) -> tuple[str, str] | None:
    """Return two headers of which the one seems to be about the other, or None.

    Such are "anna" and "anna_confidence", "anna" and "anna.1" (a header twice, as pandas and polars
    write it), and "anna_1" and "anna_2" beside "ben". Raters who are all numbered after one word
    ("Inspector 1", "Inspector 2") are none.

    >>> second_reading(["anna", "anna_sure", "ben"]), second_reading(["rater 1", "rater 2"])
    (('anna', 'anna_sure'), None)
    """
    by_words = {folded(name): name for name in names}
    stems: dict[str, str] = {}
    for words, name in by_words.items():
        parts = words.split()
        begun = (" ".join(parts[:size]) for size in range(1, len(parts)))
        numbered = _NUMBERED.fullmatch(words)
        stem = numbered[1] if numbered and (numbered[2] or len(numbered[1]) > 2) else ""
        for known in (*begun, stem):
            if known in by_words:
                return by_words[known], name
        if meaning(stem) in ("rater", "rating"):
            continue
        if stem in stems and not all(_stem(each) == stem for each in by_words):
            return stems[stem], name
        if stem:
            stems[stem] = name
    return None


def _stem(words: str) -> str:
    numbered = _NUMBERED.fullmatch(words)
    return numbered[1] if numbered else words


def pairs_of_judge_and_grade(names: Sequence[str]) -> tuple[str, str] | None:
    """Return a column of who judged and one of what was given, numbered ("inspector1", "grade1").

    >>> pairs_of_judge_and_grade(["inspector1", "grade1", "inspector2", "grade2"])
    ('inspector1', 'grade1')
    """
    found: dict[str | None, str] = {}
    for name in names:
        found.setdefault(meaning(_stem(folded(name))), name)
    return (found["rater"], found["rating"]) if {"rater", "rating"} <= set(found) else None
