"""True rewritings: the same thing said in other words, true on the count. Not one of them may be
called an error.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from fractions import Fraction

from .counted import Counted, bracket, counted, denied
from .page import Page
from .saying import WORDS, Saying, bounds, but, exactly, numbers, percent, share, spelled
from .sown import Change, Fact, Family, Make, World, picked, replace

CLEAN = Family("clean")
_WHY = "true, in other words"


def _said(
    name: str,
    sayings: Callable[[Fact, random.Random], list[Saying]],
    *,
    paren: bool = False,
    whole: bool = True,
) -> None:
    """A form that says a counted sentence again with a saying that is true of it.

    ``whole``: where fewer than the scope were inspected, only one that states the base, as a text
    must. ``paren``: the bracket stays.
    """

    @CLEAN.form(name)
    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        found: list[tuple[Counted, Fact, Saying]] = []
        for one in counted(page):
            fact = world.count(one.place.key)
            other = "Home Office" in one.place.text or "lead" in one.noun  # not of all bodies
            if fact is None or other or (paren and not one.paren):
                continue
            stated = fact.n == world.scope or not whole or paren
            found += [
                (one, fact, saying)
                for saying in sayings(fact, rng)
                if saying.holds(fact.met, fact.n) is True
                and (saying.base or stated)
                and not (saying.one and re.match(r" (?:were|are|have|understand)\b", one.rest))
            ]
        chosen = picked(rng, found)
        if chosen is None:
            return None
        one, fact, saying = chosen
        new = one.said(saying.text, fact.n, paren=one.paren if paren else "")
        return replace(one.place, new, _WHY)


_MANY = 3  # a count below it is said by the texts' own words alone ("only two")
_said("the count in digits", lambda f, _r: [*numbers(f.met)][:1] if f.met >= _MANY else [])
_said("the count in words", lambda f, _r: [*numbers(f.met)][1:2] if f.met >= _MANY else [])
_said("so many out of", lambda f, _r: [*numbers(f.met)][2:3] if f.met >= _MANY else [])
_said("of those inspected, so many", lambda f, _r: [*numbers(f.met)][4:] if f.met >= _MANY else [])
_said("all but", lambda f, _r: [*but(f.n - f.met)] if 1 < f.n - f.met <= 12 else [])
_said("a lower bound", lambda f, r: [*bounds(max(2, f.met - r.choice((0, 1, 2))))][:4])
_said("an upper bound", lambda f, r: [*bounds(min(f.n - 1, f.met + r.choice((0, 1, 2))))][4:])
_said("between two numbers", lambda f, r: [_between(f, r)] if 5 < f.met < f.n - 4 else [])
_said("the word with its base", lambda f, _r: [_based(f)])
_said("the word alone", lambda f, _r: [_banded(f)])
_said("the word and its bracket", lambda f, _r: [_banded(f)], paren=True)
_said("more than half", lambda _f, _r: _words("more than half", "at least two-thirds"))
_said("fewer than half", lambda _f, _r: _words("fewer than half", "fewer than a quarter"))
_said("a fraction", lambda f, _r: [_fraction(f)])
_said("the share in per cent", lambda f, r: [_rate(f, r)] if f.met >= _MANY else [])
_said("more than so many per cent", lambda f, _r: [_rate_bound(f)] if f.met > 8 else [])


def _between(fact: Fact, rng: random.Random) -> Saying:
    low, high = fact.met - rng.choice((1, 2, 4)), fact.met + rng.choice((1, 2, 3))
    text = f"between {low} and {high} of the {{n}} {{nouns}} inspected"
    return Saying("between", text, exactly(fact.met), base=True)


_BANDS = ("almost all", "most", "a majority", "a minority", "a few", "very few")


def _banded(fact: Fact) -> Saying:
    """The adopted word for a count, as the report's own table has it."""
    if fact.met == fact.n:
        return Saying("word", WORDS["all"][0], WORDS["all"][1])
    if fact.met == 0:
        return Saying("word", WORDS["no"][0], WORDS["no"][1], one=True)
    if 2 * fact.met == fact.n:
        return Saying("word", *WORDS["half"])
    if fact.met < _MANY:  # said by number, never by a word of share
        return Saying("word", *WORDS["half"])
    name = next(one for one in _BANDS if WORDS[one][1](fact.met, fact.n))
    return Saying("word", *WORDS[name])


def _based(fact: Fact) -> Saying:
    """The same with "of the 46 forces inspected" in place of "forces"."""
    word = _banded(fact)
    text = re.sub(r"( of the| of)? \{nouns\}", " of the {n} {nouns} inspected", word.text)
    return Saying("based", text, word.holds if "{n} {nouns}" in text else exactly(-1), base=True)


def _words(*names: str) -> list[Saying]:
    return [
        Saying(
            name,
            WORDS[name][0].replace("the {nouns}", "the {n} {nouns} inspected"),
            holds,
            base=True,
        )
        for name in names
        for holds in (WORDS[name][1],)
    ]


_FRACTIONS = {
    "a quarter": "0.25",
    "a third": "0.3333",
    "two-thirds": "0.6667",
    "three-quarters": "0.75",
    "four-fifths": "0.8",
    "two-fifths": "0.4",
    "three-fifths": "0.6",
    "half": "0.5",
}


