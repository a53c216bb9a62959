"""Numbers, fractions and percentages in prose, checked against k of n by exact arithmetic.

Rounding rule, decided once: a printed percentage or fraction is right when the exact share rounds
to it; a tie (exactly half a unit of the last digit, or half a body) is accepted either way, because
half-up and half-even are both in use and neither misleads. 0 per cent is right only for none and
100 per cent only for all, whatever rounding would allow.
"""

from __future__ import annotations

import re
from fractions import Fraction

from inspectstats.quantity.vocabulary import counts, spelling
from inspectstats.records import InputError

_UNITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SMALL = {word: value for value, word in enumerate(_UNITS)} | _TENS
_DENOMINATORS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "twentieth": 20,
    "hundredth": 100,
}
_DIGITS = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+$")
_PERCENT = re.compile(r"^(?P<number>\d+(?:\.\d+)?|[a-z][a-z -]*?)\s*(?:%|per\s?cent|percent)$")
_OVER = re.compile(r"^(\d+)\s*[/\u2044]\s*(\d+)$")
_IN = re.compile(r"^([\w-]+) in (?:every )?([\w-]+)$")
_GLYPHS = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅖": "2/5",
    "⅗": "3/5",
    "⅘": "4/5",
}


def number(text: str) -> int | None:
    """The whole number a phrase writes in digits (``1,024``) or words up to 999,999.

    ``None`` when it writes none.
    """
    plain = spelling(text)
    if _DIGITS.match(plain):
        return int(plain.replace(",", ""))
    if plain == "a dozen":
        return 12
    words = plain.replace("-", " ").split()
    if words and words[0] in {"a", "an"} and len(words) > 1:
        words[0] = "one"
    if "thousand" in words:
        cut = words.index("thousand")
        thousands, rest = (
            _below_thousand(words[:cut]),
            _below_thousand(words[cut + 1 :] or ["zero"]),
        )
        return (
            None if thousands is None or rest is None or thousands == 0 else 1000 * thousands + rest
        )
    return _below_thousand(words)


def _below_thousand(words: list[str]) -> int | None:
    words = [word for word in words if word != "and"]
    if "hundred" in words:
        cut = words.index("hundred")
        hundreds, rest = _below_hundred(words[:cut]), _below_hundred(words[cut + 1 :] or ["zero"])
        return (
            None
            if hundreds is None or rest is None or not 1 <= hundreds <= 9
            else 100 * hundreds + rest
        )
    return _below_hundred(words)


def _below_hundred(words: list[str]) -> int | None:
    if len(words) == 1:
        return _SMALL.get(words[0])
    if len(words) == 2 and words[0] in _TENS and 1 <= _SMALL.get(words[1], 0) <= 9:
        return _TENS[words[0]] + _SMALL[words[1]]
    return None


def fraction(text: str) -> Fraction | None:
    """The fraction a phrase writes (``three-quarters``, ``a third``, ``two in three``, ``3/4``,
    ``½``); else ``None``.
    """
    plain = _GLYPHS.get(text.strip(), spelling(text))
    if plain in {"half", "a half", "one half", "one-half"}:
        return Fraction(1, 2)
    if found := _OVER.match(plain):
        over = int(found.group(2))
        return Fraction(int(found.group(1)), over) if over else None
    if found := _IN.match(plain):
        out_of = number(found.group(2))
        part = number(found.group(1))
        return Fraction(part, out_of) if out_of and part is not None else None
    parts = plain.replace("-", " ").split()
    if len(parts) < 2:
        return None
    under = _DENOMINATORS.get(parts[-1]) or _DENOMINATORS.get(parts[-1].removesuffix("s"))
    above = 1 if parts[:-1] in (["a"], ["an"]) else number(" ".join(parts[:-1]))
    return Fraction(above, under) if under and above is not None else None


def number_matches(text: str | int, k: int) -> bool:
    """Does ``text`` (``32`` or ``thirty-two``) write exactly the count k?"""
    return (text if isinstance(text, int) else number(text)) == k


def fraction_matches(text: str | Fraction, k: int, n: int) -> bool:
    """Is the fraction (``three-quarters``) of n the count k, to the nearest whole body?

    |k - f n| <= 1/2, exactly; of fewer than 10 the fraction must be exact, because there half a
    body is 5 % and more. *Three-quarters of 44* is 33 and nothing else; of 46 it is 34 or 35 (a
    tie). None and all are never a fraction.
    """
    counts(k, n)
    share = text if isinstance(text, Fraction) else fraction(text)
    if share is None:
        raise InputError(
            f"{text!r} is not a fraction",
            where="fraction",
            mend="Write it as three-quarters, two-thirds or 3/4.",
        )
    if k in (0, n) and share not in (0, 1):
        return False
    off = abs(k - share * n)
    return off == 0 if n < 10 or share in (0, 1) else off <= Fraction(1, 2)


def percent(text: str) -> tuple[Fraction, int] | None:
    """The percentage a phrase writes and the digits printed after the point.

    ``None`` when it writes none.
    """
    found = _PERCENT.match(spelling(text))
    if not found:
        return None
    written = found.group("number")
    if written[0].isdigit():
        return Fraction(written), len(written.partition(".")[2])
    in_words = number(written)
    return None if in_words is None else (Fraction(in_words), 0)


def percent_matches(text: str, k: int, n: int) -> bool:
    """Does k of n round to the percentage printed, to as many digits as are printed?

    |100 k/n - p| <= 10^-d / 2, exactly: ``62 %`` of 71 is 44 (61.97 %); ``12 %`` and ``13 %`` are
    both right for 1 of 8. 0 % needs k = 0 and 100 % needs k = n.
    """
    counts(k, n)
    read = percent(text)
    if read is None:
        raise InputError(
            f"{text!r} is not a percentage",
            where="percentage",
            mend="Write it as 62 per cent or 62.5 %.",
        )
    share, digits = read
    if share == 0 or share >= 100:
        return share * n == 100 * k
    return abs(Fraction(100 * k, n) - share) <= Fraction(1, 2 * 10**digits)


def rounded_percent(k: int, n: int, digits: int = 0) -> str:
    """k of n as a percentage a report may print: half up, but never 0 for some and never 100 for
    not all.
    """
    counts(k, n)
    scale = 10**digits
    # Half up in whole numbers: a float would decide a tie by its last bit.
    units = (200 * k * scale + n) // (2 * n)
    if 0 < k < n:
        units = min(max(units, 1), 100 * scale - 1)
    whole, rest = divmod(units, scale)
    return f"{whole}.{rest:0{digits}d} per cent" if digits else f"{whole} per cent"
