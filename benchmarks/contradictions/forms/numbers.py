"""Numbers that are not the count: in the bracket, in the sentence, as bounds, of figures."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from ..counted import Counted, bracket, counted
from ..page import Page
from ..saying import Saying, bounds, but, numbers, spelled
from ..sown import Change, Fact, Family, Make, World, picked, replace

NUMBERS = Family("numbers", rules=True)
Number = Callable[[Fact, World, random.Random], int]


def _of_bracket(name: str, group: str, number: Number) -> None:
    """A form that puts another number into the bracket."""

    @NUMBERS.form(name)
    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        found = []
        for place in page.of("claim"):
            match, fact = bracket(place), world.count(place.key)
            if match and fact:
                put = number(fact, world, rng)
                if put >= 0 and put != int(match[group]):
                    found.append((place, match, put, fact))
        chosen = picked(rng, found)
        if chosen is None:
            return None
        place, match, put, fact = chosen
        new = f"{place.text[: match.start(group)]}{put}{place.text[match.end(group) :]}"
        return replace(place, new, f"{fact.met} of {fact.n}: {fact.statement}")


_of_bracket("one more", "met", lambda fact, _w, _r: fact.met + 1)
_of_bracket("one fewer", "met", lambda fact, _w, _r: fact.met - 1)
_of_bracket("the complement", "met", lambda fact, _w, _r: fact.n - fact.met)
_of_bracket("digits turned round", "met", lambda fact, _w, _r: int(str(fact.met)[::-1]))
_of_bracket("base one less", "n", lambda fact, _w, _r: fact.n - 1)
_of_bracket("base one more", "n", lambda fact, _w, _r: fact.n + 1)
_of_bracket("base of others", "n", lambda fact, _w, _r: 43 if fact.n != 43 else 46)
_of_bracket(
    "met of another",
    "met",
    lambda fact, world, rng: rng.choice(
        [one.met for one in world.facts.values() if one.n == fact.n and one.met != fact.met]
    ),
)
_of_bracket("ten more", "met", lambda fact, _w, _r: fact.met + 10 if fact.met < fact.n - 10 else -1)


def _said(name: str, sayings: Callable[[Fact, random.Random], list[Saying]]) -> None:
    """A form that says the whole sentence again with a quantity that is not so."""
    NUMBERS.put(name, said(sayings))


def said(sayings: Callable[[Fact, random.Random], list[Saying]], *, wanted: bool = False) -> Make:
    """Say a counted sentence again with one of the sayings whose truth is as wanted."""

    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        found: list[tuple[Counted, Fact, Saying]] = []
        for one in counted(page):
            fact = world.count(one.place.key)
            if fact:
                found += [
                    (one, fact, saying)
                    for saying in sayings(fact, rng)
                    if saying.holds(fact.met, fact.n) is wanted
                ]
        chosen = picked(rng, found)
        if chosen is None:
            return None
        one, fact, saying = chosen
        new = one.said(saying.text, fact.n)
        return replace(one.place, new, f"{fact.met} of {fact.n}: {fact.statement}")

    return make


def _off(fact: Fact, rng: random.Random) -> int:
    """A number that is not the count, near it or far."""
    near = [fact.met - 3, fact.met - 1, fact.met + 1, fact.met + 4, fact.n - fact.met]
    return rng.choice([one for one in near if 2 < one < fact.n and one != fact.met] or [5])


_said("said in digits", lambda fact, rng: [*numbers(_off(fact, rng))][:1])
_said("said in words", lambda fact, rng: [*numbers(_off(fact, rng))][1:2])
_said("out of", lambda fact, rng: [*numbers(_off(fact, rng))][2:3])
_said("of those inspected, so many", lambda fact, rng: [*numbers(_off(fact, rng))][4:])
_said("all but a wrong number", lambda fact, rng: [*but(rng.choice((2, 3, 6, 10)))])
_said("a bound that the count breaks", lambda fact, _rng: [*bounds(fact.met)])
_said("a lower bound above the count", lambda fact, rng: [*bounds(_far(fact, rng, 1))][:4])
_said("an upper bound below the count", lambda fact, rng: [*bounds(_far(fact, rng, -1))][4:])
_said("between two numbers it is not between", lambda fact, rng: [_between(fact, rng)])
_said("about a number far off", lambda fact, rng: [_about(fact, rng)])
_said("two dozen, and it is not", lambda fact, _rng: [_dozen(fact)])


def _far(fact: Fact, rng: random.Random, way: int) -> int:
    return min(max(3, fact.met + way * rng.choice((1, 2, 5, 8))), fact.n)


def _between(fact: Fact, rng: random.Random) -> Saying:
    low = fact.met + rng.choice((2, 4)) if fact.met + 7 < fact.n else max(3, fact.met - 9)
    high = low + 3
    text = f"between {low} and {high} of the {{n}} {{nouns}} inspected"
    return Saying("between", text, lambda met, _n: low <= met <= high)


def _about(fact: Fact, rng: random.Random) -> Saying:
    """A round number at least nine away."""
    round_ = [one for one in (10, 20, 30, 40) if abs(one - fact.met) > 8 and one < fact.n]
    number = rng.choice(round_)
    words = rng.choice(("about", "around", "nearly", "some"))
    text = f"{words} {number} of the {{n}} {{nouns}} inspected"
    return Saying("about", text, lambda met, _n: None if abs(met - number) <= 8 else False)


def _dozen(fact: Fact) -> Saying:
    dozens = 1 if fact.met > 20 else 2
    words = "a dozen" if dozens == 1 else "two dozen"
    text = f"{words} of the {{n}} {{nouns}} inspected"
    return Saying("dozen", text, lambda met, _n: None if abs(met - 12 * dozens) <= 3 else False)


def _figure(name: str, change: Callable[[int, random.Random], int]) -> None:
    """A form that puts another number into a bound figure, in digits or words as it stood."""

    @NUMBERS.form(name)
    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        words = "|".join(spelled(number) for number in range(2, 20))
        found = []
        for place in page.of("claim"):
            fact = world.facts.get(place.key)
            match = re.search(rf"\d[\d,]*|\b(?:{words})\b", place.text)
            if fact and fact.kind == "figure" and match and "20" not in match[0][:2]:
                found.append((place, match, fact))
        chosen = picked(rng, found)
        if chosen is None:
            return None
        place, match, fact = chosen
        was = _value(match[0])
        put = change(was, rng)
        shown = f"{put:,}" if match[0][0].isdigit() else spelled(put)
        if put == was:
            return None
        new = place.text[: match.start()] + shown + place.text[match.end() :]
        return replace(place, new, f"{fact.statement}: {match[0]}")


def _value(words: str) -> int:
    if words[0].isdigit():
        return int(words.replace(",", ""))
    return next(number for number in range(2, 20) if spelled(number) == words)


_figure("a figure one more", lambda was, _rng: was + 1)
_figure("a figure one fewer", lambda was, _rng: was - 1)
_figure("a figure with a digit lost", lambda was, _rng: was // 10 if was > 19 else was - 2)
_figure(
    "a figure with a digit twice", lambda was, _rng: was * 10 + was % 10 if was > 19 else was + 3
)
