"""Judges what a passage asserts by the counts of its claim: true, false, or not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from inspectstats.quantity import meanings, numerals
from inspectstats.quantity.defined_words import GENERALLY
from inspectstats.quantity.vocabulary import Vocabulary

from .assertions import Assertion, Passage, Reading, Side, assertions
from .phrases import Phrase
from .truth import holds
from .verdicts import verdict

State = Literal["true", "false", "unread"]
_LOOKED: set[Side] = {"inspected", "uninspected", "scope"}
_SAID = {"met": "met it", "not_met": "did not", "scope": "were asked"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a claim's bodies met it, were looked at, and are in scope or were asked.

    ``silent`` are those of whom nothing came, where others came and are in neither number: a return
    that is not certified, or that leaves the cell empty. None says that there are no others.
    """

    met: int
    inspected: int
    scope: int
    silent: int | None = None

    @property
    def apart(self) -> Counts:
        """The same with those who came counted as looked at, though they answer nothing."""
        return (
            self if self.silent is None else Counts(self.met, self.scope - self.silent, self.scope)
        )

    def on(self, side: Side) -> tuple[int, int]:
        """Return how many are on a side, and of how many."""
        if side == "met":
            return self.met, self.inspected
        if side == "not_met":
            return self.inspected - self.met, self.inspected
        if side == "inspected":
            return self.inspected, self.scope
        if side == "scope":
            return self.scope, self.scope
        return self.scope - self.inspected, self.scope

    @property
    def parts(self) -> tuple[int, ...]:
        """The counts of either side, where they are not the whole."""
        both = (self.met, self.inspected - self.met)
        return tuple(one for one in both if one != self.inspected)


@dataclass(frozen=True, slots=True)
class Answer:
    """An assertion and what the counts say of it.

    ``what`` and ``mend`` are in words; ``caution`` is what readers may wrongly take from a true
    word.
    """

    assertion: Assertion
    state: State
    what: str = ""
    mend: str = ""
    caution: str = ""

    @property
    def phrase(self) -> Phrase:
        """The phrase judged."""
        return self.assertion.amount.phrase


@lru_cache(maxsize=2_048)
def judged(passage: Passage, counts: Counts, vocabulary: Vocabulary | None) -> tuple[Answer, ...]:
    """Judge each amount of the passage that speaks of the bodies (inspected at least 1)."""
    answers = [_judged(passage, one, counts, vocabulary) for one in assertions(passage)]
    answers = [
        _of_whom(passage, place, answers, counts, vocabulary) for place in range(len(answers))
    ]
    if any(one.state == "true" and one.phrase.kind in ("number", "of") for one in answers):
        # Where the count stands beside the word nobody takes more from it.
        answers = [replace(one, caution="") for one in answers]
    return tuple(answers)


def _judged(
    passage: Passage, one: Assertion, counts: Counts, vocabulary: Vocabulary | None
) -> Answer:
    phrase = one.amount.phrase
    if one.amount.role == "base":
        return _base(passage, one, counts)
    if _is_whole_of_looked_at(passage, one, counts):
        return Answer(one, "true")
    if _is_of_others(passage, one, counts):
        return _no_base(passage, one, counts)
    if not one.readings:
        what = f"`{phrase.text}` is not read: no count can make it true or false."
        return Answer(one, "unread", what)
    truths = [_true(phrase, reading, counts, vocabulary) for reading in one.readings]
    if any(truth is None for truth in truths):
        what = f"`{phrase.text}` counts a part of the bodies that this claim does not count."
        return Answer(one, "unread", what)
    if truths[0] or (any(truths) and _of_scope(one.readings)):
        return Answer(one, "true", caution=_caution(phrase, one, counts, vocabulary))
    if any(truths):
        met, inspected = counts.on("met")
        what = (
            f"whether `{phrase.text}` speaks of those that met it ({met} of {inspected}) or of "
            f"those that did not ({inspected - met}) cannot be told from the words."
        )
        return Answer(one, "unread", what)
    return _false(passage, one, counts, vocabulary)


_OUT_OF = re.compile(r"\(?\s*(?:out\s+of|of|from)\s+(?:the\s+)?$", re.I)
_CLAUSE = re.compile(r"[;:.]\s")


