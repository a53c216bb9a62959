"""Every form in which a text may name a real body of the register, and where it does.

Beside a simulated answer no real body may be named, under whatever name: in full, in short, by a
former name, by its code, by its initials ("NPCC"), by the noun alone ("the College"), with or
without a possessive. What a kind of body is called ("Home Office forces") names no body.

Pure: nothing here reads a database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?")
# Between two words of a name: blanks, line ends, hyphens, as in a code or an address.
_GAP = r"[\s_.\-\u2010-\u2015]+"
_OF = frozenset(("of", "for", "in", "and", "the", "on"))
_LEAST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class NamedBody:
    """One body: the names it is or was known by, its code, and whether a place gives it away."""

    code: str
    names: tuple[str, ...]
    local: bool


@dataclass(frozen=True, slots=True)
class RealNames:
    """The names of real bodies, ready to be looked for; ``kinds`` are phrases that name none."""

    bodies: tuple[NamedBody, ...]
    kinds: tuple[str, ...] = ()

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where ``text`` names a real body, in its order."""
        anywhere, as_written = _patterns(self.bodies)
        places = {match.span() for one in (anywhere, as_written) for match in one.finditer(text)}
        # Hardly a text names one, and then the phrases need not be looked for.
        exempt = [m.span() for m in _phrases(self.kinds).finditer(text)] if places else []
        last = 0
        for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
            if start >= last and not any(a <= start and end <= b for a, b in exempt):
                yield start, end
                last = end

    def first(self, text: str) -> str:
        """Return the first name that stands in ``text``, empty where there is none."""
        return next((text[start:end] for start, end in self.found(text)), "")


@lru_cache(maxsize=8)
def _patterns(bodies: tuple[NamedBody, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is found in any capitals, and what only as it is written: a word that is a name too."""
    anywhere: set[str] = set()
    as_written: set[str] = set()
    for one in bodies:
        for name in one.names:
            words = _words(name)
            plain = len(words) == 1 and not name.isupper()
            (as_written if plain else anywhere).add(_spelt(words))
            if not one.local:
                as_written.update(_short_forms(words))
        if len(parts := one.code.split("-")) > 1:
            anywhere.add(_spelt(parts))
        else:
            # A word like another, but for where a code stands: in an address, in quotation marks.
            as_written.add(rf"(?<=[/.=_\"'-]){one.code}|{one.code}(?=[/._-][^\W_])")
    return _any_of(anywhere, re.IGNORECASE), _any_of(as_written, 0)


def _any_of(patterns: Iterable[str], flags: int) -> re.Pattern[str]:
    longest = sorted(filter(None, patterns), key=lambda one: (-len(one), one))
    # (?!) matches nothing; an empty pattern would find a name everywhere.
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest) or '(?!)'})(?![^\W_])", flags)


def _words(name: str) -> list[str]:
    return _WORDS.findall(name.replace("&", " and "))


def _spelt(words: Iterable[str]) -> str:
    """Words one after the other; an apostrophe of either form, or none; "&" for "and"."""
    spelt = (re.sub(r"['’]", "['’]?", re.escape(word)) for word in words)
    return _GAP.join("(?:and|&)" if one == "and" else one for one in spelt)


def _short_forms(words: list[str]) -> Iterator[str]:
    """What a body of no place is called for short: its initials, and its noun after an article."""
    told = [word for word in words if word.casefold() not in _OF]
    if len(told) < 2:
        return
    for some in (told, words):
        initials = "".join(word[0] for word in some)
        if len(initials) >= _LEAST_INITIALS:
            yield re.escape(initials)
            yield re.escape(initials.upper())
    head = _head(words)
    if head[:1].isupper():
        # "The Office for National Statistics" is another.
        yield rf"[Tt]he{_GAP}{re.escape(head)}(?!{_GAP}(?:of|for)\b)"


def _head(words: list[str]) -> str:
    """The noun of a name: that before "of" or "for", else its last word."""
    for before, word in pairwise(words):
        if word in ("of", "for"):
            return before
    return words[-1]


@lru_cache(maxsize=8)
def _phrases(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """Each phrase with one of them or many, the word "police" in it or not."""
    patterns = set()
    for phrase in kinds:
        *first, last = phrase.split()
        # "Home Office police forces" are Home Office forces.
        noun = rf"(?:police{_GAP})?{re.escape(last.removesuffix('s'))}s?"
        patterns.add(_GAP.join([*(re.escape(one) for one in first), noun]))
    return _any_of(patterns, re.IGNORECASE)
