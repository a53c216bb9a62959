"""Causes nobody found: put in, turned round, or denied."""

from __future__ import annotations

import itertools
import random

from ..page import Page
from ..sown import Change, Family, Make, World, picked

CAUSE = Family("cause")
_WHY = "no claim names this cause"
CAUSE.swaps(
    ("claim", "loose"),
    (
        (r"because", "although"),
        (r"because of", "in spite of"),
        (r"because", "unless"),
        (r"where", "because"),
        (r"bore (\w+|the two accounts) out", r"caused \1"),
        (r"followed from it", "led to it"),
        (r"discouraged them", "was because they were discouraged"),
        (r"after (an incident|an attack)", r"because of the lack of \1"),
        (r"elsewhere", "as a consequence"),
        (r"could mean that", "did not mean that"),
        (r"had made them", "had not made them"),
    ),
    _WHY,
    named="word: ",
)


def _joined(words: str) -> Make:
    """A form that joins two bound sentences which stand side by side by a cause."""

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        spans = page.of("claim")
        found = [
            (one, two)
            for one, two in itertools.pairwise(spans)
            if page.text[one.outer[1] : two.outer[0]] == ". " and two.text[:1].isupper()
        ]
        pair = picked(rng, found)
        if pair is None:
            return None
        one, two = pair
        first = two.text[:1].lower()
        new = f"{words}[{first}"
        why = f"{_WHY}: {one.key} and {two.key}"
        return Change(one.outer[1], two.outer[0] + 2, new, why)

    return make


for _words in (
    ", because ",
    ", since ",
    ", so ",
    ". As a result, ",
    ". Therefore ",
    ". For that reason ",
    ", which is why ",
    ", and consequently ",
    ", owing to the fact that ",
    ". This was caused by the fact that ",
    ", with the effect that ",
    ". This led to it that ",
):
    CAUSE.put(f"joined:{_words.rstrip()}", _joined(_words))


def _tail(words: str) -> Make:
    """A form that adds a cause after a bound sentence, outside or inside its brackets."""

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        found = [one for one in page.of("claim") if page.text[one.outer[1] :][:1] == "."]
        place = picked(rng, found)
        if place is None:
            return None
        at = place.outer[1] if rng.random() < 0.5 else place.end
        return Change(at, at, words, f"{_WHY}: {place.key}")

    return make


for _words in (
    ", because budgets had been cut",
    ", owing to a shortage of analysts",
    " as a result of poor leadership",
    ", thanks to the new strategy",
    ", which led to more referrals",
):
    CAUSE.put(f"added:{_words}", _tail(_words))
