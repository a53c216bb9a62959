"""Numbers and shares that are not written as the house writes them.

Only what is plainly a count of things is told: a number that names (paragraph 4, Wave 3), measures
(5 km, three years), stands beside another (3 of 46), or opens a sentence, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..guarded import first_words, words_of
from ..quantities.nouns import wordset
from .closed import quotations
from .house import HouseStyle, ShareForm, Slip

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
IN_WORDS = [
    *_UNITS,
    *(f"{ten}-{one}" if one else ten for ten in _TENS for one in ("", *_UNITS[1:10])),
]
_VALUES = {word: value for value, word in enumerate(IN_WORDS)}
# A number after one of these is a name: paragraph 4, recommendation 3.
_NAMING = wordset(
    "age aged ages annex annexe appendix area article band box case categories category chapter "
    "chapters chart clause clauses class cohort column criteria criterion day days domain figure "
    "figures goal grade grades group in item items key level levels line lot map no note notes "
    "number objective objectives operation option page pages paragraph paragraphs part parts phase "
    "phases principle priorities priority quarter question questions recommendation "
    "recommendations regulation risk round row rule rules schedule score section sections site "
    "stage stages standard standards step steps strand table tables target team theme tier tiers "
    "tranche type types unit version volume wave waves week weeks workstream year years zone"
)
# What is measured is written in figures, and two numbers that belong together alike. Of times and
# ages each guide says another thing, so they are left as they are, in words and in figures.
_MEASURED = wordset(
    "am and billion by cent centimetres cm days decades degree degrees dozen from gb gram grams "
    "hour hours hundred in inches kg kilometre kilometres km litre litres m mb metre metres mile "
    "miles million minus minute minutes mm months nights of or out p pence per percent plus pm "
    "point points pound pounds second seconds star stars tb thousand times to tonnes weeks x yards "
    "year-olds years"
)
# They end like several things, and are none.
_NO_THINGS = wordset(
    "across always as besides does has his is its less perhaps plus sometimes this thus towards "
    "unless us was whereas"
)
_NO_COUNT_BEFORE, _NO_COUNT_AFTER = _NAMING | _MEASURED, _MEASURED | _NO_THINGS
_FIGURE = re.compile(r"(?<![\w.,:/£$€#%(–-])([1-9]|[1-9]\d)(?=\s([a-z][a-z’'-]{2,})\b)")
_SAID = "|".join(sorted(IN_WORDS[1:], key=len, reverse=True))
_WORD = re.compile(rf"(?<![\w-])({_SAID})(?=\s([a-z][a-z’'-]{{2,}})\b)")
# The word before a number is looked for within so many characters: no text of any length is slow.
_BEFORE, _LOOKED_BACK = re.compile(r"([\w’']+)\s+$"), 40
_SHARE = re.compile(r"(?<=\d)(\s?%|\s?per\s?cent\b)", re.I)


def slips(text: str, style: HouseStyle) -> Iterator[Slip]:
    """Yield each count in the other form, and each share with another sign; none in a quotation."""
    words = words_of(text)
    quoted = quotations(text, words)
    opening = {words[at].start for at in first_words(text, words)}
    for slip in (*_counts(text, style, opening), *_shares(text, style)):
        if not any(quoted[slip.start : slip.end]):
            yield slip


def _counts(text: str, style: HouseStyle, opening: set[int]) -> Iterator[Slip]:
    bound = style.figures_from
    for match in _FIGURE.finditer(text):
        value = int(match[1])
        if value < bound and _counts_things(text, match, opening):
            said = IN_WORDS[value]
            what = f"the house writes numbers below {bound} in words."
            yield Slip(*match.span(1), what, f"Write `{said}`.", said)
    for match in _WORD.finditer(text):
        value = _VALUES[match[1]]
        if value >= bound and _counts_things(text, match, opening):
            what = f"the house writes numbers from {bound} in figures."
            yield Slip(*match.span(1), what, f"Write `{value}`.", str(value))


def _counts_things(text: str, match: re.Match[str], opening: set[int]) -> bool:
    """Whether the number of a match is neither the first word of a sentence, nor one that names or
    measures, nor one beside another. A word with a capital before it is a name of which it is part:
    the Home Office 2 processes.
    """
    after = match[2].rstrip("’'")
    if match.start() in opening or after in _NO_COUNT_AFTER or not match[2].endswith("s"):
        return False
    from_here = max(0, match.start() - _LOOKED_BACK)
    before = _BEFORE.search(text[from_here : match.start()])
    if before is None:
        return True
    named = before[1] != before[1].lower() and from_here + before.start() not in opening
    beside = before[1][-1:].isdigit() or before[1].lower() in _NO_COUNT_BEFORE
    return not (named or beside)


def _shares(text: str, style: HouseStyle) -> Iterator[Slip]:
    wanted = {ShareForm.SIGN: "%"}.get(style.per_cent, f" {style.per_cent}")
    for match in _SHARE.finditer(text):
        written = match[1].lower().replace("\u00a0", " ")
        if written == wanted or written.strip() == wanted.strip():
            continue
        what = f"the house writes `{style.per_cent}` after figures."
        yield Slip(*match.span(1), what, f"Write `{style.per_cent}`.", wanted)
