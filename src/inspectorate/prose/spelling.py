"""Which words are known, and which misspelt word has exactly one mend.

The dictionary is SCOWL's British list as Hunspell reads it; beside it stand the words of SCOWL up
to size 70 in every spelling (``vendor/``, made by ``tests/word_list.py``). A rarer word is known
rather than called misspelt: of 2,000 drawn from them every sixth would have had a "mend" that is
another word.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from hunspell import Hunspell

from .affixes import forms
from .near_words import NearWords

HOME = Path(__file__).with_name("vendor")
_PLAIN = re.compile(r"[a-z]{2,40}")
_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=1)
def _dictionary() -> Hunspell:
    return Hunspell("en_GB", hunspell_data_dir=str(HOME), system_encoding="UTF-8")


@lru_cache(maxsize=1)
def _beyond() -> frozenset[str]:
    return frozenset((HOME / "beyond.txt").read_text("ascii").split())


@lru_cache(maxsize=1)
def _named() -> frozenset[str]:
    """The dictionary's entries with a capital, of three letters and more: May, Polish, Kent."""
    entries = (HOME / "en_GB.dic").read_text("utf-8").split("\n")[1:]
    heads = (entry.split("/")[0] for entry in entries)
    return frozenset(head for head in heads if len(head) > 2 and head[0].isupper())


@lru_cache(maxsize=1)
def _forms() -> NearWords:
    """All that may be known of small letters: more than is, and nothing that is is missing."""
    held = forms(HOME / "en_GB.aff", HOME / "en_GB.dic")
    return NearWords({*(one.lower() for one in held), *_beyond()})


class Lexicon:
    """The words that are known: the dictionary and ``extra``, those of register, framework and
    inspection. What is written with a capital in ``extra`` is not known without it.

    The dictionary is read once a process, when the first word is asked for.
    """

    def __init__(self, extra: Collection[str] = ()) -> None:
        self._extra = frozenset(
            part.replace("’", "'") for words in extra for part in _PART.findall(words)
        )
        self._near = NearWords(word.lower() for word in self._extra)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self._extra == other._extra

    def __hash__(self) -> int:
        return hash(self._extra)

    def known(self, word: str) -> bool:
        """Say whether ``word`` stands in a dictionary as it is written.

        A capital at its head, or capitals throughout, are overlooked.
        """
        plain = word.replace("’", "'")
        if self._listed(plain) or _dictionary().spell(plain):
            return True
        headed = plain[:1].isupper() and (plain[1:].islower() or plain.isupper())
        return headed and self._listed(plain.lower())

    def is_common(self, word: str) -> bool:
        """Say whether ``word`` stands in the dictionary proper or in ``extra``: not only among the
        rarer words that are known besides.
        """
        return word in self._extra or _dictionary().spell(word)

    def is_name(self, word: str) -> bool:
        """Say whether the dictionary holds ``word`` with its capital as an entry of its own: "May",
        which is another word than "may".
        """
        return word in _named()

    def _listed(self, word: str) -> bool:
        return word in self._extra or word in _beyond()

    def may_know(self, word: str) -> bool:
        """Say whether a word of small letters may be known: none is that this denies."""
        return word in _forms() or word in self._near

    def near(self, word: str) -> set[str]:
        """Return what may be known within one edit of a word of small letters, in small letters."""
        return _forms().of(word) | self._near.of(word)

    def only_mend(self, word: str) -> str | None:
        """Return the only known word within one edit of the unknown ``word``; else nothing.

        An edit puts in, takes out or replaces one letter, or exchanges two neighbours. A word that
        is known, or holds anything but small letters a to z, has no mend. A name within one edit is
        counted as another word, and is no mend itself.
        """
        return _only_mend(self, word) if _PLAIN.fullmatch(word) else None


# A page asks for the same words at each key that is typed, and at each look at what was changed.
@lru_cache(maxsize=32_768)
def _only_mend(lexicon: Lexicon, word: str) -> str | None:
    # The dictionary takes its time for what it does not hold.
    if lexicon.may_know(word) and lexicon.known(word):
        return None
    found: str | None = None
    for candidate in lexicon.near(word):
        # With a capital every word is known that is known without, and names are besides.
        if not lexicon.known(candidate.capitalize()):
            continue
        if found is not None or not lexicon.known(candidate):
            return None
        found = candidate
    if found is None or not _PLAIN.fullmatch(found) or _other_form(lexicon, word, found):
        return None
    return found


_PREFIX = re.compile(
    r"(un|re|over|under|pre|non|mis|out|inter|up|co|de|dis|sub|multi|anti|counter|cross|post)"
    r"([a-z]{4,})"
)
_SUFFIXES = ("ings", "ing", "ers", "ees", "ed", "er", "ee", "ly", "es", "s")
_AFTER_E = ("rs", "d", "r")


def _other_form(lexicon: Lexicon, word: str, mend: str) -> bool:
    """Say whether ``word`` is made regularly of a known word, and ``mend`` is not made so: auditee
    and audited, overpayments and overpayment, upskilled and unskilled.

    No dictionary holds every such word, and whoever wrote one meant it.
    """
    front = _PREFIX.fullmatch(word)
    if front and not mend.startswith(front[1]) and lexicon.known(front[2]):
        return True
    for suffix in (*_SUFFIXES, *_AFTER_E):
        stem = word.removesuffix(suffix)
        if stem == word or mend.endswith(suffix) or len(stem) < 4 or stem.endswith("s"):
            continue
        stems = (stem, f"{stem}e") if suffix in _SUFFIXES else (stem,)
        if stem.endswith("e") or suffix not in _AFTER_E:
            return any(map(lexicon.known, stems))
    return False
