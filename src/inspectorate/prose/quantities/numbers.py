"""Tells a count from other digits: dates, times, years, references, telephone numbers, money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectstats.quantity import numerals

_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNDER_HUNDRED = rf"(?:(?:{_TENS})(?:[- ](?:{_UNIT}))?|{_TEEN}|{_UNIT})"
WORDS = rf"(?:(?:(?:an?|{_UNIT}) hundred(?:(?: and)? {_UNDER_HUNDRED})?)|{_UNDER_HUNDRED})"
NUMBER = (
    rf"(?:(?<!half )a "
    rf"dozen|\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,12}}(?!\d)(?:\.\d{{1,6}}(?!\d))?|{WORDS}(?![\w]))"
)

_MONTH = re.compile(
    r"^\s*(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|"
    r"ust|t|tember|ober|ember)?\b"
)
_AFTER = re.compile(
    r"^(?:\s?[ap]\.?m\b|:\d|\s?o.clock|(?:st|nd|rd|th)\b|\s\d{3}|\s?(?:GMT|BST|km|mb|kb)\b|/\d|"
    r"\)\s*\d{3})",
    re.I,
)
_BEFORE = re.compile(
    r"(?:\b(?:sections?|ss?\.?|paragraphs?|paras?\.?|pages?|pp?\.|chapters?|parts?|schedules?|"
    r"sch\.|figures?|fig\.|tables?|annex|"
    r"appendix|area|recommendations?|questions?|objectives?|criteri(?:on|a)|notes?|footnotes?|"
    r"articles?|clauses?|rules?|"
    r"regulations?|version|no\.|nos\.|number|force|service|phase|tier|level|grade|band|step|"
    r"item|box|form|room|line|aged?|"
    r"act|order|standard|strand|case|category|channel|since|in|by|year|tel|telephone|call|on|"
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|April?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?)\s*|[£€$#@/]\s?|:|\d[\s.:/-]|\.)$",
    re.I,
)
_WEAK = re.compile(
    r"\b(?:in|by|on|since|case|service|force|line|form|year|order|channel|may|act|area|call)\s*$",
    re.I,
)
_RAW = re.compile(rf"(?<![\w.,/:]){NUMBER}(?:\s?%|\s?per\s?cent|\s?percent)?", re.I)


def is_plain_number(text: str, start: int, end: int) -> bool:
    """Say whether the number at ``text[start:end]`` is a count."""
    digits = text[start:end]
    # Windows: patterns that look back over a whole paragraph would grow with its square.
    before, after = text[max(0, start - 24) : start], text[end : end + 14]
    if digits[0].isdigit():
        # "1.2" and "07" are references or names.
        if "." in digits or (digits[0] == "0" and len(digits) > 1):
            return False
        # Taken for a year, as it nearly always is one.
        if re.fullmatch(r"(?:19|20)\d\d", digits):
            return False
        if _MONTH.match(after):
            return False
    if _AFTER.match(after):
        return False
    found = _BEFORE.search(before)
    if found is None:
        return True
    # "in 32 forces" is a count, "in 2019" was refused above; "Force 07", "service 12" name one.
    if _WEAK.search(before):
        weak = before.split()[-1]
        return weak.islower() or weak in ("In", "By", "On", "Since")
    return not digits[0].isdigit() and found.group().strip().lower() not in (
        "section",
        "paragraph",
        "page",
        "chapter",
        "part",
    )


def values(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (canonical number, start, end) of every number in ``text``, digits and words alike.

    "62 per cent" is "62".
    """
    for match in _RAW.finditer(text):
        yield canonical(match.group()), match.start(), match.end()


def canonical(written: str) -> str:
    """Return the digits of a written number.

    "forty-six" and "46" are "46", "1,024" is "1024", "62 per cent" is "62".
    """
    plain = re.sub(r"\s?(?:%|per\s?cent|percent)$", "", written.strip(), flags=re.I)
    whole = numerals.number(plain)
    if whole is not None:
        return str(whole)
    return plain.replace(",", "").lower()
