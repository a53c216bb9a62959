"""Words of quantity that the count does not bear, and shares and percentages that are not so."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from fractions import Fraction

from ..counted import bracket, counted
from ..page import Page
from ..saying import WORDS, Saying, percent
from ..sown import Change, Fact, Family, World, picked, replace
from .numbers import said

WORD = Family("quantity words", rules=True)
PERCENT = Family("percentage", rules=True)


def _word(name: str) -> None:
    text, holds = WORDS[name]

    @WORD.form(f"{name}, bracket kept")
    def kept(world: World, page: Page, rng: random.Random) -> Change | None:
        return _again(world, page, rng, Saying(name, text, holds), paren=True)

    @WORD.form(f"{name}, alone")
    def alone(world: World, page: Page, rng: random.Random) -> Change | None:
        return _again(world, page, rng, Saying(name, text, holds), paren=False)


def _again(
    world: World, page: Page, rng: random.Random, saying: Saying, *, paren: bool
) -> Change | None:
    """A counted sentence with a word that is false of it, with or without its bracket."""
    found = []
    for one in counted(page):
        fact = world.count(one.place.key)
        plural = one.rest.startswith((" were", " are", " have")) and "{nouns}" not in saying.text
        if fact and not plural and saying.holds(fact.met, fact.n) is False:
            new = one.said(saying.text, fact.n, paren=one.paren if paren else "")
            found.append((one, fact, new))
    chosen = picked(rng, found)
    if chosen is None:
        return None
    one, fact, new = chosen
    return replace(one.place, new, f"{fact.met} of {fact.n}: {fact.statement}")


for _name in WORDS:
    _word(_name)


@WORD.form("not all becomes all")
def _not_all(world: World, page: Page, rng: random.Random) -> Change | None:
    """Only "not" goes."""
    return _first_words(world, page, rng, r"not all", "all")


@WORD.form("almost all becomes all")
def _almost_all(world: World, page: Page, rng: random.Random) -> Change | None:
    """Only "almost" goes."""
    return _first_words(world, page, rng, r"almost all", "all")


@WORD.form("no becomes some")
def _no(world: World, page: Page, rng: random.Random) -> Change | None:
    """Of none, some."""
    return _first_words(world, page, rng, r"no force", "some forces")


@WORD.form("only goes")
def _only(world: World, page: Page, rng: random.Random) -> Change | None:
    """Of one alone, all but one."""
    return _first_words(world, page, rng, r"only (?=one|two)", "all but ")


@WORD.form("the remainder becomes none")
def _remainder(world: World, page: Page, rng: random.Random) -> Change | None:
    """The remainder, 45 of 46, becomes none of them."""
    return _first_words(world, page, rng, r"the remainder", "none of them")


@WORD.form("in general becomes never")
def _in_general(world: World, page: Page, rng: random.Random) -> Change | None:
    """In general, 37 of 46, becomes all."""
    return _first_words(world, page, rng, r"in general, forces", "without exception, forces")


def _first_words(
    world: World, page: Page, rng: random.Random, pattern: str, new: str
) -> Change | None:
    found = []
    for place in page.of("claim"):
        match, fact = re.search(rf"\b{pattern}\b", place.text, re.I), world.count(place.key)
        if match and fact:
            put = new[:1].upper() + new[1:] if match[0][:1].isupper() else new
            found.append((place, match, put, fact))
    chosen = picked(rng, found)
    if chosen is None:
        return None
    place, match, put, fact = chosen
    text = place.text[: match.start()] + put + place.text[match.end() :]
    return replace(place, text, f"{fact.met} of {fact.n}: {fact.statement}")


def _wrong(fact: Fact, rng: random.Random) -> int:
    """A whole per cent at least three points from the share."""
    true = percent(fact.met, fact.n)
    return rng.choice([one for one in range(3, 98) if abs(one - true) >= 3])


def _far(fact: Fact, rng: random.Random) -> int:
    """A whole per cent at least fifteen points from the share."""
    true = percent(fact.met, fact.n)
    return rng.choice([one for one in range(5, 96, 5) if abs(one - true) >= 15])


def _never(_met: int, _n: int) -> bool:
    return False


def _rate(words: str, number: Callable[[Fact, random.Random], int] = _wrong) -> None:
    """A form that says a share in per cent that is not so."""
    PERCENT.put(
        words,
        said(
            lambda fact, rng: [
                Saying("percent", words.replace("P", f"{number(fact, rng)}"), _never, base=True)
            ]
        ),
    )


_rate("P per cent of the {n} {nouns} inspected")
_rate("P% of the {n} {nouns} inspected")
_rate("P percent of {nouns}")
_rate("P % of {nouns}")
_rate("P.5 per cent of the {n} {nouns} inspected")
_rate("about P per cent of the {n} {nouns} inspected", _far)
_rate("some P% of the {n} {nouns} inspected", _far)
_rate("exactly P per cent of the {n} {nouns} inspected")


def _rate_bound(words: str, way: int) -> None:
    """A bound in per cent on the wrong side of the share."""

    def sayings(fact: Fact, rng: random.Random) -> list[Saying]:
        true = 100 * Fraction(fact.met, fact.n)
        found = [one for one in range(5, 96, 5) if (one - true) * way > 2]
        if not found:
            return []
        text = words.replace("P", f"{rng.choice(found)}")
        return [Saying("percent", text, _never, base=True)]

    PERCENT.put(words, said(sayings))


_rate_bound("more than P per cent of the {n} {nouns} inspected", 1)
_rate_bound("at least P% of the {n} {nouns} inspected", 1)
_rate_bound("fewer than P per cent of the {n} {nouns} inspected", -1)
_rate_bound("less than P% of the {n} {nouns} inspected", -1)
_rate_bound("no more than P per cent of the {n} {nouns} inspected", -1)


def _in_bracket(name: str, words: str, number: Callable[[Fact, random.Random], int]) -> None:
    """A form that adds a wrong percentage to the bracket beside the right count."""

    @PERCENT.form(name)
    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        found = []
        for place in page.of("claim"):
            match, fact = bracket(place), world.count(place.key)
            if match and fact and number(fact, rng) != percent(fact.met, fact.n):
                found.append((place, match, fact))
        chosen = picked(rng, found)
        if chosen is None:
            return None
        place, match, fact = chosen
        put = number(fact, rng)
        if abs(put - percent(fact.met, fact.n)) < 2:
            return None
        at = match.end() - 1
        new = f"{place.text[:at]}{words.replace('P', str(put))}{place.text[at:]}"
        return replace(place, new, f"{percent(fact.met, fact.n)} per cent: {fact.statement}")


_in_bracket("in the bracket", ", P per cent", _wrong)
_in_bracket("in the bracket, with a sign", "; P%", _wrong)
_in_bracket("share of those who did not", ", P per cent", lambda f, _r: percent(f.n - f.met, f.n))
_in_bracket("digits turned round", ", or P%", lambda f, _r: int(str(percent(f.met, f.n))[::-1]))
_in_bracket("the count as per cent", ", P per cent", lambda f, _r: f.met)
