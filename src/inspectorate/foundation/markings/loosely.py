"""A mark as people and programs write it, read so that nothing SECRET is taken for less.

What is exactly a marking of the scheme is that marking. Any other mark that holds, or in one of its
words nearly spells, "secret" is SECRET, whatever its case, accents, look-alikes and gaps; so are
the usual short forms ("S", "TS"). The rest is read as the highest marking that is stored. What is
no mark is SECRET only where all of it is the mark itself (:func:`is_secret`).
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import NamedTuple

from .scheme import Marking

_SECRET = "secret"
# Signs that look like the letters of the word: Cyrillic, Greek, small capitals, figures, signs.
_LOOKS = {
    "s": "ѕꜱʂ5$§",
    "e": "еєεᴇ3€ɛэ",
    "c": "сϲᴄ¢(ҫkк",
    "r": "гʀᴦя",
    "t": "тτᴛ7†+",
}
_LIKE = str.maketrans({sign: letter for letter, signs in _LOOKS.items() for sign in signs})
# What stands between the words of a mark; other signs may be meant for letters.
_BETWEEN = re.compile(r"[\s\-_/\\.,:;|\"'\[\]{}!?*#&]+")
# From how like the word a word of about its length is taken for it: one or two letters amiss.
_NEARLY = 0.8
# Words that are near it, or hold it, and say something else.
_OTHER_WORDS = re.compile(r"secure|secretar(y|ies|ial|iat|iats)")
# Letters of the longest mark; what is longer is a text, and no mark by itself.
_LONGEST = 30
_NEAR_IN = 60
# What may stand beside the word where all of a value is the mark; letters as read, so k is c.
_BESIDE = frozenset(
    ["top", "uc", "eu", "us", "nato", "cosmic", "eyes", "only", "sensitive", "marced", "classified"]
)
# How SECRET and above are written in short; of so few letters no look-alike is read.
_SHORT = frozenset(
    ["s", "ts", "uks", "ukts", "sec", "secr", "topsec", "topsecr", "tssci", "ns", "cts"]
)


class Read(NamedTuple):
    """How a mark was read; ``known``: it is exactly one of the scheme."""

    marking: str
    known: bool


def read(sent: object) -> Read:
    """Read what was sent as a mark, whatever it is."""
    if isinstance(sent, str) and sent in Marking.values:
        return Read(sent, True)
    if says_secret(sent):
        return Read(Marking.SECRET.value, False)
    return Read(Marking.SENSITIVE.value, False)


def says_secret(mark: object, *, nearly: bool = True) -> bool:
    """Does a mark hold the word, in short or with gaps, or one of its words nearly spell it?"""
    if not isinstance(mark, str):
        return False
    words = _words(mark)
    if any(_SECRET in one and not _OTHER_WORDS.fullmatch(one) for one in words):
        return True
    whole = "".join(words)
    if len(whole) <= _LONGEST and (_in_short(mark) or _spelt_with_gaps(words, whole)):
        return True
    if not nearly or len(whole) > _NEAR_IN:
        return False
    return any(_near(one) for one in (*words, *([whole] if _single(words) else [])))


def is_secret(text: object) -> bool:
    """Is a text nothing but the mark: SECRET, TOP SECRET, UK SECRET, S E C R E T?"""
    # Counted before any of it is read: a sign may be read as several letters.
    if not isinstance(text, str) or len(text) > 3 * _LONGEST:
        return False
    words = _words(text)
    whole = "".join(words)
    if len(whole) > _LONGEST or _SECRET not in whole:
        return False
    rest = [one for one in words if one not in _BESIDE]
    return "".join(rest) in (_SECRET, f"top{_SECRET}", f"uc{_SECRET}", f"uctop{_SECRET}")


def letters(text: str) -> str:
    """The letters of a text in small, look-alikes as the letters that they are like."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LIKE)
    return "".join(filter(str.isalpha, plain))


def _words(text: str) -> list[str]:
    # Wide signs of the East are signs as they are: they are unfolded before the words are parted.
    parts = _BETWEEN.split(unicodedata.normalize("NFKD", text))
    return [word for one in parts if (word := letters(one))]


def _in_short(mark: str) -> bool:
    return len(mark) <= _LONGEST and _BETWEEN.sub("", mark).casefold() in _SHORT


def _single(words: list[str]) -> bool:
    return all(len(one) == 1 for one in words)


def _spelt_with_gaps(words: list[str], whole: str) -> bool:
    """Is it spelt out over several words, none of which says something else?"""
    return _SECRET in whole and not any(_OTHER_WORDS.fullmatch(one) for one in words)


def _near(word: str) -> bool:
    if abs(len(word) - len(_SECRET)) > 1 or _OTHER_WORDS.fullmatch(word):
        return False
    return SequenceMatcher(None, word, _SECRET).ratio() >= _NEARLY
