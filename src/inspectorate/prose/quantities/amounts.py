"""Reads every amount of a passage by one closed grammar: bound × value × unit.

Each numeral and each quantity word is part of an amount with a meaning, belongs to another unit
("three modules", a date, a section), or is answered as not read: nothing is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from inspectstats.quantity import numerals
from inspectstats.quantity.defined_words import GENERALLY

from ..dates import dates
from .amount_patterns import (
    AFTER,
    EXCEPT,
    LEFT_OUT,
    REMAINDER,
    SLASH,
    VAGUE,
    VALUE,
    bound_of,
)
from .amount_words import words
from .numbers import NUMBER, is_plain_number
from .phrases import Phrase, PhraseKind
from .units import PAST, Noun, noun_after, stops

Role = Literal["own", "base", "other", "unread"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity phrase and what it is said of.

    ``role``: of the bodies counted, their whole (``base``), another unit, or not read.
    ``bare``: it names no noun ("38 did", "(38)"), so that it speaks of the bodies only if nothing
    in the passage does so better. ``also`` is the place of other words of the same amount: "no
    force" of "no force but one".
    """

    phrase: Phrase
    role: Role
    bare: bool = False
    noun: Noun | None = None
    also: tuple[int, int] | None = None

    @property
    def start(self) -> int:
        """Where it begins in the passage."""
        return self.phrase.start

    @property
    def end(self) -> int:
        """Where its words end, its noun not included."""
        return self.phrase.end

    @property
    def until(self) -> int:
        """Where its noun ends, or its words where it has none."""
        return max(self.phrase.end, self.noun.end) if self.noun else self.phrase.end


