"""Reads the quantity phrases of a passage: most, only two, 32 of 43, 62 per cent, the remainder.

Tells a quantity from words that only look like one ("most effective", "all the same", "one of four
strands", dates, section and telephone numbers). Says what is written; whether it is true stands in
``verdicts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from inspectstats.quantity import numerals

from .nouns import (
    COUNTED_PLURAL,
    COUNTED_SINGULAR,
    TIMES,
    noun_after,
    singular_after,
    word_after,
    word_before,
)
from .numbers import is_plain_number
from .patterns import (
    ADVERBS,
    ALL_BUT,
    APART,
    APPROXIMATE,
    FRACTION,
    HALF,
    IN,
    MEMBER,
    NEVER_AFTER,
    NEVER_BEFORE,
    OF,
    PERCENT,
    PLAIN,
    REMAINDER,
    SINGULAR_WORDS,
    VARIATION,
    VERBS,
    WORD,
)

PhraseKind = Literal[
    "word", "number", "of", "fraction", "percent", "all_but", "remainder", "variation"
]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One quantity phrase.

    ``start`` and ``end`` are offsets into the passage read; ``text`` is exactly what stands there.

    ``word`` is the quantity word in lower case without a trailing "of"; ``bound`` the word before a
    number or share ("only", "at least", "all", "the"); ``n``, ``of`` whole numbers; ``fraction`` in
    [0, 1]; ``percent`` in per cent as printed, with ``digits`` after the point; ``noun`` what it is
    said of, lower case, or empty. ``upper`` is the other end of a range ("25 to 30"), in the
    unit of its first: whole, [0, 1] or per cent.
    """

    kind: PhraseKind
    text: str
    start: int
    end: int
    word: str = ""
    bound: str = ""
    n: int | None = None
    of: int | None = None
    fraction: Fraction | None = None
    percent: Fraction | None = None
    digits: int = 0
    noun: str = ""
    upper: Fraction | None = None

    @property
    def definite(self) -> bool:
        """Whether the number names a whole group ("the 46 forces"), not how many met something."""
        return self.kind == "number" and self.bound in (
            "the",
            "these",
            "those",
            "our",
            "its",
            "their",
            "all",
            "all the",
            "all of the",
        )

    @property
    def approximate(self) -> bool:
        """Whether the phrase itself says that it is rough."""
        return self.bound in APPROXIMATE.split("|")


