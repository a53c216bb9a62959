"""Reads what a bound passage asserts: each amount, and of which side of the claim it speaks.

A side is relative to the claim's own statement: those that met it, those that did not, those not
looked at (``looked_at``). Where the side cannot be told an amount has two readings; it is then
never mended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from .amounts import Amount, amounts
from .looked_at import WORDS, LookedAt
from .polarity import Predicate, predicate, same
from .units import own_nouns

Side = Literal["met", "not_met", "uninspected", "inspected", "scope"]
_POINTS_BACK = re.compile(r"\s*(?:did|do|does|have|has|had|was|were)\b", re.I)
_LOOKED_SIDES = ("inspected", "uninspected", "scope")
_OTHER: dict[Side, Side] = {"met": "not_met", "not_met": "met"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an amount: on which side it counts, and whether it is denied as a
    whole ("it is not so that most had").
    """

    side: Side
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Assertion:
    """An amount of a passage with its readings; none where the words are not understood."""

    amount: Amount
    readings: tuple[Reading, ...]

    @property
    def one(self) -> Reading | None:
        """The only reading, where there is exactly one."""
        return self.readings[0] if len(self.readings) == 1 else None


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a bound span stands: its sentence, its place in it, and what the claim counts.

    ``until`` and ``since`` bound the words around it that belong to no other span. ``stem`` are the
    words of a list's stem under which the sentence stands; ``wholes`` of how many bodies the claim
    counts, so that other things of the same number ("the 46 leads") are known to stand for them.
    ``looked`` names the words by which one speaks of those that the claim looked at.
    """

    text: str
    start: int
    end: int
    since: int
    until: int
    statement: str = ""
    nouns: tuple[str, ...] = ()
    stem: str = ""
    wholes: tuple[int, ...] = ()
    looked: str = "inspected"

    @property
    def words(self) -> LookedAt:
        """The words by which one speaks of those looked at."""
        return WORDS[self.looked]


@lru_cache(maxsize=2_048)
def assertions(passage: Passage) -> tuple[Assertion, ...]:
    """Return what the passage asserts of the bodies its claim counts, in order.

    A span that holds no amount has the last one before it: "most forces [had a plan]".
    """
    own = own_nouns(*passage.nouns)
    within = passage.text[passage.since : passage.until]
    every = [_moved(one, passage.since) for one in amounts(within, own)]
    spoken = _of_the_bodies(passage, _inside(passage, every))
    stated = _stated(passage.statement, own) if passage.statement else None
    found: list[Assertion] = []
    for one in spoken:
        readings: tuple[Reading, ...] = ()
        if one.role != "unread" and not _supposed(passage, one):
            readings = _readings(passage, one, spoken, every, stated, found)
            if _denied_whole(passage, one):
                readings = tuple(replace(each, denied=not each.denied) for each in readings)
        found.append(Assertion(one, readings))
    return tuple(found)


def _stated(statement: str, own: frozenset[str]) -> Predicate:
    """What a claim states, its amounts left out as they are of what is said: the "less" of "less
    than twelve months old" turns neither.
    """
    return predicate(_masked(statement, amounts(statement, own)))


def _inside(passage: Passage, every: Sequence[Amount]) -> list[Amount]:
    inside = [one for one in every if passage.start <= one.start < passage.end]
    if not any(one.role in ("own", "unread") for one in inside):
        # "Most [forces had a plan]": the noun stands in the span, the amount before it.
        inside += [one for one in every if one.end <= passage.start and one.role == "own"][-1:]
    return inside


def _denied_whole(passage: Passage, one: Amount) -> bool:
    before = denials(f"{passage.stem} {passage.text[: passage.start]}")
    return before is not denials(passage.text[passage.start : one.start], inside=True)


def _moved(one: Amount, by: int) -> Amount:
    phrase = replace(one.phrase, start=one.phrase.start + by, end=one.phrase.end + by)
    noun = one.noun and replace(one.noun, start=one.noun.start + by, end=one.noun.end + by)
    also = (one.also[0] + by, one.also[1] + by) if one.also else None
    return replace(one, phrase=phrase, noun=noun, also=also)


def _of_the_bodies(passage: Passage, inside: Sequence[Amount]) -> list[Amount]:
    """The amounts that speak of the bodies: those that name them, and those that name nothing.

    Where none names them, the first of the passage stands for them if it is its subject; "most
    leaders (38 of 46)" is said of the same things as its count.
    """
    kept = [one for one in inside if one.role in ("own", "base", "unread")]
    kept += [replace(one, role="own") for one in inside if _for_each(passage, one)]
    if not any(one.role == "own" and not _enclosed(passage.text, one) for one in kept):
        first = inside[0] if inside else None
        if first is not None and first.role == "other" and _is_subject(passage, first):
            kept.append(replace(first, role="own"))
    return sorted(kept, key=lambda one: one.start)


_NO_SUBJECT = re.compile(r"\b(?:month|day|week|year|hour|time|minute|module|section|page)s?$")


# Fewer things may have the number of the bodies by chance.
_BY_CHANCE = 9


def _for_each(passage: Passage, one: Amount) -> bool:
    """Whether things are counted of which each body has one: "15 of the 46 strategic leads"."""
    of = one.phrase.of or 0
    return one.role == "other" and of > _BY_CHANCE and of in passage.wholes


def _is_subject(passage: Passage, one: Amount) -> bool:
    excepted = one.phrase.kind == "all_but" and one.phrase.of is None
    if one.noun is None or _NO_SUBJECT.search(one.noun.word) or excepted:
        return False
    lead = passage.text[max(passage.start, passage.since) : one.start]
    return (
        re.fullmatch(r"[\s,“\"]*(?:(?:in|across|at|among|for|by|but|and|that)\s+)?", lead, re.I)
        is not None
    )


def _enclosed(text: str, one: Amount) -> bool:
    return text.rfind("(", 0, one.start) > text.rfind(")", 0, one.start)


# Words by which a sentence denies what follows them as a whole.
_SAYS = (
    r"(?:find|see|accept|agree|believe|conclude|establish|confirm|show|say|suggest|think|support|"
    r"mean|judge|consider|observe|identify|hear)"
)
_DENIAL = re.compile(
    r"\bit (?:is|was|would be|has been|had been|could be|can be)(?: simply| clearly| certainly)?"
    r"(?:n[’']t| not)(?: been)? (?:so|true|the case|correct|right|accurate|shown|established|"
    r"found|clear|evident|possible)(?: to \w+)? (?:that\b|$)"
    r"|\bit (?:is|was|would be) (?:wrong|untrue|false|incorrect|inaccurate|misleading|a mistake|"
    r"an error|a myth)(?: to (?:say|suggest|claim|think|assume|conclude|state))? that\b"
    r"|\bit (?:is|was) un(?:likely|true) that\b"
    r"|\b(?:no|little|not any|n[’']t any) "
    r"(?:evidence|signs?|indications?|proof|suggestion|basis|reason)\b"
    r"[^.;:]{0,40}?(?:\bthat\b|:)"
    rf"|\b(?:did|do|does|could|can|would|was|were)(?: not|n[’']t) (?:be )?{_SAYS}\w*"
    r"(?: to \w+)?(?: \w+){0,2}? ?(?:\bthat\b|:)"
    r"|\bcannot (?:say|conclude|confirm|agree|be said) that\b"
    r"|\b(?:den(?:y|ies|ied)|doubt(?:s|ed)?|disput(?:e|es|ed)|reject(?:s|ed)?(?: the \w+)?) that\b"
    r"|\b(?:none|nothing) (?:of the following|suggest(?:s|ed) that|show(?:s|ed) that)"
    r"|\b(?:nobody|no one) (?:\w+ ){1,3}that\b",
    re.I,
)
_SUPPOSED = re.compile(
    r"\b(?:whether|if|unless|as though|as if|even if)\s+(?:or not\s+)?(?:\w+\s+){0,1}$", re.I
)


def denials(before: str, *, inside: bool = False) -> bool:
    """Say whether the words before a passage deny it as a whole: an odd number of denials does.

    Of the words ``inside`` only what runs up to the amount counts.
    """
    # A contrast ends what is denied: "it is not so that …, but most had".
    plain = re.split(r";|[.!?]\s|\bbut\b|\bhowever\b", before)[-1]
    found = list(_DENIAL.finditer(plain))
    if (
        inside
        and found
        and not re.fullmatch(r"[\s,:]*(?:(?:in|across|among)\s+)?", plain[found[-1].end() :], re.I)
    ):
        return False
    return len(found) % 2 == 1


def _supposed(passage: Passage, one: Amount) -> bool:
    """Whether the amount is only supposed: "whether most forces had"."""
    return _SUPPOSED.search(passage.text[: one.start]) is not None


_BREAK = re.compile(
    r"[;:()—–]|[.!?][”’\"']?\s|"
    r",?\s+\b(?:but|while|whilst|whereas|although|though|yet(?! to)|however)\b|,\s+(?:so|which)\b"
)
_JOINED = re.compile(r"(?:,|\band|\bbut|\bwith|\bwhile)\s*(?:in\s+|at\s+|among\s+)?$", re.I)


def _readings(
    passage: Passage,
    one: Amount,
    spoken: Sequence[Amount],
    every: Sequence[Amount],
    stated: Predicate | None,
    before: Sequence[Assertion],
) -> tuple[Reading, ...]:
    said, text = _said(passage, one, spoken, every)
    words = passage.words
    looked = words.side(passage.text[: one.start], text, passage.text[one.until :])
    if looked is not None and not words.spoken.search(passage.statement):
        return (Reading(looked),)
    if said is None:
        return _restated(before)
    pointed = _points_back(said, text, before)
    if pointed is not None:
        return (pointed,)
    after = _apposed(passage, one, spoken, text)
    if after is not None:
        return _readings(passage, after, spoken, every, stated, before)
    sides = _sides(said, stated, text)
    if one.phrase.bound == "the other" or one.phrase.kind == "remainder":
        sides = _left_over(passage.text, one, sides, before)
    if _PLACED.search(passage.text[max(0, one.start - 16) : one.start]):
        # "In every force officers could not": the "not" is the officers', and denies no "every".
        return tuple(Reading(side) for side in sides)
    return _scoped(one, said, sides, text)


def _points_back(said: Predicate, text: str, before: Sequence[Assertion]) -> Reading | None:
    """ "38 replied and five did not": the "did not" is of replying. None of any other."""
    last = before[-1].one if before else None
    if last is None or last.side not in _LOOKED_SIDES or last.denied:
        return None
    if not said.elliptical or _POINTS_BACK.match(text) is None:
        return None
    return Reading("uninspected" if said.denied else "inspected")


_PLACED = re.compile(r"(?:^|[.,;:(]\s*)(?:in|across|at|among)\s+$", re.I)


def _sides(said: Predicate, stated: Predicate | None, text: str) -> tuple[Side, ...]:
    if not re.search(r"[a-z]", text, re.I) and stated is not None:
        return "met", "not_met"
    if stated is None:
        return ("met",) if said.denied is False and not said.under else ("met", "not_met")
    answer = same(said, stated)
    if answer is None:
        return "met", "not_met"
    return ("met",) if answer else ("not_met",)


def _left_over(
    text: str, one: Amount, sides: tuple[Side, ...], before: Sequence[Assertion]
) -> tuple[Side, ...]:
    """ "The other eight relied on e-mail" are those that the amount before it left over; "a
    minority, the other 19, did not" is one amount said twice.
    """
    own = [each for each in before if each.amount.role == "own"]
    last = next((each.one for each in reversed(own) if each.one), None)
    between = text[own[-1].amount.until : one.start] if own else ""
    if last is None or last.side not in _OTHER or last.denied:
        return sides
    return (_OTHER[last.side],) if len(sides) == 2 or re.search(r"[a-z]", between, re.I) else sides


def _restated(before: Sequence[Assertion]) -> tuple[Reading, ...]:
    """ "Most forces had a plan (38 of 46)": the count is of what was said before it."""
    host = next((other for other in reversed(before) if other.amount.role == "own"), None)
    if host is None:
        return Reading("met"), Reading("not_met")
    open_ended = host.amount.phrase.word in ("not all", "not every", "few, if any")
    if open_ended or len(host.readings) != 1:
        return Reading("met"), Reading("not_met")
    return (replace(host.readings[0], denied=False),)


def _apposed(passage: Passage, one: Amount, spoken: Sequence[Amount], text: str) -> Amount | None:
    """ "A few forces, eight in all, had": the amount after it has the verb of both."""
    if re.search(r"[a-z]", text, re.I) or _enclosed(passage.text, one):
        return None
    later = [other for other in spoken if other.start > one.start and other.role == "own"]
    near = min(later, key=lambda other: other.start, default=None)
    if near is None or re.search(r"[a-z;:.]", _plain(passage.text[one.until : near.start]), re.I):
        return None
    return near


def _plain(between: str) -> str:
    return re.sub(r"\b(?:or|that is|i\.e\.|namely|inspected|some|and)\b", "", between, flags=re.I)


# "All did not": the "not" may deny the "all". "All had none", "all lacked it" leave no doubt.
_VERBAL = re.compile(r"\b(?:not|never|cannot)\b|n[’']t\b", re.I)


def _scoped(
    one: Amount, said: Predicate, sides: tuple[Side, ...], text: str
) -> tuple[Reading, ...]:
    """Add the second reading of "all did not": none of them, or not all of them."""
    word = one.phrase.word
    universal = word in ("all", "every", "both") or one.phrase.bound == "all"
    # "Without exception, forces did not": none of them did.
    universal = universal and one.phrase.text.lower() != "without exception"
    plain = tuple(Reading(side) for side in sides)
    if word == "any":
        return tuple(Reading(_OTHER[side], denied=True) for side in sides) if said.denied else ()
    if universal and said.denied is not False and _VERBAL.search(text):
        return plain + tuple(Reading(_OTHER[reading.side], denied=True) for reading in plain)
    return plain


_VERB = re.compile(
    r"^\s*,?\s*(?:\w+ly\s+|also\s+|still\s+|all\s+|now\s+|had|have|has|was|were|is|are|did|do|"
    r"does|could|can|would|will|may|might|must|should|there\b|it\b|\w+ed\b|lacks?\b|gave|"
    r"made|held|kept|took|knew|understood|told|brought|led|met|ran|set|put|used|fell|went|wrote|"
    r"none\b|not\b|without\b|neither\b|cannot\b|said\b|\w+s\s|"
    r"\w+\s+(?:the|an?|their|its|no|that)\s)",
    re.I,
)
_REPORTED = re.compile(
    r"^.*\b(?:found|saw|told|said|noted|reported|showed|judged|concluded|considered|clear|"
    r"concerned|learned|heard|established)\b[^.]{0,30}?\bthat\b",
    re.I | re.S,
)


def _said(
    passage: Passage, one: Amount, spoken: Sequence[Amount], every: Sequence[Amount]
) -> tuple[Predicate | None, str]:
    """Return the predicate said of an amount and its words; none where it only restates one."""
    text = _masked(passage.text, every)
    if _enclosed(text, one):
        opened = text.rfind("(", 0, one.start)
        closed = text.find(")", one.end)
        inner = text[one.until : closed if closed >= 0 else len(text)]
        inner = passage.words.subject.sub("", inner)
        if re.search(r"[a-z]", inner, re.I) and _VERB.match(inner):
            return predicate(inner, from_verb=True), inner
        if any(other.end <= opened for other in spoken if other.role == "own"):
            return None, inner
        start, end = passage.since, opened
        lead = _REPORTED.sub("", text[start:end])
        return predicate(lead), lead
    # What stands in brackets after an amount says it again: its verb comes after them.
    text = _BRACKETS.sub(lambda found: " " * len(found.group()), text)
    start, end = _clause(replace(passage, text=text), one, spoken)
    after = passage.words.subject.sub("", text[one.until : end])
    lead = text[start : one.start]
    placed = re.search(r"(?:^|[,;:(]|\band)\s*(?:in|at|across|among|for|of)\s*$", lead, re.I)
    if not placed and re.match(r"\s*(?:that|which|who|whose|where|with)\b", after, re.I):
        # "Forces that had no lead had training": a part of the bodies is spoken of.
        return Predicate(None, 0, ("?",), frozenset()), after
    if _VERB.match(after):
        return predicate(after, from_verb=True), after
    lead = _REPORTED.sub("", lead)
    both = f"{lead} {after}"
    return predicate(both), both


_BRACKETS = re.compile(r"\([^()]*\)")


def _masked(text: str, every: Sequence[Amount]) -> str:
    """The text with its amounts and their nouns left blank; "no plan" stays, as it denies."""
    plain = list(text)
    for one in every:
        if one.role == "other" and one.phrase.kind == "word":
            continue
        places = [(one.start, one.end if one.role == "other" else one.until)]
        for start, end in [*places, *([one.also] if one.also else [])]:
            plain[start:end] = " " * (end - start)
    return "".join(plain)


def _clause(passage: Passage, one: Amount, spoken: Sequence[Amount]) -> tuple[int, int]:
    """The clause around an amount: up to a mark, a contrast or the next amount that is joined."""
    text = passage.text
    start = passage.since
    for match in _BREAK.finditer(text, passage.since, one.start):
        # A parenthesis closed before the amount is no part of its clause.
        start = match.end()
    stop = _BREAK.search(text, one.until, passage.until)
    end = stop.start() if stop else passage.until
    for other in spoken:
        if other is one or other.role == "base":
            continue
        if one.until <= other.start < end and _JOINED.search(text[one.until : other.start]):
            end = other.start
        if start <= other.end <= one.start and _JOINED.search(text[other.until : one.start]):
            start = max(start, one.start)
    return start, end
