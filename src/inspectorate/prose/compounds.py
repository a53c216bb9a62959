"""Reads compounds, a name and what it is of (Prevent duty), and says which known one is altered."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from .quantities.nouns import wordset
from .quantities.polarity import stem

_WORD = re.compile(r"[A-Za-z][\w’']*(?:-[\w’']+)*")
# What stands before a noun: after other words a name and its verb may follow ("where Prevent is").
_BEFORE = wordset(
    "a an the its their his her our your this these those each every no any some own one of for on "
    "in with by to from under"
)
_NO_HEAD = wordset(
    "a an the its their of for on in with by to from as and or but nor is are was were be been has "
    "have had do does did can could will would shall should may might must that which who whom "
    "whose when where while than then it they we he she you not also only at into over under such "
    "about after before between both each every all any some no"
)
_NO_NAME = wordset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday english welsh scottish british irish "
    "european national"
)
_OPENS = re.compile(r"(?:^|[.!?:|]\s+)[“‘\"']?(?=[A-Z])")
_ENOUGH = 3  # times that a text says it one way, before once another way is a slip


@dataclass(frozen=True, slots=True)
class Compound:
    """A name before what it is of: "Prevent" before "strategic lead".

    ``heads`` are the noun as read, of two words (where there are two) and of one; ``clear`` says
    that the word before can only stand before a noun, ``opens`` that it begins a sentence.
    """

    modifier: str
    start: int
    end: int
    heads: tuple[str, ...]
    clear: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    joined: bool  # nothing but blanks between it and the word before


@lru_cache(maxsize=4_096)
def compounds(text: str) -> tuple[Compound, ...]:
    """Return each capitalised word that stands alone before a noun in lower case, in order."""
    return tuple(_compounds(text))


def _compounds(text: str) -> Iterator[Compound]:
    words = _words(text)
    starts = {match.end() for match in _OPENS.finditer(text)}
    for at, word in enumerate(words):
        heads = _heads(words[at + 1 : at + 3])
        if not heads or not _is_name(word.text):
            continue
        before = words[at - 1] if at and word.joined else None
        if before is not None and before.text[0].isupper() and before.start not in starts:
            continue
        opens = word.start in starts
        clear = not opens and before is not None and before.text.lower() in _BEFORE
        yield Compound(_bare(word.text), word.start, word.end, heads, clear, opens)


def _is_name(word: str) -> bool:
    plain = _bare(word).lower()
    return word[0].isupper() and not any(plain in one for one in (_NO_NAME, _NO_HEAD, _BEFORE))


def _heads(after: Sequence[_Word]) -> tuple[str, ...]:
    """The noun that follows, of two words and of one; none where another word does."""
    if not after or not after[0].joined or not after[0].text[0].islower():
        return ()
    if after[0].text in _NO_HEAD:
        return ()
    one = _stem(after[0].text)
    if len(after) == 1 or not after[1].joined or after[1].text in _NO_HEAD:
        return (one,)
    return (f"{one} {_stem(after[1].text)}", one)


@dataclass(slots=True)
class KnownCompounds:
    """Which names stand before which nouns in the records, and how often in the texts.

    ``joined`` holds for the two words around a hyphenated one, or before it, or after it, which
    hyphenated words the records have there.
    """

    heads: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    said: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    joined: dict[tuple[str, str, int], set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, records: Iterable[str], texts: Iterable[str]) -> KnownCompounds:
        """Read the words of records, and those of the texts themselves."""
        made, held = cls(), [*records]
        recorded = [one for text in held for one in compounds(text)]
        told = [one for text in texts for one in compounds(text)]
        # A word that only ever begins a sentence is no name.
        names = {one.modifier for one in (*recorded, *told) if not one.opens}
        for one, head in _by_head(recorded, names):
            made.heads[head].add(one)
        for one, head in _by_head(told, names):
            made.said[head][one] += 1
        for key, word in (pair for text in held for pair in _hyphenated(text)):
            made.joined[key].add(word.text.lower())
        return made

    def meant(self, one: Compound) -> str | None:
        """The name that the records have before this noun, where they have one and not this.

        Of a noun of two words the texts themselves are a record, where they say it one way again
        and again and once another way.
        """
        if any(one.modifier in self.heads.get(head, ()) for head in one.heads):
            return None
        for head in one.heads:
            known = self.heads.get(head, set())
            if len(known) == 1:
                return next(iter(known))
            said = self.said.get(head, Counter())
            others = {name: count for name, count in said.items() if name != one.modifier}
            if " " in head and said[one.modifier] == 1 and len(others) == 1:
                name, count = next(iter(others.items()))
                if count >= _ENOUGH:
                    return name
        return None

    def altered(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where a hyphenated word stands for the one that the records have in its place.

        Both words beside it are those of the record, and half of it too: counter-extremism local
        profile.
        """
        seen: set[int] = set()
        for key, word in _hyphenated(text):
            known = self.joined.get(key, set())
            said = word.text.lower()
            if len(known) != 1 or said in known or word.start in seen:
                continue
            right = next(iter(known))
            if set(right.split("-")) & set(said.split("-")):
                seen.add(word.start)
                yield word.start, word.end, right