def _fraction(fact: Fact) -> Saying:
    """About so great a share, the nearest of the usual ones, within two points of a hundred."""
    found = float(Fraction(fact.met, fact.n))
    name = min(_FRACTIONS, key=lambda one: abs(float(_FRACTIONS[one]) - found))
    true = float(_FRACTIONS[name])
    text = f"about {name} of the {{n}} {{nouns}} inspected"
    return Saying("fraction", text, share(round(true - 0.02, 4), round(true + 0.02, 4)), base=True)


def _rate(fact: Fact, rng: random.Random) -> Saying:
    sign = rng.choice((" per cent", "%", " %"))
    text = f"{percent(fact.met, fact.n)}{sign} of the {{n}} {{nouns}} inspected"
    return Saying("percent", text, exactly(fact.met), base=True)


def _rate_bound(fact: Fact) -> Saying:
    below = max(one for one in range(5, 96, 5) if one * fact.n < 100 * fact.met)
    text = f"more than {below} per cent of the {{n}} {{nouns}} inspected"
    return Saying("percent", text, exactly(fact.met), base=True)


@CLEAN.form("the complement, denied")
def _complement(world: World, page: Page, rng: random.Random) -> Change | None:
    """Eight of the 46 forces inspected did not have mandatory training."""
    return _other_side(world, page, rng, lambda fact: f"{fact.n - fact.met}")


@CLEAN.form("the complement in words, denied")
def _complement_spelled(world: World, page: Page, rng: random.Random) -> Change | None:
    """The same with the number spelled."""
    return _other_side(world, page, rng, lambda fact: spelled(fact.n - fact.met))


@CLEAN.form("the complement with the word for it, denied")
def _complement_word(world: World, page: Page, rng: random.Random) -> Change | None:
    """A minority of forces did not have it (8 of the 46 forces inspected)."""
    return _other_side(world, page, rng, None)


def _other_side(
    world: World, page: Page, rng: random.Random, number: Callable[[Fact], str] | None
) -> Change | None:
    found = []
    for one in counted(page):
        fact, rest = world.count(one.place.key), denied(one.rest)
        if not fact or not rest or not _MANY <= fact.n - fact.met < fact.n:
            continue
        if one.quantity.lower() not in ("the remainder", "all") and one.paren.endswith(
            "inspected)"
        ):
            other = Fact(fact.key, fact.kind, fact.statement, fact.n - fact.met, fact.n)
            text = f"{number(fact)} of the {{n}} {{nouns}} inspected" if number else ""
            paren = "" if number else f" ({other.met} of the {other.n} {one.nouns} inspected)"
            text = text or _banded(other).text
            found.append((one, one.said(text, fact.n, rest=rest, paren=paren)))
    chosen = picked(rng, found)
    return replace(chosen[0].place, chosen[1], _WHY) if chosen else None


@CLEAN.form("both sides")
def _both(world: World, page: Page, rng: random.Random) -> Change | None:
    """So many had it; the other eight did not."""
    found = []
    for one in counted(page):
        fact, auxiliary = world.count(one.place.key), _auxiliary(one.rest)
        if fact and auxiliary and not one.lead and 2 < fact.met < fact.n - 2:
            said = one.said(f"{fact.met} of the {{n}} {{nouns}} inspected", fact.n)
            found.append((one, f"{said}; the other {spelled(fact.n - fact.met)} {auxiliary} not"))
    chosen = picked(rng, found)
    return replace(chosen[0].place, chosen[1], _WHY) if chosen else None


def _auxiliary(rest: str) -> str:
    """The word with which a predicate is denied in short; nothing of one denied already."""
    if " not " in rest[:12] or " none" in rest[:12]:
        return ""
    first = rest.split()[0]
    return first if first in ("could", "were", "would") else "did"


def _bracket(name: str, change: Callable[[re.Match[str], Fact], str]) -> None:
    """A form that rewrites the bracket."""

    @CLEAN.form(name)
    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        found = [
            (place, match, fact)
            for place in page.of("claim")
            if (match := bracket(place)) and (fact := world.count(place.key))
        ]
        chosen = picked(rng, found)
        if chosen is None:
            return None
        place, match, fact = chosen
        new = place.text[: match.start()] + change(match, fact) + place.text[match.end() :]
        return replace(place, new, _WHY)


_bracket(
    "per cent beside the count",
    lambda m, f: f"{m[0][:-1]}, {percent(f.met, f.n)} per cent)",
)
_bracket("out of, in the bracket", lambda m, f: m[0].replace(" of the ", " out of the ", 1))
_bracket("dashes for the bracket", lambda m, f: f" – {m[0][2:-1]}")
_bracket(
    "the bracket in words",
    lambda m, f: m[0].replace(f"({f.met} ", f"({spelled(f.met)} ", 1) if f.met else m[0],
)


