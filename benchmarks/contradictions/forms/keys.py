"""True words bound to another claim: the key is changed, the sentence is not."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

from ..page import Page, Stretch
from ..sown import Change, Fact, Family, Make, World, picked

WRONG = Family("wrong claim")
Other = Callable[[World, Page, Fact, Fact], bool]


def _key(place: Stretch, page: Page, other: str, why: str) -> Change:
    """The key of a span changed to ``other``."""
    start = page.text.index("#", place.end) + 1
    return Change(start, start + len(place.key), other, why)


def _rebound(of: str, to: str, other: Other) -> Make:
    """A form that binds a sentence of a claim of kind ``of`` to another, of kind ``to``."""

    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        found = []
        for place in page.of("claim"):
            fact = world.facts.get(place.key)
            if fact is None or fact.kind != of:
                continue
            found += [
                (place, fact, one)
                for one in world.facts.values()
                if one.kind == to and one.key != fact.key and other(world, page, fact, one)
            ]
        chosen = picked(rng, found)
        if chosen is None:
            return None
        place, fact, one = chosen
        return _key(place, page, one.key, f"says: {fact.statement}; bound to: {one.statement}")

    return make


def _differ(_world: World, _page: Page, one: Fact, other: Fact) -> bool:
    return (one.met, one.n) != (other.met, other.n)


def _any(_world: World, _page: Page, _one: Fact, _other: Fact) -> bool:
    return True


def _same_counts(_world: World, _page: Page, one: Fact, other: Fact) -> bool:
    return (one.met, one.n) == (other.met, other.n)


def _complement(_world: World, _page: Page, one: Fact, other: Fact) -> bool:
    return one.n == other.n and one.met == one.n - other.met and one.met != other.met


def _same_base(_world: World, _page: Page, one: Fact, other: Fact) -> bool:
    return one.n == other.n and one.met != other.met


def _near(_world: World, _page: Page, one: Fact, other: Fact) -> bool:
    return one.n == other.n and abs(one.met - other.met) == 1


def _other_base(_world: World, _page: Page, one: Fact, other: Fact) -> bool:
    return one.n != other.n


def _alike(_world: World, _page: Page, one: Fact, other: Fact) -> bool:
    return one.key.split("-")[0] == other.key.split("-")[0]


def _on_this_page(_world: World, page: Page, _one: Fact, other: Fact) -> bool:
    return f"#{other.key}}}" in page.text


for _name, _form in {
    "counted to one with other counts": _rebound("counted", "counted", _differ),
    "counted to one with the same counts": _rebound("counted", "counted", _same_counts),
    "counted to its complement": _rebound("counted", "counted", _complement),
    "counted to one with the same base": _rebound("counted", "counted", _same_base),
    "counted to one off by one": _rebound("counted", "counted", _near),
    "counted to one with another base": _rebound("counted", "counted", _other_base),
    "counted to one with a like key": _rebound("counted", "counted", _alike),
    "counted to one of this page": _rebound(
        "counted", "counted", lambda w, p, a, b: _on_this_page(w, p, a, b) and _differ(w, p, a, b)
    ),
    "counted to one told in items": _rebound("counted", "qualitative", _any),
    "told in items to another": _rebound("qualitative", "qualitative", _any),
    "told in items to one with a like key": _rebound("qualitative", "qualitative", _alike),
    "told in items to a counted one": _rebound("qualitative", "counted", _any),
    "told in items to an example": _rebound("qualitative", "example", _any),
    "example to one told in items": _rebound("example", "qualitative", _any),
    "example to another example": _rebound("example", "example", _any),
    "figure to another figure": _rebound("figure", "figure", _any),
    "figure to a counted one": _rebound("figure", "counted", _any),
    "counted to a figure": _rebound("counted", "figure", _any),
    "variation to another": _rebound("variation", "variation", _any),
    "development to one told in items": _rebound("development", "qualitative", _any),
}.items():
    WRONG.put(_name, _form)


@WRONG.form("the keys of two neighbours changed over")
def _over(world: World, page: Page, rng: random.Random) -> Change | None:
    """Two bound passages of one paragraph exchange their keys; a cross-reference is no claim."""
    spans = [one for one in page.of("claim") if one.key in world.facts]
    pairs = [
        (one, two)
        for one, two in itertools.pairwise(spans)
        if two.start - one.end < 400 and one.key != two.key and one.end < two.start
    ]
    chosen = picked(rng, pairs)
    if chosen is None:
        return None
    one, two = chosen
    text = page.text[one.end : two.outer[1]]
    new = text.replace(f"#{two.key}}}", "#\0}").replace(f"#{one.key}}}", f"#{two.key}}}")
    new = new.replace("\0", one.key)
    why = f"{world.facts[one.key].statement}; {world.facts[two.key].statement}"
    return Change(one.end, two.outer[1], new, why)


@WRONG.form("the claim of a chart")
def _chart(world: World, page: Page, rng: random.Random) -> Change | None:
    """A strip shows another claim than its caption says."""
    place = picked(rng, page.of("chart.claim"))
    if place is None:
        return None
    others = [one for one in world.facts.values() if one.n > 0 and one.key != place.text]
    other = rng.choice(others)
    return Change(place.start, place.end, other.key, f"the caption speaks of {place.text}")


@WRONG.form("a key that is cut short")
def _cut(world: World, page: Page, rng: random.Random) -> Change | None:
    """A key that no claim has."""
    found = [one for one in page.of("claim") if one.key[:-1] not in world.facts]
    place = picked(rng, found)
    return _key(place, page, place.key[:-1], "no claim has this key") if place else None
