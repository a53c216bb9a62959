"""Numbers and shares that are not written as the house writes them.

Only what is plainly a count of things is told: a number that names (paragraph 4), measures (5 km),
stands beside another (3 of 46), or opens a sentence, is left as it is.
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
    "annex annexe appendix area article band box case category chapter chapters chart clause "
    "class cohort column criterion day domain figure figures grade group in item key level "
    "line map no note number objective page pages paragraph paragraphs part parts phase "
    "principle quarter question recommendation recommendations regulation row rule schedule "
    "score section sections site stage standard step strand table tables team theme tier type "
    "version volume week year zone"
)
# What is measured is written in figures, and two numbers that belong together alike.
_MEASURED = wordset(
    "am and billion by cent centimetres cm degree degrees dozen from gb gram grams hour hours "
    "hundred in kg kilometre kilometres km litre litres m mb metre metres mile miles million "
    "minute minutes mm of or out p pence per percent pm point points pound pounds second seconds "
    "star stars tb thousand times to x"
)
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
        if value < bound and match.start() not in opening and _counts_things(text, match):
            said = IN_WORDS[value]
            what = f"the house writes numbers below {bound} in words."
            yield Slip(*match.span(1), what, f"Write `{said}`.", said)
    for match in _WORD.finditer(text):
        value = _VALUES[match[1]]
        if value >= bound and match.start() not in opening and _counts_things(text, match):
            what = f"the house writes numbers from {bound} in figures."
            yield Slip(*match.span(1), what, f"Write `{value}`.", str(value))


def _counts_things(text: str, match: re.Match[str]) -> bool:
    if match[2].rstrip("’'") in _MEASURED or not match[2].endswith("s"):
        return False
    before = _BEFORE.search(text[max(0, match.start() - _LOOKED_BACK) : match.start()])
    return before is None or not (
        before[1].lower() in _NAMING | _MEASURED or before[1][-1:].isdigit()
    )


def _shares(text: str, style: HouseStyle) -> Iterator[Slip]:
    wanted = {ShareForm.SIGN: "%"}.get(style.per_cent, f" {style.per_cent}")
    for match in _SHARE.finditer(text):
        written = match[1].lower().replace("\u00a0", " ")
        if written == wanted or written.strip() == wanted.strip():
            continue
        what = f"the house writes `{style.per_cent}` after figures."
        yield Slip(*match.span(1), what, f"Write `{style.per_cent}`.", wanted)