@lru_cache(maxsize=4_096)
def amounts(text: str, own: frozenset[str] = frozenset()) -> tuple[Amount, ...]:
    """Return every amount of ``text`` in order, none overlapping.

    ``own`` are the nouns of the bodies counted, singular and plural, in lower case.
    """
    found: list[Amount] = []
    taken = bytearray(len(text))
    for one in dates(text):
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for reader in (_slashes, _vague, _left_out, _exceptions, _remainders, _values, words):
        for phrase in reader(text):
            if any(taken[phrase.start : phrase.end]):
                continue
            taken[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
            found.append(_of_a_unit(text, phrase, own))
    return tuple(_excepted(text, sorted(found, key=lambda one: one.start)))


def count(written: str) -> int | None:
    """Return the whole number that a numeral writes, dozens and couples too."""
    plain = " ".join(written.lower().split()).removesuffix(" of")
    if plain == "half a dozen":
        return 6
    if plain in ("a couple", "a pair"):
        return 2
    if plain.endswith(" dozen"):
        many = numerals.number(plain.removesuffix(" dozen"))
        return 12 if plain in ("a dozen", "an dozen") else 12 * many if many else None
    return numerals.number(plain)


def _share(written: str) -> Fraction | int | None:
    return numerals.fraction(written) or count(written)


def _phrase(kind: PhraseKind, match: re.Match[str], text: str = "") -> Phrase:
    written = match.group()
    return Phrase(kind, written, match.start(), match.start() + len(text or written))


def _slashes(text: str) -> Iterator[Phrase]:
    for match in SLASH.finditer(text):
        n, of = int(match["n"]), int(match["m"])
        if n <= of:
            yield replace(_phrase("of", match), n=n, of=of)


def _vague(text: str) -> Iterator[Phrase]:
    for match in VAGUE.finditer(text):
        yield replace(_phrase("word", match), word="(not read)")


def _exceptions(text: str) -> Iterator[Phrase]:
    for match in EXCEPT.finditer(text):
        n = count(match["n"])
        contrast = match["how"].lower().startswith("but") and not _of_all(text[: match.start()])
        if n is not None and not contrast:
            yield replace(_phrase("all_but", match), n=n, bound="but")


def _left_out(text: str) -> Iterator[Phrase]:
    """ "All but a few", "with few exceptions": how many were left out is told in a word."""
    for match in LEFT_OUT.finditer(text):
        word = " ".join((match["word"] or match["fewer"]).lower().split())
        yield replace(_phrase("all_but", match), word=word)


_ALL = re.compile(
    r"\b(?:all|every|each|none|no|not one|not a single)(?P<noun>(?:\s+[A-Za-z0-9-]+){0,6})\s+$",
    re.I,
)


def _of_all(before: str) -> bool:
    """Whether a universal and its noun end here: "every force but one", not "had it, but one"."""
    ends = list(_ALL.finditer(before, max(0, len(before) - 80)))
    return bool(ends) and not any(
        stops(word) and word not in ("in", "of") for word in ends[-1]["noun"].lower().split()
    )


def _remainders(text: str) -> Iterator[Phrase]:
    for match in REMAINDER.finditer(text):
        yield replace(_phrase("remainder", match), word="the remainder")


def _values(text: str) -> Iterator[Phrase]:
    for match in VALUE.finditer(text):
        phrase = _value(text, match)
        if phrase is not None:
            yield phrase


def _value(text: str, match: re.Match[str]) -> Phrase | None:
    if _only_its_whole(text, match):
        start, end = match.span("n")
        whole = Phrase("number", match["n"], start, end, n=count(match["n"]), bound="the")
        return whole if is_plain_number(text, start, end) else None
    base = match["m"]
    of = count(base) if base and is_plain_number(text, *match.span("m")) else None
    written = match.group()
    if base and of is None:
        # "Three in 2019": what follows is no whole of which it is a part.
        written = text[match.start() : match.start("m")]
        written = _LED.sub("", written)
    phrase = replace(
        _phrase("number", match),
        text=written,
        end=match.start() + len(written),
        bound=_bound(match),
    )
    made = _by_form(text, match, phrase)
    if made is None or of is None:
        return made
    if made.kind == "number" and made.upper is None:
        bound = "" if made.bound in ("the", "all") else made.bound
        return replace(made, kind="of", of=of, bound=bound)
    return replace(made, of=of)


_LED = re.compile(r"\s+(?:(?:out|of|from|in|among|all|the|these|those|our|its|a|total)\s*)*$")
_WORDED = re.compile(r"\b(?:not|almost|nearly|virtually|practically|just about)\s+$", re.I)


def _only_its_whole(text: str, match: re.Match[str]) -> bool:
    """Whether a word says how many, and the number of how many: "almost all of the 46"."""
    bounds = [bound_of(match[name]) for name in ("bound", "bound2") if match[name]]
    if not match["n"] or "all" not in bounds:
        return False
    return len(bounds) > 1 or _WORDED.search(text[: match.start()][-20:]) is not None


def _bound(match: re.Match[str]) -> str:
    bounds = [bound_of(match[name]) for name in ("bound", "bound2", "after") if match[name]]
    definite = [one for one in bounds if one in ("the", "all", "the other")]
    limits = [one for one in bounds if one not in ("the", "all", "the other")]
    # "Only about 12", "at least the 12": the bound that limits says more than the article.
    strong = [one for one in limits if one not in ("only", "exactly")] or limits
    return (strong or definite or [""])[0]


def _by_form(text: str, match: re.Match[str], phrase: Phrase) -> Phrase | None:
    if match["range"]:
        return _range(text, match, phrase)
    if match["p"]:
        value = numerals.percent(f"{match['p']} per cent".replace(",", ""))
        if value is None:
            return None
        return replace(phrase, kind="percent", percent=value[0], digits=value[1])
    if match["ratio"]:
        return _ratio(match, phrase)
    if match["f"]:
        share = numerals.fraction(match["f"])
        if share is None or share > 1 or _no_share(text, match):
            return None
        return replace(phrase, kind="fraction", fraction=share)
    n = count(match["n"])
    word = n == 1 and _ONE_WORD.search(text[: match.start("n")][-16:])
    if n is None or word or not is_plain_number(text, *match.span("n")):
        return None
    if match["odd"]:
        # "Twenty-odd": from twenty to twenty-nine.
        return replace(phrase, n=n, upper=Fraction(n + 9))
    return replace(phrase, n=n)


# "Not one", "no one", "each one" are words.
_ONE_WORD = re.compile(r"\b(?:not|not even|no|each|every|single)\s+$", re.I)


def _ratio(match: re.Match[str], phrase: Phrase) -> Phrase | None:
    n, of = count(match["r1"] or match["r3"]), count(match["r2"] or match["r4"])
    if not n or not of or n >= of:
        return None
    noun = (match["rnoun"] or match["rnoun2"] or "").lower()
    return replace(phrase, kind="fraction", fraction=Fraction(n, of), noun=noun)


def _no_share(text: str, match: re.Match[str]) -> bool:
    """Whether "half" or "a quarter" is a measure of something else: half a day, half-hearted."""
    return (
        re.match(
            r"\s+(?:an?\s|past\b|party\b|way\b|round\b|person\b|hour|day|year|mile|century|time\b)",
            text[match.end("f") :],
            re.I,
        )
        is not None
        or re.search(
            r"\b(?:first|second|other|latter|final|one and a|and a)\s+$", text[: match.start()]
        )
        is not None
    )


def _range(text: str, match: re.Match[str], phrase: Phrase) -> Phrase | None:
    group = next(name for name in ("b", "t", "o") if match[f"{name}1"])
    first, last = _share(match[f"{group}1"]), _share(match[f"{group}2"])
    if first is None or last is None or first >= last:
        return None
    # "Two or three" is a range, "two or ten" two numbers.
    apart = group == "o" and last != first + 1
    if apart or not is_plain_number(text, *match.span(f"{group}1")):
        return None
    if match["bp"] or match["tp"]:
        return replace(phrase, kind="percent", percent=Fraction(first), upper=Fraction(last))
    if isinstance(first, int) and isinstance(last, int):
        return replace(phrase, n=first, upper=Fraction(last))
    return replace(phrase, kind="fraction", fraction=Fraction(first), upper=Fraction(last))


# "38 forces or more".
_LATER = re.compile(rf"\s+({AFTER})\b", re.I)


def _of_a_unit(text: str, phrase: Phrase, own: frozenset[str]) -> Amount:
    """Say what the phrase counts."""
    # "Few, if any, forces": the comma belongs to the words.
    comma = phrase.word == "few, if any" and text[phrase.end : phrase.end + 1] == ","
    noun = noun_after(text, phrase.end + comma, own, singular=_is_single(phrase))
    if phrase.word == "(not read)":
        # "More officers", "various forms": a vague word of other things is part of what is said.
        return Amount(phrase, "unread" if noun is None or noun.own else "other", noun=noun)
    if noun is not None:
        phrase = replace(phrase, noun=noun.word)
        later = _LATER.match(text, noun.end)
        if later is not None and phrase.kind == "number" and not phrase.bound:
            phrase = replace(phrase, bound=bound_of(later[1]))
        if noun.own:
            return Amount(phrase, "base" if _is_base(text, phrase) else "own", noun=noun)
    if phrase.kind == "number" and _after_its_base(text[: phrase.start], own):
        return Amount(replace(phrase, noun=""), "own", bare=True)
    return _unnamed(text, phrase, own) if noun is None else Amount(phrase, "other", noun=noun)


def _unnamed(text: str, phrase: Phrase, own: frozenset[str]) -> Amount:
    """Say what a phrase counts after which no noun comes."""
    if phrase.noun in own and phrase.noun:
        return Amount(phrase, "own")
    if phrase.kind == "number" and phrase.n == 1 and not _counts(text, phrase):
        return Amount(phrase, "other")
    if not _stands(text, phrase):
        # A numeral that counts nothing named is not passed over in silence.
        return Amount(phrase, "unread" if phrase.kind == "number" else "other")
    return Amount(phrase, "base" if _is_base(text, phrase) else "own", bare=True)


# "Of the 46 forces we went to, no more than 30 …"; the words between are few, so that no other
# clause is among them.
_BASE = re.compile(
    rf"\b(?:of|among|out\s+of)\s+(?:all\s+)?(?:the|these|those|our)\s+{NUMBER}\s+"
    r"(?P<noun>[a-z-]+)(?:\s+[a-z’'-]+){0,6},\s+(?:in\s+)?$",
    re.I,
)
_BASE_WITHIN = 160


def _after_its_base(before: str, own: frozenset[str]) -> bool:
    """Whether a number follows what it is of: "of the 46 forces, 10 shared lessons"."""
    match = _BASE.search(before[-_BASE_WITHIN:])
    return match is not None and match["noun"].lower() in own


def _is_single(phrase: Phrase) -> bool:
    single = (
        "no",
        "every",
        "not every",
        "not one",
        "almost every",
        "nearly every",
        "neither",
        "either",
    )
    return (phrase.kind == "word" and phrase.word in single) or phrase.n == 1


# "25 forces out of 46": the whole after its part and the noun.
_OUT_OF = re.compile(r"[\w,)]\s+(?:out\s+of|from\s+among)\s+(?:a\s+total\s+of\s+)?$", re.I)


def _is_base(text: str, phrase: Phrase) -> bool:
    out_of = _OUT_OF.search(text[max(0, phrase.start - 32) : phrase.start])
    return phrase.kind == "number" and (phrase.bound == "the" or out_of is not None)


def _counts(text: str, phrase: Phrase) -> bool:
    """Whether "one" is a count: only one had, at least one of them, (1)."""
    return (
        phrase.bound not in ("", "the", "exactly")
        or phrase.text.strip()[-1:].isdigit()
        or (
            re.match(
                r"\s+(?:of (?:the|these|those|them|our)\b|had\b|did\b|was\b|could\b)",
                text[phrase.end :],
                re.I,
            )
            is not None
            and re.search(
                r"\b(?:the|that|which|this|any|each|no|every)\s+$", text[: phrase.start], re.I
            )
            is None
        )
    )


_VERB_OR_END = re.compile(
    rf"^(?:\s+(?:{'|'.join(sorted(PAST))})\b|"
    r"\s*$|\s*[.,;:)\]—–]|\s+(?:of (?:them|these|those|the|our|all)\b|did|do|does|had|has|"
    r"have|was|were|is|are|could|can|would|will|might|may|should|must|that|which|who|we|inspected|"
    r"visited|and|or|but|[a-z]+ed\b|not|also|still|now|already|never|of whom|of which|there|it|"
    r"in|on|at|by|knew|gave|held|made|met|kept|told|said|took|understood|fell|went|showed|used|"
    r"relied)\b)",
    re.I,
)


_AMONG = re.compile(r"(?:^|[\s(])(?:in|at|across|among|by)\s+$", re.I)


def _stands(text: str, phrase: Phrase) -> bool:
    """Whether an amount with no noun may count the bodies: a verb or a clause's end follows."""
    if phrase.kind in ("all_but", "remainder", "of"):
        return True
    if phrase.kind == "number" and _AMONG.search(text[: phrase.start][-12:]):
        return True
    if phrase.word in GENERALLY or phrase.text.lower() == "without exception":
        return True
    after = text[phrase.end :]
    if phrase.kind == "word" and re.search(
        r"\b(?:had|have|has|having|gave|with|held)\s+$", text[: phrase.start], re.I
    ):
        return False
    led = re.search(r"(?:^|[,;:(]|\band|\bbut)\s*$", text[: phrase.start]) is not None
    if led and phrase.word in ("some", "most", "many", "few", "several"):
        return True
    if phrase.word in ("no", "every", "some", "both", "all", "each", "any"):
        return (
            re.match(
                r"\s+of (?:them|these|those|the|our)\b|\s+(?:did|had|was|were|could|have|are)\b",
                after,
                re.I,
            )
            is not None
        )
    return _VERB_OR_END.match(after) is not None


def _universal(one: Amount) -> bool:
    words = ("all", "every", "almost all", "none", "no", "not one")
    every = one.phrase.kind == "number" and one.phrase.bound == "all"
    return one.role != "other" and (one.phrase.word in words or every)


def _excepted(text: str, found: list[Amount]) -> list[Amount]:
    """Join an exception with what it is an exception from: "every force but one had"."""
    rest = list(found)
    for one in found:
        if one.phrase.kind == "all_but" and one.phrase.bound == "but":
            others = [other for other in rest if _universal(other)]
            near = min(others, key=lambda other: abs(other.start - one.start), default=None)
            if near is not None:
                rest.remove(near)
            place = rest.index(one)
            rest[place] = _but_for(one, near) if near is not None else _all_but(text, one)
    return rest


def _but_for(one: Amount, near: Amount) -> Amount:
    """Return the amount that an exception and what it is from make together."""
    # "No force but eight had" are eight.
    negative = near.phrase.word in ("none", "no", "not one")
    noun = near.noun or one.noun
    kind: PhraseKind = "number" if negative else "all_but"
    said = noun.word if noun else ""
    whole = replace(one.phrase, kind=kind, bound="only" if negative else "", noun=said)
    beside = one.noun if one.noun and one.noun.own else None
    return Amount(whole, "own", noun=beside, also=(near.start, near.until))


_WHOLE = re.compile(rf"\s+of\s+(?:all\s+)?(?:the|these|those|our)\s+(?P<m>{NUMBER})\b", re.I)


def _all_but(text: str, one: Amount) -> Amount:
    role: Role = "other" if one.noun and not one.noun.own else "own"
    every = re.search(r"\ball\s+$", text[: one.start], re.I)
    if every is None:
        # An exception from nothing named: what it leaves out cannot be told.
        return replace(one, role="other" if role == "other" else "unread")
    start = every.start()
    whole = replace(one.phrase, bound="", start=start, text=text[start : one.end])
    of = _WHOLE.match(text, one.end) if role == "other" else None
    if of is not None:
        # "All but three of the 46 leads": of what it counts nothing but their number is known.
        whole = replace(whole, of=count(of["m"]))
    return replace(one, phrase=whole, role=role)
