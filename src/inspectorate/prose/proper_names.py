"""Reads proper names, and says which of those known a written one nearly is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from .quantities.nouns import wordset

_CAP = r"[A-Z][\w’'&-]*"
_NAME = re.compile(
    rf"(?<![\w-]){_CAP}(?:\s+(?:(?:of|for|and|the|in|on|to)\s+){{0,2}}{_CAP})*", re.UNICODE
)
_SMALL = wordset("of for and the in on to a an")
# The last word, or the first before "of", by which a name is one of an institution.
INSTITUTIONS = wordset(
    "office college council federation authority department ministry commission commissioner "
    "agency board association institute institution inspectorate police constabulary service trust "
    "committee union society forum bureau cabinet treasury court university academy directorate "
    "secretariat regulator ombudsman corporation foundation parliament government assembly"
)
_ALIKE = 0.84
_SHARED = 0.6
_LEAST = 5


@dataclass(frozen=True, slots=True)
class ProperName:
    """A name as written; ``opens`` says that it stands first in its sentence."""

    text: str
    start: int
    end: int
    opens: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Its words of substance, in lower case."""
        return _words(self.text)

    @property
    def institution(self) -> bool:
        """Whether it is called as an institution is: Home Office, College of Policing."""
        words = self.text.lower().replace("’", "'").split()
        heads = {words[-1].removesuffix("'s")}
        heads |= {one for one, after in pairwise(words) if after in ("of", "for")}
        return len(self.words) > 1 and not heads.isdisjoint(INSTITUTIONS)


def proper_names(text: str, starts: Collection[int] = ()) -> Iterator[ProperName]:
    """Yield the runs of capitalised words of ``text``; ``starts`` are where sentences begin.

    A run that opens a sentence is taken without its first word where that is an article or a small
    word ("The Home Office").
    """
    for match in _NAME.finditer(text):
        start, said = match.start(), match.group()
        first, _, rest = said.partition(" ")
        if first.lower() in _OPENERS and rest:
            start += len(said) - len(rest.lstrip())
            said = rest.lstrip()
        if said and said[0].isupper() and said.lower() not in _OPENERS:
            yield ProperName(said, start, match.end(), match.start() in starts)


_OPENERS = wordset(
    "the a an in on at of for to and or but if we it this these those that our their its his her "
    "since after before when where while as by from with all most some no not only each every both "
    "what who how i they he she you your there here"
)


def nearest(name: str, known: Collection[str]) -> str | None:
    """Return the one known name that ``name`` nearly is, but is not; ``None`` where none is.

    Nearly: the same letters but for a slip, or words of which most are the same, in any order and
    with any ending ("Police College" for "College of Policing").
    """
    plain = _plain(name)
    if any(_plain(one) == plain for one in known):
        return None
    found = [(_likeness(name, one), one) for one in known]
    found = sorted((pair for pair in found if pair[0] > 0), reverse=True)
    return found[0][1] if found else None


def _likeness(name: str, other: str) -> float:
    mine, theirs = _stems(name), _stems(other)
    if len(theirs) > 1:
        shared = len(mine & theirs) / len(mine | theirs)
        if shared > _SHARED or (mine == theirs and len(mine) > 1):
            return shared
    if min(len(name), len(other)) < _LEAST or name.isupper() != other.isupper():
        return 0.0
    alike = SequenceMatcher(None, _plain(name), _plain(other), autojunk=False).ratio()
    wanted = _SHARED if name.isupper() else _ALIKE
    return alike if alike > wanted and len(mine) == len(theirs) else 0.0


def _stems(name: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _words(name))


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"[a-z]+", _plain(name)) if word not in _SMALL)


def substance(text: str) -> frozenset[str]:
    """The beginnings of the words of a text that say something, endings and small words aside."""
    return frozenset(word[:5] for word in _words(text) if len(word) > 2 and word not in _OPENERS)


def _plain(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().replace("'s", "").replace("'", "").split())
