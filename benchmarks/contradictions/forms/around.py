"""Words put around a bound passage, whose own words stay as they were; and sentences taken out from
before one that leans on them.
"""

from __future__ import annotations

import itertools
import random
import re

from ..page import Page, Stretch, units
from ..sown import Change, Family, Make, World, picked

AROUND = Family("words around a span")
TAKEN = Family("a sentence taken out")


def _before(words: str) -> Make:
    """A form that puts words before a bound passage that opens a sentence."""

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        place = picked(rng, [one for one in page.of("claim") if _opens(page, one)])
        if place is None:
            return None
        first = place.text[:1].lower()
        start = place.outer[0]
        return Change(start, start + 2, f"{words}[{first}", f"not so of {place.key}")

    return make


def _opens(page: Page, one: Stretch) -> bool:
    before = page.text[: one.outer[0]]
    return one.text[:1].isupper() and (before.endswith((". ", "\n", "> ")) or before == "")


def _after(words: str) -> Make:
    """A form that puts words after a bound passage that closes a sentence."""

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        ends = [one for one in page.of("claim") if page.text[one.outer[1] :][:1] in (".", ";")]
        place = picked(rng, ends)
        if place is None:
            return None
        return Change(place.outer[1], place.outer[1], words, f"not so of {place.key}")

    return make


for _words in (
    "It is not so that ",
    "It is not the case that ",
    "Inspectors found no evidence that ",
    "Contrary to what was claimed, it is untrue that ",
    "Nobody could show that ",
    "It would be wrong to say that ",
    "It is a myth that ",
    "We could not establish whether ",
    "It was reported in error that ",
    "We do not believe that ",
    "Few would now say that ",
    "If forces are to be believed, ",
    "Until 2017, ",
    "Only on paper ",
    "We reject the view that ",
    "There is little to suggest that ",
):
    AROUND.put(f"before: {_words.strip()}", _before(_words))
for _words in (
    ", but this was not borne out",
    ", or so it was wrongly claimed",
    " in name only",
    ", which we found to be untrue",
    " until the year before we came",
    ", except in England",
    ", although none of them could show it",
    ", a claim that the evidence contradicts",
):
    AROUND.put(f"after: {_words.strip()}", _after(_words))


def _stem(verb: str, words: str) -> Make:
    """A form that changes the stem of a list or of a quotation: a line that ends in a colon."""

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        stems = [
            one
            for one in page.of("narrative", "loose")
            if re.search(rf"\b(?:{verb})[^.:]*:$", one.text)
        ]
        place = picked(rng, stems)
        if place is None:
            return None
        start = place.start
        last = [*re.finditer(r"(?<=[.\]} ])[A-Z][^.:]*:$", f" {place.text}")]
        at = start + last[-1].start() - 1 if last else start
        return Change(at, place.end, words, "what is listed was found, and said by that speaker")

    return make


for _verb, _words in (
    ("found|find", "Inspectors found no evidence that:"),
    ("found|find", "Inspectors had expected, and did not find, that:"),
    ("said|put it|told us", "Nobody said:"),
    ("said|put it|told us", "What one might have been told, but was not:"),
):
    AROUND.put(f"stem: {_words}", _stem(_verb, _words))

# Words with which a sentence leans on the one before it.
LEANING = (
    r"The remainder\b",
    r"In the remainder\b",
    r"(?:They|These|Those|Their)\b",
    r"(?:It|Its)\b",
    r"(?:This|That)\b",
    r"Elsewhere\b",
    r"In general, forces did not\b",
    r"A (?:minority|majority) (?:did|could|had) (?:not|none)\b",
    r"Where (?:nobody|there was|they|contact|roles)\b",
    r"(?:Among them|Most of them|Some of them|Both|Each)\b",
    r"(?:One|One of them|A \w+ \w+) (?:said|told us|put it)\b",
    r"(?:Forces|Officers) (?:that|who) (?:did|do|tried|shared|talked|remembered)\b",
    r"In the forces that\b",
    r"(?:Compliance|Returns|Goodwill|Completion|Programmes|Papers|Posts|Threat|Contact|Case)\b",
    r"The (?:meetings|ones|reviews|views|signs|words|subject|role|difficulty|remedy)\b",
    r"(?:Nor|Nobody|Neither)\b",
)


def _leaning(pattern: str) -> Make:
    """A form that takes out the sentence before one that begins so."""

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        found = []
        for start, end in _paragraphs(page):
            parts = units(page.text, start, end)
            for (begun, _), (leans, _) in itertools.pairwise(parts):
                bare = re.sub(r"^[\[{].*?(?=[A-Z])", "", page.text[leans : leans + 80], flags=re.S)
                if re.match(pattern, bare):
                    found.append((begun, leans))
        chosen = picked(rng, found)
        if chosen is None:
            return None
        return Change(*chosen, "", "what the next sentence points to is gone")

    return make


def _paragraphs(page: Page) -> list[tuple[int, int]]:
    return sorted(
        {
            (one.start, one.end)
            for one in page.of("loose", "narrative", "context", "quote")
            if one.outer != (one.start - 1, one.end) and page.text[one.start - 1 : one.start] != "["
        }
    )


for _pattern in LEANING:
    TAKEN.put(f"before: {_pattern}", _leaning(_pattern))


@TAKEN.form("a quotation set apart, its stem and speaker left")
def _quote(_world: World, page: Page, rng: random.Random) -> Change | None:
    """The quoted words go, and what says whose they are stays."""
    place = picked(rng, [one for one in page.of("quote") if "{#" not in one.text])
    if place is None:
        return None
    end = place.outer[1]
    while page.text[end : end + 1] == "\n":
        end += 1
    return Change(place.outer[0], end, "", "the attribution points to words that are gone")


@TAKEN.form("a paragraph before one that leans")
def _paragraph(_world: World, page: Page, rng: random.Random) -> Change | None:
    """A whole paragraph goes, and the next begins "They", "That", "Work that follows" …"""
    blocks = [match.span() for match in re.finditer(r"(?:^[^\n`#>{].*\n?)+", page.text, re.M)]
    found = [
        (one, two)
        for one, two in itertools.pairwise(blocks)
        if page.text[one[1] : two[0]].strip("\n") == ""
        and re.match(r"\[?(?:They|That|This|It|Nor|The|A|Elsewhere)\b", page.text[two[0] :])
    ]
    chosen = picked(rng, found)
    if chosen is None:
        return None
    (start, _), (end, _) = chosen
    return Change(start, end, "", "what the next paragraph points to is gone")


@TAKEN.form("the caution after a finding")
def _second(_world: World, page: Page, rng: random.Random) -> Change | None:
    """Of two claims joined by "but" the second goes, so that only the good news stands."""
    spans = page.of("claim")
    found = [
        (one, two)
        for one, two in itertools.pairwise(spans)
        if page.text[one.outer[1] : two.outer[0]] in (", but ", ", and ")
    ]
    chosen = picked(rng, found)
    if chosen is None:
        return None
    one, two = chosen
    return Change(one.outer[1], two.outer[1], "", f"{two.key} was found too")
