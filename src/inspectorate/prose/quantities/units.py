"""Says what an amount counts: the bodies of the inspection, or things of another unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .nouns import BODIES, COUNTED_PLURAL, COUNTED_SINGULAR, TIMES, is_plural, wordset

# After these no noun of the amount can come.
PAST = wordset(
    "brought taught thought sought wrote chose spoke went came saw began rose drew grew ran gave "
    "knew took understood"
)
_STOPS = PAST | wordset(
    "was were is are am be been being has have had having do does did could can cannot will would "
    "may might shall should must not no that which who whom whose when where while if and or but "
    "to in on at by for with from as than into over under per also then so because about had "
    "said says told met use used uses using agreed thought felt considered described recognised "
    "knew gave held made kept took understood told showed relied lacked failed needed provided "
    "achieved received completed understand know give hold make keep take tell show rely lack fail "
    "need how never say only more fewer much provide achieve receive complete"
)
_SKIPPED = wordset("of the these those our its their all them us")
# A word, past the short form of a name: "Veterans Health Administration (VHA) facilities".
_TOKEN = re.compile(r"(?:\s+\([A-Z][A-Z&]+\))?\s+([A-Za-zÀ-ž][\w’'-]*|\d[\d,]*)")
_WINDOW = 7


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in lower case, its place, and whether it names the bodies counted."""

    word: str
    start: int
    end: int
    own: bool

    @property
    def plural(self) -> bool:
        """Whether it is written in the plural."""
        return self.word in COUNTED_PLURAL or is_plural(self.word)


def own_nouns(*named: str) -> frozenset[str]:
    """Return the nouns by which bodies are counted: those of every inspection and those named.

    A name may have several words ("care homes"): the last one is the noun. Both numbers are
    known, whichever is named.
    """
    found = set(BODIES)
    for name in named:
        word = name.split()[-1].lower() if name.split() else ""
        if word:
            found |= {word, singular(word), plural(word)}
    return frozenset(found)


def noun_after(text: str, end: int, own: frozenset[str], *, singular: bool = False) -> Noun | None:
    """Return the noun after ``end``: the first of the bodies counted, else the first other plural.

    With ``singular`` another thing may stand in the singular. ``None`` where a verb or a mark comes
    first.
    """
    at, other = end, None
    for _ in range(_WINDOW):
        match = _TOKEN.match(text, at)
        if match is None:
            break
        word = _bare(match.group(1))
        if word in own or word in BODIES:
            return Noun(word, match.start(1), match.end(1), own=True)
        joined = word == "and" and other is None and at > end
        if (stops(word) and not joined) or (other is not None and other.word in TIMES):
            break
        if other is None and _names(word, singular):
            other = Noun(word, match.start(1), match.end(1), own=False)
        at = match.end()
    return other


def stops(word: str) -> bool:
    """Say whether no noun of an amount can come after this word."""
    return word in _STOPS or word.endswith("n't")


def _names(word: str, one: bool) -> bool:
    """Whether a word names a thing that can be counted: of several, or with ``one`` of one."""
    if word in _SKIPPED:
        return False
    return (
        word in COUNTED_PLURAL
        or word in TIMES
        or is_plural(word)
        or (one and word in COUNTED_SINGULAR)
    )


def _bare(word: str) -> str:
    plain = word.lower().replace("’", "'")
    return plain.rstrip("'") if plain.endswith("s'") else plain.removesuffix("'s").strip("'-")


_IRREGULAR = {
    "people": "person",
    "children": "child",
    "women": "woman",
    "men": "man",
    "staff": "staff",
}


def singular(word: str) -> str:
    """Return one of the things that a plural noun names."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def plural(word: str) -> str:
    """Return several of the things that a singular noun names."""
    turned = {one: many for many, one in _IRREGULAR.items()}
    if word in turned:
        return turned[word]
    if word.endswith("s") and not word.endswith("ss"):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("ch", "sh", "x", "ss")) else "s")