# Several checks read every sentence, for each edition.
@lru_cache(maxsize=4_096)
def read(text: str, *, lenient: bool = False) -> tuple[Phrase, ...]:
    """Return the quantity phrases of ``text`` in order, none overlapping.

    ``lenient`` is for a passage already bound to a claim: a quantity word counts there even where
    no noun was recognised.
    """
    found: list[Phrase] = []
    # The first reader that claims a character has it: from the most certain pattern to the least.
    taken = bytearray(len(text))
    for reader in (
        _percents,
        _ofs,
        _fractions,
        _all_buts,
        _variations,
        _numbers,
        _words,
        _remainders,
    ):
        for phrase in reader(text, lenient):
            if not any(taken[phrase.start : phrase.end]):
                taken[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
                found.append(phrase)
    return tuple(
        # Memberships were found so that no later reader took their words, and are dropped here.
        sorted((one for one in found if one.word != MEMBER), key=lambda phrase: phrase.start)
    )


def _percents(text: str, _lenient: bool) -> Iterator[Phrase]:
    for match in PERCENT.finditer(text):
        value = numerals.percent(f"{match.group('n')} per cent".replace(",", ""))
        if value is not None:
            noun, _ = noun_after(text, match.end())
            yield _phrase("percent", match, percent=value[0], digits=value[1], noun=noun)


def _ofs(text: str, lenient: bool) -> Iterator[Phrase]:
    for match in OF.finditer(text):
        n, of = numerals.number(match.group("n")), numerals.number(match.group("m"))
        if n is None or of is None or of < n or not _countable(text, match, "n"):
            continue
        noun, _ = noun_after(text, match.end())
        member = (
            _membership(text, match.start())
            or (n == 1 and noun not in COUNTED_PLURAL)
            or _part_of_a_set(noun)
        )
        yield _phrase(
            "of", match, n=n, of=of, noun=noun, word=MEMBER if member and not lenient else ""
        )

    for match in APART.finditer(text):
        n, of = numerals.number(match.group("n")), numerals.number(match.group("m"))
        if n is not None and of is not None and n <= of and _countable(text, match, "n"):
            yield _phrase("of", match, n=n, of=of, noun=match.group("noun").lower())


def _part_of_a_set(noun: str) -> bool:
    return noun in (
        "strands",
        "objectives",
        "pillars",
        "areas",
        "questions",
        "aims",
        "principles",
        "themes",
        "ps",
        "parts",
    )


def _membership(text: str, start: int) -> bool:
    """ "Prevent is one of four strands" says what a thing belongs to, not how many did it."""
    return word_before(text, start) in (
        "is",
        "was",
        "are",
        "were",
        "as",
        "becomes",
        "became",
        "remains",
        "being",
        "be",
    )


def _fractions(text: str, lenient: bool) -> Iterator[Phrase]:
    for match in IN.finditer(text):
        n, of = numerals.number(match.group("n")), numerals.number(match.group("m"))
        noun = match.group("noun") or noun_after(text, match.end())[0]
        if (
            n
            and of
            and n < of
            and noun not in TIMES
            and (noun == "" or noun in COUNTED_PLURAL or noun in COUNTED_SINGULAR or lenient)
        ):
            yield _phrase("fraction", match, fraction=Fraction(n, of), noun=noun.lower())
    for match in [*FRACTION.finditer(text), *HALF.finditer(text)]:
        share = numerals.fraction(match.group("f"))
        following = word_after(text, match.end())
        noun, _ = noun_after(text, match.end())
        if (
            share is None
            or share > 1
            or following in ("an", "past", "party", "parties", "person", "way", "round", "reading")
        ):
            continue
        if noun in TIMES or word_before(text, match.start()) in (
            "first",
            "second",
            "other",
            "latter",
            "final",
        ):
            continue
        ordinal = (
            match.group("f").lower().startswith(("a ", "an ", "a-"))
            and match.group("f").lower()[-1] != "s"
        )
        if following == "of" or following in VERBS or lenient or (noun and not ordinal):
            yield _phrase("fraction", match, fraction=share, noun=noun)


def _all_buts(text: str, _lenient: bool) -> Iterator[Phrase]:
    for match in ALL_BUT.finditer(text):
        noun, _ = noun_after(text, match.end())
        yield _phrase("all_but", match, n=numerals.number(match.group("n")), noun=noun)


def _remainders(text: str, _lenient: bool) -> Iterator[Phrase]:
    for match in REMAINDER.finditer(text):
        yield _phrase("remainder", match, word="the remainder")


def _variations(text: str, _lenient: bool) -> Iterator[Phrase]:
    for match in VARIATION.finditer(text):
        yield _phrase("variation", match, word=match.group().lower())


def _words(text: str, lenient: bool) -> Iterator[Phrase]:
    for match in WORD.finditer(text):
        written = " ".join(match.group("word").lower().split())
        word = written.removesuffix(" of") if written not in ("examples of",) else written
        end = match.end()
        if (
            written.endswith(" of")
            and not written.startswith(("a ", "the ", "an ", "majority"))
            and written != "examples of"
        ):
            end = match.end() - (len(match.group()) - len(match.group()[: -len("of")].rstrip()))
        if not _is_quantity(text, match.start(), match.end(), word, lenient):
            continue
        word = "all" if word == "without exception" else word
        one, many = (
            singular_after(text, match.end())[0],
            noun_after(text, match.end(), superlative=word == "most")[0],
        )
        noun = (one or many) if word in SINGULAR_WORDS else (many or one)
        yield Phrase("word", text[match.start() : end], match.start(), end, word=word, noun=noun)


def _is_quantity(text: str, start: int, end: int, word: str, lenient: bool) -> bool:
    """Decide whether a quantity word is used as one here."""
    before, after = word_before(text, start), word_after(text, end)
    if before in NEVER_AFTER.get(word, ()):
        return False
    if re.search(r"\ball\s+but\s+$", text[max(0, start - 12) : start], re.I):
        return False
    if after in NEVER_BEFORE.get(word, ()) and not text[start:end].lower().endswith(" of"):
        return False
    if word in ADVERBS or word == "examples of":
        return True
    if "minority" in word and after in (
        "ethnic",
        "group",
        "groups",
        "community",
        "communities",
        "backgrounds",
        "language",
    ):
        return False
    if "majority" in word and after in ("vote", "decision", "verdict", "party"):
        return False
    return _counts_something(text, end, word, lenient)


def _counts_something(text: str, end: int, word: str, lenient: bool) -> bool:
    """Decide whether what follows a quantity word is a thing that can be counted."""
    after = word_after(text, end)
    noun, _ = noun_after(text, end, superlative=word == "most")
    if noun in TIMES:
        return False
    if word in ("each", "neither", "without exception"):
        return lenient
    if word in SINGULAR_WORDS:
        return (
            bool(singular_after(text, end)[0])
            or noun in COUNTED_PLURAL
            or (lenient and bool(after))
        )
    if word == "both":
        return noun in COUNTED_PLURAL and after in ("of", noun)
    if word in ("all", "most", "some", "many", "few", "several", "none", "numerous"):
        return (
            bool(noun)
            or after in VERBS
            or (lenient and bool(after) and word not in ("most", "some"))
        )
    return True


def _numbers(text: str, lenient: bool) -> Iterator[Phrase]:
    for match in PLAIN.finditer(text):
        n = numerals.number(match.group("n"))
        if n is None or not _countable(text, match, "n"):
            continue
        after = word_after(text, match.end())
        noun, _ = noun_after(text, match.end())
        if (
            lenient
            and text[match.start() - 1 : match.start()] == "("
            and text[match.end() : match.end() + 1] == ")"
        ):
            yield _phrase("number", match, n=n)
            continue
        if n == 1:
            noun = singular_after(text, match.end())[0] or (
                noun if after == "of" and noun in COUNTED_PLURAL else ""
            )
            if not noun or (after == "of" and _membership(text, match.start())):
                continue
        if (
            not noun
            and after not in VERBS
            and not (match.group("bound") in ("only", "just") and after in COUNTED_SINGULAR)
        ):
            continue
        if (
            not noun
            and after in VERBS
            and word_before(text, match.start()) in ("this", "that", "which", "each", "no")
        ):
            continue
        phrase = _phrase("number", match, n=n, noun=noun)
        if phrase.bound.startswith("all") and word_before(text, match.start()) in (
            "almost",
            "nearly",
            "not",
        ):
            phrase = replace(phrase, text=match.group("n"), start=match.start("n"), bound="the")
        yield phrase


def _countable(text: str, match: re.Match[str], group: str) -> bool:
    """Whether the digits are a count, not part of a date, a time or a reference."""
    return is_plain_number(text, match.start(group), match.end(group))


def _phrase(kind: PhraseKind, match: re.Match[str], **values: Any) -> Phrase:
    bound = (match.groupdict().get("bound") or "").lower()
    base = Phrase(kind, match.group(), match.start(), match.end(), bound=" ".join(bound.split()))
    return replace(base, **values)
