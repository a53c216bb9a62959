"""A mark as people and programs write it, read so that nothing SECRET is taken for less.

What is exactly a marking of the scheme is that marking. Anything else whose letters hold, or nearly
spell, "secret" is SECRET, whatever its case, spaces, accents and look-alikes; the rest is read as
the highest marking that is stored.
"""

from __future__ import annotations

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
# From how like the word a text of about its length is taken for it: one or two letters amiss.
_NEARLY = 0.8
# Of a mark so much is looked at; what is longer is no mark, and is searched for the word alone.
_LONGEST = 60


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


def says_secret(sent: object) -> bool:
    """Do the letters of what was sent hold, or nearly spell, the word?"""
    letters = _letters(str(sent))
    if _SECRET in letters:
        return True
    if len(letters) > _LONGEST:
        return False
    size = len(_SECRET)
    parts = (
        letters[at : at + width]
        for width in (size - 1, size, size + 1)
        for at in range(max(1, len(letters) - width + 1))
    )
    return any(
        abs(len(part) - size) <= 1 and SequenceMatcher(None, part, _SECRET).ratio() >= _NEARLY
        for part in parts
    )


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LIKE)
    return "".join(one for one in plain if one.isalpha())
