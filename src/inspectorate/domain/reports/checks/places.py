"""What the checks share: where a problem stands, words without their typography, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.reasons import Place
from inspectorate.prose.bodies import quantities
from inspectorate.prose.manuscript import Manuscript, Sentence, Span, TextBlock
from inspectorate.prose.quantities.phrases import Phrase

from ..facts import Facts

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " "}
)
_QUOTED = re.compile(
    r"“([^“”]+)”|(?<!\w)\"([^\"]+)\"(?!\w)|(?<![\w’'])[‘']((?:[^‘’']|"
    r"(?<=\w)[’'](?=\w)){1,400})[’'](?!\w)"
)
_WORD = re.compile(r"[\w]+(?:[’'-][\w]+)*[’']?(?=\W|$)")
# That somebody says what is quoted beside it.
SPEAKS = re.compile(
    r"\b(?:said|says|say|saying|told|added|adds|commented|comments|remarked|explained|stated|"
    r"put\s+it|responded|replied|concluded)\b",
    re.I,
)
_SHORT = 1_500  # characters of a text whose words are remembered


def place(manuscript: Manuscript, block: TextBlock, start: int, end: int, key: str = "") -> Place:
    """Return the place of ``block.text[start:end]``."""
    line, column = block.at(start)
    return Place(
        line=line, column=column, excerpt=block.text[start:end], document=manuscript.name, key=key
    )


def in_front_matter(manuscript: Manuscript, words: str) -> Place:
    """Return the place of words of the front matter, or of their first line in the source."""
    for number, row in enumerate(manuscript.source.split("\n"), start=1):
        if words in row:
            return Place(number, row.index(words) + 1, words, manuscript.name)
    return Place(1, 1, words, manuscript.name)


def field_place(manuscript: Manuscript, block: TextBlock, name: str) -> Place:
    """Return the place of a field of a fenced block, its name and value; else the block's."""
    rows = manuscript.source.split("\n")
    for number in range(block.line, min(block.line + len(block.fields) + 1, len(rows)) + 1):
        row = rows[number - 1]
        if row.partition(":")[0].strip() == name:
            return Place(number, 1, row.strip(), manuscript.name)
    return place(manuscript, block, 0, 0)


def by_section(manuscript: Manuscript) -> Iterator[tuple[int, TextBlock]]:
    """Yield each block under the number of its section, counted by headings.

    0 is what stands before the first of them, and the lines of the front matter.
    """
    yield from ((0, one) for one in manuscript.inline.values())
    number = 0
    for block in manuscript.blocks:
        number += block.kind == "heading"
        yield number, block


def section_place(manuscript: Manuscript, number: int) -> Place:
    """Return the place of a section's heading; the first line where it has none."""
    for at, block in by_section(manuscript):
        if at == number and block.kind == "heading":
            return Place(block.line, 1, block.text, manuscript.name)
    return Place(1, 1, manuscript.source.partition("\n")[0], manuscript.name)


def plain(text: str) -> str:
    """Return ``text`` for comparison: straight marks and dashes, single blanks, lower case."""
    return " ".join(text.translate(_QUOTES).split()).casefold()


def tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of ``text`` for comparison, each with its offsets, no punctuation."""
    return _tokens_again(text) if len(text) <= _SHORT else _tokens(text)


def _tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    flat = text.translate(_QUOTES)  # a character for a character: the offsets are those of the text
    return tuple(
        (flat[start:end].casefold(), start, end)
        for start, end in (match.span() for match in _WORD.finditer(text))
    )


_tokens_again = lru_cache(maxsize=1_024)(_tokens)


def quoted(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words between quotation marks, with their offsets. An apostrophe is none."""
    for match in _QUOTED.finditer(text):
        for group in (1, 2, 3):
            if match.group(group):
                yield match.group(group), match.start(group), match.end(group)


def in_quotation(block: TextBlock, at: int) -> bool:
    """Say whether the character at ``at`` stands in direct speech.

    A mark left open runs to the end of the paragraph.
    """
    before = block.text[:at]
    if before.count("“") > before.count("”"):
        return True
    # Straight marks do not say which way they face: an odd number of them is an open one.
    return block.kind == "quote" or before.count('"') % 2 == 1


def sentence_at(block: TextBlock, at: int) -> Sentence | None:
    """Return the sentence around an offset."""
    return next((one for one in block.sentences if one.start <= at < one.end), None)


def bound(manuscript: Manuscript, facts: Facts) -> Iterator[tuple[TextBlock, Span, ClaimFacts]]:
    """Yield every span whose claim is known.

    Bound passages, and attributions that name a claim of kind quotation.
    """
    claims = facts.claims or {}
    for block in manuscript.blocks:
        for span in block.spans:
            claim = claims.get(span.key) if span.kind in ("claim", "quotation") else None
            if claim is not None:
                yield block, span, claim


def of_population(noun: str, claim: ClaimFacts, facts: Facts) -> bool:
    """Say whether a noun names the bodies the claim counts."""
    last = claim.figures.population.split()[-1:]
    return facts.called.names(noun) or any(noun in (one, one.removesuffix("s")) for one in last)


def about(block: TextBlock, span: Span, claim: ClaimFacts, facts: Facts) -> list[Phrase]:
    """Return the phrases of a bound span that speak of the bodies counted.

    Offsets are into the block's text.

    Where none names the bodies, the first phrase is taken; where the span holds none, the last one
    of its sentence before it.
    """
    read = quantities(span.text, facts.called, lenient=True)
    found = [_moved(phrase, span.start) for phrase in read]
    if not found:
        found = _before(block, span, facts)
    named = [phrase for phrase in found if of_population(phrase.noun, claim, facts)]
    bare = [
        phrase
        for phrase in found
        if not phrase.noun and phrase.kind in ("of", "number", "remainder")
    ]
    if named:
        return sorted({*named, *bare}, key=lambda phrase: phrase.start)
    return found[:1]


def _before(block: TextBlock, span: Span, facts: Facts) -> list[Phrase]:
    sentence = sentence_at(block, span.start)
    if sentence is None:
        return []
    lead = block.text[sentence.start : span.start]
    others = [one for one in block.spans if one.kind == "claim" and one.key != span.key]
    # The span may hold the noun ("most [forces trained their staff]"): any counted noun stands in
    # for it.
    read = quantities(lead + "forces", facts.called)
    found = [_moved(phrase, sentence.start) for phrase in read]
    free = [
        p
        for p in found
        if p.end <= span.start and not any(o.start <= p.start < o.end for o in others)
    ]
    return free[-1:]


def _moved(phrase: Phrase, by: int) -> Phrase:
    return Phrase(
        phrase.kind,
        phrase.text,
        phrase.start + by,
        phrase.end + by,
        phrase.word,
        phrase.bound,
        phrase.n,
        phrase.of,
        phrase.fraction,
        phrase.percent,
        phrase.digits,
        phrase.noun,
    )


def beside(text: str, first: Phrase, second: Phrase) -> bool:
    """Say whether the second phrase restates the first.

    "most forces (25 of 46)", "74 per cent, or 32 of 43 forces".
    """
    gap = text[first.end : second.start]
    return bool(
        re.fullmatch(
            r"[^.;:()]{0,45}\(\s*(?:that is,?\s*)?|\s*[^.;:()]{0,30},?\s+(?:or|that "
            r"is|i\.e\.),?\s+",
            gap,
        )
    )