def _moved() -> Make:
    """The bracket put straight after the noun: "Most forces (38 of the 46 inspected) had …"."""

    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        found = []
        for one in counted(page):
            fact = world.count(one.place.key)
            if fact and one.paren.endswith("inspected)") and one.noun == one.nouns:
                head = one.place.text.removesuffix(one.paren).removesuffix(one.rest)
                new = f"{head} ({fact.met} of the {fact.n} inspected){one.rest}"
                found.append((one.place, new))
        chosen = picked(rng, found)
        return replace(*chosen, _WHY) if chosen else None

    return make


CLEAN.put("the bracket after the noun", _moved())


@CLEAN.form("we found that")
def _we_found(_world: World, page: Page, rng: random.Random) -> Change | None:
    """Words around a passage that leave it true."""
    found = [
        one
        for one in page.of("claim")
        if one.text[:1].isupper()
        and page.text[: one.outer[0]].endswith((". ", "\n\n"))
        and not one.text.startswith(("October", "Since"))
    ]
    place = picked(rng, found)
    if place is None:
        return None
    words = rng.choice(("We found that ", "Inspectors found that ", "It was clear to us that "))
    start = place.outer[0]
    return Change(start, start + 2, f"{words}[{place.text[:1].lower()}", _WHY)


CLEAN.swaps(
    ("claim",),
    (
        (r"officers and staff", "staff and officers"),
        (r"overlooked the risk", "did not see the risk"),
        (r"brought well-prepared cases", "came with well-prepared cases"),
        (r"could say", "were able to say"),
        (r"understood the purpose", "grasped the purpose"),
        (r"had confidence in", "trusted"),
        (r"was also improving", "was getting better as well"),
        (r"governs", "oversees"),
        (r"together with", "alongside"),
        (r"told referrers", "let referrers know"),
        (r"passed referrals on", "forwarded referrals"),
        (r"throughout", "everywhere"),
        (r"used learning", "made use of learning"),
        (r"explained Prevent openly to the public", "were open with the public about Prevent"),
        (r"had a second person check", "had somebody else check"),
        (r"measured the outcomes", "took a measure of the outcomes"),
        (r"direct", "steer"),
        (r"includes", "takes in"),
        (r"a year", "twelve months"),
        (r"at a station", "in a police station"),
        (r"readable", "easy to read"),
        (r"frequent", "regular"),
        (r"searching", "probing"),
        (r"people", "persons"),
        (r"frank", "candid"),
        (r"were followed up", "were pursued"),
        (r"ahead of", "in advance of"),
        (r"we were told", "people told us"),
        (r"differed", "varied"),
    ),
    _WHY,
    named="bound words: ",
)
CLEAN.swaps(
    ("narrative", "context"),
    (
        (r"for example", "for instance"),
        (r"misread", "misconstrued"),
        (r"set out", "laid out"),
        (r"in exact terms", "exactly"),
        (r"wherever they live", "no matter where they live"),
        (r"harder", "more difficult"),
        (r"takes minutes", "takes a few minutes"),
        (r"somebody", "someone"),
        (r"nobody", "no one"),
        (r"It is hard", "It is difficult"),
        (r"We are pleased to see it", "We welcome it"),
        (r"adopted", "taken up"),
        (r"at least one did not", "one or more did not"),
        (r"grateful to all of them", "thankful to each of them"),
        (r"please tell us", "please let us know"),
        (r"urgent enquiries", "pressing enquiries"),
    ),
    _WHY,
    named="other words: ",
)


def _figure(name: str, pattern: str, new: str) -> None:
    CLEAN.swaps(("claim",), ((pattern, new),), _WHY, named=f"{name}: ")


_figure("figure in words", r"^46 forces$", "forty-six forces")
_figure("figure in digits", r"eight recommendations", "8 recommendations")
_figure("figure in words", r"43 Home Office forces", "forty-three Home Office forces")
_figure("figure in digits", r"three non-Home Office forces", "3 non-Home Office forces")
_figure("period", r"October 2018 and February 2019", "October of 2018 and February of 2019")


@CLEAN.form("a weekday with its day")
def _weekday(_world: World, page: Page, rng: random.Random) -> Change | None:
    """9 March 2020 was a Monday."""
    found = [*re.finditer(r"(?<=On )9 March 2020", page.text)]
    match = picked(rng, found)
    return Change(match.start(), match.end(), f"Monday {match[0]}", _WHY) if match else None


@CLEAN.form("two halves of a sentence changed over")
def _halves(_world: World, page: Page, rng: random.Random) -> Change | None:
    """A bound sentence of two parts joined by "and", none of which leans on the other."""
    pattern = re.compile(
        r"(?P<one>The meetings were regular|partners attended|[^,;.]+ were [a-z]+)"
        r", (?P<two>[^,;.]+), and (?P<three>[^,;.]+)"
    )
    found = []
    for place in page.of("claim"):
        match = pattern.fullmatch(place.text)
        if match and "[" not in place.text and place.text[0].isupper():
            parts = (match["two"], match["one"][:1].lower() + match["one"][1:], match["three"])
            new = f"{parts[0][:1].upper()}{parts[0][1:]}, {parts[1]}, and {parts[2]}"
            found.append((place, new))
    chosen = picked(rng, found)
    return replace(*chosen, _WHY) if chosen else None