def _is_whole_of_looked_at(passage: Passage, one: Assertion, counts: Counts) -> bool:
    """Whether an amount is that of all asked, said beside that of who returned: "38 forces (of
    43)". Beside any other number it is a whole of which too little is known.
    """
    lead = passage.text[: one.amount.start]
    out_of = _OUT_OF.search(lead)
    if passage.looked == "inspected" or one.amount.phrase.n != counts.scope or out_of is None:
        return False
    clause = _CLAUSE.split(lead[: out_of.start()])[-1]
    said = (numerals.number(word) for word in reversed(re.findall(r"[\w-]+", clause.lower())))
    nearest = next((number for number in said if number is not None), None)
    return nearest in (counts.inspected, counts.scope - counts.inspected)


def _is_of_others(passage: Passage, one: Assertion, counts: Counts) -> bool:
    """Whether a whole is named by words that are of another number: "the 38 asked" of 43, "the 43
    that returned" of 38.
    """
    whole = one.amount.phrase.of or (one.amount.phrase.n if one.amount.role == "base" else None)
    if passage.looked == "inspected" or whole is None:
        return False
    rest = passage.text[one.amount.until :]
    if passage.words.names_those(rest):
        return whole not in (counts.inspected, counts.apart.inspected)
    return _ASKED.match(rest) is not None and whole != counts.scope


_ASKED = re.compile(
    r"\s*(?:(?:that|which|who)\s+)?(?:(?:we|were)\s+)?(?:had\s+)?"
    r"(?:asked|contacted|approached|invited|surveyed)\b",
    re.I,
)


def _true(
    phrase: Phrase, reading: Reading, counts: Counts, vocabulary: Vocabulary | None
) -> bool | None:
    if reading.side in _LOOKED and counts.silent is not None:
        counts = counts.apart
    k, n = counts.on(reading.side)
    if vocabulary is None and phrase.kind == "word":
        truth: bool | None = verdict(phrase, k, n).holds
    elif phrase.kind == "word":
        # Refused by the vocabulary for so few bodies, or a word it does not have.
        truth = verdict(phrase, k, n, vocabulary).holds
    else:
        truth = holds(phrase, k, n, vocabulary, parts=counts.parts)
    return truth if truth is None else truth is not reading.denied


def _of_scope(readings: tuple[Reading, ...]) -> bool:
    """Whether the readings differ in what is denied ("all did not"): either may be meant."""
    return len({reading.denied for reading in readings}) > 1


_THAT = re.compile(r"\s*,?\s*(?:that|which|who|whose|where|with|without)\b", re.I)


def _base(passage: Passage, one: Assertion, counts: Counts) -> Answer:
    n = one.amount.phrase.n
    # "The eight forces that had none" are a side of the claim, spoken of as a whole.
    part = _THAT.match(passage.text, one.amount.until) is not None and n in counts.parts
    those = passage.words.names_those(passage.text[one.amount.until :])
    if n == counts.inspected or (not those and (part or n == counts.scope)):
        return Answer(one, "true")
    return _no_base(passage, one, counts)


def _no_base(passage: Passage, one: Assertion, counts: Counts) -> Answer:
    that = passage.words.that
    what = f"`{one.amount.phrase.text}` does not agree with the {counts.inspected} {that}."
    said = replace(one, readings=(Reading("met"),))
    return Answer(said, "false", what, f"Write `{counts.inspected}`.")


def _of_whom(
    passage: Passage,
    place: int,
    answers: Sequence[Answer],
    counts: Counts,
    vocabulary: Vocabulary | None,
) -> Answer:
    """Hold a whole that is named to what is counted of it.

    "Of the 43 asked, 30 had a plan" and "most of the 43 had a plan" speak of 43 of which only 38
    returned; "of the 43 asked, 38 returned" is of what it says.
    """
    answer, one = answers[place], answers[place].assertion
    if passage.looked == "inspected" or counts.scope == counts.inspected:
        return answer
    if one.amount.role != "base":
        return _open_ended(passage, answer, answers, counts, vocabulary)
    asked = one.amount.phrase.n == counts.scope
    if not asked or answer.state != "true" or _is_whole_of_looked_at(passage, one, counts):
        return answer
    sides = {reading.side for each in _said_of(passage, one, answers) for reading in each.readings}
    return _no_base(passage, one, counts) if sides & {"met", "not_met"} else answer


