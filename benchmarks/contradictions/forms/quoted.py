"""Quotations whose words, speaker or occasion are others than the note has."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from ..page import Page
from ..sown import Change, Family, World, picked, replace

QUOTATION = Family("quotation")
_WHY = "the note has other words"
Turn = Callable[[str, random.Random], str | None]


def _words(name: str, turn: Turn) -> None:
    """A form that changes the words of a quotation set apart."""

    @QUOTATION.form(name)
    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        found = [
            (place, new)
            for place in page.of("quote")
            if "{#" not in place.text and (new := turn(place.text, rng)) and new != place.text
        ]
        chosen = picked(rng, found)
        return replace(*chosen, _WHY) if chosen else None


def _drop(text: str, rng: random.Random) -> str | None:
    """A word gone from the middle."""
    words = text.split()
    at = rng.randrange(1, len(words) - 1)
    return " ".join(words[:at] + words[at + 1 :])


def _repeat(text: str, rng: random.Random) -> str:
    words = text.split()
    at = rng.randrange(1, len(words))
    return " ".join([*words[:at], "really", *words[at:]])


def _change(pattern: str, new: str) -> Turn:
    return lambda text, _rng: re.sub(pattern, new, text, count=1)


_words("a word dropped", _drop)
_words("a word put in", _repeat)
_words("two words changed over", lambda text, _rng: re.sub(r"^(\w+) (\w+)", r"\2 \1", text))
_words("the person changed", _change(r"\b(?:I|We)\b", "They"))
_words("not put in", _change(r"\b(was|could|had|have|did)\b", r"\1 not"))
_words("not taken out", _change(r"\b(?:not|never) ", ""))
_words("cut at a comma", lambda text, _rng: text.split(",")[0].rstrip(".") + ".")
_words("made a question", lambda text, _rng: text.rstrip(".") + "?")
_words("a second sentence added", lambda text, _rng: f"{text} And nobody cared.")
_words("everyone for me", _change(r"\b(?:me|us|them)\b", "everyone"))
_words("a number put in", _change(r"\b(?:a|all|four|one)\b", "seven"))
_words("softened", lambda text, _rng: f"I suppose {text[:1].lower()}{text[1:]}")
_words(
    "an ellipsis for words", lambda text, _rng: re.sub(r" \w+ \w+(?=[.,]|$)", " …", text, count=1)
)


@QUOTATION.form("the words of another speaker")
def _other(_world: World, page: Page, rng: random.Random) -> Change | None:
    """Another quotation of the page stands in its place."""
    quotes = [one for one in page.of("quote") if "{#" not in one.text and "{." not in one.text]
    if len(quotes) < 2:
        return None
    one, two = rng.sample(quotes, 2)
    return replace(one, two.text, "somebody else said that")


@QUOTATION.form("the source of another quotation")
def _source(_world: World, page: Page, rng: random.Random) -> Change | None:
    """The attribution names another note."""
    places = [one for one in page.of("quotation") if one.key]
    if len({one.key for one in places}) < 2:
        return None
    one = rng.choice(places)
    key = rng.choice([two.key for two in places if two.key != one.key])
    start = page.text.index(one.key, one.end)
    return Change(start, start + len(one.key), key, "the words are in another note")


@QUOTATION.form("marks around words nobody wrote")
def _marked(_world: World, page: Page, rng: random.Random) -> Change | None:
    """What stands in quotation marks is changed, the marks stay."""
    found = [*re.finditer(r"“([^”]+)”", page.text)]
    match = picked(rng, found)
    if match is None:
        return None
    words = match[1].split()
    new = " ".join([*words[:-1], rng.choice(("ruin", "framework", "beginning"))])
    return Change(match.start(1), match.end(1), new, "these words stand nowhere")


QUOTATION.swaps(
    ("quotation", "narrative", "loose"),
    (
        (r"recorded at interview", "recorded in a focus group"),
        (r"recorded in a focus group", "recorded in a survey"),
        (r"recorded at interview", "recorded on the telephone"),
        (r"the words are those of", "these are not the words of"),
        (r"(one|a \w+ \w+) (said|told us|put it plainly):", r"nobody \2:"),
        (r"the inspector who led the work said", "the minister said"),
        (r"as a panel chair put it", "as no panel chair put it"),
    ),
    "the note has another speaker or occasion",
    named="speaker: ",
)