@dataclass(frozen=True, slots=True)
class Term:
    """A thing by the short form of its name: "local profile", with the words beside it in a text.

    ``beside`` are the stems of the words around it that carry meaning, three on either side.
    """

    modifier: str
    head: str
    start: int
    end: int
    beside: frozenset[str]


def short_names(records: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The short forms of the names that the records write with a hyphenated word.

    Of "counter-terrorism local profile" that is (local, profile).
    """
    found = set()
    for text in records:
        for run in _runs(text):
            plain = [word for word in run if "-" not in word.text]
            if len(run) == 3 and len(plain) == 2:
                found.add((_stem(plain[0].text), _stem(plain[1].text)))
    return frozenset(found)


@lru_cache(maxsize=4_096)
def terms(text: str) -> tuple[Term, ...]:
    """Every two words that stand together and may name a thing, in order."""
    words = _words(text)
    found = []
    for at, (one, two) in enumerate(pairwise(words)):
        pair = (_stem(one.text), _stem(two.text))
        if two.joined and _NO_HEAD.isdisjoint((one.text.lower(), two.text.lower())):
            near = [*words[max(0, at - 3) : at], *words[at + 2 : at + 5]]
            beside = {stem(each.text.lower()) for each in near} - _NO_HEAD
            found.append(Term(*pair, one.start, two.end, frozenset(beside)))
    return tuple(found)


def _runs(text: str) -> Iterator[list[_Word]]:
    """Runs of three words with nothing but blanks between them, and no joining word among them."""
    words = _words(text)
    for at in range(len(words) - 2):
        run = words[at : at + 3]
        joined = run[1].joined and run[2].joined
        if joined and _NO_HEAD.isdisjoint(word.text.lower() for word in run):
            yield run


def _by_head(found: Iterable[Compound], names: set[str]) -> Iterator[tuple[str, str]]:
    for one in found:
        if one.modifier in names:
            yield from ((one.modifier, head) for head in one.heads)


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    for match in _WORD.finditer(text):
        gap = text[found[-1].end : match.start()] if found else "."
        found.append(_Word(match[0], *match.span(), bool(gap) and gap.isspace()))
    return found


@lru_cache(maxsize=4_096)
def _hyphenated(text: str) -> tuple[tuple[tuple[str, str, int], _Word], ...]:
    """Return each hyphenated word with two of the words beside it, and where it stands to them."""
    return tuple(_among_words(text)) if "-" in text else ()


def _among_words(text: str) -> Iterator[tuple[tuple[str, str, int], _Word]]:
    words = _words(text)
    for at, word in enumerate(words):
        if "-" not in word.text:
            continue
        for place, first in enumerate((at - 1, at - 2, at)):
            run = words[max(0, first) : first + 3]
            if first < 0 or len(run) < 3 or not all(one.joined for one in run[1:]):
                continue
            beside = [_stem(one.text) for one in run if one is not word]
            if _NO_HEAD.isdisjoint(beside):
                yield (beside[0], beside[1], place), word


def _bare(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s").removesuffix("'")


def _stem(word: str) -> str:
    plain = _bare(word).lower()
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