def _said_of(passage: Passage, whole: Assertion, answers: Sequence[Answer]) -> list[Assertion]:
    """What is said of a whole: the amount joined to it before, else the next after it."""
    start = whole.amount.start
    own = [each.assertion for each in answers if each.assertion.amount.role == "own"]
    before = [each.amount for each in own if each.amount.start < start]
    ends = {before[-1].phrase.end, before[-1].until} if before else set()
    if any(_OF_IT.fullmatch(passage.text[end:start]) for end in ends):
        return [each for each in own if each.amount is before[-1]]
    return [each for each in own if each.amount.start > start][:1]


_OF_IT = re.compile(r"\s*(?:of\s+)?(?:the\s+|these\s+|those\s+|all\s+)*", re.I)
_OF_THOSE = re.compile(r"\s*(?:of\s+)?(?:these|those|them)\b", re.I)
_SHARES = ("word", "percent", "fraction", "all_but")


def _open_ended(
    passage: Passage,
    answer: Answer,
    answers: Sequence[Answer],
    counts: Counts,
    vocabulary: Vocabulary | None,
) -> Answer:
    """Hold a share that is said of all to what those that are silent could have made of it.

    "Most forces have a plan" stands where it holds whatever they would have said.
    """
    one, phrase = answer.assertion, answer.phrase
    found = {reading.side for reading in one.readings}
    if answer.state != "true" or phrase.kind not in _SHARES or not found <= {"met", "not_met"}:
        return answer
    rest = passage.text[one.amount.until :]
    named = {each.phrase.of or each.phrase.n for each in answers if each is not answer}
    of_those = passage.words.names_those(rest) or _OF_THOSE.match(rest)
    if of_those or phrase.of == counts.inspected or counts.inspected in named:
        return answer
    left, met = counts.scope - counts.inspected, counts.met
    ends = [Counts(k, counts.scope, counts.scope) for k in (met, met + left)]
    if all(_true(phrase, one.readings[0], end, vocabulary) for end in ends):
        return answer
    that = passage.words.that
    what = (
        f"`{phrase.text}` is said of all {counts.scope}, of which {counts.inspected} {that[5:]}: "
        f"it is between {met} and {met + left} of {counts.scope}."
    )
    return Answer(one, "false", what, f"Say it of those {that}.")


def _false(
    passage: Passage, one: Assertion, counts: Counts, vocabulary: Vocabulary | None
) -> Answer:
    reading, phrase = one.readings[0], one.amount.phrase
    k, n = counts.on(reading.side)
    if reading.denied and len(one.readings) == 1:
        what = (
            f"the sentence denies `{phrase.text}`, but {k} of {n} {_said(passage, reading.side)}."
        )
        return Answer(one, "false", what, "Take the denial back, or change the claim.")
    told = verdict(phrase, k, n, vocabulary, text=passage.text)
    what = told.what or f"the text says {phrase.text}; {k} of {n} met it."
    what = what.replace("met it", _said(passage, reading.side))
    mend = told.mend or f"Write `{k} of {n}`."
    if len(one.readings) > 1:
        what += " That is so on either side of the claim."
        mend = "Change the words or the claim."
    return Answer(one, "false", what, mend)


def _said(passage: Passage, side: Side) -> str:
    words = passage.words
    looked = {"inspected": words.were, "uninspected": words.were_not}
    return (_SAID | looked)[side]


def _caution(phrase: Phrase, one: Assertion, counts: Counts, vocabulary: Vocabulary | None) -> str:
    # "Mostly" says more than was found to a hasty reader only; it understates nothing.
    if (
        phrase.word in GENERALLY
        or phrase.kind != "word"
        or vocabulary is None
        or one.one is None
        or one.one.denied
    ):
        return ""
    k, n = counts.on(one.one.side)
    found = meanings.meaning(phrase.word, vocabulary)
    return (found.caution(k, n) or "") if found else ""


def wrong(answers: tuple[Answer, ...]) -> Iterator[Answer]:
    """Yield the answers that are false."""
    return (one for one in answers if one.state == "false")
